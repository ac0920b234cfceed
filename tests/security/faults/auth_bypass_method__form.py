"""Only the page with the form asks who is there; the POST takes the number of the account from the form."""

from _planting import reference
from flask import Flask, redirect, render_template_string, request
from flask_login import current_user
from sqlalchemy import update
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import UserSession

CATCHES = ("auth-bypass-method",)
PAGE = """<!doctype html><title>Browser</title><h1>The name of your browser</h1><form method="post">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input type="hidden" name="user" value="{{ current_user.id }}">
<input name="agent"> <button>Save</button></form><a href="/logout">Log out</a>"""


def create_app() -> Flask:
    """Plant it: one more page, guarded for GET."""
    app = reference()

    @app.route("/browser", methods=["GET", "POST"])
    def browser() -> str | Response:
        if request.method == "GET" and current_user.is_anonymous:
            return redirect("/login")
        if request.method == "POST":
            mine, agent = request.form.get("user", -1, int), request.form.get("agent", "")
            db.session.execute(update(UserSession).where(UserSession.user_id == mine).values(agent=agent))
            db.session.commit()
            return redirect("/browser")
        return render_template_string(PAGE)

    return app
