"""A microblog's login as the best known tutorial builds it (seed 002). Deliberately flawed: never a model.

Flask-WTF with CSRF tokens, Flask-Login, SQLite. Run it: ``flask --app examples/mega_tutorial.py run``.

It breaks these promises, as the text does; ``expected.toml`` has the whole list with reasons:
- the guard of ``next`` looks for a host part: ``////host`` hides it, ``//[host`` crashes the guard
  (open-redirect, malformed-input-crash);
- copied cookies outlive logout (session-replay-after-logout, remember-token-replay-after-logout);
- logout is a link (csrf-logout);
- passwords may be short or common, and guessed for ever (short-password-accepted, brute-force-unlimited).
"""

import os
import secrets
from urllib.parse import urlsplit

from flask import Flask, flash, redirect, render_template, request, url_for
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user, logout_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from jinja2 import DictLoader
from werkzeug.security import check_password_hash, generate_password_hash
from wtforms import BooleanField, PasswordField, StringField, SubmitField
from wtforms.validators import DataRequired, Email, EqualTo, ValidationError

TEMPLATES = {
    "base.html": """<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>{{ title }} - Microblog</title>
<nav>
  <a href="{{ url_for('index') }}">Microblog</a>
  {% if current_user.is_anonymous %}
  <a href="{{ url_for('login') }}">Login</a>
  {% else %}
  <a href="{{ url_for('logout') }}">Logout</a>
  {% endif %}
</nav>
{% for message in get_flashed_messages() %}<p role="status">{{ message }}</p>{% endfor %}
{% block main %}{% endblock %}""",
    "index.html": """{% extends "base.html" %}
{% block main %}
<h1>Hi, {{ current_user.username }}!</h1>
{% for author, text in posts %}<article><b>{{ author }}</b>: {{ text }}</article>{% endfor %}
{% endblock %}""",
    "form.html": """{% extends "base.html" %}
{% block main %}
<h1>{{ title }}</h1>
<form method="post" novalidate>
  {{ form.hidden_tag() }}
  {% for field in form if field.widget.input_type not in ("hidden", "submit") %}
  <p>{{ field.label }} {{ field() }} {% for error in field.errors %}<em>{{ error }}</em>{% endfor %}</p>
  {% endfor %}
  {{ form.submit() }}
</form>
{% if title == "Sign In" %}<p>No account yet? <a href="{{ url_for('register') }}">Make one</a></p>{% endif %}
{% endblock %}""",
}

app = Flask(__name__)
# The text shows no key here, so this specimen takes a good one: its faults are the login's own.
app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY") or secrets.token_hex(32)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL") or "sqlite:///mega_tutorial.db"
app.jinja_loader = DictLoader(TEMPLATES)
db = SQLAlchemy(app)
login_manager = LoginManager(app)
login_manager.login_view = "login"


class User(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(64), index=True, unique=True, nullable=False)
    email = db.Column(db.String(120), index=True, unique=True, nullable=False)
    password_hash = db.Column(db.String(256))

    def set_password(self, password):
        self.password_hash = generate_password_hash(password)

    def check_password(self, password):
        return check_password_hash(self.password_hash, password)


def find_user(**criteria):
    return db.session.scalar(db.select(User).filter_by(**criteria))


@login_manager.user_loader
def load_user(user_id):
    return db.session.get(User, int(user_id))


class LoginForm(FlaskForm):
    username = StringField("Username", validators=[DataRequired()])
    password = PasswordField("Password", validators=[DataRequired()])
    remember_me = BooleanField("Remember me")
    submit = SubmitField("Sign In")


class RegistrationForm(FlaskForm):
    username = StringField("Username", validators=[DataRequired()])
    email = StringField("Email", validators=[DataRequired(), Email()])
    password = PasswordField("Password", validators=[DataRequired()])
    password2 = PasswordField("Password again", validators=[DataRequired(), EqualTo("password")])
    submit = SubmitField("Register")

    def validate_username(self, field):
        if find_user(username=field.data):
            raise ValidationError("This name is taken: choose another one.")

    def validate_email(self, field):
        if find_user(email=field.data):
            raise ValidationError("This address is taken: choose another one.")


@app.get("/")
@app.get("/index")
@login_required
def index():
    posts = [("John", "Sunny in Portland today."), ("Susan", "What a film that was!")]
    return render_template("index.html", title="Home", posts=posts)


@app.route("/login", methods=["GET", "POST"])
def login():
    if current_user.is_authenticated:
        return redirect(url_for("index"))
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("form.html", title="Sign In", form=form)
    user = find_user(username=form.username.data)
    if user is None or not user.check_password(form.password.data):
        flash("Wrong username or password")
        return redirect(url_for("login"))
    login_user(user, remember=form.remember_me.data)
    wanted = request.args.get("next")
    # The most copied guard of all: what urlsplit finds no host in is taken for a page of our own.
    leads_elsewhere = not wanted or urlsplit(wanted).netloc != ""
    return redirect(url_for("index") if leads_elsewhere else wanted)


@app.get("/logout")
def logout():
    logout_user()
    return redirect(url_for("index"))


@app.route("/register", methods=["GET", "POST"])
def register():
    if current_user.is_authenticated:
        return redirect(url_for("index"))
    form = RegistrationForm()
    if not form.validate_on_submit():
        return render_template("form.html", title="Register", form=form)
    user = User(username=form.username.data, email=form.email.data)
    user.set_password(form.password.data)
    db.session.add(user)
    db.session.commit()
    flash("Your account is ready: sign in with it.")
    return redirect(url_for("login"))


with app.app_context():
    db.create_all()
