"""The log says which link was mailed to whom."""

from _planting import reference
from flask import Flask
from flask_mail import Message

from app import reset
from app.events import logger

CATCHES = ("reset-token-leak", "secrets-in-logs")


def create_app() -> Flask:
    """Plant it: the mail is logged."""
    deliver = reset.deliver

    def deliver_and_log(message: Message) -> None:
        deliver(message)
        logger.info("mailed %s", message.body)

    reset.deliver = deliver_and_log
    return reference()
