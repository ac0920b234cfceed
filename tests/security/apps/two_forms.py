"""Login and registration side by side on one page, among forms that are neither, in Japanese.

Odd: `/` holds four forms (search, newsletter, login, registration) that share the field name `email`; login
and registration have the same two fields and post to /session and /people, where a GET is refused; people
have an email address and no username; logout is a button in the navigation with a hidden token; sessions
live in a dictionary and the browser holds an opaque `sid`. The database: `TWO_FORMS_DB` or
`create_app(path)`, else `instance/two_forms.db`.
"""

import hmac
import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask, abort, current_app, g, make_response, redirect, render_template_string, request
from werkzeug.security import check_password_hash, generate_password_hash

PAGE = """<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<title>町の図書館</title>
<nav>
  <a href="/">ホーム</a> <a href="/shelf">わたしの本棚</a>
  <form action="/search"><input type="search" name="q" aria-label="検索"><button>検索</button></form>
  {% if me %}
  <form method="post" action="/session/end">
    <input type="hidden" name="token" value="{{ token }}"><button>ログアウト</button>
  </form>
  {% endif %}
</nav>
{% if note %}<p role="status">{{ note }}</p>{% endif %}
{% block main %}{% endblock %}"""
FRONT = """
<h1>町の図書館</h1>
<form method="post" action="/newsletter">
  <h2>お知らせ</h2>
  <label>メールアドレス <input type="email" name="email"></label> <button>申し込む</button>
</form>
{% if not me %}
<form method="post" action="/session">
  <h2>ログイン</h2>
  <label>メールアドレス <input type="email" name="email" required></label>
  <label>パスワード <input type="password" name="password" autocomplete="current-password" required></label>
  <button>ログイン</button>
</form>
<form method="post" action="/people">
  <h2>新規登録</h2>
  <label>メールアドレス <input type="email" name="email" required></label>
  <label>パスワード <input type="password" name="password" autocomplete="new-password" required></label>
  <button>登録する</button>
</form>
{% endif %}"""
SHELF = "<h1>わたしの本棚</h1><p>{{ me }} さん、こんにちは。</p>"

sessions = {}


def page(main, note="", status=200):
    template = PAGE.replace("{% block main %}{% endblock %}", main)
    return render_template_string(template, note=note, **g.session), status


def database():
    return closing(sqlite3.connect(current_app.config["DATABASE"]))


def stored_hash(email):
    with database() as connection:
        row = connection.execute("SELECT hash FROM people WHERE email = ?", (email,)).fetchone()
    return row[0] if row else None


def load_session():
    g.session = sessions.get(request.cookies.get("sid"), {"me": None, "token": None})


def front():
    return page(FRONT)


def search():
    return page("<h1>検索</h1><p>「{{ request.args.q }}」は見つかりません。</p>")


def newsletter():
    return page(FRONT, "お知らせを送ります。")


def join():
    email, password = request.form["email"].strip().lower(), request.form["password"]
    if "@" not in email or not password:
        return page(FRONT, "入力を確かめてください。", 422)
    try:
        with database() as connection, connection:
            connection.execute("INSERT INTO people VALUES (?, ?)", (email, generate_password_hash(password)))
    except sqlite3.IntegrityError:
        return page(FRONT, "登録できませんでした。", 409)
    return page(FRONT, "登録しました。ログインしてください。", 201)


def log_in():
    email = request.form["email"].strip().lower()
    stored = stored_hash(email)
    if not stored or not check_password_hash(stored, request.form["password"]):
        return page(FRONT, "ログインできませんでした。", 401)
    sid = secrets.token_urlsafe(32)
    sessions[sid] = {"me": email, "token": secrets.token_urlsafe(32)}
    response = make_response(redirect("/shelf", 303))
    response.set_cookie("sid", sid, httponly=True, samesite="Lax")
    return response


def log_out():
    if not g.session["token"] or not hmac.compare_digest(
        g.session["token"].encode(), request.form.get("token", "").encode()
    ):
        abort(400)
    sessions.pop(request.cookies["sid"])
    response = make_response(redirect("/", 303))
    response.delete_cookie("sid")
    return response


def shelf():
    return page(SHELF) if g.session["me"] else redirect("/", 303)


def create_app(path=None):
    app = Flask(__name__)
    app.config["DATABASE"] = path or os.environ.get("TWO_FORMS_DB") or f"{app.instance_path}/two_forms.db"
    Path(app.config["DATABASE"]).parent.mkdir(parents=True, exist_ok=True)
    app.before_request(load_session)
    app.add_url_rule("/", view_func=front)
    app.add_url_rule("/search", view_func=search)
    app.add_url_rule("/newsletter", view_func=newsletter, methods=["POST"])
    app.add_url_rule("/people", view_func=join, methods=["POST"])
    app.add_url_rule("/session", view_func=log_in, methods=["POST"])
    app.add_url_rule("/session/end", view_func=log_out, methods=["POST"])
    app.add_url_rule("/shelf", view_func=shelf)
    with app.app_context(), database() as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS people (email TEXT PRIMARY KEY, hash TEXT NOT NULL)")
    return app
