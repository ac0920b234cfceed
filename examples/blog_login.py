"""A blog's login as a widely copied tutorial teaches it (seed 000). Deliberately flawed: never a model.

Plain HTML forms, Flask-Login, SQLite. Run it: ``flask --app examples/blog_login.py run``.

It breaks these promises, as the text does; ``expected.toml`` has the whole list with reasons:
- ``next`` leads anywhere, a malformed one crashes the answer (open-redirect, malformed-input-crash);
- the key that signs sessions is printed in the tutorial (weak-secret-key);
- copied cookies outlive logout (session-replay-after-logout, remember-token-replay-after-logout);
- no form carries a token, logout is a link (csrf-login, csrf-logout);
- passwords may be short or common, and guessed for ever (short-password-accepted, brute-force-unlimited).
"""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user, logout_user
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from werkzeug.security import check_password_hash, generate_password_hash

TEMPLATES = {
    "base.html": """<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>{% block title %}Blog{% endblock %}</title>
<nav>
  <a href="{{ url_for('main.index') }}">Blog</a>
  {% if current_user.is_authenticated %}
  Signed in as {{ current_user.username }} <a href="{{ url_for('auth.logout') }}">Logout</a>
  {% else %}
  <a href="{{ url_for('auth.login') }}">Login</a> <a href="{{ url_for('auth.register') }}">Register</a>
  {% endif %}
</nav>
{% for category, message in get_flashed_messages(with_categories=true) %}
<p class="{{ category }}" role="status">{{ message }}</p>
{% endfor %}
{% block main %}{% endblock %}""",
    "index.html": """{% extends "base.html" %}
{% block main %}<h1>Latest posts</h1><p>Nothing has been written yet.</p>{% endblock %}""",
    "register.html": """{% extends "base.html" %}
{% block title %}Register{% endblock %}
{% block main %}
<h1>Register</h1>
<form method="post">
  <p><label>Username <input name="username" required></label></p>
  <p><label>Email <input type="email" name="email" required></label></p>
  <p><label>Password <input type="password" name="password" required></label></p>
  <button>Register</button>
</form>
{% endblock %}""",
    "login.html": """{% extends "base.html" %}
{% block title %}Login{% endblock %}
{% block main %}
<h1>Login</h1>
<form method="post">
  <p><label>Username <input name="username" required></label></p>
  <p><label>Password <input type="password" name="password" required></label></p>
  <p><label><input type="checkbox" name="remember" value="1"> Keep me signed in</label></p>
  <button>Login</button>
</form>
{% endblock %}""",
}

db = SQLAlchemy()
login_manager = LoginManager()
login_manager.login_view = "auth.login"
login_manager.login_message = "This page is for members: log in to see it."
auth = Blueprint("auth", __name__)
main = Blueprint("main", __name__)


class User(UserMixin, db.Model):
    __tablename__ = "users"

    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(50), unique=True, nullable=False)
    email = db.Column(db.String(120), unique=True, nullable=False)
    password_hash = db.Column(db.String(256), nullable=False)

    def set_password(self, password):
        self.password_hash = generate_password_hash(password)

    def check_password(self, password):
        return check_password_hash(self.password_hash, password)

    def __repr__(self):
        return f"<User {self.username}>"


@login_manager.user_loader
def load_user(user_id):
    return db.session.get(User, int(user_id))


def find_user(**criteria):
    return db.session.scalar(db.select(User).filter_by(**criteria))


def reason_to_refuse(username, email, password):
    """Say why these values cannot become an account, or nothing."""
    if not (username and email and password):
        return "Please fill in every field."
    if find_user(username=username):
        return "That username is in use."
    if find_user(email=email):
        return "That email address is in use."
    return None


@main.get("/")
def index():
    return render_template("index.html")


@auth.route("/register", methods=["GET", "POST"])
def register():
    if current_user.is_authenticated:
        return redirect(url_for("main.index"))
    if request.method == "GET":
        return render_template("register.html")
    username, email = (request.form.get(field, "").strip() for field in ("username", "email"))
    password = request.form.get("password", "")
    if problem := reason_to_refuse(username, email, password):
        flash(problem, "error")
        return render_template("register.html")
    user = User(username=username, email=email)
    user.set_password(password)
    db.session.add(user)
    db.session.commit()
    login_user(user)
    flash(f"Your account is ready, {username}.", "success")
    return redirect(url_for("main.index"))


@auth.route("/login", methods=["GET", "POST"])
def login():
    if current_user.is_authenticated:
        return redirect(url_for("main.index"))
    if request.method == "GET":
        return render_template("login.html")
    user = find_user(username=request.form.get("username", "").strip())
    if user is None or not user.check_password(request.form.get("password", "")):
        flash("Username and password do not match.", "error")
        return render_template("login.html")
    login_user(user, remember=bool(request.form.get("remember")))
    flash(f"Good to see you, {user.username}.", "success")
    return redirect(request.args.get("next") or url_for("main.index"))


@auth.get("/logout")
@login_required
def logout():
    logout_user()
    flash("You are logged out.", "info")
    return redirect(url_for("main.index"))


def create_app():
    app = Flask(__name__)
    # Both values stand in the tutorial as they stand here; the key is in every word list.
    app.config["SECRET_KEY"] = "your-secret-key-here"
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///blog.db"
    app.jinja_loader = DictLoader(TEMPLATES)
    db.init_app(app)
    login_manager.init_app(app)
    app.register_blueprint(main)
    app.register_blueprint(auth)
    with app.app_context():
        db.create_all()
    return app


app = create_app()
