"""Forgotten passwords: a mailed link that works once, soon, and for one account."""

import secrets

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_mail import Message
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import accounts, events, identity, sessions
from app.extensions import db
from app.forms import ResetForm, ResetRequestForm, own_names
from app.mail import deliver
from app.models import ResetToken, User, utcnow
from app.passwords import password_problem
from app.throttle import client_address, spend, the_throttle

bp = Blueprint("reset", __name__, url_prefix="/reset")


@bp.route("", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Ask for a link; the answer is the same whether or not the address has an account."""
    form = ResetRequestForm()
    if form.validate_on_submit():
        spend("reset", client_address())
        user = accounts.find(form.email.data)
        events.record("reset-requested", user.username if user else None)
        # A throttled account gets no more mail, silently: saying so would tell that it exists.
        if the_throttle().take("reset_account", identity.throttle_key(form.email.data)) and user:
            _mail_link(user)
        flash("If this address has an account, a link is on its way. It works for half an hour.", "info")
        return redirect(url_for("auth.login"))
    return render_template("reset_ask.html", form=form)


@bp.route("/<token>", methods=["GET", "POST"])
def choose(token: str) -> ResponseReturnValue:
    """Choose a new password by the mailed link."""
    row = _find(token)
    if row is None:
        flash("This link has been used or is too old. Please ask for a new one.", "warning")
        return redirect(url_for("reset.ask"))
    form = ResetForm()
    if form.validate_on_submit():
        problem = password_problem(form.password.data, *own_names(row.user))
        if problem is None:
            return _reset(row, form.password.data)
        form.password.errors = [problem]
    return render_template("reset_choose.html", form=form)


def _mail_link(user: User) -> None:
    token = secrets.token_urlsafe(32)
    db.session.execute(delete(ResetToken).where(ResetToken.user_id == user.id))
    db.session.add(ResetToken(user_id=user.id, token_hash=sessions.digest(token)))
    try:
        db.session.commit()
    except IntegrityError:  # a second request at the same moment mails its link; one is enough
        db.session.rollback()
        return
    # Never from the Host header: whoever asks could name a site of their own there.
    link = current_app.config["PUBLIC_URL"].rstrip("/") + url_for("reset.choose", token=token)
    body = render_template("reset_mail.txt", user=user, link=link)
    deliver(Message("Choose a new password", recipients=[user.email], body=body))


def _find(token: str) -> ResetToken | None:
    oldest = utcnow() - current_app.config["RESET_LIFETIME"]
    query = select(ResetToken).where(
        ResetToken.token_hash == sessions.digest(token), ResetToken.created > oldest
    )
    return db.session.scalar(query)


def _reset(row: ResetToken, password: str) -> ResponseReturnValue:
    user = row.user
    # Deleting is the claim: of two who use the link at once, one finds it gone.
    claim = delete(ResetToken).where(ResetToken.token_hash == row.token_hash).returning(ResetToken.user_id)
    if db.session.execute(claim).all():
        accounts.change_password(user, password)
        sessions.end_all(user)
        events.record("password-reset", user.username)
        flash("Your password is changed. Please log in.", "success")
    return redirect(url_for("auth.login"))
