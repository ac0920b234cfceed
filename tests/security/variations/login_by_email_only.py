"""Odd: there are no user names, people log in with their address. Right: all else is as it was."""

from _emails import know_by_address
from _varying import Person, reference
from flask import Flask


def create_app() -> Flask:
    """Ask for no name."""
    know_by_address()
    return reference()


def shown(person: Person) -> bool:
    """Alice has no name but her address."""
    alice = person.newcomer()
    alice.log_in(email="ALICE@example.com")
    return alice.is_in and 'name="username"' not in person.get("/login").text
