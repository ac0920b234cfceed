"""The code under 'How to fix it in Flask' works: it runs beside a small real app, and what it adds is used."""

import builtins
import datetime as dt
import dis
import hashlib
import os
import re
import secrets
import sqlite3
import textwrap
import time
import unicodedata
from types import CodeType, SimpleNamespace

import argon2
import click
import flask
import flask_limiter
import flask_limiter.util
import flask_login
import flask_mail
import flask_session
import flask_wtf
import itsdangerous
import markupsafe
import pytest
import sqlalchemy
import werkzeug.security
import wtforms
import zxcvbn
from cachelib import SimpleCache
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Mapped, mapped_column, relationship
from wtforms import validators

from authproof.checks import catalogue

SITE = "https://www.example.com"
PASSWORD = "vingt-trois pommes"
FORM = {
    "username": "erika",
    "password": PASSWORD,
    "email": "erika@example.com",
    "current": PASSWORD,
    "new": "neun blaue Birnen",
}
# Modules that a remedy uses by their own name, and those from which it has imported what it needs.
MODULES = (click, hashlib, os, re, secrets, time, unicodedata)
IMPORTED_FROM = (
    *(
        dt,
        wtforms,
        validators,
        sqlalchemy,
        sqlalchemy.orm,
        sqlalchemy.exc,
        werkzeug.security,
        argon2,
        markupsafe,
    ),
    *(flask, flask_login, flask_limiter, flask_limiter.util, flask_mail, flask_wtf, itsdangerous),
)
IMPORTS = {
    **{name: value for module in IMPORTED_FROM for name, value in vars(module).items() if name[0] != "_"},
    **{module.__name__: module for module in MODULES},
    "zxcvbn": zxcvbn.zxcvbn,
    "SimpleNamespace": SimpleNamespace,
}


def passages(remedy):
    """The indented passages of a remedy: what a reader copies."""
    found, lines = [], []
    for line in [*remedy.splitlines(), "end"]:
        if line.startswith("    ") or (not line and lines):
            lines.append(line)
        elif lines:
            found.append(textwrap.dedent("\n".join(lines)).strip())
            lines = []
    return found


PASSAGES = {
    f"{check.slug}-{number}": text
    for check in catalogue()
    for number, text in enumerate(passages(check.section("How to fix it in Flask")))
}

# What a passage defines and no request reaches, used; each must be true.
USED = {
    "auth-events-not-logged-0": "record('login', 'erika') is None",
    "concurrent-sessions-unlimited-0": "end_oldest([]) is None",
    "default-credentials-0": "not app.test_cli_runner().invoke(args=['create-admin', 'o', '--password=x']).exit_code",
    "disabled-account-access-0": "is_active.fget(SimpleNamespace(disabled=False))",
    "open-redirect-0": "safe_next('/a?b=c') == '/a?b=c' and not safe_next('////evil.test')",
    "password-plaintext-storage-0": "set_password(user, 'x') is None and user.password_hash.startswith('$argon2id$')",
    "reset-token-weak-0": "use_reset_token(token := new_reset_token(1)) == 1 and use_reset_token(token) is None",
    "session-puzzling-0": "begin(user) is None and current_user == user",
    "session-replay-after-password-change-0": "set_password(user, 'x') is None and len(user.stamp) > 40",
    "session-token-predictable-0": "'HttpOnly' in start_session(make_response('')).headers['Set-Cookie']",
}


