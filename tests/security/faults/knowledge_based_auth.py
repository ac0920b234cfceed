"""Who forgot the password answers a question, and chooses a new one straight away."""

from _planting import reference
from flask import Flask, flash, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from sqlalchemy import event

from app import accounts
from app.models import User

CATCHES = ("knowledge-based-auth",)
ASK = '<p><label for="q">Your first pet</label> <input id="q" name="pet" required></p><button'
PAGE = """<!doctype html><title>Forgotten</title>
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<p><label>Username <input name="username" required></label></p>
<p><label>Your first pet <input name="pet" required></label></p>
<p><label>New password <input type="password" name="password" autocomplete="new-password"></label></p>
<button>Go on</button></form>"""
answers: dict[str, str] = {}


def create_app() -> Flask:
    """Plant it: registration asks, and a page beside the reset by mail believes."""
    app = reference()

    @event.listens_for(User, "after_insert")
    def keep(_mapper: object, _connection: object, user: User) -> None:
        answers[user.username_key] = request.form.get("pet", "").casefold()

    @app.route("/forgot", methods=["GET", "POST"])
    def forgot() -> ResponseReturnValue:
        user = accounts.find(request.form.get("username", "")) if request.method == "POST" else None
        if user and answers.get(user.username_key) == request.form.get("pet", "").casefold() != "":
            accounts.change_password(user, request.form["password"])
            return redirect("/login")
        if request.method == "POST":
            flash("This is not what you told us.")
        return render_template_string(PAGE)

    app.after_request(_ask)
    return app


def _ask(response):
    if request.path in {"/register", "/login"} and response.mimetype == "text/html":
        page = response.get_data(as_text=True)
        if request.path == "/register":
            page = page.replace("<button", ASK, 1)
        response.set_data(page.replace("</main>", '<a href="/forgot">Forgotten?</a></main>'))
    return response
