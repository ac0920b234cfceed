"""Sessions in a dictionary of the server under an opaque id, for faults that Flask's signed cookie cannot have."""

import secrets
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

COOKIE: dict[str, Any] = {"httponly": True, "secure": True, "samesite": "Lax"}


class KeepingStore(SecureCookieSessionInterface):
    """Every session stands in the store, under an id that it keeps from the first visit on."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """Find the session of the cookie, or begin one."""
        return SecureCookieSession(self.kept.get(request.cookies.get(self.get_cookie_name(app), ""), {}))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session under the id that the browser has, if the store has given it out."""
        name = self.get_cookie_name(app)
        sid = request.cookies.get(name, "")
        sid = sid if sid in self.kept else secrets.token_urlsafe(32)
        self.kept[sid] = dict(session)
        response.set_cookie(name, sid, **COOKIE)


class LateStore(SecureCookieSessionInterface):
    """Only sessions of people who are signed in stand in the store; the browser may bring the id along."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Find the session of the cookie, else that of Flask's signed cookie."""
        stored = self.kept.get(request.cookies.get("sid", ""))
        return super().open_session(app, request) if stored is None else SecureCookieSession(stored)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session while somebody is signed in, and forget it after that."""
        sid = request.cookies.get("sid") or secrets.token_urlsafe(32)
        if "_user_id" not in session:
            self.kept.pop(sid, None)
            super().save_session(app, session, response)
        else:
            self.kept[sid] = dict(session)
            response.set_cookie("sid", sid, **COOKIE)
