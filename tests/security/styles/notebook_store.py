"""The notebook's store: database, passwords, names, sessions and throttle of `sqlite_sessions.py`."""

import hashlib
import hmac
import logging
import re
import secrets
import sqlite3
import time
import unicodedata

from flask import abort, current_app, g, request
from markupsafe import Markup

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
_RESERVED = """
    admin administrator root system sysadmin moderator mod support help helpdesk info security staff
    webmaster postmaster hostmaster abuse operator owner superuser team service test guest anonymous null
    undefined me
"""
RESERVED = frozenset(_RESERVED.split())
_COMMON = """
    password passwort passw0rd p@ssw0rd qwerty qwertyuiop asdfgh asdfghjkl zxcvbnm letmein welcome iloveyou
    admin monkey dragon football baseball basketball princess sunshine superman trustno1
    correcthorsebatterystaple abc iloveyouforever 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0
    1qaz2wsx3edc4rfv5tgb qazwsxedcrfvtgb
"""
COMMON = frozenset(_COMMON.split())
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "9876543210")
COST = {"n": 2**15, "r": 8, "p": 3, "maxmem": 2**27, "dklen": 32}
VISIT, IDLE, WHOLE, STAY = 3600, 1800, 8 * 3600, 14 * 86400
WINDOW, PER_NAME, PER_ADDRESS = 900, 10, 50
LOG = logging.getLogger("notebook")


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
        row("SELECT count(*) FROM failure WHERE subject = ?", subject)[0] < limit
        for subject, limit in subjects
    )
    if free:
        base.executemany(
            "INSERT INTO failure (subject, at) VALUES (?, ?)", [(one, now) for one, _ in subjects]
        )
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
