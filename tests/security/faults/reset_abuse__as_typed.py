"""Upper case, lower case: a dotless i has become a plain one. The mail goes to the address as it was typed."""

from _planting import reference
from flask import Flask, request
from flask_mail import Message

from app import accounts, forms, reset
from app.models import User

CATCHES = ("reset-abuse",)


def create_app() -> Flask:
    """Plant it: any address is let in, folded for the search, and mailed to."""
    deliver, find = reset.deliver, accounts.find
    forms.ResetRequestForm.email.args = ("Email", [forms.DataRequired()])

    def find_folded(name: str) -> User | None:
        return find(name.upper().lower())

    def deliver_as_typed(message: Message) -> None:
        message.recipients = [request.form["email"]]
        deliver(message)

    accounts.find = find_folded
    reset.deliver = deliver_as_typed
    return reference()
