"""The pages around the login: one for everybody, one for users."""

from flask import Blueprint, render_template

from app.extensions import login_required

bp = Blueprint("main", __name__)


@bp.get("/")
def index() -> str:
    """Greet everybody, users by name."""
    return render_template("index.html")


@bp.get("/dashboard")
@login_required
def dashboard() -> str:
    """Greet the user by name."""
    return render_template("dashboard.html")
