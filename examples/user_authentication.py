"""The shortest login that a course teaches (seed 001). Deliberately flawed: never a model.

Username and password, Flask-Login, SQLite. Run it: ``flask --app examples/user_authentication.py run``.

It breaks these promises, as the text does; ``expected.toml`` has the whole list with reasons:
- a copied cookie outlives logout (session-replay-after-logout);
- no form carries a token, logout is a link (csrf-login, csrf-logout);
- passwords may be short or common, and guessed for ever (short-password-accepted, brute-force-unlimited);
- the column for the hash is 128 characters wide, today's Werkzeug makes 162: SQLite hides it, PostgreSQL
  refuses the first registration (see it with ``DATABASE_URL=postgresql://...``).
"""

import os
import secrets

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_login import LoginManager, UserMixin, login_required, login_user, logout_user
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from werkzeug.security import check_password_hash, generate_password_hash

TEMPLATES = {
    "base.html": """<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>{% block title %}{% endblock %}</title>
<nav>
  <a href="{{ url_for('main.index') }}">Home</a>
  {% if current_user.is_authenticated %}
  <a href="{{ url_for('main.dashboard') }}">Dashboard</a> <a href="{{ url_for('auth.logout') }}">Log out</a>
  {% else %}
  <a href="{{ url_for('auth.login') }}">Log in</a> <a href="{{ url_for('auth.register') }}">Create account</a>
  {% endif %}
</nav>
{% for message in get_flashed_messages() %}<p role="status">{{ message }}</p>{% endfor %}
<h1>{{ self.title() }}</h1>
{% block main %}{% endblock %}""",
    "index.html": """{% extends "base.html" %}{% block title %}Home{% endblock %}
{% block main %}<p>Hello {{ current_user.username or "stranger" }}.</p>{% endblock %}""",
    "dashboard.html": """{% extends "base.html" %}{% block title %}Dashboard{% endblock %}
{% block main %}<p>This is your own page, {{ current_user.username }}.</p>{% endblock %}""",
    "auth/credentials.html": """{% extends "base.html" %}
{% block main %}
<form method="post">
  <p><label>Username <input name="username" required></label></p>
  <p><label>Password <input type="password" name="password" required></label></p>
  <button>{{ self.title() }}</button>
</form>
{% endblock %}""",
    "auth/register.html": """{% extends "auth/credentials.html" %}
{% block title %}Create account{% endblock %}""",
    "auth/login.html": """{% extends "auth/credentials.html" %}
{% block title %}Log in{% endblock %}""",
}

db = SQLAlchemy()
login_manager = LoginManager()
login_manager.login_view = "auth.login"
auth = Blueprint("auth", __name__)
main = Blueprint("main", __name__)


class User(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(80), unique=True, nullable=False)
    password_hash = db.Column(db.String(128), nullable=False)

    def set_password(self, password):
        self.password_hash = generate_password_hash(password)

    def check_password(self, password):
        return check_password_hash(self.password_hash, password)


@login_manager.user_loader
def load_user(user_id):
    return db.session.get(User, int(user_id))


def find_user(username):
    return db.session.scalar(db.select(User).filter_by(username=username))


@main.get("/")
def index():
    return render_template("index.html")


@main.get("/dashboard")
@login_required
def dashboard():
    return render_template("dashboard.html")


@auth.route("/register", methods=["GET", "POST"])
def register():
    if request.method == "GET":
        return render_template("auth/register.html")
    username, password = request.form["username"], request.form["password"]
    if find_user(username):
        flash("Somebody has this name already.")
        return redirect(url_for("auth.register"))
    user = User(username=username)
    user.set_password(password)
    db.session.add(user)
    db.session.commit()
    login_user(user)
    return redirect(url_for("main.index"))


@auth.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        username, password = request.form["username"], request.form["password"]
        user = find_user(username)
        if user and user.check_password(password):
            login_user(user)
            return redirect(url_for("main.index"))
        flash("That did not work.")
    return render_template("auth/login.html")


@auth.get("/logout")
@login_required
def logout():
    logout_user()
    return redirect(url_for("main.index"))


def create_app():
    app = Flask(__name__)
    # The text names no key. A random one signs everybody out at each start, but cannot be guessed.
    app.config["SECRET_KEY"] = secrets.token_hex(32)
    app.config["SQLALCHEMY_DATABASE_URI"] = (
        os.environ.get("DATABASE_URL") or "sqlite:///user_authentication.db"
    )
    app.jinja_loader = DictLoader(TEMPLATES)
    db.init_app(app)
    login_manager.init_app(app)
    app.register_blueprint(main)
    app.register_blueprint(auth)
    with app.app_context():
        db.create_all()
    return app


app = create_app()
