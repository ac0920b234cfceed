"""How a defect is planted in a style: a factory of its own, that names the checks which must catch it."""

from collections.abc import Callable

Factory = Callable[[], object]


def plants(*_slugs: str) -> Callable[[Factory], Factory]:
    """Say which checks a planted defect turns red: all of these, and no other. `test_styles.py` reads it there."""
    return lambda factory: factory