def tables(db):
    """Tables with the columns that the remedies speak of."""

    class User(flask_login.UserMixin, db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        username: Mapped[str] = mapped_column(unique=True)
        email: Mapped[str | None]
        is_admin: Mapped[bool | None]
        password_hash: Mapped[str] = mapped_column(default="")
        stamp: Mapped[str | None]
        username_key: Mapped[str | None]
        locked_until: Mapped[dt.datetime | None]

        def set_password(self, password):
            self.password_hash = werkzeug.security.generate_password_hash(password)

        def check_password(self, password):
            return werkzeug.security.check_password_hash(self.password_hash, password)

    class UserSession(db.Model):
        token_hash: Mapped[str] = mapped_column(primary_key=True)
        made: Mapped[dt.datetime]
        user_id: Mapped[int] = mapped_column(sqlalchemy.ForeignKey("user.id"))
        user: Mapped[User] = relationship()

        @classmethod
        def find(cls, token):
            return db.session.get(cls, token)

    class ResetToken(db.Model):
        token_hash: Mapped[str] = mapped_column(primary_key=True)
        user_id: Mapped[int]

    class Address(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        user_id: Mapped[int]

    return {
        "User": User,
        "UserSession": UserSession,
        "Login": UserSession,
        "ResetToken": ResetToken,
        "Address": Address,
    }


@pytest.fixture
def app(tmp_path, key):
    """A small app with the pages that the remedies name, but for those that this one brings."""
    (tmp_path / "login.html").write_text("<form method=post></form>")
    app = flask.Flask("bench", template_folder=str(tmp_path))
    app.config.update(
        SECRET_KEY=secrets.token_hex(),
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/bench.db",
        SESSION_TYPE="cachelib",
        SESSION_CACHELIB=SimpleCache(),
        RATELIMIT_STORAGE_URI="memory://",
        PUBLIC_URL="https://www.example.com",
        MAIL_DEFAULT_SENDER="app@example.com",
        TESTING=True,
    )
    for name in {"index", "login", "dashboard", "account"} - set(re.findall(r"def (\w+)", PASSAGES[key])):
        app.add_url_rule(f"/at/{name}", name, lambda: "a page")
    app.add_url_rule("/at/reset/<token>", "reset", lambda token: token)
    main = flask.Blueprint("main", __name__)
    main.add_url_rule("/", "index", lambda: "home")
    app.register_blueprint(main)
    return app


@pytest.fixture
def bench(app, monkeypatch):
    """All names that a remedy may take for granted, as a team has them that took the tutorials' advice."""
    db, manager = SQLAlchemy(app), flask_login.LoginManager(app)
    models = tables(db)
    flask_session.Session(app)
    monkeypatch.setenv("SECRET_KEY", secrets.token_hex())
    with app.test_request_context("/?next=/a", base_url=SITE, method="POST", data=FORM):
        db.create_all()
        user = models["User"](**{name: FORM[name] for name in ("username", "email")}, stamp="stamp")
        user.set_password(PASSWORD)
        db.session.add_all([user, models["Address"](id=1, user_id=1)])
        db.session.commit()
        flask_login.login_user(user)
        manager.user_loader(lambda _token: db.session.get(models["User"], 1))
        yield {**IMPORTS, **models, **helpers(app, user), "db": db, "login_manager": manager}


def helpers(app, user):
    """The team's own functions and values."""
    fields = SimpleNamespace(**{name: SimpleNamespace(data=value) for name, value in FORM.items()})
    fields.remember_me = SimpleNamespace(data=True)
    mail = flask_mail.Mail()
    mail.state = flask_mail.Mail.init_app(mail, app)
    connection = sqlite3.connect(":memory:")
    connection.executescript("CREATE TABLE users (name); CREATE TABLE reset (user_id, token_hash, made)")
    return {
        "app": app,
        "user": user,
        "form": fields,
        "mail": mail,
        "connection": connection,
        **FORM,
        "token": "token",
        "number": 1,
        "admin": flask.Blueprint("admin", __name__),
        "name": "Erika",
        "lang": "de",
        "LANGUAGES": ("de", "en"),
        "PUBLIC": {"login", "static"},
        "limiter": flask_limiter.Limiter(flask_limiter.util.get_remote_address, app=app),
        "sign_in": lambda _form: "signed in",
        "safe_next": lambda target: target,
        "find_user": lambda _name: user,
        "authenticate": lambda _name, _password: user,
        "begin_session": lambda _user: "token",
        "account_key": lambda: "erika",
        "digest": lambda text: hashlib.sha256(text.encode()).hexdigest(),
        "send_mail": lambda _to, _text: None,
        "link_for": lambda _user: "/at/reset/token",
        "hash_password": werkzeug.security.generate_password_hash,
    }


def python_of(text):
    """The passage as a module; one that answers a request becomes a function that is called."""
    try:
        return compile(text, "passage", "exec")
    except SyntaxError:
        inner = textwrap.indent(text, "    ")
        return compile(f"def passage():\n{inner}\npassage()", "passage", "exec")


def missing_names(code, names):
    """Names that functions would look for in vain, were they called."""
    wanted = {one.argval for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL"}
    inner = [missing_names(one, names) for one in code.co_consts if isinstance(one, CodeType)]
    return (wanted - names).union(*inner)


def visit(app, known):
    """Open every page that is new, by every method that it takes, and a page that is missing; nothing crashes."""
    client = app.test_client()
    with client.session_transaction(base_url=SITE) as session:
        session["_user_id"] = "1"
    for rule in [*app.url_map.iter_rules()]:
        for method in rule.methods & {"GET", "POST"} if rule.endpoint not in known else ():
            kind = {"json": FORM} if rule.rule.startswith("/api") else {"data": FORM}
            assert client.open(rule.rule, base_url=SITE, method=method, **kind).status_code < 500
    assert client.get("/", base_url=SITE).status_code < 500
    assert client.get("/missing", base_url=SITE).status_code == 404


PYTHON = {key: text for key, text in PASSAGES.items() if "<" not in text.split("\n")[0][:1]}


@pytest.mark.parametrize("key", PYTHON)
def test_a_remedy_runs_and_the_app_goes_on(app, bench, key):
    """No name is missing, nothing raises, and each page that it adds answers."""
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    code = python_of(PYTHON[key])
    if "(UserMixin, db.Model)" in PYTHON[key]:
        bench["db"] = SQLAlchemy()  # the passage has a model of its own
    exec(code, bench)
    assert not missing_names(code, set(bench) | set(vars(builtins)))
    assert eval(USED.get(key, "True"), bench)
    visit(app, known)


@pytest.mark.parametrize("key", PASSAGES.keys() - PYTHON.keys())
def test_markup_in_a_remedy_is_a_template(app, bench, key):
    """It compiles and renders."""
    flask_wtf.CSRFProtect(app)
    assert flask.render_template_string(PASSAGES[key]).startswith("<")


def test_every_use_belongs_to_a_remedy():
    """A check that went, or a passage that moved, takes its use along."""
    assert USED.keys() <= PYTHON.keys()
