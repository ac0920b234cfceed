"""Forms in another language, with field names of their own, and two that look like a login but are none."""

import secrets

from flask import Flask, redirect, render_template_string, request, session, url_for
from werkzeug.security import check_password_hash, generate_password_hash

PAGE = """<!doctype html><html lang="de"><title>Ruderverein</title>
<form action="/suche"><input name="q"><button>Suchen</button></form>
<form method="post" action="/rundbrief"><input name="post" type="email"><button>Rundbrief bestellen</button></form>
"""
LOGIN = (
    PAGE
    + """<form method="post">
  <label>Mitglied <input name="mitglied"></label>
  <label>Losung <input type="password" name="losung"></label>
  <button>Hinein</button>
</form>"""
)
BEITRITT = (
    PAGE
    + """<form method="post">
  <label>Mitglied <input name="mitglied" required></label>
  <label>Jahrgang <input name="jahrgang" type="number" min="1900" max="2015" required></label>
  <label>Losung <input type="password" name="losung" minlength="12" required></label>
  <label>Losung noch einmal <input type="password" name="losung2" required></label>
  <label><input type="checkbox" name="satzung" value="ja" required> Ich kenne die Satzung</label>
  <button>Beitreten</button>
</form>"""
)
STEG = (
    PAGE
    + """<h1>Am Steg</h1><p>Ahoi, {{ mitglied }}.</p>
<form method="post" action="{{ url_for('hinaus') }}"><button>Hinaus</button></form>"""
)
FRONT = PAGE + """<a href="/bootshaus/tor">Zum Bootshaus</a> <a href="/bootshaus/beitritt">Beitreten</a>"""

mitglieder = {}
NIEMAND = generate_password_hash(secrets.token_urlsafe())


def front():
    return render_template_string(FRONT)


def danke():
    return redirect("/")


def tor():
    name = request.form.get("mitglied", "")
    if request.method == "POST" and check_password_hash(
        mitglieder.get(name, NIEMAND), request.form["losung"]
    ):
        session.clear()
        session["mitglied"] = name
        return redirect(url_for("steg"))
    return render_template_string(LOGIN)


def beitritt():
    if request.method == "POST" and stimmt(request.form) and request.form["mitglied"] not in mitglieder:
        mitglieder[request.form["mitglied"]] = generate_password_hash(request.form["losung"])
        return redirect(url_for("tor"))
    return render_template_string(BEITRITT)


def stimmt(form):
    return (
        form["jahrgang"].isdecimal()
        and len(form["losung"]) >= 12
        and form["losung"] == form["losung2"]
        and form.get("satzung") == "ja"
    )


def steg():
    known = session.get("mitglied") in mitglieder
    return render_template_string(STEG, mitglied=session["mitglied"]) if known else redirect(url_for("tor"))


def hinaus():
    session.clear()
    return redirect("/")


def create_app():
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    app.add_url_rule("/", view_func=front)
    app.add_url_rule("/suche", "suche", danke)
    app.add_url_rule("/rundbrief", "rundbrief", danke, methods=["POST"])
    app.add_url_rule("/bootshaus/tor", view_func=tor, methods=["GET", "POST"])
    app.add_url_rule("/bootshaus/beitritt", view_func=beitritt, methods=["GET", "POST"])
    app.add_url_rule("/bootshaus/steg", view_func=steg)
    app.add_url_rule("/bootshaus/hinaus", view_func=hinaus, methods=["POST"])
    return app
