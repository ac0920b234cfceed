"""The cookie says Max-Age of half an hour, and nobody asks the server: a copied one lives on."""

from datetime import timedelta

from _planting import reference
from flask import Flask, Response

CATCHES = ("session-idle-timeout",)


def create_app() -> Flask:
    """Plant it: the limit moves from the table into the cookie's attributes."""
    limit = timedelta(days=30)
    app = reference(SESSION_IDLE_LIMIT=limit, SESSION_ABSOLUTE_LIMIT=limit)
    send = app.session_interface.save_session

    def save(*arguments) -> None:
        response: Response = arguments[-1]
        send(*arguments)
        lines = response.headers.getlist("Set-Cookie")
        ours = [line.startswith("__Host-session=") and "Max-Age" not in line for line in lines]
        if any(ours):
            response.headers.setlist(
                "Set-Cookie",
                [f"{line}; Max-Age=1800" if own else line for line, own in zip(lines, ours, strict=True)],
            )

    app.session_interface.save_session = save
    return app
