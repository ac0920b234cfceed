"""Odd: `next` is a signed token and no path. Right: what we did not sign leads to the dashboard."""

from _varying import PASSWORD, Person, reference, rewrite
from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app import auth
from app.extensions import login_manager
from app.redirects import safe_next


def signer() -> URLSafeTimedSerializer:
    """Sign with the app's key, for this purpose alone."""
    return URLSafeTimedSerializer(current_app.secret_key, salt="next")


def read(token: str | None) -> str | None:
    """The path in a token that is ours and not older than an hour."""
    try:
        return safe_next(signer().loads(token or "", max_age=3600))
    except BadSignature:
        return None


def create_app() -> Flask:
    """Sign where a stranger is turned away, read after the login."""

    def turn_away() -> ResponseReturnValue:
        wanted = signer().dumps(request.path) if request.method == "GET" else None
        return redirect(url_for("auth.login", next=wanted))

    auth.safe_next = read
    app = reference()
    login_manager.unauthorized_handler(turn_away)
    for template in ("login.html", "register.html"):
        rewrite(app, template, ("next=next", "next=request.args.get('next')"))
    return app


def shown(person: Person) -> bool:
    """Alice comes back by the token, and by nothing else."""
    alice = person.newcomer()
    asked = alice.get("/account").location
    back = alice.send(asked, username="alice", password=PASSWORD)
    plain = Person(person.app).send("/login?next=/account", username="alice", password=PASSWORD)
    return "/account" not in asked and (back.location, plain.location) == ("/account", "/dashboard")
