"""An app whose database is named by DATABASE_URL, as most are, with a command that fills it for the tests."""

import os

import click
from flask import Flask, redirect, render_template_string, request, session, url_for
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.security import check_password_hash, generate_password_hash

db = SQLAlchemy()
FORM = """<!doctype html><title>{{ title }}</title>
<h1>{{ title }}</h1>
<form method="post">
  <label>Name <input name="username"></label>
  <label>Password <input type="password" name="password"></label>
  <button>{{ title }}</button>
</form>
<a href="{{ url_for('log_in') }}">Log in</a> <a href="{{ url_for('register') }}">Register</a>"""
NOTES = """<!doctype html><title>Notes</title>
<h1>Notes of {{ name }}</h1>
<form method="post" action="{{ url_for('log_out') }}"><button>Log out</button></form>"""


class Person(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]


def add(name, password):
    db.session.add(Person(name=name, password_hash=generate_password_hash(password)))
    db.session.commit()


def find(name):
    return db.session.scalar(db.select(Person).filter_by(name=name))


def log_in():
    person = find(request.form["username"]) if request.method == "POST" else None
    if person and check_password_hash(person.password_hash, request.form["password"]):
        session.clear()
        session["id"] = person.id
        return redirect(url_for("notes"))
    return render_template_string(FORM, title="Log in")


def register():
    if (
        request.method == "POST"
        and len(request.form["password"]) >= 12
        and not find(request.form["username"])
    ):
        add(request.form["username"], request.form["password"])
        return redirect(url_for("log_in"))
    return render_template_string(FORM, title="Register")


def log_out():
    session.clear()
    return redirect(url_for("log_in"))


def notes():
    person = db.session.get(Person, session.get("id", 0))
    return render_template_string(NOTES, name=person.name) if person else redirect(url_for("log_in"))


@click.command("fill")
def fill():
    """Make the tables, and the people whom the tests know."""
    db.create_all()
    add("ada", "an engine of analysis")


def create_app():
    app = Flask(__name__)
    app.secret_key = os.environ["SECRET_KEY"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
    db.init_app(app)
    app.add_url_rule("/", view_func=notes)
    app.add_url_rule("/login", view_func=log_in, methods=["GET", "POST"])
    app.add_url_rule("/register", view_func=register, methods=["GET", "POST"])
    app.add_url_rule("/logout", view_func=log_out, methods=["POST"])
    app.cli.add_command(fill)
    return app
