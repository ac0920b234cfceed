"""The staff pages of a waterworks: class-based views, German words, accounts that the office hands out.

Nobody can register; the office's first accounts are made with the database. The session cookie carries a random key,
the table `sitzung` its digest, so that a session ends when its row goes. The database: `KONTO_DB`, else
`instance/konto.db`.
"""

import hashlib
import hmac
import logging
import os
import re
import secrets
import sqlite3
import sys
import time
import unicodedata
from functools import wraps
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, abort, current_app, g, redirect, render_template, request, session, url_for
from flask.views import MethodView
from jinja2 import DictLoader
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from zxcvbn import zxcvbn

USERNAME = "erika.muster"
PASSWORD = "siebzehn blaue Fahrräder"

SCHEMA = """
CREATE TABLE IF NOT EXISTS mitarbeiter (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kennung TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    telefon TEXT NOT NULL DEFAULT '', leitung INTEGER NOT NULL DEFAULT 0,
    gesperrt INTEGER NOT NULL DEFAULT 0, kennwort TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sitzung (
    schluessel TEXT PRIMARY KEY, mitarbeiter INTEGER NOT NULL REFERENCES mitarbeiter(id) ON DELETE CASCADE,
    beginn REAL NOT NULL, zuletzt REAL NOT NULL, geraet TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS versuch (
    id INTEGER PRIMARY KEY AUTOINCREMENT, art TEXT NOT NULL, wert TEXT NOT NULL, zeit REAL NOT NULL);
CREATE INDEX IF NOT EXISTS versuch_wert ON versuch (art, wert, zeit);
"""
ERSTE = (
    (
        "erika.muster",
        "Erika Muster",
        0,
        "$argon2id$v=19$m=65536,t=3,p=4$x9VpjY5zescytG1fxYRbUw$IfqjeUMuZKjGk9wTidXGF4aJ/0WMoCflhVagWky1pCw",
    ),
    (
        "leitstelle",
        "Jürgen Wassermeister",
        1,
        "$argon2id$v=19$m=65536,t=3,p=4$Vu+T3EbWKonpowuC+MSMXA$sVXrnUwYOibNyuv9HoSWY1fJoszo4rS/N42oUA/d2qw",
    ),
)
SEITE = """<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><title>{% block titel %}Wasserwerk{% endblock %}</title></head>
<body>
<nav><a href="{{ url_for('start') }}">Wasserwerk</a>
{% if g.mitarbeiter %}<a href="{{ url_for('konto') }}">Mein Konto</a>
{% if g.mitarbeiter.leitung %}<a href="{{ url_for('verwaltung') }}">Verwaltung</a>{% endif %}
<form method="post" action="{{ url_for('abmelden') }}">{{ siegel() }}<button>Abmelden</button></form>
{% else %}<a href="{{ url_for('anmelden') }}">Anmelden</a>{% endif %}</nav>
{% if meldung %}<p role="alert">{{ meldung }}</p>{% endif %}
{% block inhalt %}{% endblock %}
</body>
</html>
"""
VORLAGEN = {
    "seite.html": SEITE,
    "start.html": """{% extends "seite.html" %}{% block inhalt %}<h1>Wasserwerk</h1>
<p>Seiten für Mitarbeiterinnen und Mitarbeiter. Ein Konto gibt die Leitstelle aus.</p>{% endblock %}""",
    "fehler.html": """{% extends "seite.html" %}{% block inhalt %}<h1>Das ging nicht</h1>
<p>Fehler {{ nummer }}. Bitte gehen Sie zurück oder wenden Sie sich an die Leitstelle.</p>{% endblock %}""",
    "anmelden.html": """{% extends "seite.html" %}{% block titel %}Anmelden{% endblock %}{% block inhalt %}
<h1>Anmelden</h1>
<form method="post" action="{{ url_for('anmelden') }}">{{ siegel() }}
<input type="hidden" name="weiter" value="{{ weiter }}">
<label>Kennung <input name="kennung" value="{{ kennung }}" autocomplete="username" maxlength="60" required></label>
<label>Kennwort <input type="password" name="kennwort" autocomplete="current-password" required></label>
<button>Anmelden</button></form>{% endblock %}""",
    "konto.html": """{% extends "seite.html" %}{% block titel %}Mein Konto{% endblock %}{% block inhalt %}
<h1>Guten Tag, {{ g.mitarbeiter.name }}</h1>
<p>Kennung {{ g.mitarbeiter.kennung }}, Telefon {{ g.mitarbeiter.telefon or "nicht angegeben" }}</p>
<p><a href="{{ url_for('kennwort') }}">Kennwort ändern</a> <a href="{{ url_for('angaben') }}">Angaben ändern</a></p>
<h2>Angemeldet auf</h2>
<ul>{% for eine in sitzungen %}<li>{{ eine.geraet }}</li>{% endfor %}</ul>
<form method="post" action="{{ url_for('sitzungen') }}">{{ siegel() }}<button>Alle anderen abmelden</button></form>
{% endblock %}""",
    "kennwort.html": """{% extends "seite.html" %}{% block titel %}Kennwort ändern{% endblock %}{% block inhalt %}
<h1>Kennwort ändern</h1>
<form method="post">{{ siegel() }}
<label>Bisheriges Kennwort <input type="password" name="bisher" autocomplete="current-password" required></label>
<label>Neues Kennwort <input type="password" name="neu" autocomplete="new-password" minlength="15" required></label>
<label>Noch einmal <input type="password" name="nochmal" autocomplete="new-password" minlength="15" required></label>
<button>Ändern</button></form>{% endblock %}""",
    "angaben.html": """{% extends "seite.html" %}{% block titel %}Angaben ändern{% endblock %}{% block inhalt %}
<h1>Angaben ändern</h1>
<form method="post">{{ siegel() }}
<label>Name <input name="name" value="{{ g.mitarbeiter.name }}" maxlength="80" required></label>
<label>Telefon <input name="telefon" value="{{ g.mitarbeiter.telefon }}" maxlength="30"></label>
<button>Speichern</button></form>{% endblock %}""",
    "verwaltung.html": """{% extends "seite.html" %}{% block titel %}Verwaltung{% endblock %}{% block inhalt %}
<h1>Mitarbeiterinnen und Mitarbeiter</h1>
<ul>{% for wer in alle %}<li>{{ wer.name }} ({{ wer.kennung }})
<form method="post" action="{{ url_for('sperre', nummer=wer.id) }}">{{ siegel() }}
<button>{{ "Freigeben" if wer.gesperrt else "Sperren" }}</button></form></li>{% endfor %}</ul>{% endblock %}""",
}
KOPFZEILEN = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}
RUHE, DAUER = 30 * 60, 10 * 3600
FENSTER = 15 * 60
GRENZEN = {"kennung": 5, "adresse": 40}
EIGENER_WEG = re.compile(r"(/[A-Za-z0-9_-]+)+")

