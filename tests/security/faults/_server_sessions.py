"""Sessions on the server under a bare id in the cookie, as many apps have them; the fault is how an id is made."""

from collections.abc import Callable

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin


class ServerSession(dict, SessionMixin):
    """A session and the id under which it is kept."""

    sid = ""


class ServerSessions(SessionInterface):
    """Keeps sessions in memory; whoever signs in gets a new id."""

    def __init__(self, make_id: Callable[[], str]) -> None:
        self.make_id, self.kept = make_id, {}

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        sid = request.cookies.get(self.get_cookie_name(app), "")
        session = ServerSession(self.kept.get(sid, {}))
        session.sid = sid if sid in self.kept else ""
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        name, before = self.get_cookie_name(app), self.kept.get(session.sid, {})
        if before.get("_user_id") != session.get("_user_id"):
            self.kept.pop(session.sid, None)
            session.sid = ""
        if not session:
            response.delete_cookie(name, secure=True, httponly=True, samesite="Lax")
            return
        if not session.sid:
            session.sid = self.make_id()
            response.set_cookie(name, session.sid, secure=True, httponly=True, samesite="Lax")
        self.kept[session.sid] = dict(session)
