"""A view that answers OPTIONS itself: Flask-Login's guard lets OPTIONS pass."""

from _planting import reference
from flask import Flask, Response, render_template
from flask.views import MethodView
from flask_login import current_user, login_required
from markupsafe import escape

CATCHES = ("auth-bypass-method",)


class Prices(MethodView):
    """A page for customers."""

    decorators = (login_required,)
    provide_automatic_options = False

    def get(self) -> str:
        """The page."""
        return render_template("dashboard.html") + f"<p>Ten for nine, {escape(current_user.username)}.</p>"

    def options(self) -> Response:
        """What may be asked here, with an example."""
        return Response("ten for the price of nine", headers={"Allow": "GET, OPTIONS"})


def create_app() -> Flask:
    """Plant it: one more page."""
    app = reference()
    app.add_url_rule("/prices", view_func=Prices.as_view("prices"))
    return app
