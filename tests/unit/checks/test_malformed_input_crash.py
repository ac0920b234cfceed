"""Crashes are named and told once, hostile bodies are what their labels say."""

import json
import sysconfig

import pytest

from authproof.exchange import Exchange, Request, Response
from authproof.probes.crashes import Crash, exceptions_in, kind_of, reader_in, shortest
from authproof.probes.hostile import Filled, missing_and_repeated, other_types, typed_values

LOG = """Traceback (most recent call last):
  File "x.py", line 1, in f
sqlite3.IntegrityError: UNIQUE constraint failed

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "y.py", line 2, in g
sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) UNIQUE
INFO:app:next
"""
ROLES = {"name": ("who",), "password": ("pin",)}


def broken(path="/login", sent=b"", cookie="", crash=None):
    """An answer that broke."""
    headers = (("Cookie", cookie),) if cookie else ()
    return Exchange(Request("POST", f"http://localhost{path}", headers, sent), Response(500), crash)


def test_exceptions_are_read_from_a_log():
    """Each traceback's own, lines after it left out."""
    assert exceptions_in(LOG) == ["sqlite3.IntegrityError", "sqlalchemy.exc.IntegrityError"]


def test_what_left_the_app_comes_before_what_it_logged():
    """Without either the status must do."""
    assert kind_of(broken(crash="  File 'x'\nValueError: no"), ["KeyError"]) == "ValueError"
    assert kind_of(broken(), ["a.KeyError"]) == "KeyError"
    assert kind_of(broken(), []) == "status 500"


def test_the_shortest_input_is_told():
    """One for each page and exception."""
    long, short = (
        Crash("long", broken(sent=b"x" * 9), "KeyError"),
        Crash("short", broken(sent=b"x"), "KeyError"),
    )
    other = Crash("other", broken("/join"), "KeyError")
    assert {one.label for one in shortest([long, short, other])} == {"short", "other"}


def test_a_cookie_that_breaks_every_page_is_told_once():
    """Its pages are all alike."""
    crashes = [Crash("a cookie", broken(path, cookie="a=b"), "TypeError") for path in ("/x", "/y")]
    assert len(shortest(crashes)) == 1


@pytest.mark.parametrize("encoding", ["form", "json"])
def test_bodies_stand_for_themselves(encoding):
    """Each malformed body is another one, and none is the plain one."""
    form = Filled((("who", "anna"), ("pin", "1"), ("land", "日本"), ("t", "k")), ROLES, ("t",), encoding)
    bodies = [*missing_and_repeated(form), *typed_values(form, "name"), *typed_values(form, "password")]
    assert len({body.content for body in bodies}) == len(bodies)
    assert form.without(()) not in {body.content for body in bodies}


def test_an_address_keeps_its_host():
    """So that it reaches what looks at its first part."""
    form = Filled((("mail", "anna@example.com"),), {"mail address": ("mail",)})
    sent = {body.label: body.content for body in typed_values(form, "mail address")}
    assert b"a%00b@example.com" in sent["a NUL in the mail address"]


def test_json_bodies_are_json_as_far_as_they_say():
    """Types that no form can send."""
    said = {body.label: body.content for body in other_types(Filled((("who", "anna"),), ROLES))}
    assert json.loads(said["JSON with null as values"]) == {"who": None}
    assert json.loads(said["JSON: list"]) == [1]


def trace(*paths):
    """A log with a traceback through these files."""
    frames = "".join(f'  File "{path}", line 7, in it\n    it()\n' for path in paths)
    return f"ERROR:app:no\nTraceback (most recent call last):\n{frames}ValueError: no\n"


@pytest.mark.parametrize(
    ("inner", "reader"),
    [
        ("/venv/lib/python3.13/site-packages/flask_login/utils.py", "flask_login"),
        ("/venv/lib/python3.13/site-packages/flask/json/provider.py", "flask.json"),
        ("/venv/lib/python3.13/site-packages/sqlalchemy/engine/base.py", ""),
        ("/srv/shop/views.py", ""),
    ],
)
def test_a_library_that_breaks_while_it_reads_the_request_is_named(inner, reader):
    """Python's own files in which it ends are no answer; what a view made of the request is the app's."""
    assert reader_in(trace("/srv/shop/app.py", inner, f"{sysconfig.get_path('stdlib')}/hmac.py")) == reader


def test_the_last_exception_of_a_log_decides():
    """What was raised while another one was handled."""
    assert not reader_in(trace("/x/site-packages/wtforms/form.py") + trace("/srv/shop/views.py"))
