"""A notebook on plain sqlite3: no Flask-Login, no ORM, no signed cookies; scrypt, own sessions, own CSRF tokens.

Not derived from `app/`, and right in every promise of the catalogue. The cookie holds a random id, the table of
sessions its SHA-256. Visitors get a session with their first form, and a new one when they sign in. Names are public:
the front page shows who writes here.
"""

import hashlib
import hmac
import logging
import os
import re
import secrets
import sqlite3
import tempfile
import time
import unicodedata
from pathlib import Path

from flask import Flask, abort, current_app, g, redirect, render_template_string, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

SCHEMA = """
CREATE TABLE IF NOT EXISTS person (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, canon TEXT NOT NULL UNIQUE,
  secret TEXT NOT NULL, motto TEXT NOT NULL DEFAULT '', blocked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS session (digest TEXT PRIMARY KEY, person INTEGER REFERENCES person ON DELETE CASCADE,
  csrf TEXT NOT NULL, started REAL NOT NULL, seen REAL NOT NULL, stays INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL
  REFERENCES person ON DELETE CASCADE, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS failure (id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS failure_subject ON failure (subject, at);
"""
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
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=31536000",
}
RESERVED = set(
    "admin administrator root system sysadmin moderator mod support help helpdesk info security staff webmaster "
    "postmaster hostmaster abuse operator owner superuser team service test guest anonymous null undefined me".split()
)
COMMON = set(
    "password passwort passw0rd p@ssw0rd qwerty qwertyuiop asdfgh asdfghjkl zxcvbnm letmein welcome iloveyou admin "
    "monkey dragon football baseball basketball princess sunshine superman trustno1 correcthorsebatterystaple abc "
    "iloveyouforever 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0 1qaz2wsx3edc4rfv5tgb qazwsxedcrfvtgb".split()
)
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "9876543210")
COST = {"n": 2**15, "r": 8, "p": 3, "maxmem": 2**27, "dklen": 32}
VISIT, IDLE, WHOLE, STAY = 3600, 1800, 8 * 3600, 14 * 86400
WINDOW, PER_NAME, PER_ADDRESS = 900, 10, 50
LOG = logging.getLogger("notebook")
PATH = re.compile(r"/(?!/)[a-z0-9/]*", re.ASCII)


# --- the database


def database():
    if "database" not in g:
        g.database = connect(current_app.config["DATABASE"])
    return g.database


