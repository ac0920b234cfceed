"""Odd: 'remember me' is a cookie with a row of its own, new at each use. Right: an old one opens nothing."""

import secrets
from datetime import datetime, timedelta

from _varying import Person, reference
from flask import Flask, Response, g, request
from flask_login import current_user
from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app import sessions
from app.extensions import db, login_required
from app.models import User, utcnow

COOKIE, LIFE = "__Host-remember", timedelta(days=30)
begin, end_all, leave = sessions.begin, sessions.end_all, sessions.leave


class RememberToken(db.Model):
    """One remembered browser."""

    __tablename__ = "remember_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[datetime] = mapped_column(default=utcnow)


def issue(user: User, created: datetime) -> None:
    g.remember = secrets.token_urlsafe(32)
    db.session.add(RememberToken(user_id=user.id, token_hash=sessions.digest(g.remember), created=created))
    db.session.commit()


def revoke(*conditions: object) -> None:
    db.session.execute(delete(RememberToken).where(*conditions))
    db.session.commit()


def begin_remembered(user: User, *, remember: bool) -> None:
    begin(user, remember=False)
    if remember:
        issue(user, utcnow())


def end_all_remembered(user: User) -> None:
    revoke(RememberToken.user_id == user.id)
    end_all(user)


def leave_forgotten() -> None:
    revoke(RememberToken.token_hash == sessions.digest(request.cookies.get(COOKIE, "")))
    g.remember = ""
    leave()


def come_back() -> None:
    """Sign in whoever brings a token that is in the table, and change it; deleting the row is the claim."""
    token = request.cookies.get(COOKIE)
    if not token or current_user.is_authenticated:
        return
    claim = delete(RememberToken).where(RememberToken.token_hash == sessions.digest(token))
    row = db.session.execute(claim.returning(RememberToken.user_id, RememberToken.created)).first()
    db.session.commit()
    user = db.session.scalar(select(User).where(User.id == row.user_id)) if row else None
    g.remember = ""
    if user and utcnow() - row.created <= LIFE:
        begin(user, remember=False)
        issue(user, row.created)


def tell(response: Response) -> Response:
    cookie = {"secure": True, "httponly": True, "samesite": "Lax"}
    if g.get("remember"):
        response.set_cookie(COOKIE, g.remember, max_age=int(LIFE.total_seconds()), **cookie)
    elif g.get("remember") == "":
        response.delete_cookie(COOKIE, **cookie)
    return response


def create_app() -> Flask:
    """Add the table, and let sessions end with their tokens."""
    sessions.begin, sessions.end_all, sessions.leave = begin_remembered, end_all_remembered, leave_forgotten
    app = reference()
    with app.app_context():
        RememberToken.__table__.create(db.engine, checkfirst=True)
    end_one = app.view_functions["account.end_session"]

    def end_and_forget(session_id: int) -> object:
        # A session that its owner ends must not come back by the cookie of that browser.
        revoke(RememberToken.user_id == current_user.id)
        return end_one(session_id=session_id)

    app.view_functions["account.end_session"] = login_required(end_and_forget)
    app.before_request(come_back)
    app.after_request(tell)
    return app


def shown(person: Person) -> bool:
    """Alice comes back by the second cookie, which changes; the old one is void."""
    alice = person.newcomer()
    alice.log_in(remember_me="y")
    old = alice.client.get_cookie(COOKIE).value
    alice.client.delete_cookie("__Host-session")
    back = alice.is_in and alice.client.get_cookie(COOKIE).value != old
    thief = Person(person.app)
    thief.client.set_cookie(COOKIE, old)
    return back and not thief.is_in
