"""Accounts open after a mailed link: it shows a button, for mail programs open links too."""

import secrets
import smtplib
from email.message import EmailMessage

from flask import Flask, redirect, request, session

PEOPLE, WAITING = {}, {}
FORM = (
    "<form method=post><input name=email type=email><input name=pw type=password><button>Go</button></form>"
)


def create_app():
    app = Flask(__name__)
    app.secret_key = secrets.token_hex()

    @app.get("/")
    def home():
        return f"Hello {session['who']}" if "who" in session else redirect("/login")

    @app.route("/join", methods=["GET", "POST"])
    def join():
        if request.method == "POST":
            token = secrets.token_urlsafe()
            WAITING[token] = (request.form["email"], request.form["pw"])
            post(request.form["email"], f"Welcome! http://localhost/confirm/{token}")
        return FORM

    @app.route("/confirm/<token>", methods=["GET", "POST"])
    def confirm(token):
        if request.method == "POST" and token in WAITING:
            email, word = WAITING.pop(token)
            PEOPLE[email] = word
        return "<form method=post><button>It is me</button></form>"

    @app.route("/forgot", methods=["GET", "POST"])
    def forgot():
        if request.method == "POST":
            post(request.form["email"], "Nothing is forgotten: http://localhost/login")
        return "<form method=post><input name=email><button>Go</button></form>"

    @app.route("/login", methods=["GET", "POST"])
    def login():
        email = request.form.get("email")
        if request.method == "POST" and PEOPLE.get(email, "") == request.form["pw"]:
            session["who"] = email
            return redirect("/")
        return FORM + "<a href=/join>Join</a> <a href=/forgot>Forgotten</a>"

    @app.get("/logout")
    def logout():
        session.clear()
        return redirect("/login")

    return app


def post(address, text):
    mail = EmailMessage()
    mail["To"], mail["Subject"] = address, "Your account"
    mail.set_content(text)
    with smtplib.SMTP("localhost") as office:
        office.send_message(mail)
