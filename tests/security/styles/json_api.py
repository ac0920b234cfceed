"""The accounts of a field recorder's app: a JSON API with bearer tokens, no forms and no cookies.

Phones talk to it. A token stands in the table `token` as its digest and ends with its row. Handles are public: each
recording shows its recordist. The database: `RECORDER_DB`, else `instance/recorder.db`.
"""

import base64
import hashlib
import hmac
import logging
import os
import re
import secrets
import sys
import time
import unicodedata
from pathlib import Path

from flask import Blueprint, Flask, abort, current_app, g, jsonify, make_response, request
from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException
from zxcvbn import zxcvbn

metadata = MetaData()
account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("handle", String(30), nullable=False, unique=True),
    Column("secret", String(200), nullable=False),
    Column("about", String(200), nullable=False, default=""),
    Column("suspended", Integer, nullable=False, default=0),
    sqlite_autoincrement=True,
)
token = Table(
    "token",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("issued", Float, nullable=False),
    Column("used", Float, nullable=False),
)
failure = Table(
    "failure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(80), nullable=False, index=True),
    Column("at", Float, nullable=False),
)

HANDLE = re.compile(r"[a-z][a-z0-9_-]{2,29}")
RESERVED = {
    "admin",
    "administrator",
    "root",
    "support",
    "moderator",
    "system",
    "staff",
    "security",
    "webmaster",
    "info",
    "help",
    "owner",
    "superuser",
    "sysadmin",
    "operator",
    "postmaster",
    "abuse",
}
IDLE_S, LIFE_S, WINDOW_S = 12 * 3600, 14 * 86_400, 15 * 60
PER_HANDLE, PER_ADDRESS = 6, 60
LOG_N, R, P = 15, 8, 3
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    "form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Cross-Origin-Resource-Policy": "same-origin",
}
audit_log = logging.getLogger("recorder.audit")
api = Blueprint("api", __name__, url_prefix="/api")


# -- passwords


def stretch(password, salt):
    """The hash of a password."""
    raw = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(raw, salt=salt, n=2**LOG_N, r=R, p=P, maxmem=2**27, dklen=32)


def seal(password):
    """What is stored for a password."""
    salt = secrets.token_bytes(16)
    parts = (base64.b64encode(part).decode() for part in (salt, stretch(password, salt)))
    return "$scrypt$ln=15,r=8,p=3$" + "$".join(parts)


NOBODY = seal(secrets.token_hex())


def matches(sealed, password):
    """Whether this is the password that was sealed."""
    salt, digest = (base64.b64decode(part) for part in sealed.split("$")[3:])
    return hmac.compare_digest(stretch(password, salt), digest)


def objection(password, handle):
    """Why a new password is not good enough; None where it is."""
    if len(password) < 15:
        return "Use at least 15 characters."
    if len(password) > 256:
        return "Use at most 256 characters."
    if zxcvbn(password[:72], user_inputs=[handle, "recorder", "fieldrecorder"])["guesses"] < 10**10:
        return "This password is too easy to guess."
    return None


# -- helpers of the views


def said(event_name, handle="-"):
    """One line of the audit log."""
    audit_log.info("%s handle=%s from=%s", event_name, ascii(str(handle)[:60]), request.remote_addr)


def refuse(status, code, message):
    """An error as JSON."""
    abort(make_response(jsonify(error={"code": code, "message": message}), status))


def field(name):
    """A text of the request's JSON object."""
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, str) or not value or any("\ud800" <= char <= "\udfff" for char in value):
        refuse(422, "invalid", f"{name} must be a text")
    return value


