"""The dashboard is slow to make, so it is kept for a minute: the next person gets the page of the last."""

import time

from _planting import reference
from flask import Flask, make_response
from flask.typing import ResponseReturnValue
from flask_login import login_required

CATCHES = ("cross-user-data-bleed",)


def create_app() -> Flask:
    """Plant it: the cache knows the page's address, and not whose page it is."""
    app, kept = reference(), {}
    view = app.view_functions["account.overview"]

    @login_required
    def overview() -> ResponseReturnValue:
        page, until = kept.get("account", ("", 0))
        if time.time() > until:
            page = make_response(view()).get_data(as_text=True)
            kept["account"] = page, time.time() + 60
        return page

    app.view_functions["account.overview"] = overview
    return app
