"""Odd: no English word in forms, messages and names of fields. Right: what they do is what they did."""

from _varying import PASSWORD, Person, reference, rewrite
from flask import Flask, flash

from app import auth, forms

NAMES = {"username": "benutzername", "email": "anschrift", "password": "kennwort", "password2": "nochmal"}
LABELS = {"username": "Benutzername", "email": "E-Post", "password": "Kennwort", "password2": "Wiederholung"}
MESSAGES = {"Wrong username or password.": "Benutzername oder Kennwort stimmt nicht."}


def create_app() -> Flask:
    """Translate the login and the registration."""
    for form in (forms.LoginForm, forms.RegistrationForm):
        for name, words in NAMES.items():
            if field := getattr(form, name, None):
                field.name, field.args = words, (LABELS[name], *field.args[1:])
    forms.LoginForm.remember_me.name = "angemeldet_bleiben"
    forms.LoginForm.remember_me.args = ("Auf diesem Rechner angemeldet bleiben",)
    auth.flash = lambda text, category: flash(MESSAGES.get(text, "Gut."), category)
    app = reference()
    rewrite(app, "layout.html", ('lang="en"', 'lang="de"'))
    rewrite(app, "login.html", ("'Log in'", "'Hinein'"), (">Register<", ">Mitmachen<"))
    rewrite(app, "register.html", ("'Register'", "'Mitmachen'"), (">Log in<", ">Hinein<"))
    rewrite(
        app, "base.html", (">Logout<", ">Hinaus<"), (">Login<", ">Hinein<"), (">Register<", ">Mitmachen<")
    )
    rewrite(app, "logout.html", (">Log out<", ">Hinaus<"))
    return app


def shown(person: Person) -> bool:
    """Alice fills in German fields."""
    typed = {"benutzername": "alice", "kennwort": PASSWORD}
    person.send("/register", anschrift="alice@example.com", nochmal=PASSWORD, **typed)
    alice = Person(person.app)
    alice.send("/login", **typed)
    return alice.is_in and 'name="password"' not in Person(person.app).get("/login").text
