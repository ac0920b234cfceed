"""Nobody can register here: an administrator makes the accounts."""

import secrets

from flask import Flask, redirect, render_template_string, request, session, url_for
from werkzeug.security import check_password_hash, generate_password_hash

LOGIN = """<!doctype html><title>Office</title>
<form method="post">
  <label>Staff number <input name="staff"></label>
  <label>Password <input type="password" name="password"></label>
  <button>Enter</button>
</form>"""
DESK = """<!doctype html><title>Desk</title>
<p>Good morning, {{ staff }}.</p>
<form method="post" action="{{ url_for('leave') }}"><button>Leave</button></form>"""


def enter():
    staff = request.form.get("staff", "")
    if request.method == "POST" and check_password_hash(known(staff), request.form["password"]):
        session.clear()
        session["staff"] = staff
        return redirect(url_for("desk"))
    return render_template_string(LOGIN)


def known(staff):
    return PEOPLE.get(staff, NOBODY)


def leave():
    session.clear()
    return redirect(url_for("enter"))


def desk():
    return (
        render_template_string(DESK, staff=session["staff"])
        if "staff" in session
        else redirect(url_for("enter"))
    )


PEOPLE = {"10-442": generate_password_hash("seven green bicycles")}
NOBODY = generate_password_hash(secrets.token_urlsafe())


def create_app():
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    app.add_url_rule("/", view_func=desk)
    app.add_url_rule("/enter", view_func=enter, methods=["GET", "POST"])
    app.add_url_rule("/leave", view_func=leave, methods=["POST"])
    return app
