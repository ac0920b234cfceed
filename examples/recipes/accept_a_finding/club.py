"""A login with a flaw that its team knows: whoever opens a certain link is logged out."""

import secrets

from flask import Flask, redirect, render_template_string, request, session, url_for
from werkzeug.security import check_password_hash, generate_password_hash

FORM = """<!doctype html><title>{{ title }}</title>
<form method="post">
  <label>Name <input name="username"></label>
  <label>Password <input type="password" name="password"></label>
  <button>{{ title }}</button>
</form>
<a href="{{ url_for('log_in') }}">Log in</a> <a href="{{ url_for('register') }}">Register</a>"""
CLUB = """<!doctype html><title>Club</title>
<p>Welcome, {{ name }}.</p> <a href="{{ url_for('log_out') }}">Log out</a>"""

people = {}
NOBODY = generate_password_hash(secrets.token_urlsafe())


def log_in():
    name = request.form.get("username", "")
    if request.method == "POST" and check_password_hash(people.get(name, NOBODY), request.form["password"]):
        session.clear()
        session["name"] = name
        return redirect(url_for("club"))
    return render_template_string(FORM, title="Log in")


def register():
    form = request.form
    if request.method == "POST" and len(form["password"]) >= 12 and form["username"] not in people:
        people[form["username"]] = generate_password_hash(form["password"])
        return redirect(url_for("log_in"))
    return render_template_string(FORM, title="Register")


def log_out():
    session.clear()
    return redirect(url_for("log_in"))


def club():
    known = session.get("name") in people
    return render_template_string(CLUB, name=session["name"]) if known else redirect(url_for("log_in"))


def create_app():
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    app.add_url_rule("/", view_func=club)
    app.add_url_rule("/login", view_func=log_in, methods=["GET", "POST"])
    app.add_url_rule("/register", view_func=register, methods=["GET", "POST"])
    app.add_url_rule("/logout", view_func=log_out)
    return app