kennwoerter = PasswordHasher()
NIEMANDS = kennwoerter.hash(secrets.token_urlsafe())
tagebuch = logging.getLogger("konto")


# -- database


def datenbank():
    """The connection of this request."""
    if "db" not in g:
        g.db = sqlite3.connect(current_app.config["DATENBANK"], timeout=20, isolation_level=None)
        g.db.row_factory = sqlite3.Row
        g.db.execute("PRAGMA foreign_keys = ON")
    return g.db


def schliesse(_fehler=None):
    """Give the connection back."""
    if "db" in g:
        g.pop("db").close()


def lege_an():
    """Tables, and the office's first accounts where there are none."""
    db = datenbank()
    db.executescript(SCHEMA)
    if not db.execute("SELECT 1 FROM mitarbeiter").fetchone():
        db.executemany(
            "INSERT INTO mitarbeiter (kennung, name, leitung, kennwort) VALUES (?, ?, ?, ?)", ERSTE
        )


# -- words of the trade


def notiere(was, wer="-"):
    """One line for the security log; whatever could break a line is spelled out."""
    tagebuch.info("%s kennung=%s adresse=%s", was, ascii(str(wer)[:60]), request.remote_addr)


def fassung(kennwort):
    """A password as it is hashed: the same for each way to type it."""
    return unicodedata.normalize("NFC", kennwort)


def kennung_von(eingabe):
    """A name as it is looked up: however it was typed."""
    return unicodedata.normalize("NFKC", eingabe).strip().casefold()[:60]


def stimmt(hash_, kennwort):
    """Whether this is the password of that hash."""
    try:
        return kennwoerter.verify(hash_, fassung(kennwort))
    except (VerificationError, InvalidHashError):
        return False


def schwaeche(kennwort, mitarbeiter):
    """What is wrong with a new password, in words for its owner; empty where nothing is."""
    if len(kennwort) < 15:
        return "Das neue Kennwort braucht mindestens 15 Zeichen."
    if len(kennwort) > 200:
        return "Das neue Kennwort darf höchstens 200 Zeichen haben."
    eigenes = [mitarbeiter["kennung"], mitarbeiter["name"], "wasserwerk", "leitstelle", "kennwort"]
    if zxcvbn(kennwort[:70], user_inputs=eigenes)["score"] < 4:
        return "Das neue Kennwort ist zu leicht zu erraten: Bitte nehmen Sie ein anderes."
    return ""


