"""Accounts open after a mailed link: it shows a button, for mail programs open links too."""

import secrets
import smtplib
from email.message import EmailMessage

from flask import Blueprint, Flask, current_app, redirect, request, session

PEOPLE, WAITING = {}, {}
FORM = (
    "<form method=post><input name=email type=email><input name=pw type=password><button>Go</button></form>"
)
pages = Blueprint("pages", __name__)


def create_app(at_once=False):
    app = Flask(__name__)
    app.config.update(SECRET_KEY=secrets.token_hex(), AT_ONCE=at_once)
    app.register_blueprint(pages)
    return app


@pages.get("/")
def home():
    return f"Hello {session['who']}" if "who" in session else redirect("/login")


@pages.route("/join", methods=["GET", "POST"])
def join():
    if request.method == "POST":
        email, token = request.form["email"], secrets.token_urlsafe()
        (PEOPLE if current_app.config["AT_ONCE"] else WAITING.setdefault(token, {}))[email] = request.form[
            "pw"
        ]
        post(email, f"Welcome! http://localhost/confirm/{token}")
    return FORM


@pages.route("/confirm/<token>", methods=["GET", "POST"])
def confirm(token):
    if request.method == "POST":
        PEOPLE.update(WAITING.pop(token, {}))
    return "<form method=post><button>It is me</button></form>"


@pages.route("/forgot", methods=["GET", "POST"])
def forgot():
    if request.method == "POST":
        post(request.form["email"], "Nothing is forgotten: http://localhost/login")
    return "<form method=post><input name=email><button>Go</button></form>"


@pages.route("/login", methods=["GET", "POST"])
def login():
    email = request.form.get("email")
    if request.method == "POST" and PEOPLE.get(email, "") == request.form["pw"]:
        session["who"] = email
        return redirect("/")
    return FORM + "<a href=/join>Join</a> <a href=/forgot>Forgotten</a>"


@pages.get("/logout")
def logout():
    session.clear()
    return redirect("/login")


def post(address, text):
    mail = EmailMessage()
    mail["To"], mail["Subject"] = address, "Your account"
    mail.set_content(text)
    with smtplib.SMTP("localhost") as office:
        office.send_message(mail)
