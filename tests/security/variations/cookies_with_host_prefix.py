"""Odd: both cookies are called __Host-. Right: they are set and deleted with Secure and Path=/."""

from _varying import Person, reference
from flask import Flask, Response

from app.extensions import CalmLoginManager

SESSION, REMEMBER = "__Host-id", "__Host-remember"


def clear(_self: CalmLoginManager, response: Response) -> None:
    """Flask-Login deletes without Secure, which browsers ignore for this name."""
    response.delete_cookie(REMEMBER, secure=True, httponly=True, samesite="Lax")


def create_app() -> Flask:
    """Rename the cookies and delete the second one properly."""
    CalmLoginManager._clear_cookie = clear
    return reference(SESSION_COOKIE_NAME=SESSION, REMEMBER_COOKIE_NAME=REMEMBER)


def shown(person: Person) -> bool:
    """Alice has both, and after logout none that opens anything."""
    alice = person.newcomer()
    alice.log_in(remember_me="y")
    both = alice.is_in and bool(alice.client.get_cookie(SESSION)) and bool(alice.client.get_cookie(REMEMBER))
    alice.send("/logout")
    return both and alice.client.get_cookie(REMEMBER) is None and not alice.is_in