def zu_oft(kennung):
    """Count an attempt before it is judged, and say whether there were too many for that name or address."""
    db, jetzt = datenbank(), time.time()
    werte = {"kennung": kennung, "adresse": request.remote_addr or "?"}
    db.execute("BEGIN IMMEDIATE")
    db.execute("DELETE FROM versuch WHERE zeit < ?", (jetzt - FENSTER,))
    frage = "SELECT count(*) FROM versuch WHERE art = ? AND wert = ?"
    voll = any(db.execute(frage, eins).fetchone()[0] >= GRENZEN[eins[0]] for eins in werte.items())
    if not voll:
        for art, wert in werte.items():
            db.execute("INSERT INTO versuch (art, wert, zeit) VALUES (?, ?, ?)", (art, wert, jetzt))
    db.execute("COMMIT")
    return voll


def vergiss_versuche(kennung):
    """The right password wipes the slate of its name, and takes back its own count at the address."""
    db = datenbank()
    db.execute("DELETE FROM versuch WHERE art = 'kennung' AND wert = ?", (kennung,))
    db.execute(
        "DELETE FROM versuch WHERE id = (SELECT max(id) FROM versuch WHERE art = 'adresse' AND wert = ?)",
        (request.remote_addr or "?",),
    )


# -- sessions


def digest(schluessel):
    """How a session's key is kept."""
    return hashlib.sha256(schluessel.encode()).hexdigest()


def beginne_sitzung(nummer):
    """A new session with a new key; nothing of the old one is kept."""
    beende_sitzung()
    session["schluessel"] = secrets.token_urlsafe(32)
    jetzt = time.time()
    geraet = (request.user_agent.string or "unbekannt")[:120]
    datenbank().execute(
        "INSERT INTO sitzung VALUES (?, ?, ?, ?, ?)",
        (digest(session["schluessel"]), nummer, jetzt, jetzt, geraet),
    )


def beende_sitzung():
    """The end of this session, here and in the table."""
    if schluessel := session.get("schluessel"):
        datenbank().execute("DELETE FROM sitzung WHERE schluessel = ?", (digest(schluessel),))
    session.clear()


def erkenne():
    """Who asks: the owner of a session that is neither too old nor too long unused."""
    g.mitarbeiter = None
    schluessel, jetzt = session.get("schluessel"), time.time()
    if not isinstance(schluessel, str):
        return
    db = datenbank()
    db.execute("DELETE FROM sitzung WHERE beginn < ? OR zuletzt < ?", (jetzt - DAUER, jetzt - RUHE))
    g.mitarbeiter = db.execute(
        "SELECT m.* FROM mitarbeiter m JOIN sitzung s ON s.mitarbeiter = m.id"
        " WHERE s.schluessel = ? AND NOT m.gesperrt",
        (digest(schluessel),),
    ).fetchone()
    if g.mitarbeiter is None:
        session.clear()
        return
    db.execute("UPDATE sitzung SET zuletzt = ? WHERE schluessel = ?", (jetzt, digest(schluessel)))


def pruefe_siegel():
    """Refuse what does not come from a form of ours."""
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        gegeben, erwartet = request.form.get("siegel", ""), session.get("siegel", "")
        if not erwartet or not hmac.compare_digest(gegeben.encode(), erwartet.encode()):
            notiere("siegel falsch")
            abort(400)


def siegel():
    """The hidden field that proves a form of ours."""
    wert = session.setdefault("siegel", secrets.token_urlsafe(32))
    return Markup('<input type="hidden" name="siegel" value="{}">').format(wert)


def nur_angemeldet(ansicht):
    """A view for people who are signed in."""

    @wraps(ansicht)
    def geprueft(*args, **kwargs):
        if g.mitarbeiter is None:
            weiter = request.path if request.method == "GET" else ""
            return redirect(url_for("anmelden", weiter=weiter or None))
        return ansicht(*args, **kwargs)

    return geprueft


def nur_leitung(ansicht):
    """A view for the office."""

    @wraps(ansicht)
    def geprueft(*args, **kwargs):
        if not g.mitarbeiter["leitung"]:
            notiere("verwaltung verweigert", g.mitarbeiter["kennung"])
            abort(403)
        return ansicht(*args, **kwargs)

    return geprueft


# -- views


class Start(MethodView):
    """The page for everybody."""

    def get(self):
        """Show it."""
        return render_template("start.html")


