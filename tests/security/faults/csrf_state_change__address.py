"""The address behind the account is changed by a form that asks for nothing; its cookie travels everywhere."""

from _planting import reference
from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from app.extensions import csrf, db

CATCHES = ("cookie-samesite-weak", "csrf-state-change", "sensitive-change-without-reauth")
PAGE = """<!doctype html><title>Profile</title><p>{{ current_user.username }}</p><form method="post">
<input type="email" name="email" value="{{ current_user.email }}"><button>Save</button></form>
<form method="post" action="{{ url_for('auth.logout') }}">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}"><button>Log out</button></form>"""


def create_app() -> Flask:
    """Plant it: a profile without a token, and cookies for use in frames of other sites."""
    app = reference(SESSION_COOKIE_SAMESITE="None")

    @app.route("/profile", methods=["GET", "POST"])
    @csrf.exempt
    @login_required
    def profile() -> ResponseReturnValue:
        if request.method == "POST":
            current_user.email = request.form["email"]
            current_user.email_key = request.form["email"].casefold()
            db.session.commit()
            return redirect("/profile")
        return render_template_string(PAGE)

    return app
