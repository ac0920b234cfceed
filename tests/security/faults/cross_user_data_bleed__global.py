"""Who is greeted stands in a variable that all requests share: right, as long as they come one by one."""

from typing import Any

from _planting import reference
from flask import Flask
from flask_login import current_user

CATCHES = ("cross-user-data-bleed",)

greeted = {"name": ""}


class Greeted:
    """The user of the present request, as far as nobody else has come in between."""

    def __getattr__(self, name: str) -> Any:
        return greeted["name"] if name == "username" else getattr(current_user, name)


def create_app() -> Flask:
    """Plant it: each request writes its user's name down, the pages read it."""
    app = reference()

    @app.before_request
    def remember() -> None:
        if current_user.is_authenticated:
            greeted["name"] = current_user.username

    @app.context_processor
    def greet() -> dict[str, Any]:
        return {"current_user": Greeted()}

    return app
