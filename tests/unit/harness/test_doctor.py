"""The doctor says what is there, what is missing, what was tried and what to do, and changes nothing."""

import json
from functools import cache

import pytest
from click.testing import CliRunner

from authproof.cli import main
from tests.security.served import served
from tests.unit.harness.support import APPS, BAD, EXAMPLES

NO_WAY_OUT = """
import sys
sys.path.insert(0, {apps!r})
from flask import abort, request
import two_forms
def create_app():
    app = two_forms.create_app({database!r})
    app.before_request(lambda: abort(404) if request.path == "/session/end" else None)
    return app
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Our own pyproject.toml says nothing about these targets."""
    monkeypatch.chdir(tmp_path)


@cache
def doctor(*words):
    """Exit code and remarks by their topic."""
    result = CliRunner().invoke(main, ["doctor", *map(str, words), "--format", "json"])
    told = json.loads(result.stdout)
    assert told["ready"] == (result.exit_code == 0)
    return result.exit_code, {one["topic"]: one for one in told["remarks"]}


def test_it_says_what_an_audit_stands_on():
    """Versions, database, hashing, login, registration, way out, private pages, cookies."""
    code, told = doctor(APPS / "two_forms.py")
    found = {topic for topic, one in told.items() if one["found"]}
    assert code == 0
    assert found >= {
        "authproof",
        "target",
        "database",
        "passwords",
        "login",
        "registration",
        "logout",
        "cookies",
    }
    assert "flask" in told["target"]["text"]
    assert told["database"]["text"].endswith("two_forms.db: works on a private copy")
    assert (told["login"]["text"], told["private pages"]["text"]) == (
        "/: email (an address), password",
        "/shelf",
    )
    assert "opens the account: sid" in told["cookies"]["text"]


def test_it_says_of_a_url_what_the_wire_shows():
    """Its pages, and what an audit may send; nothing of databases or hashes."""
    with served(APPS / "two_forms.py") as url:
        code, told = doctor(url)
    assert (code, told["login"]["text"], told["cookies"]["text"]) == (
        0,
        "/: email (an address), password",
        "set by the pages: sid",
    )
    assert "20000" in told["requests"]["text"]
    assert {"database", "passwords"}.isdisjoint(told)


def test_it_says_what_the_site_offers_besides():
    """Password change, reset, profile, deletion, and the mail that was captured."""
    _, told = doctor(APPS / "cuenta.py")
    features = ("password change", "password reset", "profile", "deletion")
    assert [told[one]["found"] for one in features] == [True] * 4
    assert told["mail"]["text"].startswith("captured from smtplib")
    assert not told["mail"]["text"].endswith("none was sent")


def test_where_there_is_no_login_it_says_what_was_tried():
    """Exit 3; the addresses, their answers, the forms that were seen and why they are not it, the options to give."""
    code, told = doctor(BAD / "no_login.py")
    login, tried = told["login"], "\n".join(told["login"]["tried"])
    assert (code, login["found"], login["text"]) == (3, False, "No login page was found")
    assert "/about, /search: 200, form with q" in tried
    assert "/login, /signin, /auth/login" in tried
    assert "logged in at /alerts with the username: status 200, ended on /alerts; no page tells it" in tried
    assert "--login /path" in login["advice"]


def test_a_target_that_does_not_load_is_told_with_its_reason():
    """Exit 3, and what is known besides."""
    code, told = doctor(BAD / "import_error.py")
    assert (code, told["target"]["found"]) == (3, False)
    assert "a_package_that_nobody_has" in told["target"]["text"]
    assert {"authproof", "browser"} <= set(told)


def test_a_way_out_that_is_not_found_names_what_was_tried(tmp_path):
    """An audit can run all the same; the option says how to name it."""
    app = tmp_path / "no_way_out.py"
    app.write_text(NO_WAY_OUT.format(apps=str(APPS), database=str(tmp_path / "x.db")))
    code, told = doctor(app)
    logout = told["logout"]
    assert (code, logout["found"], logout["advice"]) == (0, False, "name it: --logout /path")
    assert "the button for /session/end on /: the private page stayed open" in logout["tried"]


def test_where_no_page_is_private_it_says_who_tells_who_is_in():
    """And which pages were looked at."""
    _, told = doctor(EXAMPLES / "blog_login.py")
    private = told["private pages"]
    assert (private["found"], private["advice"]) == (False, "name one: --protected /path")
    assert private["tried"]


def test_it_says_which_word_tells_the_login_where_to_go():
    """The name that the app itself uses, and not those that an audit would guess."""
    assert doctor(EXAMPLES / "mega_tutorial.py")[1]["where to next"]["text"] == "the login is told by next"
    assert "no parameter" in doctor(APPS / "two_forms.py")[1]["where to next"]["text"]


def test_a_person_reads_it_line_by_line():
    """Marks, topics, and at the end whether an audit can run."""
    result = CliRunner().invoke(main, ["doctor", str(BAD / "refuses.py")], terminal_width=80)
    lines = result.stdout.splitlines()
    assert [line for line in lines if line != line.rstrip()] == []
    assert any(line.startswith("✗ login") for line in lines)
    assert (lines[-1], result.exit_code) == ("An audit cannot run yet.", 3)


def test_nothing_is_changed(tmp_path):
    """The user's database is byte for byte what it was, and no file is new."""
    app = tmp_path / "here.py"
    app.write_text(NO_WAY_OUT.format(apps=str(APPS), database=str(tmp_path / "x.db")))
    (tmp_path / "x.db").write_bytes(b"")
    doctor(app)
    assert {one.name: one.read_bytes() for one in tmp_path.glob("*") if one != app} == {"x.db": b""}
