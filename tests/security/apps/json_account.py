"""No page, only JSON: register, log in, change the password, log out. A stamp in the session ends with the password.

Odd: refuses what is not application/json with 415, answers 201, 204, 401, 403, 409, 422. The database:
`JSON_ACCOUNT_DB` or `create_app(path)`, else `instance/json_account.db`.
"""

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask, Response, abort, current_app, jsonify, request, session
from werkzeug.security import check_password_hash, generate_password_hash


def sql(statement, *values):
    with closing(sqlite3.connect(current_app.config["DATABASE"])) as database, database:
        return database.execute(statement, values).fetchall()


def body():
    if not request.is_json:
        abort(415)
    sent = request.get_json(silent=True)
    return (
        {key: value for key, value in sent.items() if isinstance(value, str)}
        if isinstance(sent, dict)
        else {}
    )


def somebody():
    rows = sql("SELECT name, hash FROM person WHERE stamp = ?", session.get("stamp", ""))
    return rows[0] if rows else abort(401)


def register():
    sent = body()
    if not sent.get("username") or len(sent.get("password", "")) < 12:
        return jsonify(error="a name, and a password of 12 characters"), 422
    row = (sent["username"], generate_password_hash(sent["password"]), secrets.token_urlsafe(32))
    try:
        sql("INSERT INTO person VALUES (?, ?, ?)", *row)
    except sqlite3.IntegrityError:
        return jsonify(error="taken"), 409
    return jsonify(name=sent["username"]), 201


def log_in():
    sent = body()
    rows = sql("SELECT hash, stamp FROM person WHERE name = ?", sent.get("username", ""))
    if not rows or not check_password_hash(rows[0][0], sent.get("password", "")):
        return jsonify(error="wrong"), 401
    session.clear()
    session["stamp"] = rows[0][1]
    return Response(status=204)


def log_out():
    body()
    session.clear()
    return Response(status=204)


def me():
    return jsonify(name=somebody()[0])


def change_password():
    sent, (name, stored) = body(), somebody()
    if not check_password_hash(stored, sent.get("current_password", "")):
        return jsonify(error="wrong"), 403
    session["stamp"] = secrets.token_urlsafe(32)
    new = generate_password_hash(sent["new_password"])
    sql("UPDATE person SET hash = ?, stamp = ? WHERE name = ?", new, session["stamp"], name)
    return Response(status=204)


def create_app(path=None):
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    app.config["DATABASE"] = (
        path or os.environ.get("JSON_ACCOUNT_DB") or f"{app.instance_path}/json_account.db"
    )
    Path(app.config["DATABASE"]).parent.mkdir(parents=True, exist_ok=True)
    for rule, view in (
        ("/api/register", register), ("/api/login", log_in), ("/api/logout", log_out),
        ("/api/password", change_password),
    ):  # fmt: skip
        app.add_url_rule(rule, view_func=view, methods=["POST"])
    app.add_url_rule("/api/me", view_func=me)
    with app.app_context():
        sql("CREATE TABLE IF NOT EXISTS person (name TEXT PRIMARY KEY, hash TEXT, stamp TEXT UNIQUE)")
    return app
