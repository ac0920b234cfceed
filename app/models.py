"""What the database holds: users, their sessions, their reset links."""

import sqlite3
from datetime import UTC, datetime

from flask import current_app
from flask_login import UserMixin
from sqlalchemy import Engine, ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.passwords import Passwords

# Without AUTOINCREMENT SQLite gives a deleted user's id, and all that points to it, to the next one.
NEVER_REUSE_IDS = {"sqlite_autoincrement": True}


def utcnow() -> datetime:
    """The time in UTC without a zone, as every database keeps it alike."""
    return datetime.now(UTC).replace(tzinfo=None)


def enforce_foreign_keys(engine: Engine) -> None:
    """Have SQLite keep foreign keys, which it does only when asked, connection by connection."""

    @event.listens_for(engine, "connect")
    def ask(connection: object, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA foreign_keys=ON")


class User(UserMixin, Base):  # type: ignore[misc]  # Flask-Login has no types
    """A person with an account."""

    __tablename__ = "users"
    __table_args__ = NEVER_REUSE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64))
    username_key: Mapped[str] = mapped_column(String(255), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(320), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    created: Mapped[datetime] = mapped_column(default=utcnow)

    # Of the session in which this user makes the present request; never stored.
    session_token = ""  # nosec B105

    def __repr__(self) -> str:
        """Show which user this is, and nothing secret."""
        return f"<User {self.id}>"

    def get_id(self) -> str:
        """Give Flask-Login the session's random token, so that both its cookies die with the session."""
        return self.session_token

    def set_password(self, password: str) -> None:
        """Keep the password's hash."""
        self.password_hash = _passwords().hash(password)

    def check_password(self, password: str) -> bool:
        """Tell whether this is the user's password."""
        return _passwords().verify(self.password_hash, password)


class UserSession(Base):
    """One sign-in on one device; it lasts until its row goes."""

    __tablename__ = "user_session"
    __table_args__ = NEVER_REUSE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[datetime] = mapped_column(default=utcnow)
    last_seen: Mapped[datetime] = mapped_column(default=utcnow)
    remembered: Mapped[bool]
    address: Mapped[str] = mapped_column(String(45))
    agent: Mapped[str] = mapped_column(String(200))
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class ResetToken(Base):
    """The one reset link of an account that may still be used; a newer one takes its place."""

    __tablename__ = "reset_token"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[datetime] = mapped_column(default=utcnow)
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


def _passwords() -> Passwords:
    passwords: Passwords = current_app.extensions["passwords"]
    return passwords
