"""A notebook on plain sqlite3: no Flask-Login, no ORM, no signed cookies; scrypt, own sessions, own CSRF tokens.

Not derived from `app/`, and right in every promise of the catalogue. The cookie holds a random id, the table of
sessions its SHA-256. Visitors get a session with their first form, and a new one when they sign in. Names are public:
the front page shows who writes here.
"""

import logging
import os
import re
import secrets
import sqlite3
import tempfile
from pathlib import Path

import notebook_store as store
from flask import Flask, current_app, g, redirect, render_template_string, request, url_for
from werkzeug.exceptions import HTTPException

LAYOUT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
{% if person %}<p><a href="/notes">Notes</a> <a href="/me">{{ person.name }}</a></p>
<form method="post" action="/leave">{{ token() }}<button>Leave</button></form>
{% else %}<p><a href="/">Front page</a> <a href="/enter">Enter</a> <a href="/join">Join</a></p>{% endif %}
<h1>{{ title }}</h1>{% if problem %}<p role="alert">{{ problem }}</p>{% endif %}
"""
FRONT = LAYOUT + "<ul>{% for one in people %}<li>{{ one.name }}</li>{% endfor %}</ul></body></html>"
NOTES = (
    LAYOUT
    + """<ul>{% for note in notes %}<li>{{ note.text }}
<form method="post" action="/notes/{{ note.id }}/drop">{{ token() }}<button>Drop</button></form></li>{% endfor %}</ul>
<form method="post">{{ token() }}<label>Note <input name="text" maxlength="500"></label><button>Keep</button></form>
</body></html>"""
)
ME = (
    LAYOUT
    + """<p>Signed in as {{ person.name }}. Motto: {{ person.motto }}</p><ul><li><a href="/me/motto">Motto</a></li>
<li><a href="/me/password">Password</a></li><li><a href="/me/gone">Delete</a></li></ul></body></html>"""
)
FORM = (
    LAYOUT
    + """<form method="post">{{ token() }}{% for name, kind, label, hint in fields %}
<p><label>{{ label }} <input name="{{ name }}" type="{{ kind }}" autocomplete="{{ hint }}"></label></p>{% endfor %}
{% if stay %}<p><label><input type="checkbox" name="stay" value="1"> Stay signed in for two weeks</label></p>{% endif %}
<button>{{ title }}</button></form></body></html>"""
)
PLAIN = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{{ title }}</title><h1>{{ title }}</h1>
<p><a href="/">Front page</a></p></html>"""
NAME = ("name", "text", "Name", "username")
PASSWORD = ("password", "password", "Password", "current-password")
OLD = ("old", "password", "Password now", "current-password")
NEW = ("new", "password", "New password", "new-password")
AGAIN = ("again", "password", "Once more", "new-password")
PATH = re.compile(r"/(?!/)[a-z0-9/]*", re.ASCII)


def show(page, title, problem="", status=200, **more):
    return render_template_string(
        page, title=title, problem=problem, person=g.get("person"), token=store.token, **more
    ), status


def field(name):
    return request.form.get(name, "")


def front():
    return show(FRONT, "Notebook", people=store.rows("SELECT name FROM person ORDER BY id DESC LIMIT 20"))


def join():
    if request.method == "GET":
        return show(FORM, "Join", fields=(NAME, NEW, AGAIN))
    name, new = field("name").strip(), field("new")
    problem = (
        store.bad_name(name)
        or store.weakness(new, name)
        or ("" if new == field("again") else "The passwords differ.")
    )
    if not problem:
        try:
            store.database().execute(
                "INSERT INTO person (name, canon, secret) VALUES (?, ?, ?)",
                (name, store.canon(name), store.locked_away(new)),
            )
            store.note_down("joined", name)
            return redirect(url_for("enter"))
        except sqlite3.IntegrityError:
            problem = "This name is not free."
    return show(FORM, "Join", problem, 422, fields=(NAME, NEW, AGAIN))


def enter():
    fields, wanted = (NAME, PASSWORD), request.args.get("to", "")
    if request.method == "GET":
        return show(FORM, "Enter", fields=fields, stay=True)
    name, password = field("name").strip(), field("password")
    if not store.take_try(name):
        store.note_down("entering throttled", name)
        return show(FORM, "Enter", "Too many tries, please come back later.", 429, fields=fields, stay=True)
    person = store.row("SELECT * FROM person WHERE canon = ?", store.canon(name))
    right = store.fits(password[:600], person["secret"] if person else current_app.config["NOBODY"])
    if not right or person is None or person["blocked"]:
        store.note_down("entering failed", name)
        return show(FORM, "Enter", "Name or password is wrong.", 403, fields=fields, stay=True)
    store.forgive(name)
    store.open_session(person["id"], stays=field("stay") == "1")
    store.note_down("entered", name)
    return redirect(wanted if PATH.fullmatch(wanted) else url_for("notes"))


