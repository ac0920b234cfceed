"""A library whose readers log in, get a mail when they join, and are out after an hour without a click."""

import os
import secrets
import smtplib
import time
from email.message import EmailMessage

from flask import Flask, redirect, render_template_string, request, session, url_for
from werkzeug.security import check_password_hash, generate_password_hash

IDLE_LIMIT = 3600
FORM = """<!doctype html><title>{{ title }}</title>
<form method="post">
  <label>Name <input name="username"></label>
  {% if title == "Join" %}<label>Mail <input type="email" name="email"></label>{% endif %}
  <label>Password <input type="password" name="password"></label>
  <button>{{ title }}</button>
</form>
<a href="{{ url_for('log_in') }}">Log in</a> <a href="{{ url_for('join') }}">Join</a>"""
SHELF = """<!doctype html><title>Shelf</title>
<p>Books of {{ name }}.</p> <form method="post" action="{{ url_for('log_out') }}"><button>Log out</button></form>"""


def create_app():
    app = Flask(__name__)
    app.secret_key = os.environ.get("SECRET_KEY") or secrets.token_hex()
    people, sessions = {}, {}
    nobody = generate_password_hash(secrets.token_urlsafe())

    @app.route("/login", methods=["GET", "POST"])
    def log_in():
        name = request.form.get("username", "")
        if request.method == "POST" and check_password_hash(
            people.get(name, nobody), request.form["password"]
        ):
            session["id"] = secrets.token_urlsafe()
            sessions[session["id"]] = name, time.time()
            return redirect(url_for("shelf"))
        return render_template_string(FORM, title="Log in")

    @app.route("/join", methods=["GET", "POST"])
    def join():
        form = request.form
        if request.method == "POST" and len(form["password"]) >= 12 and form["username"] not in people:
            people[form["username"]] = generate_password_hash(form["password"])
            welcome(form["username"], form["email"])
            return redirect(url_for("log_in"))
        return render_template_string(FORM, title="Join")

    @app.post("/logout")
    def log_out():
        sessions.pop(session.pop("id", None), None)
        return redirect(url_for("log_in"))

    @app.get("/")
    def shelf():
        name, seen = sessions.get(session.get("id"), (None, 0))
        if time.time() - seen > IDLE_LIMIT:
            return redirect(url_for("log_in"))
        sessions[session["id"]] = name, time.time()
        return render_template_string(SHELF, name=name)

    return app


def welcome(name, address):
    message = EmailMessage()
    message["To"], message["Subject"] = address, "Welcome to the library"
    message.set_content(f"Dear {name}, your books are waiting.")
    with smtplib.SMTP("localhost") as post:
        post.send_message(message)
