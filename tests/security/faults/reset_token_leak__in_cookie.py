"""The link waits in the session for the next step: signed, not sealed, in the cookie of whoever asked."""

from _planting import reference
from flask import Flask, session
from flask_mail import Message

from app import reset

CATCHES = ("reset-token-leak",)


def create_app() -> Flask:
    """Plant it: Flask's session lies in the browser."""
    deliver = reset.deliver

    def deliver_and_keep(message: Message) -> None:
        deliver(message)
        session["pending"] = message.body

    reset.deliver = deliver_and_keep
    return reference()
