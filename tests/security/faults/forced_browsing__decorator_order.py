"""`login_required` above the route: Flask got the bare view, and the guard never runs."""

from _planting import reference
from flask import Blueprint, Flask

from app.extensions import login_required

CATCHES = ("forced-browsing",)

bp = Blueprint("prices", __name__)


@login_required
@bp.get("/prices")
def prices() -> str:
    """A page for customers, the same for each of them."""
    return (
        "<!doctype html><title>Prices</title><h1>Prices for customers</h1><p>Ten for the price of nine.</p>"
    )


def create_app() -> Flask:
    """Plant it: one more page, decorated in the wrong order."""
    app = reference()
    app.register_blueprint(bp)
    return app
