"""A German login on raw sqlite3: labels, field names and paths without a helpful English word.

Odd: fields `benutzername`, `kennwort`, `kennwort_wiederholen`; paths /anmelden, /registrieren, /abmelden,
/konto; the account page refuses with 401 in place where others redirect; the session holds a name of its
own, without Flask-Login. The database: `ANMELDUNG_DB` or `create_app(path)`, else `instance/anmeldung.db`.
"""

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from flask import (
    Flask,
    abort,
    current_app,
    flash,
    redirect,
    render_template_string,
    request,
    session,
    url_for,
)
from werkzeug.security import check_password_hash, generate_password_hash

SEITE = """<!doctype html>
<html lang="de">
<meta charset="utf-8">
<title>Verein</title>
<nav>
  <a href="/">Start</a>
  {% if session.mitglied %}
  <a href="/konto">Mein Konto</a>
  <form method="post" action="/abmelden"><button>Abmelden</button></form>
  {% else %}
  <a href="/anmelden">Anmelden</a> <a href="/registrieren">Mitglied werden</a>
  {% endif %}
</nav>
{% for meldung in get_flashed_messages() %}<p role="status">{{ meldung }}</p>{% endfor %}
<h1>{{ titel }}</h1>
{% if satz %}<p>{{ satz }}</p>{% endif %}
{% if felder %}
<form method="post">
  {% for name, art, beschriftung in felder %}
  <p><label for="{{ name }}">{{ beschriftung }}</label>
  <input id="{{ name }}" name="{{ name }}" type="{{ art }}" required></p>
  {% endfor %}
  <button>Absenden</button>
</form>
{% endif %}"""
NAME = ("benutzername", "text", "Benutzername")
KENNWORT = ("kennwort", "password", "Kennwort")
WIEDERHOLUNG = ("kennwort_wiederholen", "password", "Kennwort wiederholen")


def seite(titel, satz="", felder=(), status=200):
    return render_template_string(SEITE, titel=titel, satz=satz, felder=felder), status


def datenbank():
    return closing(sqlite3.connect(current_app.config["DATENBANK"]))


def hash_von(name):
    with datenbank() as verbindung:
        zeile = verbindung.execute("SELECT hash FROM mitglied WHERE name = ?", (name,)).fetchone()
    return zeile[0] if zeile else None


def aufnehmen(name, kennwort):
    with datenbank() as verbindung, verbindung:
        verbindung.execute("INSERT INTO mitglied VALUES (?, ?)", (name, generate_password_hash(kennwort)))


def start():
    return seite("Willkommen im Verein", "Hier darf jeder lesen.")


def registrieren():
    felder = (NAME, KENNWORT, WIEDERHOLUNG)
    if request.method == "GET":
        return seite("Mitglied werden", felder=felder)
    name, kennwort = request.form["benutzername"].strip(), request.form["kennwort"]
    if not name or kennwort != request.form["kennwort_wiederholen"]:
        return seite("Mitglied werden", "Die Kennwörter sind nicht gleich.", felder, 422)
    try:
        aufnehmen(name, kennwort)
    except sqlite3.IntegrityError:
        return seite("Mitglied werden", "Dieser Name ist vergeben.", felder, 409)
    flash("Willkommen! Jetzt können Sie sich anmelden.")
    return redirect(url_for("anmelden"))


def anmelden():
    felder = (NAME, KENNWORT)
    if request.method == "GET":
        return seite("Anmelden", felder=felder)
    name = request.form["benutzername"].strip()
    gespeichert = hash_von(name)
    if not gespeichert or not check_password_hash(gespeichert, request.form["kennwort"]):
        return seite("Anmelden", "Name oder Kennwort stimmt nicht.", felder, 403)
    session.clear()
    session["mitglied"] = name
    return redirect(url_for("konto"))


def abmelden():
    session.clear()
    return redirect(url_for("start"))


def konto():
    if "mitglied" not in session:
        abort(401)
    return seite("Mein Konto", f"Guten Tag, {session['mitglied']}.")


def create_app(path=None):
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    app.config["DATENBANK"] = path or os.environ.get("ANMELDUNG_DB") or f"{app.instance_path}/anmeldung.db"
    Path(app.config["DATENBANK"]).parent.mkdir(parents=True, exist_ok=True)
    app.add_url_rule("/", view_func=start)
    app.add_url_rule("/registrieren", view_func=registrieren, methods=["GET", "POST"])
    app.add_url_rule("/anmelden", view_func=anmelden, methods=["GET", "POST"])
    app.add_url_rule("/abmelden", view_func=abmelden, methods=["POST"])
    app.add_url_rule("/konto", view_func=konto)
    with app.app_context(), datenbank() as verbindung, verbindung:
        verbindung.execute("CREATE TABLE IF NOT EXISTS mitglied (name TEXT PRIMARY KEY, hash TEXT NOT NULL)")
    return app
