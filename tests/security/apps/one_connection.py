"""A login on PostgreSQL over one connection that is opened at import and never closed, by the driver CLUB_DRIVER."""

import importlib
import os

from flask import Flask, redirect, render_template_string, request, session
from werkzeug.security import check_password_hash, generate_password_hash

app = Flask(__name__)
app.secret_key = "LhDP0sVd8mfZb3QeHxk2gWn7RtYcU9aJpo4B1iKsXw"
driver = importlib.import_module(os.environ["CLUB_DRIVER"])
connection = driver.connect(os.environ["CLUB"])
connection.autocommit = True
FORM = "<form method=post><input name=username><input name=password type=password><button>Go</button></form>"


def asked(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() if cursor.description else None


@app.route("/register", methods=["GET", "POST"])
def register():
    if request.method == "POST":
        values = request.form["username"], generate_password_hash(request.form["password"])
        asked("INSERT INTO member (name, password) VALUES (%s, %s) ON CONFLICT DO NOTHING", *values)
        return redirect("/login")
    return FORM


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        row = asked("SELECT id, password FROM member WHERE name = %s", request.form["username"])
        if row and check_password_hash(row[1], request.form["password"]):
            session["member"] = row[0]
            return redirect("/")
    return FORM


@app.route("/")
def home():
    row = asked("SELECT name FROM member WHERE id = %s", session.get("member", 0))
    page = "Hello {{ name }} <form method=post action=/logout><button>Log out</button></form>"
    return render_template_string(page, name=row[0]) if row else redirect("/login")


@app.post("/logout")
def logout():
    session.clear()
    return redirect("/login")
