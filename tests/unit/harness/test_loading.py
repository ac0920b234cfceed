"""What TARGET may be, which app it means, and what is said where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.errors import TargetError, UsageError
from authproof.target import TargetProcess, TargetSpec, parse_target
from authproof.target.address import Address
from authproof.target.loading import is_wsgi_app
from tests.unit.harness import probes
from tests.unit.harness.support import APPS, BAD, loaded

WSGI = "def {name}(environ, start_response):\n    start_response('200 OK', [])\n    return [{words!r}.encode()]\n"


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("pkg.mod:app", {"module": "pkg.mod", "attribute": "app"}),
        ("pkg.mod", {"module": "pkg.mod"}),
        (
            "app:create_app('a:b', debug=True)",
            {"module": "app", "attribute": "create_app('a:b', debug=True)"},
        ),
        ("some/file.py", {"file": "some/file.py"}),
        ("file.py:make", {"file": "file.py", "attribute": "make"}),
        ("some/package", {"file": "some/package"}),
        ("./app", {"file": "./app"}),
        (
            "http://127.0.0.1:5000/shop/",
            {"url": Address("http", "127.0.0.1", 5000, "/shop", "127.0.0.1:5000")},
        ),
    ],
)
def test_a_target_is_a_module_a_file_or_a_url(text, spec):
    """With an attribute, a call with literals, or none."""
    assert parse_target(text) == TargetSpec(text, **spec)


@pytest.mark.parametrize("text", ["", ":app", "my-app", "a b", "1app:x", "a..b"])
def test_what_is_no_target_is_a_usage_error(text):
    """It says what a target looks like."""
    with pytest.raises(UsageError, match=r"package\.module:attribute"):
        parse_target(text)


@given(st.text())
def test_any_text_is_a_target_or_a_titled_error(text):
    """No command line raises anything else."""
    try:
        text_read = parse_target(text).text
    except UsageError:
        return
    assert text_read == text


def said(tmp_path, source, attribute="", name="small_target"):
    """What the app that is found in this source answers."""
    file = tmp_path / f"{name}.py"
    file.write_text(source)
    with loaded(f"{file}{':' if attribute else ''}{attribute}") as process:
        return process.here(probes.get, "/", trying="to ask", time_limit=10)


FACTORY = """
def create_app():
    def inner(environ, start_response):
        start_response("200 OK", [])
        return [b"made"]
    return inner
"""
OPTIONAL = """
def make_app(config=None):
    from wsgiref.simple_server import demo_app
    return demo_app
"""
ODD_NAME = """
class App:
    wsgi_app = None
    def __call__(self, environ, start_response):
        start_response("200 OK", [])
        return [b"only one"]
odd_name = App()
"""
NESTED = """
class box:
    def inner(environ, start_response):
        start_response("200 OK", [])
        return [b"deep"]
"""
CALLED = """
def make(word, times=1):
    def app(environ, start_response):
        start_response("200 OK", [])
        return [(word * times).encode()]
    return app
"""
FOUND = [
    (WSGI.format(name="app", words="app") + WSGI.format(name="application", words="no"), "", "app"),
    (WSGI.format(name="application", words="application"), "", "application"),
    (FACTORY, "", "made"),
    (OPTIONAL, "", "Hello world!"),
    (ODD_NAME, "", "only one"),
    (WSGI.format(name="other", words="named"), "other", "named"),
    (NESTED, "box.inner", "deep"),
    (CALLED, "make('ab', times=2)", "abab"),
]


@pytest.mark.parametrize(("source", "attribute", "words"), FOUND, ids=range(len(FOUND)))
def test_the_app_is_found_where_flask_looks(tmp_path, source, attribute, words):
    """app, application, the only object that is one, create_app, make_app; or what was named, also a call."""
    assert said(tmp_path, source, attribute).startswith(words)


def test_a_file_is_imported_under_its_own_name(tmp_path):
    """Its neighbours can be imported, and a file in a package is the package's module."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/__init__.py").write_text("")
    (tmp_path / "pack/words.py").write_text("WORDS = b'relative'\n")
    source = "from .words import WORDS\n"
    source += "def app(e, s):\n    s('200 OK', [])\n    return [__name__.encode(), b' ', WORDS]\n"
    assert said(tmp_path / "pack", source, name="web") == "pack.web relative"


def test_a_package_is_taken_by_its_folder_or_its_init(tmp_path):
    """As Flask takes it."""
    (tmp_path / "site_app").mkdir()
    assert said(tmp_path / "site_app", WSGI.format(name="app", words="package"), name="__init__") == "package"


def test_variables_are_set_for_the_target_alone(tmp_path):
    """They are there before the module is imported."""
    file = tmp_path / "small_target.py"
    file.write_text(
        "import os\nwords = os.environ['GREETING']\ndef app(e, s):\n    s('200 OK', [])\n    return [words.encode()]\n"
    )
    with TargetProcess(parse_target(str(file), (("GREETING", "hei"),))) as process:
        assert process.here(probes.get, "/", trying="to ask", time_limit=10) == "hei"


BROKEN = [
    ("app = 7\n", "", "neither app, application, create_app nor make_app"),
    ("app = 7\n", "app", "neither a WSGI app nor a factory"),
    ("def create_app(config):\n    return None\n", "", "without required arguments"),
    ("def create_app():\n    return 7\n", "", "the factory returned int"),
    ("x = 1\n", "application", "no attribute 'application'"),
    ("x = 1\n", "x.y", "no attribute 'y'"),
    ("def make(a):\n    return a\n", "make(open)", "malformed"),
    ("x = 1\n", "make(", "never closed"),
    ("def create_app():\n    raise LookupError('no key')\n", "", "LookupError: no key"),
]


@pytest.mark.parametrize(("source", "attribute", "seen"), BROKEN, ids=range(len(BROKEN)))
def test_a_target_without_an_app_says_what_was_seen(tmp_path, source, attribute, seen):
    """A titled error with exit code 3 that names what is missing or what was raised."""
    with pytest.raises(TargetError) as caught:
        said(tmp_path, source, attribute)
    assert seen in caught.value.seen


@pytest.mark.parametrize(
    ("target", "seen"),
    [
        ("no/such/file.py", "no such file"),
        ("no_such_module_at_all", "No module named 'no_such_module_at_all'"),
    ],
)
def test_a_target_that_is_not_there_is_named(target, seen):
    """A wrong path is the commonest mistake."""
    with pytest.raises(TargetError) as caught, loaded(target):
        pass
    assert seen in caught.value.seen


def test_an_error_at_import_names_the_targets_own_line():
    """The last line of the user's own code, not of the machinery."""
    with pytest.raises(TargetError) as caught, loaded(BAD / "import_error.py"):
        pass
    assert "a_package_that_nobody_has" in caught.value.seen
    assert "import_error.py" in caught.value.seen


@pytest.mark.parametrize(
    ("value", "is_app"),
    [
        (lambda e, s: [], True),
        (lambda: None, False),
        (lambda e, s, x=1: [], True),
        (7, False),
        (dict, False),
        (print, False),
    ],
)
def test_an_app_is_what_takes_two_arguments(value, is_app):
    """A class is none, though it can be called."""
    assert is_wsgi_app(value) == is_app


def test_the_apps_of_the_suite_all_load():
    """A factory with an optional argument is called without it."""
    with loaded(APPS / "factory_args.py") as process:
        assert "Staff only" in process.here(probes.front_page, trying="to ask", time_limit=10)
