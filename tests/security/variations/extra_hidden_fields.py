"""Odd: more hidden fields, and one that traps machines which fill it in. Right: it guards nothing else."""

import time

from _varying import Person, reference, rewrite
from flask import Flask, abort, request

FIELDS = """{{ form.csrf_token }}
  <input type="hidden" name="utf8" value="✓"><input type="hidden" name="opened" value="{{ opened() }}">
  <div hidden><label>Leave this empty <input name="website" tabindex="-1" autocomplete="off"></label></div>"""


def create_app() -> Flask:
    """Add the fields to every form with something to fill in."""
    app = reference()
    app.jinja_env.globals["opened"] = lambda: int(time.time())
    rewrite(app, "_fields.html", ("{{ form.csrf_token }}", FIELDS))

    @app.before_request
    def refuse_machines() -> None:
        if request.form.get("website"):
            abort(400)

    return app


def shown(person: Person) -> bool:
    """Alice leaves it empty, a machine does not."""
    alice = person.newcomer()
    alice.log_in(website="")
    machine = Person(person.app).log_in(website="http://spam.example")
    return alice.is_in and machine.status_code == 400
