"""An API for a front end of its own: no page has a form, and every body is JSON."""

import secrets

from flask import Flask, abort, jsonify, request, session
from werkzeug.security import check_password_hash, generate_password_hash

people = {}
NOBODY = generate_password_hash(secrets.token_urlsafe())


def sent(key):
    body = request.get_json(silent=True)
    value = body.get(key) if isinstance(body, dict) else None
    return value if isinstance(value, str) else abort(422)


def register():
    email, password = sent("email"), sent("password")
    if len(password) < 12:
        abort(422)
    if email in people:
        abort(409)
    people[email] = generate_password_hash(password)
    return jsonify(email=email), 201


def log_in():
    email = sent("email")
    if not check_password_hash(people.get(email, NOBODY), sent("password")):
        abort(401)
    session.clear()
    session["email"] = email
    return jsonify(email=email)


def log_out():
    session.clear()
    return "", 204


def me():
    return jsonify(email=session["email"]) if "email" in session else abort(401)


def create_app():
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    app.add_url_rule("/api/register", view_func=register, methods=["POST"])
    app.add_url_rule("/api/login", view_func=log_in, methods=["POST"])
    app.add_url_rule("/api/logout", view_func=log_out, methods=["POST"])
    app.add_url_rule("/api/me", view_func=me)
    return app
