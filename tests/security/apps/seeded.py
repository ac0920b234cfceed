"""A login without registration: the only account is made at the start.

Odd: nobody can register, so an audit needs `--username erika --password` and the constant below; French
labels and paths; the field names are `identifiant` and `mot_de_passe`; strangers are sent to /connexion
with 302 and without a `next`. The database: `SEEDED_DB` or `create_app(path)`, else `instance/seeded.db`.
"""

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask, current_app, redirect, render_template_string, request, session
from werkzeug.security import check_password_hash, generate_password_hash

USERNAME = "erika"
PASSWORD = "vingt-trois pommes vertes"

HAUT = """<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<title>Mairie</title>
<nav><a href="/">Accueil</a> <a href="/espace">Mon espace</a>
{% if session.agent %}<a href="/deconnexion">Se déconnecter</a>
{% else %}<a href="/connexion">Se connecter</a>{% endif %}</nav>
"""
ACCUEIL = HAUT + "<h1>Mairie</h1><p>Ouvert du lundi au vendredi.</p>"
ESPACE = HAUT + "<h1>Mon espace</h1><p>Bonjour {{ session.agent }}.</p>"
CONNEXION = (
    HAUT
    + """<h1>Se connecter</h1>
{% if erreur %}<p role="alert">{{ erreur }}</p>{% endif %}
<form method="post">
  <p><label for="i">Identifiant</label> <input id="i" name="identifiant" required></p>
  <p><label for="m">Mot de passe</label> <input id="m" name="mot_de_passe" type="password" required></p>
  <button>Se connecter</button>
</form>"""
)


def base():
    return closing(sqlite3.connect(current_app.config["BASE"]))


def accueil():
    return render_template_string(ACCUEIL)


def connexion():
    if request.method == "GET":
        return render_template_string(CONNEXION)
    nom = request.form["identifiant"]
    with base() as lien:
        ligne = lien.execute("SELECT hash FROM agent WHERE nom = ?", (nom,)).fetchone()
    if not ligne or not check_password_hash(ligne[0], request.form["mot_de_passe"]):
        return render_template_string(CONNEXION, erreur="Identifiant ou mot de passe incorrect.")
    session.clear()
    session["agent"] = nom
    return redirect("/espace")


def deconnexion():
    session.clear()
    return redirect("/")


def espace():
    return render_template_string(ESPACE) if "agent" in session else redirect("/connexion", 302)


def create_app(path=None):
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    app.config["BASE"] = path or os.environ.get("SEEDED_DB") or f"{app.instance_path}/seeded.db"
    Path(app.config["BASE"]).parent.mkdir(parents=True, exist_ok=True)
    app.add_url_rule("/", view_func=accueil)
    app.add_url_rule("/connexion", view_func=connexion, methods=["GET", "POST"])
    app.add_url_rule("/deconnexion", view_func=deconnexion)
    app.add_url_rule("/espace", view_func=espace)
    with app.app_context(), base() as lien, lien:
        lien.execute("CREATE TABLE IF NOT EXISTS agent (nom TEXT PRIMARY KEY, hash TEXT NOT NULL)")
        lien.execute(
            "INSERT OR IGNORE INTO agent VALUES (?, ?)", (USERNAME, generate_password_hash(PASSWORD))
        )
    return app
