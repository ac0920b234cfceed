"""A finding as a test function for the user's own suite, on Werkzeug's test client."""

from textwrap import fill

from authproof.findings.replay import Replay
from authproof.replay.python_calls import quoted, test_lines
from authproof.replay.signs import COOKIE_VALUE, TELLING

_HELPERS = {
    "field": '''
def field(page, name):
    """The value of a page's control, or meta element, of that name; empty where it is not there."""
    tag = re.search(rf"""<(?:input|meta)\\b[^>]*\\bname=["']?{re.escape(name)}["'\\s>][^>]*""", page.text)
    value = tag and re.search(r"""\\b(?:value|content)=["']([^"']*)""", tag[0])
    return unescape(value[1]) if value else ""
''',
    "cookie": '''
def cookie(answer, name):
    """The value to which an answer sets a cookie; empty where it does not."""
    lines = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith(f"{name}=")]
    return lines[-1].partition("=")[2].partition(";")[0] if lines else ""
''',
    "member": '''
def member(data, name):
    """The text of that name in a JSON answer, however deep; empty where it is not there."""
    if not isinstance(data, dict):
        return ""
    here = data.get(name)
    return here if isinstance(here, str) else next((found for one in data.values() if (found := member(one, name))), "")
''',
    "telling": f'''
TELLING = {TELLING!r}


def telling(answer):
    """The headers that matter, without values and dates of cookies, which differ each time."""
    steady = re.compile({COOKIE_VALUE.pattern!r}, re.IGNORECASE)
    known = [(name.lower(), value) for name, value in answer.headers if name.title() in map(str.title, TELLING)]
    kept = [(name, steady.sub(r"\\1", value) if name == "set-cookie" else value) for name, value in known]
    return sorted(f"{{name}}: {{value}}" for name, value in kept)
''',
}


def pytest_script(replay: Replay, *, slug: str, target: str, promise: str, message: str) -> str:
    """A module with one test, which fails while the target answers as it did.

    The password that was given for the audit is read from AUTHPROOF_PASSWORD.
    """
    test = _function(replay, slug, message)
    helpers = _helpers(test)
    fixture = _FIXTURE.format(target=quoted(target))
    return f"{_docstring(slug, target, promise)}\n{_imports(test + helpers)}\n{fixture}\n\n{test}{helpers}"


def script_of(replay: Replay, slug: str) -> str:
    """The test without its fixture, to be tried on a target that is already loaded."""
    test = _function(replay, slug, "")
    imports = "import os, random, re, string\nfrom html import unescape\nfrom werkzeug.test import Client\n"
    return imports + test + _helpers(test)


def _function(replay: Replay, slug: str, message: str) -> str:
    lines = [f"    {line}" for line in test_lines(replay)]
    return "\n".join([f"def test_{slug.replace('-', '_')}(app):", f"    {_quoted(message)}", *lines, ""])


def _helpers(test: str) -> str:
    """The functions that a test calls."""
    return "".join(f"\n{text}" for name, text in _HELPERS.items() if f"{name}(" in test)


def _imports(text: str) -> str:
    """The imports that the text needs, as a linter would have them."""
    standard = (
        ("import os", "os."),
        ("import random", "random."),
        ("import re", "re."),
        ("import string", "string."),
        ("from html import unescape", "unescape("),
    )
    needed = [line for line, word in standard if word in text]
    others = [
        "import pytest",
        "from werkzeug.test import Client",
        "",
        "from authproof.target import load_app, parse_target",
    ]
    return "".join(f"{line}\n" for line in [*needed, *([""] if needed else []), *others])


def check_script(*, slug: str, target: str, promise: str, message: str) -> str:
    """A module with one test that lets the check itself look again: for what no few requests can show."""
    return f"""{_docstring(slug, target, promise)}
from authproof.audit import AuditOptions, audit
from authproof.target import parse_target


def test_{slug.replace("-", "_")}():
    {_quoted(message)}
    report, _ = audit(AuditOptions(parse_target({quoted(target)}), only=({quoted(slug)},)))
    assert [found.message for result in report.results for found in result.findings] == []
"""


_FIXTURE = '''
@pytest.fixture
def app():
    """The audited app. If your conftest.py has an `app` with a database for tests, delete this one."""
    return load_app(parse_target({target}))
'''


def _docstring(slug: str, target: str, promise: str) -> str:
    text = fill(
        f"{promise} Fails while {target} breaks that promise; `authproof checks {slug}` explains it.", 100
    )
    return f'"""{slug}: found by authproof.\n\n{_harmless(text)}\n"""\n'


def _quoted(message: str) -> str:
    return f'"""{_harmless(message)}"""'


def _harmless(text: str) -> str:
    """Text that cannot end a docstring, nor be anything else in it: what an app says may stand in a message."""
    plain = "".join(char if char.isprintable() or char == "\n" else " " for char in text)
    return plain.replace("\\", "\\\\").replace('"', "'")
