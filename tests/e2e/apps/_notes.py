"""A small login that works; what its private page does besides is up to whoever makes it."""

import secrets

from flask import Flask, redirect, request, session

FORM = (
    "<form method=post><input name=username><input type=password name=password><button>Send</button></form>"
)


def notes(besides: str) -> Flask:
    """The app with that markup on its private page."""
    app, people = Flask(__name__), {}
    app.secret_key = secrets.token_hex(32)

    @app.route("/register", methods=["GET", "POST"])
    def register():
        if request.method == "GET":
            return FORM
        people[request.form["username"]] = request.form["password"]
        return redirect("/login")

    @app.route("/login", methods=["GET", "POST"])
    def login():
        name = request.form.get("username")
        if request.method == "GET" or people.get(name, "") != request.form["password"]:
            return FORM
        session["name"] = name
        return redirect("/notes")

    @app.get("/notes")
    def private():
        if "name" not in session:
            return redirect("/login")
        return f"<p>Notes of {session['name']}</p><a href=/logout>Log out</a>{besides}"

    @app.get("/logout")
    def logout():
        session.clear()
        return redirect("/login")

    return app
