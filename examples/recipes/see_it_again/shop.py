"""A login that trusts what begins with a slash: its redirect leaves the site."""

from flask import Flask, redirect, render_template_string, request, session, url_for
from werkzeug.security import check_password_hash, generate_password_hash

FORM = """<!doctype html><title>Shop</title><form method="post">
<label>Name <input name="username" required></label>
<label>Password <input name="password" type="password" required></label>
<button>{{ button }}</button></form><a href="/register">Register</a> <a href="/login">Log in</a>"""
ACCOUNT = """<!doctype html><title>Your account</title><p>Hello {{ name }}</p>
<form method="post" action="/logout"><button>Log out</button></form>"""
NOBODY = generate_password_hash("nobody")

customers = {}


def create_app():
    """The shop, its customers in memory."""
    app = Flask(__name__)
    app.secret_key = "only for this example"
    app.add_url_rule("/", view_func=account)
    app.add_url_rule("/login", view_func=log_in, methods=["GET", "POST"])
    app.add_url_rule("/register", view_func=register, methods=["GET", "POST"])
    app.add_url_rule("/logout", view_func=log_out, methods=["POST"])
    return app


def account():
    """The private page."""
    if "name" not in session:
        return redirect(url_for("log_in", next=request.path))
    return render_template_string(ACCOUNT, name=session["name"])


def log_in():
    """The login; `next` is where people wanted to go."""
    name, password = request.form.get("username", ""), request.form.get("password", "")
    if request.method == "POST" and check_password_hash(customers.get(name, NOBODY), password):
        session["name"] = name
        wanted = request.args.get("next", "/")
        return redirect(wanted if wanted.startswith("/") else "/")
    return render_template_string(FORM, button="Log in")


def register():
    """A new customer."""
    name, password = request.form.get("username", ""), request.form.get("password", "")
    if request.method == "POST" and name and len(password) >= 12 and name not in customers:
        customers[name] = generate_password_hash(password)
        return redirect(url_for("log_in"))
    return render_template_string(FORM, button="Register")


def log_out():
    """The way out."""
    session.clear()
    return redirect(url_for("log_in"))
