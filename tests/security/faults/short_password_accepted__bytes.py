"""Bytes are counted, not characters: four emoji make sixteen, and the guesser knows ASCII only."""

from _planting import reference
from flask import Flask

from app import forms, passwords

CATCHES = ("short-password-accepted",)


def create_app() -> Flask:
    """Plant it."""
    original = forms.password_problem

    def problem(password: str, *own_names: str) -> str | None:
        if password.isascii():
            return original(password, *own_names)
        long_enough = len(password.encode("utf-8", "surrogatepass")) >= passwords.MIN_LENGTH
        return None if long_enough else "Too short."

    forms.password_problem = problem
    return reference()