def connect(path):
    connection = sqlite3.connect(path, timeout=20, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def close_database(_error=None):
    if "database" in g:
        g.pop("database").close()


def row(sql, *values):
    return database().execute(sql, values).fetchone()


def rows(sql, *values):
    return database().execute(sql, values).fetchall()


# --- passwords


def stretched(password, salt):
    return hashlib.scrypt(unicodedata.normalize("NFC", password).encode(), salt=salt, **COST)


def locked_away(password):
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${stretched(password, salt).hex()}"


def fits(password, secret):
    salt, _, digest = secret.partition("$")
    return hmac.compare_digest(stretched(password, bytes.fromhex(salt)).hex(), digest)


def weakness(password, name):
    """Why this cannot be a password, or nothing."""
    plain = canon(password)
    if not 15 <= len(password) <= 500:
        return "A password has at least 15 characters, and at most 500."
    if is_common(plain) or canon(name) in plain:
        return "This password is too common, or has your name in it."
    return ""


def is_common(plain):
    """Whether it is a common password, one made longer by repeating it or by a row of keys, or such a row."""
    for run in RUNS:
        for length in range(len(run), 3, -1):
            for start in range(len(run) - length + 1):
                plain = plain.replace(run[start : start + length], "")
    rest = plain.strip("0123456789!?.@#$*")
    return len(set(rest)) < 4 or rest in COMMON or bool(re.fullmatch(r"(.{1,12}?)\1+", rest))


# --- names


def canon(name):
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def bad_name(name):
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{1,39}", name, re.ASCII):
        return "A name has 2 to 40 letters (a to z), digits, or any of . _ -"
    return "This name is not free." if canon(name).strip("_.-0123456789") in RESERVED else ""


# --- sessions


def digest(token):
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def open_session(person=None, stays=False):
    """Begin a session of its own; whatever session the browser had before is ended."""
    now, token = time.time(), secrets.token_urlsafe(32)
    if g.get("session"):
        database().execute("DELETE FROM session WHERE digest = ?", (g.session["digest"],))
    database().execute("DELETE FROM session WHERE started < ?", (now - STAY,))
    database().execute(
        "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?)",
        (digest(token), person, secrets.token_urlsafe(32), now, now, int(stays)),
    )
    g.new_cookie = (token, STAY if stays else None)
    g.session = row("SELECT * FROM session WHERE digest = ?", digest(token))


def find_session():
    """The session of the cookie, unless it is too old or the person is blocked."""
    g.session = g.person = None
    now, mine = time.time(), digest(request.cookies.get(current_app.config["COOKIE"], ""))
    found = row("SELECT * FROM session WHERE digest = ?", mine)
    if found is None or not lives(found, now):
        return
    if found["person"] is not None:
        g.person = row("SELECT * FROM person WHERE id = ? AND blocked = 0", found["person"])
        if g.person is None:
            return
    g.session = found
    database().execute("UPDATE session SET seen = ? WHERE digest = ?", (now, mine))


def lives(session, now):
    if session["person"] is None:
        return now - session["started"] < VISIT
    if session["stays"]:
        return now - session["started"] < STAY
    return now - session["started"] < WHOLE and now - session["seen"] < IDLE


def end_sessions(person):
    database().execute("DELETE FROM session WHERE person = ?", (person,))


def token():
    """The hidden field of a form: the session's own token."""
    if g.session is None:
        open_session()
    return Markup('<input type="hidden" name="csrf" value="{}">').format(g.session["csrf"])


def check_token():
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    mine = g.session["csrf"] if g.session else ""
    if not mine or not hmac.compare_digest(mine.encode(), request.form.get("csrf", "").encode()):
        abort(400)


def send_cookie(response):
    name, secure = current_app.config["COOKIE"], current_app.config["SECURE"]
    if "new_cookie" in g:
        value, age = g.new_cookie
        response.set_cookie(name, value, max_age=age, secure=secure, httponly=True, samesite="Lax")
    elif g.get("left"):
        response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")
    for header, text in HEADERS.items():
        response.headers[header] = text
    return response


# --- throttle


def take_try(name):
    """One more guess for this name and this address, counted before the password is looked at."""
    subjects = ((f"name {digest(canon(name))}", PER_NAME), (f"address {request.remote_addr}", PER_ADDRESS))
    now, base = time.time(), database()
    base.execute("BEGIN IMMEDIATE")
    base.execute("DELETE FROM failure WHERE at < ?", (now - WINDOW,))
    free = all(
        row("SELECT count(*) FROM failure WHERE subject = ?", subject)[0] < limit for subject, limit in subjects
    )
    if free:
        base.executemany("INSERT INTO failure (subject, at) VALUES (?, ?)", [(one, now) for one, _ in subjects])
    base.execute("COMMIT")
    return free


def forgive(name):
    database().execute("DELETE FROM failure WHERE subject = ?", (f"name {digest(canon(name))}",))
    address = f"address {request.remote_addr}"
    database().execute(
        "DELETE FROM failure WHERE id = (SELECT max(id) FROM failure WHERE subject = ?)", (address,)
    )


def note_down(what, name):
    LOG.info("%s name=%s from=%s", what, ascii(name[:60]), request.remote_addr)


# --- pages


def show(page, title, problem="", status=200, **more):
    return render_template_string(
        page, title=title, problem=problem, person=g.get("person"), token=token, **more
    ), status


def field(name):
    return request.form.get(name, "")


def front():
    return show(FRONT, "Notebook", people=rows("SELECT name FROM person ORDER BY id DESC LIMIT 20"))


def join():
    if request.method == "GET":
        return show(FORM, "Join", fields=(NAME, NEW, AGAIN))
    name, new = field("name").strip(), field("new")
    problem = bad_name(name) or weakness(new, name) or ("" if new == field("again") else "The passwords differ.")
    if not problem:
        try:
            database().execute(
                "INSERT INTO person (name, canon, secret) VALUES (?, ?, ?)", (name, canon(name), locked_away(new))
            )
            note_down("joined", name)
            return redirect(url_for("enter"))
        except sqlite3.IntegrityError:
            problem = "This name is not free."
    return show(FORM, "Join", problem, 422, fields=(NAME, NEW, AGAIN))


def enter():
    fields, wanted = (NAME, PASSWORD), request.args.get("to", "")
    if request.method == "GET":
        return show(FORM, "Enter", fields=fields, stay=True)
    name, password = field("name").strip(), field("password")
    if not take_try(name):
        note_down("entering throttled", name)
        return show(FORM, "Enter", "Too many tries, please come back later.", 429, fields=fields, stay=True)
    person = row("SELECT * FROM person WHERE canon = ?", canon(name))
    right = fits(password[:600], person["secret"] if person else current_app.config["NOBODY"])
    if not right or person is None or person["blocked"]:
        note_down("entering failed", name)
        return show(FORM, "Enter", "Name or password is wrong.", 403, fields=fields, stay=True)
    forgive(name)
    open_session(person["id"], stays=field("stay") == "1")
    note_down("entered", name)
    return redirect(wanted if PATH.fullmatch(wanted) else url_for("notes"))


def leave():
    note_down("left", g.person["name"])
    database().execute("DELETE FROM session WHERE digest = ?", (g.session["digest"],))
    g.left = True
    return redirect(url_for("front"))


def notes():
    if request.method == "POST" and 0 < len(field("text")) <= 500:
        database().execute("INSERT INTO note (person, text) VALUES (?, ?)", (g.person["id"], field("text")))
        return redirect(url_for("notes"))
    return show(NOTES, "Your notes", notes=rows("SELECT * FROM note WHERE person = ?", g.person["id"]))


def drop(number):
    database().execute("DELETE FROM note WHERE id = ? AND person = ?", (number, g.person["id"]))
    return redirect(url_for("notes"))


def me():
    return show(ME, "You")


def motto():
    if request.method == "POST" and len(field("motto")) <= 200:
        database().execute("UPDATE person SET motto = ? WHERE id = ?", (field("motto"), g.person["id"]))
        return redirect(url_for("me"))
    return show(FORM, "Motto", fields=(("motto", "text", "Motto", "off"),))


def proved(password):
    """Whether this is the person's password; guesses count as they do at the door."""
    name = g.person["name"]
    if not take_try(name):
        note_down("confirming throttled", name)
        return False
    if not fits(password[:600], g.person["secret"]):
        note_down("confirming failed", name)
        return False
    forgive(name)
    return True


def password():
    fields = (OLD, NEW, AGAIN)
    if request.method == "GET":
        return show(FORM, "Password", fields=fields)
    problem = weakness(field("new"), g.person["name"])
    if not problem and field("new") != field("again"):
        problem = "The passwords differ."
    if not problem and not proved(field("old")):
        problem = "This is not your password now."
    if problem:
        return show(FORM, "Password", problem, 422, fields=fields)
    database().execute("UPDATE person SET secret = ? WHERE id = ?", (locked_away(field("new")), g.person["id"]))
    end_sessions(g.person["id"])
    open_session(g.person["id"])
    note_down("password changed", g.person["name"])
    return redirect(url_for("me"))


def gone():
    if request.method == "GET":
        return show(FORM, "Delete", fields=(OLD,))
    if not proved(field("old")):
        return show(FORM, "Delete", "This is not your password.", 422, fields=(OLD,))
    database().execute("DELETE FROM person WHERE id = ?", (g.person["id"],))
    note_down("deleted", g.person["name"])
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
    app.config["DATABASE"] = os.environ.get("NOTEBOOK_DATABASE") or Path(tempfile.mkdtemp("-notebook"), "notes.db")
    app.config["SECURE"] = "NOTEBOOK_PLAIN_HTTP" not in os.environ
    app.config["COOKIE"] = "__Host-notebook" if app.config["SECURE"] else "notebook"
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    app.config["NOBODY"] = locked_away(secrets.token_urlsafe(16))
    LOG.setLevel(logging.INFO)
    if not LOG.handlers:
        LOG.addHandler(logging.StreamHandler())
    connection = connect(app.config["DATABASE"])
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(SCHEMA)
    connection.close()
    app.teardown_appcontext(close_database)
    for function in (find_session, check_token, guard):
        app.before_request(function)
    app.after_request(send_cookie)
    for rule, view, methods in ROUTES:
        app.add_url_rule(rule, view.__name__, view, methods=methods)
    app.register_error_handler(HTTPException, error_page)
    return app
