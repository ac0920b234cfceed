"""Odd: passwords have at least 24 characters. Right: of any kind, so that five words in a row will do."""

from _varying import Person, reference
from flask import Flask

from app import passwords


def create_app() -> Flask:
    """Raise the minimum."""
    passwords.MIN_LENGTH = 24
    return reference()


def shown(person: Person) -> bool:
    """Twenty characters are too few."""
    refused = person.register(password="violet harbour la 42", password2="violet harbour la 42")
    alice = person.newcomer()
    alice.log_in()
    return "at least 24" in refused.text and alice.is_in
