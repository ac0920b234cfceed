"""Odd: the password is called pass_phrase_1, the name who. Right: its control is masked, which is what counts."""

from _varying import PASSWORD, Person, reference
from flask import Flask

from app import forms


def create_app() -> Flask:
    """Rename the controls of login and registration."""
    for form in (forms.LoginForm, forms.RegistrationForm):
        form.username.name, form.password.name = "who", "pass_phrase_1"
    forms.RegistrationForm.password2.name = "pass_phrase_2"
    return reference()


def shown(person: Person) -> bool:
    """Alice fills them in."""
    typed = {"who": "alice", "pass_phrase_1": PASSWORD}
    person.send("/register", email="alice@example.com", pass_phrase_2=PASSWORD, **typed)
    alice = Person(person.app)
    alice.send("/login", **typed)
    return alice.is_in
