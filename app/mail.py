"""Mail: sent through the configured server, or kept in memory where there is none."""

import smtplib
import threading
from collections import deque

from flask import Flask, current_app
from flask_mail import Message, email_dispatched

from app.events import logger
from app.extensions import mail


def keep_outbox(app: Flask) -> None:
    """Keep mail without a server in `app.extensions["outbox"]`, for development; never in a log."""
    outbox: deque[Message] = deque(maxlen=100)
    app.extensions["outbox"] = outbox

    def keep(_sender: object, message: Message) -> None:
        outbox.append(message)

    if app.config["MAIL_SUPPRESS_SEND"]:
        email_dispatched.connect(keep, sender=app, weak=False)


def deliver(message: Message) -> None:
    """Send in the background: how long a mail server takes must not tell whether an account exists."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  # as Flask documents
    if app.config["MAIL_SUPPRESS_SEND"]:
        mail.send(message)
    else:
        threading.Thread(target=_send, args=(app, message)).start()


def _send(app: Flask, message: Message) -> None:
    with app.app_context():
        try:
            mail.send(message)
        except (OSError, smtplib.SMTPException) as error:
            logger.error("mail-failed reason=%s", type(error).__name__)  # a trace would show the mail
