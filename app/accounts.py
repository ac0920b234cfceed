"""Accounts: make one, find one, prove that it is yours, give it up."""

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import events, identity
from app.extensions import db
from app.models import ResetToken, User
from app.passwords import Passwords
from app.throttle import client_address, the_throttle


class NameTakenError(Exception):
    """Somebody has this username or email already."""


def create(username: str, email: str, password: str) -> User:
    """Make an account; of two at the same moment the database lets one through."""
    user = User(username=identity.shown_username(username), email=email)
    user.username_key = identity.username_key(username) or ""
    user.email_key = identity.email_key(email) or ""
    if not user.username_key or not user.email_key:
        raise ValueError("not a username, or not an email address")
    user.set_password(password)
    db.session.add(user)
    try:
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        raise NameTakenError from error
    return user


def find(name: str) -> User | None:
    """Find the account with this username or email, however it is spelt."""
    key = identity.login_key(name)
    if key is None:
        return None
    column = User.email_key if "@" in key else User.username_key
    return db.session.scalar(select(User).where(column == key))


def authenticate(name: str, password: str) -> User | None:
    """Return the user if the password is right; unknown names cost the same and have the same limits."""
    user = find(name)
    key = user.username_key if user else identity.throttle_key(name)
    if not _prove(user, key, password):
        return None
    return user


def confirm(user: User, password: str) -> bool:
    """Tell whether a signed-in user knows the password; stolen sessions may guess no more than logins may."""
    return _prove(user, user.username_key, password)


def change_password(user: User, password: str) -> None:
    """Set a new password, and void any reset link that was on its way."""
    user.set_password(password)
    db.session.execute(delete(ResetToken).where(ResetToken.user_id == user.id))
    db.session.commit()
    the_throttle().forgive("account", user.username_key)


def remove(user: User) -> None:
    """Delete the account; its sessions and reset links go with it."""
    db.session.execute(delete(User).where(User.id == user.id))
    db.session.commit()


def _prove(user: User | None, key: str, password: str) -> bool:
    throttle, address, who = the_throttle(), client_address(), user.username if user else None
    if throttle.is_spent("address", address):
        events.record("address-throttled", who)
        raise throttle.refusal("address", address)
    counted = throttle.take("account", key)
    right = _verify(user, password)  # also where the account is locked: a lock must not answer faster
    if counted and right:
        throttle.forgive("account", key)
        return True
    throttle.take("address", address)
    events.record("password-wrong" if counted else "account-locked", who)
    if not counted:
        raise throttle.refusal("account", key)
    return False


def _verify(user: User | None, password: str) -> bool:
    passwords: Passwords = current_app.extensions["passwords"]
    if user is None:
        return passwords.verify_nobody(password)
    right = user.check_password(password)
    if right and passwords.is_outdated(user.password_hash):
        user.set_password(password)
        db.session.commit()
    return right
