"""The old form for staff still works, has the limits of the new one, and says which names exist."""

from _planting import reference
from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue

from app import accounts, sessions

CATCHES = ("alternate-login-weaker",)

PAGE = """<!doctype html><html lang="en"><title>Staff</title><p>{{ problem }}</p>
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input name="who"><input name="secret" type="password"><button>Enter</button></form>"""


def create_app() -> Flask:
    """Plant it: a page that nothing links to."""
    app = reference()

    @app.route("/staff", methods=["GET", "POST"])
    def staff() -> ResponseReturnValue:
        problem = ""
        if request.method == "POST":
            user = accounts.authenticate(request.form["who"], request.form["secret"])
            if user:
                sessions.begin(user, remember=False)
                return redirect("/dashboard")
            known = accounts.find(request.form["who"])
            problem = "The password is wrong." if known else "Nobody has this name."
        return render_template_string(PAGE, problem=problem)

    return app
