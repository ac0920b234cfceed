"""Registration takes what it asks for; the profile, added later, saves every field that is sent."""

from _planting import reference
from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import text

from app.extensions import db, login_required

CATCHES = ("registration-mass-assignment",)
PAGE = """<!doctype html><title>Profile</title>
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<label>Motto <input name="motto" value="{{ row.motto or '' }}"></label> <button>Save</button></form>"""
NEW = (
    "motto VARCHAR(80)",
    "role VARCHAR(20) NOT NULL DEFAULT 'member'",
    "credit INTEGER NOT NULL DEFAULT 20",
)


def create_app() -> Flask:
    """Plant it: three columns more, one of which the form shows."""
    app = reference()
    with app.app_context():
        known = [row[1] for row in db.session.execute(text("PRAGMA table_info(users)"))]
        for column in NEW:
            if column.split()[0] not in known:
                db.session.execute(text(f"ALTER TABLE users ADD COLUMN {column}"))
        db.session.commit()

    @app.route("/account/profile", methods=["GET", "POST"])
    @login_required
    def profile() -> ResponseReturnValue:
        if request.method == "GET":
            row = db.session.execute(
                text("SELECT * FROM users WHERE id = :id"), {"id": current_user.id}
            ).one()
            return render_template_string(PAGE, row=row)
        for name in ("motto", "role", "credit"):
            if name in request.form:
                values = {"value": request.form[name], "id": current_user.id}
                db.session.execute(text(f"UPDATE users SET {name} = :value WHERE id = :id"), values)
        db.session.commit()
        return redirect("/account/profile")

    @app.after_request
    def link(response):
        if request.path == "/account" and response.mimetype == "text/html":
            page = response.get_data(as_text=True)
            response.set_data(page.replace("</dl>", '</dl><a href="/account/profile">Profile</a>'))
        return response

    return app