def handle_of(text):
    """A handle as it is stored, however it was typed."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def throttle(handle):
    """Count a guess before it is looked at; refuse where there were too many."""
    now, keys = time.time(), {f"h:{handle[:60]}": PER_HANDLE, f"a:{request.remote_addr}": PER_ADDRESS}
    with current_app.engine.begin() as db:
        db.execute(delete(failure).where(failure.c.at < now - WINDOW_S))
        counts = {key: db.scalar(select(func.count()).where(failure.c.key == key)) for key in keys}
        full = any(counts[key] >= most for key, most in keys.items())
        if not full:
            db.execute(insert(failure), [{"key": key, "at": now} for key in keys])
    if full:
        said("throttled", handle)
        refuse(429, "slow-down", "Too many attempts. Try again in a quarter of an hour.")


def absolve(handle):
    """The right password ends the count of its handle."""
    with current_app.engine.begin() as db:
        db.execute(delete(failure).where(failure.c.key == f"h:{handle[:60]}"))


def issue(account_id):
    """A new token of an account."""
    fresh, now = secrets.token_urlsafe(32), time.time()
    with current_app.engine.begin() as db:
        db.execute(insert(token).values(digest=digest_of(fresh), account_id=account_id, issued=now, used=now))
    return jsonify(access_token=fresh, token_type="Bearer", expires_in=IDLE_S)


def digest_of(text):
    """How a token is kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def owner():
    """Whose token this request carries; refuses where it carries none that is good."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    now, g.digest = time.time(), digest_of(given)
    with current_app.engine.begin() as db:
        db.execute(delete(token).where((token.c.used < now - IDLE_S) | (token.c.issued < now - LIFE_S)))
        found = db.execute(
            select(account)
            .join(token, token.c.account_id == account.c.id)
            .where(token.c.digest == g.digest, account.c.suspended == 0)
        ).first()
        if found and scheme.lower() == "bearer":
            db.execute(update(token).where(token.c.digest == g.digest).values(used=now))
            return found
    response = make_response(jsonify(error={"code": "unauthorized", "message": "Sign in first."}), 401)
    response.headers["WWW-Authenticate"] = "Bearer"
    return abort(response)


# -- views


@api.post("/register")
def register():
    """Make an account."""
    handle, password = handle_of(field("handle")), field("password")
    if not HANDLE.fullmatch(handle) or handle.strip("_-0123456789") in RESERVED:
        refuse(422, "handle", "3 to 30 letters, digits, - and _; some names are reserved.")
    if reason := objection(unicodedata.normalize("NFC", password), handle):
        refuse(422, "password", reason)
    try:
        with current_app.engine.begin() as db:
            db.execute(insert(account).values(handle=handle, secret=seal(password)))
    except IntegrityError:
        refuse(409, "taken", "This handle is taken.")
    said("registered", handle)
    return jsonify(handle=handle), 201


@api.post("/login")
def login():
    """A token for a handle and its password."""
    handle, password = handle_of(field("handle")), field("password")
    throttle(handle)
    with current_app.engine.connect() as db:
        found = db.execute(select(account).where(account.c.handle == handle)).first()
    right = matches(found.secret if found else NOBODY, password)
    if not found or not right or found.suspended:
        said("login failed", handle)
        refuse(401, "credentials", "Handle or password is wrong.")
    absolve(handle)
    said("login", handle)
    return issue(found.id)


@api.post("/logout")
def logout():
    """The end of the token that the request carries."""
    who = owner()
    with current_app.engine.begin() as db:
        db.execute(delete(token).where(token.c.digest == g.digest))
    said("logout", who.handle)
    return "", 204


@api.get("/me")
def me():
    """One's own account."""
    who = owner()
    return jsonify(handle=who.handle, about=who.about)


@api.patch("/me")
def edit_me():
    """A line about oneself."""
    who, about = owner(), field("about")
    with current_app.engine.begin() as db:
        db.execute(update(account).where(account.c.id == who.id).values(about=about[:200]))
    return jsonify(handle=who.handle, about=about[:200])


@api.put("/me/password")
def change_password():
    """A new password for the old one; every token ends, and a new one is issued."""
    who, current, new = owner(), field("current_password"), field("new_password")
    throttle(who.handle)
    if not matches(who.secret, current):
        said("password change failed", who.handle)
        refuse(403, "credentials", "The current password is wrong.")
    absolve(who.handle)
    if reason := objection(unicodedata.normalize("NFC", new), who.handle):
        refuse(422, "password", reason)
    with current_app.engine.begin() as db:
        db.execute(update(account).where(account.c.id == who.id).values(secret=seal(new)))
        db.execute(delete(token).where(token.c.account_id == who.id))
    said("password changed", who.handle)
    return issue(who.id)


def front_page():
    """What a browser sees."""
    return '<!doctype html><html lang="en"><meta charset="utf-8"><title>Recorder</title><p>This is for the app.</p>'


# -- the app


def as_json(error):
    """Every error as JSON, without its details."""
    if isinstance(error, HTTPException) and error.response is not None:
        return error.response
    status = error.code if isinstance(error, HTTPException) and error.code else 500
    if status == 500:
        audit_log.error("error on %s", ascii(request.path), exc_info=error)
    return jsonify(error={"code": f"http-{status}", "message": "This request cannot be answered."}), status


def with_headers(response):
    """What every answer says."""
    response.headers.update(HEADERS)
    return response


def make_engine(path):
    """The database: writers wait for each other, rows go with their account."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 20})

    @event.listens_for(engine, "connect")
    def connected(connection, _record):
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begun(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def create_app():
    """The API."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 32 * 1024
    path = Path(os.environ.get("RECORDER_DB") or Path(__file__).parent / "instance" / "recorder.db")
    path.parent.mkdir(parents=True, exist_ok=True)
    app.engine = make_engine(path)
    metadata.create_all(app.engine)
    app.register_blueprint(api)
    app.add_url_rule("/", view_func=front_page)
    app.register_error_handler(Exception, as_json)
    app.after_request(with_headers)
    if not audit_log.handlers:
        audit_log.addHandler(logging.StreamHandler(sys.stderr))
        audit_log.setLevel(logging.INFO)
        audit_log.propagate = False
    return app
