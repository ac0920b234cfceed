"""The address, to which reset links are mailed, is one more line of the profile."""

from _planting import reference
from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from app.extensions import db

CATCHES = ("sensitive-change-without-reauth",)
PAGE = """<!doctype html><title>Profile</title><p>{{ current_user.username }}</p><form method="post">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input type="email" name="email" value="{{ current_user.email }}"><button>Save</button></form>"""


def create_app() -> Flask:
    """Plant it: a profile with the address in it."""
    app = reference()

    @app.route("/profile", methods=["GET", "POST"])
    @login_required
    def profile() -> ResponseReturnValue:
        if request.method == "POST":
            current_user.email = request.form["email"]
            current_user.email_key = request.form["email"].casefold()
            db.session.commit()
            return redirect("/profile")
        return render_template_string(PAGE)

    return app
