"""A guard that calls the view first and looks afterwards who has called: the row is gone, and then comes the login."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from _planting import reference
from flask import Flask, redirect, render_template_string
from flask_login import current_user, login_required
from sqlalchemy import delete

from app import sessions
from app.extensions import db
from app.models import UserSession

CATCHES = ("execution-after-redirect", "idor-account")
PAGE = """<!doctype html><title>Devices</title><h1>Devices of {{ current_user.username }}</h1>
{% for row in rows %}<form method="post" action="/devices/{{ row.id }}/forget">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}"><button>Forget</button></form>{% endfor %}
<form method="post" action="{{ url_for('auth.logout') }}">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}"><button>Log out</button></form>"""


def late(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let only users see the answer."""

    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        answer = view(**arguments)
        return answer if current_user.is_authenticated else redirect("/login")

    return guarded


def create_app() -> Flask:
    """Plant it: one more page with a button."""
    app = reference()

    @app.get("/devices")
    @login_required
    def devices() -> str:
        return render_template_string(PAGE, rows=sessions.of_user(current_user))

    @app.post("/devices/<int:number>/forget")
    @late
    def forget(number: int) -> Any:
        db.session.execute(delete(UserSession).where(UserSession.id == number))
        db.session.commit()
        return redirect("/devices")

    return app
