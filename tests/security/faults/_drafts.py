"""A feature that keeps what somebody writes in the session: a draft, shown again on the page where it is written."""

from flask import Flask, redirect, render_template_string, request, session
from flask.typing import ResponseReturnValue

from app import sessions
from app.models import User

PAGE = """{% extends "base.html" %}{% block content %}<form method="post" action="/draft">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<label>Draft <input name="draft" value="{{ session.draft or '' }}"></label> <button>Keep</button></form>
{% endblock %}"""


def draft() -> ResponseReturnValue:
    if request.method == "POST":
        session["draft"] = request.form["draft"]
        return redirect("/draft")
    return render_template_string(PAGE)


def add_drafts(app: Flask) -> Flask:
    """Add the page, for strangers and for users, and a link to it on the front page."""
    app.add_url_rule("/draft", "draft", draft, methods=["GET", "POST"])
    return app


def keep_session_at_login() -> None:
    """Let a login add to the session that it finds."""
    begin = sessions.begin

    def begin_within(user: User, *, remember: bool) -> None:
        kept = session.get("draft")
        begin(user, remember=remember)
        if kept:
            session["draft"] = kept

    sessions.begin = begin_within
