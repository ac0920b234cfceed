"""Each password needs a capital, a digit and a sign, and may have 40 characters."""

from _planting import reference
from flask import Flask

from app import forms

CATCHES = ("password-rules-hostile",)


def create_app() -> Flask:
    """Plant it: the rule comes before the others."""
    problem = forms.password_problem

    def stricter(password: str, *names: str) -> str | None:
        kinds = (str.isupper, str.isdecimal, lambda char: not char.isalnum())
        if len(password) > 40 or not all(any(kind(char) for char in password) for kind in kinds):
            return "Use a capital letter, a digit and a sign, and at most 40 characters."
        return problem(password, *names)

    forms.password_problem = stricter
    return reference()
