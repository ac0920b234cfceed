"""Login and registration are sound; the browser's own name is pasted into the row of the new session."""

from _planting import reference
from flask import Flask, request
from sqlalchemy import event, text

from app.extensions import db
from app.models import UserSession

CATCHES = ("sql-injection-login",)


def create_app() -> Flask:
    """Plant it: after each sign-in a second statement writes down which browser it was."""
    app = reference()

    @event.listens_for(UserSession, "after_insert")
    def note(_mapper: object, connection: object, row: UserSession) -> None:
        agent = request.user_agent.string.replace(":", "")
        connection.execute(text(f"UPDATE user_session SET agent = '{agent}' WHERE id = {row.id}"))

    assert db
    return app
