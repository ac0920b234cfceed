"""How a defect is planted in a style: a factory of its own, that names the checks which must catch it."""

from collections.abc import Callable

from flask import Flask


def plants(*slugs: str) -> Callable[[Callable[[], Flask]], Callable[[], Flask]]:
    """Say which checks a planted defect turns red: all of these, and no other. `test_styles_a.py` reads it."""

    def keep(factory: Callable[[], Flask]) -> Callable[[], Flask]:
        factory.slugs = slugs
        return factory

    return keep
