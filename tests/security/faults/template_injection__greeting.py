"""The welcome mail is a template that already holds the newcomer's name when it is rendered."""

from _planting import reference
from flask import Flask, render_template_string
from flask_mail import Message
from sqlalchemy import event

from app.mail import deliver
from app.models import User

CATCHES = ("template-injection",)


def create_app() -> Flask:
    """Plant it: everybody who registers gets a mail."""
    app = reference()

    @event.listens_for(User, "after_insert")
    def welcome(_mapper: object, _connection: object, user: User) -> None:
        body = render_template_string(f"Hello {user.username}, your account is ready.")
        deliver(Message("Welcome", recipients=[user.email], body=body))

    return app