class Anmelden(MethodView):
    """The way in."""

    def get(self):
        """The form, for whoever is not in yet."""
        if g.mitarbeiter:
            return redirect(self.ziel(request.args.get("weiter", "")))
        return self.formular(weiter=request.args.get("weiter", ""))

    def post(self):
        """Try a name and a password."""
        kennung, kennwort = kennung_von(request.form.get("kennung", "")), request.form.get("kennwort", "")
        if zu_oft(kennung):
            notiere("anmeldung gebremst", kennung)
            return self.formular("Zu viele Versuche. Bitte warten Sie eine Viertelstunde."), 429
        wer = self.suche(kennung, kennwort)
        if wer is None:
            notiere("anmeldung fehlgeschlagen", kennung)
            return self.formular("Kennung oder Kennwort stimmt nicht."), 401
        vergiss_versuche(kennung)
        beginne_sitzung(wer["id"])
        notiere("angemeldet", kennung)
        return redirect(self.ziel(request.form.get("weiter", "")))

    def suche(self, kennung, kennwort):
        """The account of that name and password; the same work whether there is one."""
        wer = datenbank().execute("SELECT * FROM mitarbeiter WHERE kennung = ?", (kennung,)).fetchone()
        richtig = stimmt(wer["kennwort"] if wer else NIEMANDS, kennwort)
        return wer if wer and richtig and not wer["gesperrt"] else None

    def formular(self, meldung="", weiter=None):
        """The form with what was typed."""
        weiter = request.form.get("weiter", "") if weiter is None else weiter
        kennung = request.form.get("kennung", "")[:60]
        return render_template("anmelden.html", meldung=meldung, weiter=weiter[:200], kennung=kennung)

    def ziel(self, weiter):
        """A page of ours, whatever was asked for."""
        return weiter if EIGENER_WEG.fullmatch(weiter) else url_for("konto")


class Abmelden(MethodView):
    """The way out."""

    decorators = (nur_angemeldet,)

    def post(self):
        """End the session."""
        notiere("abgemeldet", g.mitarbeiter["kennung"])
        beende_sitzung()
        antwort = redirect(url_for("start"))
        antwort.headers["Clear-Site-Data"] = '"cache", "storage"'
        return antwort


class Konto(MethodView):
    """One's own page."""

    decorators = (nur_angemeldet,)

    def get(self):
        """Show who is in, and where."""
        frage = "SELECT * FROM sitzung WHERE mitarbeiter = ? ORDER BY beginn"
        return render_template(
            "konto.html", sitzungen=datenbank().execute(frage, (g.mitarbeiter["id"],)).fetchall()
        )


class Kennwort(MethodView):
    """A new password for the old one."""

    decorators = (nur_angemeldet,)

    def get(self):
        """The form."""
        return render_template("kennwort.html")

    def post(self):
        """Change it, end every session, begin a new one here."""
        wer, neu = g.mitarbeiter, fassung(request.form.get("neu", ""))
        if zu_oft(wer["kennung"]):
            notiere("kennwortwechsel gebremst", wer["kennung"])
            return self.nochmal("Zu viele Versuche. Bitte warten Sie eine Viertelstunde.", 429)
        if not stimmt(wer["kennwort"], request.form.get("bisher", "")):
            notiere("kennwortwechsel fehlgeschlagen", wer["kennung"])
            return self.nochmal("Das bisherige Kennwort stimmt nicht.", 403)
        vergiss_versuche(wer["kennung"])
        if neu != fassung(request.form.get("nochmal", "")):
            return self.nochmal("Die neuen Kennwörter sind nicht gleich.", 400)
        if meldung := schwaeche(neu, wer):
            return self.nochmal(meldung, 400)
        self.setze(wer["id"], neu)
        notiere("kennwort geändert", wer["kennung"])
        return redirect(url_for("konto"))

    def nochmal(self, meldung, status):
        """The form again, and why."""
        return render_template("kennwort.html", meldung=meldung), status

    def setze(self, nummer, neu):
        """The new password, and the end of all that the old one opened."""
        db = datenbank()
        db.execute("UPDATE mitarbeiter SET kennwort = ? WHERE id = ?", (kennwoerter.hash(neu), nummer))
        db.execute("DELETE FROM sitzung WHERE mitarbeiter = ?", (nummer,))
        beginne_sitzung(nummer)


