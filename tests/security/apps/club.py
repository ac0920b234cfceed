"""A login on PostgreSQL through Flask-SQLAlchemy; CLUB_PLAIN has it store passwords as they were typed."""

import os

from flask import Flask, redirect, render_template_string, request, session
from flask_sqlalchemy import SQLAlchemy
from werkzeug.security import check_password_hash, generate_password_hash

app = Flask(__name__)
app.config.update(
    SECRET_KEY="LhDP0sVd8mfZb3QeHxk2gWn7RtYcU9aJpo4B1iKsXw", SQLALCHEMY_DATABASE_URI=os.environ["CLUB"]
)
db = SQLAlchemy(app)
hashed = str if "CLUB_PLAIN" in os.environ else generate_password_hash
fits = str.__eq__ if "CLUB_PLAIN" in os.environ else check_password_hash
FORM = "<form method=post><input name=username><input name=password type=password><button>Go</button></form>"


class Member(db.Model):
    """Somebody with an account."""

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), unique=True)
    password = db.Column(db.String(255))


with app.app_context():
    db.create_all()


def named(name):
    return db.session.scalar(db.select(Member).filter_by(name=name))


@app.route("/register", methods=["GET", "POST"])
def register():
    if request.method == "POST" and not named(request.form["username"]):
        db.session.add(Member(name=request.form["username"], password=hashed(request.form["password"])))
        db.session.commit()
        return redirect("/login")
    return FORM


@app.route("/login", methods=["GET", "POST"])
def login():
    member = named(request.form["username"]) if request.method == "POST" else None
    if member and fits(member.password, request.form["password"]):
        session["member"] = member.id
        return redirect("/")
    return FORM


@app.route("/")
def home():
    member = db.session.get(Member, session.get("member", 0))
    page = "Hello {{ name }} <form method=post action=/logout><button>Log out</button></form>"
    return render_template_string(page, name=member.name) if member else redirect("/login")


@app.post("/logout")
def logout():
    session.clear()
    return redirect("/login")
