"""Security events for the log: who, what, from where; the log's own format says when."""

import logging

from flask import Flask, request

logger = logging.getLogger("app.security")


def start_log(app: Flask) -> None:
    """Have events written by the handler of Flask's logger `app`, which puts the time before each."""
    app.logger.getChild("security").setLevel(logging.INFO)


def record(event: str, who: str | None = None) -> None:
    """Log an event; of names only those that exist, as people do type a password into the wrong field."""
    name = "unknown" if who is None else who
    # ascii() shows line breaks and other control characters as escapes, so nobody can forge a line.
    logger.info("%s user=%s address=%s", event, ascii(name), ascii(request.remote_addr))
