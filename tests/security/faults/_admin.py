"""An admin area for the reference app, done right: a flag in the table, a list of people, a button that deletes."""

from collections.abc import Callable
from functools import wraps

from flask import Flask, abort, redirect, render_template_string
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import text

from app import accounts
from app.extensions import db, login_required
from app.models import User

LIST = """<!doctype html><title>People</title><h1>People</h1><ul>{% for one in people %}
<li>{{ one.username }} {{ one.email }}
<form method="post" action="/staff/people/{{ one.id }}/remove"><input type="hidden" name="csrf_token"
value="{{ csrf_token() }}"><button>Remove</button></form></li>{% endfor %}</ul>"""
START = '<!doctype html><title>Staff</title><h1>Staff</h1><a href="/staff/people">People</a>'
View = Callable[..., ResponseReturnValue]


def only_staff(view: View) -> View:
    """Refuse everybody else."""

    @login_required
    @wraps(view)
    def guarded(*args: int, **kwargs: int) -> ResponseReturnValue:
        return view(*args, **kwargs) if is_staff() else abort(403)

    return guarded


def is_staff() -> bool:
    """Whether the user in this request has the flag."""
    statement = text("SELECT is_staff FROM users WHERE id = :id")
    return bool(current_user.is_authenticated and db.session.scalar(statement, {"id": current_user.id}))


def with_admin_area(
    app: Flask, *, people: Callable[[View], View] = only_staff, removal: Callable[[View], View] = only_staff
) -> Flask:
    """Add the area to the app; `people` and `removal` guard the list and the button."""
    with app.app_context():
        if "is_staff" not in [row[1] for row in db.session.execute(text("PRAGMA table_info(users)"))]:
            db.session.execute(text("ALTER TABLE users ADD COLUMN is_staff BOOLEAN NOT NULL DEFAULT 0"))
            db.session.commit()

    @app.get("/staff")
    @only_staff
    def staff() -> str:
        return START

    @app.get("/staff/people")
    @people
    def staff_people() -> str:
        rows = db.session.execute(text("SELECT id, username, email FROM users")).all()
        return render_template_string(LIST, people=rows)

    @app.post("/staff/people/<int:number>/remove")
    @removal
    def staff_remove(number: int) -> ResponseReturnValue:
        accounts.remove(db.session.get(User, number) or abort(404))
        return redirect("/staff/people")

    return app
