"""A factory with an argument, a blueprint under a prefix, and pages that give nothing away.

Odd: `create_app(config=None)` takes SECRET_KEY from the config, else from the environment; everything lives
under /auth; the protected /auth/home shows a constant text and never says who is signed in; the fields of
the login stand outside of their `<form>` (`form=` ties them to it), and only the button's `formaction`
names the address that answers a POST. The database: config or environment `FACTORY_ARGS_DB`, else
`instance/factory_args.db`.
"""

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Blueprint, Flask, current_app, redirect, render_template_string, request, session, url_for
from werkzeug.security import check_password_hash, generate_password_hash

TOP = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Stock room</title>
{% if problem %}<p role="alert">{{ problem }}</p>{% endif %}
"""
FRONT = TOP + """<p>Staff only: <a href="{{ url_for('auth.login') }}">this way</a>.</p>"""
LOGIN = (
    TOP
    + """<form id="door" method="post"></form>
<table>
  <tr><th><label for="who">Staff name</label></th>
  <td><input id="who" name="who" form="door" required></td></tr>
  <tr><th><label for="pin">Pass phrase</label></th>
  <td><input id="pin" name="pin" type="password" form="door" required></td></tr>
</table>
<button form="door" formaction="{{ url_for('auth.check') }}">Open</button>
<p>New here? <a href="{{ url_for('auth.signup') }}">Get a name</a></p>"""
)
SIGNUP = (
    TOP
    + """<form method="post">
<p><label>Staff name <input name="who" required></label></p>
<p><label>Pass phrase <input name="pin" type="password" required></label></p>
<button>Get a name</button>
</form>"""
)
HOME = (
    TOP
    + """<h1>Stock room</h1><p>Shelf 4 holds 112 boxes.</p><a href="{{ url_for('auth.logout') }}">Close</a>"""
)

auth = Blueprint("auth", __name__, url_prefix="/auth")


def database():
    return closing(sqlite3.connect(current_app.config["FACTORY_ARGS_DB"]))


@auth.get("/login")
def login():
    return render_template_string(LOGIN)


@auth.post("/check")
def check():
    name = request.form["who"].strip()
    with database() as connection:
        row = connection.execute("SELECT id, hash FROM staff WHERE name = ?", (name,)).fetchone()
    if not row or not check_password_hash(row[1], request.form["pin"]):
        return render_template_string(LOGIN, problem="The door stays shut."), 403
    session.clear()
    session["staff"] = row[0]
    return redirect(url_for("auth.home"))


@auth.route("/signup", methods=["GET", "POST"])
def signup():
    if request.method == "GET":
        return render_template_string(SIGNUP)
    name, password = request.form["who"].strip(), request.form["pin"]
    if not name or not password:
        return render_template_string(SIGNUP, problem="Fill in both."), 422
    try:
        with database() as connection, connection:
            values = (name, generate_password_hash(password))
            connection.execute("INSERT INTO staff (name, hash) VALUES (?, ?)", values)
    except sqlite3.IntegrityError:
        return render_template_string(SIGNUP, problem="Choose another name."), 409
    return redirect(url_for("auth.login"))


@auth.get("/home")
def home():
    if "staff" not in session:
        return redirect(url_for("auth.login"))
    return render_template_string(HOME)


@auth.get("/logout")
def logout():
    session.clear()
    return redirect(url_for("auth.login"))


def front():
    return render_template_string(FRONT)


def create_app(config=None):
    app = Flask(__name__)
    app.config.from_mapping(
        SECRET_KEY=os.environ.get("SECRET_KEY") or secrets.token_hex(32),
        FACTORY_ARGS_DB=os.environ.get("FACTORY_ARGS_DB") or f"{app.instance_path}/factory_args.db",
    )
    app.config.from_mapping(config or {})
    Path(app.config["FACTORY_ARGS_DB"]).parent.mkdir(parents=True, exist_ok=True)
    app.add_url_rule("/", view_func=front)
    app.register_blueprint(auth)
    with app.app_context(), database() as connection, connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS staff"
            " (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE NOT NULL, hash TEXT NOT NULL)"
        )
    return app
