"""Odd: the page for 'not found' repeats the address that was asked for. Right: as text, escaped."""

from _varying import Person, reference, rewrite
from flask import Flask, request
from werkzeug.exceptions import NotFound


def create_app() -> Flask:
    """Say which page there is not."""
    app = reference()
    rewrite(
        app,
        "error.html",
        ("{{ message }}", "{{ message }}{% if path %} (<code>{{ path }}</code>){% endif %}"),
    )

    def not_found(_error: NotFound) -> tuple[str, int]:
        page = app.jinja_env.get_template("error.html")
        return page.render(code=404, message="There is no such page.", path=request.path), 404

    app.register_error_handler(404, not_found)
    return app


def shown(person: Person) -> bool:
    """The path comes back, its markup as text."""
    alice = person.newcomer()
    alice.log_in()
    return "&lt;b&gt;" in person.get("/none/<b>").text and alice.is_in
