"""A login of MethodViews whose answers are unusual but right.

Odd: fields `form.username`, `form.password`; a hand-made `csrf_token` in every form; registration wants the
terms ticked and a country chosen, and answers 204 without a page; login answers 303 to `/welcome?x=//y`,
which only looks like another host; strangers get 403; `GET /bye` asks, `POST /bye` logs out. The database:
`CLASSY_DB` or `create_app(path)`, else `instance/classy.db`.
"""

import hmac
import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask, abort, current_app, redirect, render_template_string, request, session
from flask.views import MethodView
from werkzeug.security import check_password_hash, generate_password_hash

LAYOUT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Allotments</title>
<nav><a href="/">Allotments</a>
{% if session.gardener %}<a href="/plot">Your plot</a> <a href="/bye">Leave</a>
{% else %}<a href="/enter">Enter</a> <a href="/join">Join</a>{% endif %}</nav>
{% if problem %}<p role="alert">{{ problem }}</p>{% endif %}
"""
TOKEN = '<input type="hidden" name="csrf_token" value="{{ token }}">'
CREDENTIALS = """
<p><label for="u">Name</label> <input id="u" name="form.username" required></p>
<p><label for="p">Secret words</label> <input id="p" name="form.password" type="password" required></p>
"""
ENTER = LAYOUT + f'<form method="post">{TOKEN}{CREDENTIALS}<input type="submit" value="Enter"></form>'
JOIN = (
    LAYOUT
    + f"""<form method="post">{TOKEN}{CREDENTIALS}
<p><label for="c">Country</label> <select id="c" name="form.country" required>
<option value="">Choose one</option>
<option value="nl">Netherlands</option><option value="pt">Portugal</option>
</select></p>
<p><label><input type="checkbox" name="form.terms" value="agreed" required> I accept the terms</label></p>
<input type="submit" value="Join"></form>"""
)
BYE = LAYOUT + f'<p>Leave now?</p><form method="post">{TOKEN}<input type="submit" value="Yes, leave"></form>'
FRONT = LAYOUT + "<h1>Allotments</h1><p>Everybody may look over the fence.</p>"
PLOT = LAYOUT + "<h1>Your plot</h1><p>{{ session.gardener }} grows beans here.</p>"


def database():
    return closing(sqlite3.connect(current_app.config["DATABASE"]))


class Page(MethodView):
    """Shows its template to a GET, for gardeners only where `private` says so; a POST needs the token."""

    template = FRONT
    private = False

    def dispatch_request(self, **arguments):
        if self.private and "gardener" not in session:
            abort(403)
        if request.method == "POST":
            self.refuse_forgery()
        return super().dispatch_request(**arguments)

    def refuse_forgery(self):
        token = request.form.get("csrf_token", "")
        if not hmac.compare_digest(session.get("csrf_token", secrets.token_hex()).encode(), token.encode()):
            abort(400, "The form is too old: open it again.")

    def get(self, problem="", status=200):
        token = session.setdefault("csrf_token", secrets.token_hex())
        return render_template_string(self.template, token=token, problem=problem), status


class Plot(Page):
    template = PLOT
    private = True


class Join(Page):
    template = JOIN

    def post(self):
        name, password = request.form["form.username"].strip(), request.form["form.password"]
        if request.form.get("form.terms") != "agreed" or request.form.get("form.country") not in {"nl", "pt"}:
            return self.get("Accept the terms and choose a country.", 422)
        if not name or not password:
            return self.get("Fill in both fields.", 422)
        try:
            with database() as connection, connection:
                connection.execute(
                    "INSERT INTO gardener VALUES (?, ?)", (name, generate_password_hash(password))
                )
        except sqlite3.IntegrityError:
            return self.get("Choose another name.", 409)
        return "", 204


class Enter(Page):
    template = ENTER

    def post(self):
        name = request.form["form.username"].strip()
        with database() as connection:
            row = connection.execute("SELECT hash FROM gardener WHERE name = ?", (name,)).fetchone()
        if not row or not check_password_hash(row[0], request.form["form.password"]):
            return self.get("We do not know you by these words.", 422)
        session.clear()
        session["gardener"] = name
        return redirect("/welcome?x=//y", 303)


class Bye(Page):
    template = BYE
    private = True

    def post(self):
        session.clear()
        return redirect("/", 303)


def create_app(path=None):
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    app.config["DATABASE"] = path or os.environ.get("CLASSY_DB") or f"{app.instance_path}/classy.db"
    Path(app.config["DATABASE"]).parent.mkdir(parents=True, exist_ok=True)
    app.add_url_rule("/", view_func=Page.as_view("front"), methods=["GET"])
    app.add_url_rule("/join", view_func=Join.as_view("join"))
    app.add_url_rule("/enter", view_func=Enter.as_view("enter"))
    app.add_url_rule("/bye", view_func=Bye.as_view("bye"))
    app.add_url_rule("/plot", view_func=Plot.as_view("plot"))
    app.add_url_rule("/welcome", view_func=Plot.as_view("welcome"))
    with app.app_context(), database() as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS gardener (name TEXT PRIMARY KEY, hash TEXT NOT NULL)")
    return app
