"""Odd: accounts have a switch that turns them off. Right: login, open sessions and reset look at it each time."""

from _varying import Person, reference
from flask import Flask
from sqlalchemy import Boolean, text
from sqlalchemy.orm import mapped_column

from app import accounts, sessions
from app.extensions import db, login_manager
from app.models import User

authenticate, load, find = accounts.authenticate, sessions.load, accounts.find


def in_use(user: User | None) -> User | None:
    return user if user is None or user.enabled else None


def create_app() -> Flask:
    """Ask the switch wherever a user is found for somebody who wants in."""
    User.enabled = mapped_column("enabled", Boolean, default=True, server_default="1")
    accounts.authenticate = lambda name, password: in_use(authenticate(name, password))
    sessions.load = lambda token: in_use(load(token))
    app = reference(SQLALCHEMY_DATABASE_URI="sqlite://")
    login_manager.user_loader(sessions.load)
    with app.app_context():
        db.create_all()
    return app


def shown(person: Person) -> bool:
    """Alice is out at once, and cannot come in again."""
    alice = person.newcomer()
    alice.log_in()
    served = alice.is_in
    with person.app.app_context():
        db.session.execute(text("UPDATE users SET enabled = 0"))
        db.session.commit()
    switched_off = not alice.is_in
    alice.log_in()
    return served and switched_off and not alice.is_in