class Angaben(MethodView):
    """Name and telephone number."""

    decorators = (nur_angemeldet,)

    def get(self):
        """The form."""
        return render_template("angaben.html")

    def post(self):
        """Keep what was typed."""
        name = "".join(filter(str.isprintable, request.form.get("name", ""))).strip()[:80]
        telefon = "".join(filter(str.isprintable, request.form.get("telefon", ""))).strip()[:30]
        if not name:
            return render_template("angaben.html", meldung="Bitte geben Sie einen Namen an."), 400
        datenbank().execute(
            "UPDATE mitarbeiter SET name = ?, telefon = ? WHERE id = ?", (name, telefon, g.mitarbeiter["id"])
        )
        notiere("angaben geändert", g.mitarbeiter["kennung"])
        return redirect(url_for("konto"))


class Sitzungen(MethodView):
    """Other devices."""

    decorators = (nur_angemeldet,)

    def post(self):
        """Sign out everywhere but here."""
        datenbank().execute(
            "DELETE FROM sitzung WHERE mitarbeiter = ? AND schluessel <> ?",
            (g.mitarbeiter["id"], digest(session["schluessel"])),
        )
        notiere("andere sitzungen beendet", g.mitarbeiter["kennung"])
        return redirect(url_for("konto"))


class Verwaltung(MethodView):
    """All accounts, for the office."""

    decorators = (nur_leitung, nur_angemeldet)

    def get(self):
        """Show them."""
        alle = datenbank().execute("SELECT * FROM mitarbeiter ORDER BY kennung").fetchall()
        return render_template("verwaltung.html", alle=alle)


class Sperre(MethodView):
    """An account's lock, for the office."""

    decorators = (nur_leitung, nur_angemeldet)

    def post(self, nummer):
        """Lock, or unlock; a locked account's sessions end."""
        db = datenbank()
        db.execute("UPDATE mitarbeiter SET gesperrt = NOT gesperrt WHERE id = ?", (nummer,))
        db.execute(
            "DELETE FROM sitzung WHERE mitarbeiter IN (SELECT id FROM mitarbeiter WHERE id = ? AND gesperrt)",
            (nummer,),
        )
        notiere(f"sperre umgestellt für {nummer}", g.mitarbeiter["kennung"])
        return redirect(url_for("verwaltung"))


WEGE = (
    ("/", "start", Start),
    ("/anmelden", "anmelden", Anmelden),
    ("/abmelden", "abmelden", Abmelden),
    ("/konto", "konto", Konto),
    ("/konto/kennwort", "kennwort", Kennwort),
    ("/konto/angaben", "angaben", Angaben),
    ("/konto/sitzungen", "sitzungen", Sitzungen),
    ("/verwaltung", "verwaltung", Verwaltung),
    ("/verwaltung/<int(max=2147483647):nummer>/sperre", "sperre", Sperre),
)


# -- the app


def fehlerseite(fehler):
    """One page for all that goes wrong; what it was stands in the log."""
    nummer = fehler.code if isinstance(fehler, HTTPException) and fehler.code else 500
    if nummer == 500:
        tagebuch.error("fehler 500 auf %s", ascii(request.path), exc_info=fehler)
    g.setdefault("mitarbeiter", None)
    return render_template("fehler.html", nummer=nummer), nummer


def kopfzeilen(antwort):
    """What every answer says to the browser."""
    antwort.headers.update(KOPFZEILEN)
    return antwort


def tagebuch_fuehren():
    """The security log goes to standard error, one line an event."""
    if not tagebuch.handlers:
        griff = logging.StreamHandler(sys.stderr)
        griff.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        tagebuch.addHandler(griff)
        tagebuch.setLevel(logging.INFO)
        tagebuch.propagate = False


def create_app():
    """The app of the waterworks."""
    app = Flask(__name__, static_folder=None)
    vorgabe = Path(__file__).parent / "instance" / "konto.db"
    app.config.update(
        SECRET_KEY=os.environ.get("KONTO_SCHLUESSEL") or secrets.token_hex(32),
        DATENBANK=os.environ.get("KONTO_DB") or str(vorgabe),
        SESSION_COOKIE_NAME="__Host-wasserwerk",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=64 * 1024,
    )
    Path(app.config["DATENBANK"]).parent.mkdir(parents=True, exist_ok=True)
    app.jinja_loader = DictLoader(VORLAGEN)
    app.jinja_env.globals["siegel"] = siegel
    app.before_request(erkenne)
    app.before_request(pruefe_siegel)
    app.after_request(kopfzeilen)
    app.teardown_appcontext(schliesse)
    app.register_error_handler(Exception, fehlerseite)
    for weg, name, ansicht in WEGE:
        app.add_url_rule(weg, view_func=ansicht.as_view(name))
    tagebuch_fuehren()
    with app.app_context():
        lege_an()
    return app
