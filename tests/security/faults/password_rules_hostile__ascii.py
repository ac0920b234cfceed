"""Passwords may hold the letters and signs of one keyboard, and no space."""

from _planting import reference
from flask import Flask

from app import forms

CATCHES = ("password-rules-hostile",)


def create_app() -> Flask:
    """Plant it: the rule comes before the others."""
    problem = forms.password_problem

    def narrow(password: str, *names: str) -> str | None:
        if not all("!" <= char <= "~" for char in password):
            return "Use letters, digits and signs only."
        return problem(password, *names)

    forms.password_problem = narrow
    return reference()
