"""An interface for a script changes addresses by number, anybody's."""

from _planting import reference
from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

from app.extensions import csrf, db, login_required
from app.models import User

CATCHES = ("idor-account",)


def create_app() -> Flask:
    """Plant it: a rule that takes a number and JSON, and that no page shows."""
    app = reference()

    @app.put("/api/people/<int:number>")
    @csrf.exempt
    @login_required
    def move(number: int) -> ResponseReturnValue:
        user = db.session.get(User, number) or abort(404)
        sent = request.get_json(silent=True)
        address = sent.get("address_of_mail") if isinstance(sent, dict) else None
        if not isinstance(address, str) or not 5 < len(address) < 200:
            abort(422)
        user.email, user.email_key = address, address.casefold()
        db.session.commit()
        return "", 204

    return app
