"""Register, log in, log out."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import accounts, events, sessions
from app.forms import ConfirmForm, LoginForm, RegistrationForm
from app.redirects import safe_next
from app.throttle import client_address, spend

bp = Blueprint("auth", __name__)


@bp.route("/register", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    """Make an account."""
    if current_user.is_authenticated:
        return _onward()
    form = RegistrationForm()
    if request.method == "POST":
        spend("register", client_address())
    if form.validate_on_submit() and (answer := _register(form)):
        return answer
    return render_template("register.html", form=form, next=safe_next(request.args.get("next")))


def _register(form: RegistrationForm) -> ResponseReturnValue | None:
    try:
        user = accounts.create(form.username.data, form.email.data, form.password.data)
    except accounts.NameTakenError:
        # Somebody was faster between our question and our insert: now the form's own validators see it.
        if form.validate():
            flash("That did not work. Please try again.", "danger")
        return None
    events.record("registered", user.username)
    if not current_app.config["REGISTER_SIGNS_IN"]:
        flash("Your account is ready. Please log in.", "success")
        return redirect(url_for("auth.login", next=safe_next(request.args.get("next"))))
    sessions.begin(user, remember=False)
    flash("Welcome! Your account is ready.", "success")
    return _onward()


@bp.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Log in, then go back to the page first asked for."""
    if current_user.is_authenticated:
        return _onward()
    form = LoginForm()
    if form.validate_on_submit():
        if user := accounts.authenticate(form.username.data, form.password.data):
            sessions.begin(user, remember=form.remember_me.data)
            events.record("logged-in", user.username)
            flash("Welcome back!", "success")
            return _onward()
        # One message for unknown names and wrong passwords: it must not tell which names exist.
        flash("Wrong username or password.", "danger")
    return render_template("login.html", form=form, next=safe_next(request.args.get("next")))


@bp.route("/logout", methods=["GET", "POST"])
def logout() -> ResponseReturnValue:
    """Log out by POST; a GET, which any other site can cause, only asks."""
    if current_user.is_anonymous:
        return redirect(url_for("main.index"))
    if not ConfirmForm().validate_on_submit():
        return render_template("logout.html")
    events.record("logged-out", current_user.username)
    sessions.leave()
    flash("You are logged out.", "info")
    return redirect(url_for("main.index"))


def _onward() -> ResponseReturnValue:
    return redirect(safe_next(request.args.get("next")) or url_for("main.dashboard"))
