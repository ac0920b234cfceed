"""Odd: registration never says that an address is taken. Right: a mail tells it to its owner alone."""

from _emails import know_by_address
from _varying import Person, reference
from flask import Flask, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_mail import Message

from app import accounts, auth, events
from app.mail import deliver

FREE = "Welcome! Your account is ready."
TAKEN = "Somebody wanted to make an account with your address. You have one already: just log in."


def answer(form: auth.RegistrationForm) -> ResponseReturnValue:
    """Do the same work and say the same in either case."""
    known = accounts.find(form.email.data)
    if known is None:
        try:
            known = accounts.create("", form.email.data, form.password.data)
            events.record("registered", known.username)
        except accounts.NameTakenError:
            known = accounts.find(form.email.data)
        body = FREE
    else:
        current_app.extensions["passwords"].verify_nobody(form.password.data)
        body = TAKEN
    deliver(Message("Your account", recipients=[known.email], body=body))
    flash("We have sent you a mail. You can log in now.", "info")
    return redirect(url_for("auth.login"))


def create_app() -> Flask:
    """Ask no question of the database while the form is looked at."""
    know_by_address()
    del auth.RegistrationForm.validate_email
    auth._register = answer
    return reference()


def shown(person: Person) -> bool:
    """The second registration is answered like the first, and changes nothing."""
    other = "another harbour lamp 42"
    first, second = person.register(), Person(person.app).register(password=other, password2=other)
    alice = Person(person.app)
    alice.log_in(email="alice@example.com")
    return (first.status_code, first.location) == (second.status_code, second.location) and alice.is_in