def leave():
    store.note_down("left", g.person["name"])
    store.database().execute("DELETE FROM session WHERE digest = ?", (g.session["digest"],))
    g.left = True
    return redirect(url_for("front"))


def notes():
    if request.method == "POST" and 0 < len(field("text")) <= 500:
        store.database().execute(
            "INSERT INTO note (person, text) VALUES (?, ?)", (g.person["id"], field("text"))
        )
        return redirect(url_for("notes"))
    return show(NOTES, "Your notes", notes=store.rows("SELECT * FROM note WHERE person = ?", g.person["id"]))


def drop(number):
    store.database().execute("DELETE FROM note WHERE id = ? AND person = ?", (number, g.person["id"]))
    return redirect(url_for("notes"))


def me():
    return show(ME, "You")


def motto():
    if request.method == "POST" and len(field("motto")) <= 200:
        store.database().execute("UPDATE person SET motto = ? WHERE id = ?", (field("motto"), g.person["id"]))
        return redirect(url_for("me"))
    return show(FORM, "Motto", fields=(("motto", "text", "Motto", "off"),))


def proved(password):
    """Whether this is the person's password; guesses count as they do at the door."""
    name = g.person["name"]
    if not store.take_try(name):
        store.note_down("confirming throttled", name)
        return False
    if not store.fits(password[:600], g.person["secret"]):
        store.note_down("confirming failed", name)
        return False
    store.forgive(name)
    return True


def password():
    fields = (OLD, NEW, AGAIN)
    if request.method == "GET":
        return show(FORM, "Password", fields=fields)
    problem = store.weakness(field("new"), g.person["name"])
    if not problem and field("new") != field("again"):
        problem = "The passwords differ."
    if not problem and not proved(field("old")):
        problem = "This is not your password now."
    if problem:
        return show(FORM, "Password", problem, 422, fields=fields)
    store.database().execute(
        "UPDATE person SET secret = ? WHERE id = ?", (store.locked_away(field("new")), g.person["id"])
    )
    store.end_sessions(g.person["id"])
    store.open_session(g.person["id"])
    store.note_down("password changed", g.person["name"])
    return redirect(url_for("me"))


def gone():
    if request.method == "GET":
        return show(FORM, "Delete", fields=(OLD,))
    if not proved(field("old")):
        return show(FORM, "Delete", "This is not your password.", 422, fields=(OLD,))
    store.database().execute("DELETE FROM person WHERE id = ?", (g.person["id"],))
    store.note_down("deleted", g.person["name"])
    g.left = True
    return redirect(url_for("front"))


def error_page(error):
    return render_template_string(PLAIN, title=error.name), error.code


PUBLIC = {"front": front, "join": join, "enter": enter}
ROUTES = (
    ("/", front, ["GET"]),
    ("/join", join, ["GET", "POST"]),
    ("/enter", enter, ["GET", "POST"]),
    ("/leave", leave, ["POST"]),
    ("/notes", notes, ["GET", "POST"]),
    ("/notes/<int(max=999999999):number>/drop", drop, ["POST"]),
    ("/me", me, ["GET"]),
    ("/me/motto", motto, ["GET", "POST"]),
    ("/me/password", password, ["GET", "POST"]),
    ("/me/gone", gone, ["GET", "POST"]),
)


def guard():
    """Everything is for people who have entered, but for what is public; nobody else learns what exists."""
    if g.person is None and request.endpoint is not None and request.endpoint not in PUBLIC:
        return redirect(url_for("enter", to=request.path if request.method == "GET" else None))
    return None


def create_app():
    app = Flask(__name__, static_folder=None)
    app.config["DATABASE"] = os.environ.get("NOTEBOOK_DATABASE") or Path(
        tempfile.mkdtemp("-notebook"), "notes.db"
    )
    app.config["SECURE"] = "NOTEBOOK_PLAIN_HTTP" not in os.environ
    app.config["COOKIE"] = "__Host-notebook" if app.config["SECURE"] else "notebook"
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    app.config["NOBODY"] = store.locked_away(secrets.token_urlsafe(16))
    store.LOG.setLevel(logging.INFO)
    if not store.LOG.handlers:
        store.LOG.addHandler(logging.StreamHandler())
    connection = store.connect(app.config["DATABASE"])
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(store.SCHEMA)
    connection.close()
    app.teardown_appcontext(store.close_database)
    for function in (store.find_session, store.check_token, guard):
        app.before_request(function)
    app.after_request(store.send_cookie)
    for rule, view, methods in ROUTES:
        app.add_url_rule(rule, view.__name__, view, methods=methods)
    app.register_error_handler(HTTPException, error_page)
    return app
