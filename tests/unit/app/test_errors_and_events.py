"""Error pages tell nothing; the log tells who, what, from where, and no secret."""

import logging
import re

import pytest
from flask import abort
from sqlalchemy import text

from app.extensions import db
from app.models import User

PASSWORD = "violet harbour lamp 42"


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 418, 429, 500, 503])
def test_every_error_has_a_plain_page(make_app, new_person, code):
    """With its code and nothing of ours."""
    app = make_app()
    app.add_url_rule("/boom", view_func=lambda: abort(code, "secret detail"))
    page = new_person(app).get("/boom")
    assert page.status_code == code
    assert f"Error {code}" in page.text
    assert "secret" not in page.text


def test_a_broken_database_is_a_calm_page(make_app, new_person, caplog):
    """The error page asks nobody who is looking, and the log holds no values."""
    person = new_person(make_app(PROPAGATE_EXCEPTIONS=False))
    person.register()
    with person.app.app_context():
        db.session.execute(text("DROP TABLE user_session"))
        db.session.commit()
    page = person.get("/dashboard")
    assert (page.status_code, "Error 500" in page.text, "sqlite" in page.text) == (500, True, False)
    assert "[SQL parameters hidden" in caplog.text


def test_a_refused_method_says_which_are_allowed(person):
    """The page keeps the headers that the error brought."""
    assert "GET" in person.client.put("/").headers["Allow"]


def test_security_events_are_logged(alice, caplog):
    """Who, what and from where."""
    caplog.set_level(logging.INFO, "app.security")
    alice.change_password(PASSWORD, "nine quiet teapots whistle")
    alice.log_out()
    alice.log_in(password="wrong")
    alice.log_in(password="nine quiet teapots whistle")
    events = [record.getMessage() for record in caplog.records if record.name == "app.security"]
    who = "user='alice' address='127.0.0.1'"
    assert events == [
        f"{what} {who}" for what in ("password-changed", "logged-out", "password-wrong", "logged-in")
    ]


def test_a_lock_is_logged(alice, caplog):
    """As its own event."""
    alice.log_out()
    for _ in range(11):
        alice.log_in(password="wrong")
    assert "account-locked user='alice'" in caplog.text


def test_no_secret_reaches_the_log(alice, caplog):
    """Neither passwords, also not in the wrong field, nor tokens, hashes or keys."""
    caplog.set_level(0)
    alice.log_out()
    alice.log_in(PASSWORD, "Hunter2-wrong-one")
    alice.log_in(remember=True)
    alice.post("/reset", email="alice@example.com")
    link = re.search(r"/reset/(\S+)", alice.app.extensions["outbox"][0].body)[1]
    alice.post(f"/reset/{link}", password="nine quiet teapots", password2="nine quiet teapots")
    secrets = [
        PASSWORD,
        "Hunter2",
        link,
        "teapots",
        "argon2",
        alice.app.secret_key,
        *alice.cookies().values(),
    ]
    assert [secret for secret in secrets if secret in caplog.text] == []


def test_nobody_forges_a_line(alice, caplog):
    """Control characters in what the client sends reach no line."""
    alice.client.environ_base["REMOTE_ADDR"] = "1\r\nregistered user='root'"
    alice.log_in("x\r\n\x1b[31mforged", "x")
    assert all(record.getMessage().isprintable() for record in caplog.records)


def test_events_carry_the_time(make_app, new_person, capsys):
    """Flask's own handler writes it before each line."""
    logger = logging.getLogger("app")
    assert logger.handlers or logging.getLogger().handlers
    assert all(each.formatter is None or "asctime" in (each.formatter._fmt or "") for each in logger.handlers)


def test_the_repr_of_a_user_holds_no_secret(alice):
    """Not even the name."""
    with alice.app.app_context():
        assert repr(db.session.scalar(db.select(User))) == "<User 1>"
