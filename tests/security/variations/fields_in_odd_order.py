"""Odd: the password stands before the name, the box before both. Right: names of fields tell what they are."""

from _varying import Person, reference
from flask import Flask

from app import forms


def create_app() -> Flask:
    """Turn the forms around."""
    for form in (forms.LoginForm, forms.RegistrationForm, forms.PasswordChangeForm):
        names = ("username", "email", "current", "password", "password2", "remember_me")
        fields = [getattr(form, name) for name in names if hasattr(form, name)]
        for place, field in enumerate(fields):
            field.creation_counter = -place
    return reference()


def shown(person: Person) -> bool:
    """The password comes first."""
    alice = person.newcomer()
    alice.log_in()
    page = person.get("/login").text
    return alice.is_in and page.index('name="password"') < page.index('name="username"')
