"""A login without Flask, Werkzeug or any other package: one WSGI callable on the standard library.

Odd: `application` is a plain function, there is no URL map to read, no test client and no signed cookie;
sessions are rows, the cookie `ticket` is opaque. The database: `WSGI_ONLY_DB` or
`create_application(path)`, else `instance/wsgi_only.db` beside this file.
"""

import hashlib
import hmac
import os
import secrets
import sqlite3
from contextlib import closing
from html import escape
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Tide tables</title>
<nav><a href="/">Tides</a> <a href="/profile">Profile</a> {links}</nav>
<h1>{title}</h1>{main}"""
GUEST = '<a href="/signin">Sign in</a> <a href="/signup">Sign up</a>'
MEMBER = '<form method="post" action="/signout"><button>Sign out</button></form>'
FORM = """<form method="post"><p><label>Name <input name="name" required></label></p>
<p><label>Password <input name="pass" type="password" required></label></p><button>{}</button></form>"""
SCHEMA = """
CREATE TABLE IF NOT EXISTS person (name TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS ticket (id TEXT PRIMARY KEY, name TEXT NOT NULL REFERENCES person);
"""


def hashed(password, salt):
    return hashlib.scrypt(password.encode(), salt=salt, n=2**15, r=8, p=3, maxmem=2**26)


def field_values(environ):
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    body = environ["wsgi.input"].read(max(0, min(length, 100_000))).decode(errors="replace")
    return {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}


def ticket_of(environ):
    try:
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("ticket")
    except CookieError:
        return None
    return cookie.value if cookie else None


class TideTables:
    """Each action takes (connection, fields, ticket) and gives (status, headers, title, main)."""

    def __init__(self, path):
        self.path = path
        self.actions = {
            ("GET", "/"): self.front,
            ("GET", "/profile"): self.profile,
            ("GET", "/signin"): lambda *_: (200, [], "Sign in", FORM.format("Sign in")),
            ("GET", "/signup"): lambda *_: (200, [], "Sign up", FORM.format("Sign up")),
            ("POST", "/signin"): self.sign_in,
            ("POST", "/signup"): self.sign_up,
            ("POST", "/signout"): self.sign_out,
        }
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(SCHEMA)

    def __call__(self, environ, start_response):
        method, path = environ["REQUEST_METHOD"].replace("HEAD", "GET"), environ.get("PATH_INFO") or "/"
        action = self.actions.get((method, path), self.not_found)
        ticket = ticket_of(environ)
        with closing(sqlite3.connect(self.path)) as connection, connection:
            status, headers, title, main = action(connection, field_values(environ), ticket)
            links = MEMBER if self.owner(connection, ticket) else GUEST
        body = PAGE.format(title=title, main=main, links=links).encode()
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *headers]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def owner(self, connection, ticket):
        row = connection.execute("SELECT name FROM ticket WHERE id = ?", (ticket,)).fetchone()
        return row[0] if row else None

    def not_found(self, _connection, _fields, _ticket):
        return 404, [], "Not found", ""

    def front(self, _connection, _fields, _ticket):
        return 200, [], "Tide tables", "<p>High water at noon.</p>"

    def profile(self, connection, _fields, ticket):
        name = self.owner(connection, ticket)
        if name is None:
            return 302, [("Location", "/signin")], "Sign in first", ""
        return 200, [], "Profile", f"<p>This is {escape(name)}'s harbour.</p>"

    def sign_up(self, connection, fields, _ticket):
        name, password, salt = fields.get("name", "").strip(), fields.get("pass", ""), secrets.token_bytes(16)
        if not name or not password:
            return 422, [], "Sign up", "<p>Fill in both.</p>" + FORM.format("Sign up")
        try:
            connection.execute("INSERT INTO person VALUES (?, ?, ?)", (name, salt, hashed(password, salt)))
        except sqlite3.IntegrityError:
            return 409, [], "Sign up", "<p>Choose another name.</p>" + FORM.format("Sign up")
        return 303, [("Location", "/signin")], "Welcome", ""

    def sign_in(self, connection, fields, _ticket):
        name = fields.get("name", "").strip()
        row = connection.execute("SELECT salt, hash FROM person WHERE name = ?", (name,)).fetchone()
        salt, stored = row or (b"nobody's salt", b"")
        if not hmac.compare_digest(stored, hashed(fields.get("pass", ""), salt)):
            return 401, [], "Sign in", "<p>No such name and password.</p>" + FORM.format("Sign in")
        ticket = secrets.token_urlsafe(32)
        connection.execute("INSERT INTO ticket VALUES (?, ?)", (ticket, name))
        cookie = f"ticket={ticket}; Path=/; HttpOnly; SameSite=Lax"
        return 303, [("Location", "/profile"), ("Set-Cookie", cookie)], "Welcome", ""

    def sign_out(self, connection, _fields, ticket):
        connection.execute("DELETE FROM ticket WHERE id = ?", (ticket,))
        return 303, [("Location", "/"), ("Set-Cookie", "ticket=; Path=/; Max-Age=0")], "Bye", ""


def create_application(path=None):
    path = Path(
        path or os.environ.get("WSGI_ONLY_DB") or Path(__file__).with_name("instance") / "wsgi_only.db"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    tables = TideTables(path)

    def application(environ, start_response):
        return tables(environ, start_response)

    return application


application = create_application()
