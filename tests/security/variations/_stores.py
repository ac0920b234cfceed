"""Sessions on the server under random ids: the cookie holds an id, which changes at every login and logout."""

import secrets
import time

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin


class Kept(SecureCookieSession):
    """A session and the id that it came under."""

    sid = ""


class Store(SessionInterface):
    """Keeps sessions in memory; ids that were replaced open theirs for `grace` seconds longer."""

    def __init__(self, *, rotate: bool = False, grace: float = 10) -> None:
        self.rotate, self.grace = rotate, grace
        self.kept: dict[str, dict[str, object]] = {}
        self.ends: dict[str, float] = {}

    def open_session(self, app: Flask, request: Request) -> Kept:
        """Find the session of the cookie; an id that we did not give out begins a new one."""
        sid = request.cookies.get(self.get_cookie_name(app), "")
        if self.ends.get(sid, time.time() + 1) <= time.time():
            self.kept.pop(sid, None)
        session = Kept(self.kept.get(sid, {}))
        session.sid = sid if sid in self.kept else ""
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep it, under a new id where somebody has come in or gone."""
        assert isinstance(session, Kept)
        name, before = self.get_cookie_name(app), self.kept.get(session.sid, {})
        if before.get("_user_id") != session.get("_user_id"):
            for sid in [sid for sid, data in self.kept.items() if data is before]:
                del self.kept[sid]
            session.sid = ""
        if not session:
            response.delete_cookie(name, secure=True, httponly=True, samesite="Lax")
            return
        before = self.kept.get(session.sid, {})
        before.clear()
        before.update(session)
        if not session.sid or (self.rotate and session.sid not in self.ends):
            if session.sid:
                self.ends[session.sid] = time.time() + self.grace
            session.sid = secrets.token_urlsafe(32)
            response.set_cookie(name, session.sid, secure=True, httponly=True, samesite="Lax")
        self.kept[session.sid] = before
