"""One's own account: sessions, password, farewell."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import accounts, events, sessions
from app.extensions import login_required
from app.forms import PasswordChangeForm, PasswordConfirmForm

bp = Blueprint("account", __name__, url_prefix="/account")

REFUSED = "This is not your password."


@bp.get("")
@login_required
def overview() -> str:
    """Show the account and its open sessions."""
    return render_template(
        "account.html", sessions=sessions.of_user(current_user), current=sessions.current_row()
    )


@bp.route("/password", methods=["GET", "POST"])
@login_required
def password() -> ResponseReturnValue:
    """Change the password, which ends all other sessions."""
    form = PasswordChangeForm()
    if form.validate_on_submit():
        if accounts.confirm(current_user, form.current.data):
            user = current_user._get_current_object()  # noqa: SLF001  # the session outlives the proxy's user
            accounts.change_password(user, form.password.data)
            sessions.renew(user)
            events.record("password-changed", user.username)
            flash("Your password is changed. All other sessions have ended.", "success")
            return redirect(url_for("account.overview"))
        form.current.errors = [REFUSED]
    return render_template("password.html", form=form)


@bp.route("/delete", methods=["GET", "POST"])
@login_required
def delete() -> ResponseReturnValue:
    """Delete the account for good."""
    form = PasswordConfirmForm()
    if form.validate_on_submit():
        if accounts.confirm(current_user, form.password.data):
            user = current_user._get_current_object()  # noqa: SLF001
            events.record("account-deleted", user.username)
            sessions.leave()
            accounts.remove(user)
            flash("Your account is deleted.", "info")
            return redirect(url_for("main.index"))
        form.password.errors = [REFUSED]
    return render_template("delete.html", form=form)


# The bound keeps the number within what every database can compare.
@bp.post("/sessions/<int(max=2147483647):session_id>/end")
@login_required
def end_session(session_id: int) -> ResponseReturnValue:
    """End one of the user's own sessions."""
    row = sessions.current_row()
    name = current_user.username
    if not sessions.end(current_user, session_id):
        abort(404)
    events.record("session-ended", name)
    if row is not None and row.id == session_id:
        sessions.forget()
        flash("You are logged out.", "info")
        return redirect(url_for("main.index"))
    flash("The session has ended.", "success")
    return redirect(url_for("account.overview"))


@bp.post("/sessions/end-others")
@login_required
def end_other_sessions() -> ResponseReturnValue:
    """End all sessions but this one."""
    user = current_user._get_current_object()  # noqa: SLF001
    sessions.renew(user)
    events.record("other-sessions-ended", user.username)
    flash("All other sessions have ended.", "success")
    return redirect(url_for("account.overview"))
