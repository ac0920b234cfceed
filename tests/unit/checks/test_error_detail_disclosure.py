"""What an error page gives away."""

import pytest

from authproof.probes.disclosures import disclosures


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<pre>Traceback (most recent call last):</pre>", "a stack trace"),
        ("File &#34;x.py&#34;, line 3, in view", "a stack trace"),
        ("Error\n    at Login.check (/srv/app.js:10:5)\n  at run(/srv/app.js:1)", "a stack trace"),
        ("[SQL: SELECT user.id \nFROM user WHERE user.name = ?]", "an SQL statement"),
        ("(sqlite3.OperationalError)", "an error of the database"),
        ("UNIQUE constraint failed: user.name", "an error of the database"),
        ("sqlalchemy.exc.IntegrityError", "the name of an exception"),
        ("ValueError: embedded null", "the name of an exception"),
        ("in /srv/www/app/auth.py", "the path of a source file"),
        (r"in C:\inetpub\app\auth.py", "the path of a source file"),
    ],
)
def test_the_inside_is_recognised_by_its_formats(body, what):
    """Each in the way in which machines write it."""
    assert what in [one.what for one in disclosures(body)]


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Internal Server Error</h1><p>The server encountered an internal error.</p>",
        "Error: please try again. An update is set for tonight; select one from the list.",
        "Fehler: Der Benutzername ist vergeben.",
        "<script src=/static/app.js></script> see /docs/faq.html",
        '{"error": "validation failed", "field": "name"}',
    ],
)
def test_a_plain_error_page_gives_nothing_away(body):
    """Whatever its language."""
    assert not list(disclosures(body))


def test_what_usual_pages_show_is_no_disclosure():
    """A page about Python may name an exception."""
    assert not list(disclosures("ValueError: x", usual="All about ValueError: x"))


def test_what_only_the_app_knows_is_recognised_as_it_is():
    """Its own statement, its own key; the key is not repeated in the report."""
    key = "correct-horse-battery"
    found = list(disclosures(f"PRAGMA table_info(x) {key}", "", ["PRAGMA table_info(x)"], [key]))
    assert [one.what for one in found] == ["an SQL statement", "a secret of the configuration"]
    assert not any(key in one.excerpt for one in found)
