"""Odd: the login asks for the name, and on a second page for the password. Right: it says the same to all."""

from _varying import PASSWORD, Person, reference
from flask import Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app import auth, forms
from app.redirects import safe_next


class NameForm(forms.PageForm):
    """Asks who it is."""

    username = forms.StringField(
        "Username or email", [forms.DataRequired()], render_kw={"autocomplete": "username"}
    )


class SecretForm(forms.PageForm):
    """Asks for the password of whoever the first page was told."""

    password = forms._current_password()
    remember_me = forms.BooleanField("Remember me on this device")
    # The view reads the name from its form.
    username = property(lambda self: self)
    data = property(lambda self: session["who"])


def create_app() -> Flask:
    """Let the first page keep the name in the session, and the second one log in."""
    app = reference()
    auth.LoginForm = SecretForm
    log_in = app.view_functions["auth.login"]

    def ask() -> ResponseReturnValue:
        form, onward = NameForm(), safe_next(request.args.get("next"))
        if auth.current_user.is_authenticated:
            return auth._onward()
        if not form.validate_on_submit():
            return render_template("login.html", form=form, next=onward)
        session["who"] = form.username.data[:320]
        return redirect(url_for("secret", next=onward))

    def secret() -> ResponseReturnValue:
        return log_in() if "who" in session else redirect(url_for("auth.login"))

    app.view_functions["auth.login"] = ask
    app.add_url_rule("/login/password", "secret", secret, methods=["GET", "POST"])
    return app


def shown(person: Person) -> bool:
    """Alice passes both pages; the first has no password."""
    alice = person.newcomer()
    first = alice.get("/login").text
    where = alice.send("/login", username="alice").location
    alice.send(where, password=PASSWORD)
    return (
        where == "/login/password"
        and "password" not in first.replace("Forgot your password", "")
        and alice.is_in
    )
