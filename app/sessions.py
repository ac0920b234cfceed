"""Sessions that can be ended: each is a row, and the cookies hold no more than its random name."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from flask import current_app, request, session
from flask_login import current_user, login_user, logout_user
from sqlalchemy import delete, select, update

from app.extensions import db
from app.models import User, UserSession, utcnow

TOUCH_EVERY = timedelta(seconds=60)  # one write a minute is exact enough for limits of half an hour


def digest(token: str) -> str:
    """How a random token is stored: a copied table then opens no session."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def begin(user: User, *, remember: bool) -> None:
    """Sign the user in with a new session, in which nothing planted earlier survives."""
    session.clear()
    _forget_expired(user)
    token = secrets.token_urlsafe(32)
    db.session.add(
        UserSession(
            user_id=user.id,
            token_hash=digest(token),
            remembered=remember,
            address=(request.remote_addr or "unknown")[:45],
            agent="".join(filter(str.isprintable, request.user_agent.string))[:200],
        )
    )
    db.session.commit()
    user.session_token = token
    login_user(user, remember=remember)


def load(token: object) -> User | None:
    """Find the user of a session token; Flask-Login calls this with whatever a signed cookie holds."""
    row = _find(str(token))
    if row is None:
        return None
    if _is_over(row):
        end(row.user, row.id)
        return None
    if utcnow() - row.last_seen >= TOUCH_EVERY:
        db.session.execute(update(UserSession).where(UserSession.id == row.id).values(last_seen=utcnow()))
        db.session.commit()
    user = row.user
    user.session_token = str(token)
    return user


def leave() -> None:
    """Sign the present visitor out; copies of the cookies are worth nothing from now on."""
    db.session.execute(
        delete(UserSession).where(UserSession.token_hash == digest(current_user.session_token))
    )
    db.session.commit()
    forget()


def forget() -> None:
    """Empty this browser's cookies of the session that has ended."""
    session.clear()
    logout_user()


def end(user: User, session_id: int) -> bool:
    """End one session of this user, and tell whether there was one."""
    ended = db.session.execute(
        delete(UserSession)
        .where(UserSession.user_id == user.id, UserSession.id == session_id)
        .returning(UserSession.id)
    ).all()
    db.session.commit()
    return bool(ended)


def end_all(user: User) -> None:
    """End every session of this user, wherever it is open."""
    db.session.execute(delete(UserSession).where(UserSession.user_id == user.id))
    db.session.commit()


def renew(user: User) -> None:
    """End every session of this user and begin a new one here, so that copies of the old cookie die too."""
    row = current_row()
    end_all(user)
    begin(user, remember=row is not None and row.remembered)


def of_user(user: User) -> Sequence[UserSession]:
    """The user's open sessions, the latest first."""
    query = select(UserSession).where(UserSession.user_id == user.id).order_by(UserSession.last_seen.desc())
    return [row for row in db.session.scalars(query) if not _is_over(row)]


def current_row() -> UserSession | None:
    """The session of the present request."""
    return _find(current_user.session_token)


def _find(token: str) -> UserSession | None:
    return db.session.scalar(select(UserSession).where(UserSession.token_hash == digest(token)))


def _limits(remembered: bool) -> tuple[timedelta, timedelta]:
    config = current_app.config
    if remembered:
        return config["REMEMBER_COOKIE_DURATION"], config["REMEMBER_COOKIE_DURATION"]
    return config["SESSION_IDLE_LIMIT"], config["SESSION_ABSOLUTE_LIMIT"]


def _is_over(row: UserSession) -> bool:
    idle, absolute = _limits(row.remembered)
    return utcnow() - row.last_seen > idle or utcnow() - row.created > absolute


def _forget_expired(user: User) -> None:
    oldest = utcnow() - current_app.config["REMEMBER_COOKIE_DURATION"]
    db.session.execute(
        delete(UserSession).where(UserSession.user_id == user.id, UserSession.created < oldest)
    )
