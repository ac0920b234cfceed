"""Handy while developing, and left in: the page that says 'a link is on its way' has the link in it."""

from _planting import reference
from flask import Flask, flash
from flask_mail import Message

from app import reset

CATCHES = ("reset-token-leak",)


def create_app() -> Flask:
    """Plant it: whoever asks is shown the mail."""
    deliver = reset.deliver

    def deliver_and_show(message: Message) -> None:
        deliver(message)
        flash(message.body)

    reset.deliver = deliver_and_show
    return reference()
