"""Small real things that the harness's tests share: pages, exchanges, reports, loaded targets."""

from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

from authproof.audit.stage import Prepared, prepare
from authproof.client import WsgiClient
from authproof.exchange import Exchange, Request, Response
from authproof.findings import CheckResult, Finding, Outcome, Policy, Report, Severity, SiteMap, TargetFacts
from authproof.site import Account, AccountMaker, Form, Wishes, read_page
from authproof.site.model import FormRecipe, LoginRecipe, Site, Witness
from authproof.target import TargetProcess, parse_target
from authproof.visitor import Body, Scene, embodied

ROOT = Path(__file__).parents[3]
APPS = ROOT / "tests/security/apps"
BAD = APPS / "bad"
STYLES = ROOT / "tests/security/styles"
EXAMPLES = ROOT / "examples"
BASE = "http://localhost"


def answered(*headers, status=200, body=b"", url=f"{BASE}/login", request_headers=(), sent=b"") -> Exchange:
    """An exchange with these response headers."""
    return Exchange(Request("GET", url, tuple(request_headers), sent), Response(status, headers, body))


def page(html: str, url: str = f"{BASE}/login") -> Exchange:
    """A page as it came over the wire."""
    return answered(("Content-Type", "text/html; charset=utf-8"), body=html.encode(errors="replace"), url=url)


def forms(html: str) -> tuple[Form, ...]:
    """The forms of a page."""
    return read_page(page(html)).forms


def loaded(target: Path | str, **options) -> TargetProcess:
    """A context in which a target is loaded, as an audit loads it."""
    return TargetProcess(parse_target(str(target)), **options)


@cache
def discovered(target: Path | str, wishes: Wishes | None = None) -> Prepared:
    """What discovery learns of a target, its controls included."""
    with loaded(target) as process:
        return process.here(prepare, wishes or Wishes(), Policy(), trying="to learn the site", time_limit=60)


def reported(
    *findings: Finding, reason: str | None = None, outcome: Outcome = Outcome.FAILED, **more
) -> Report:
    """A report of one check."""
    result = CheckResult(
        "open-redirect", outcome, Severity.HIGH, (601,), ("3.7.2",), ("CLNT-04",), "Whoever logs in stays here.",
        "Ask the URL standard.", tuple(findings), reason=reason,
    )  # fmt: skip
    target = TargetFacts("wsgi", more.pop("name", "app:create_app"), (("flask", "3.1.3"),))
    site = more.pop("site", SiteMap("/login", "/register", "/logout", ("/dashboard",)))
    return Report("0.1.0", target, site, (result,), 1, 0.5, **more)


ALICE = Account("alice", "alice@example.com", "secret")
LOGIN_FORM = (
    b'<form method=post action="/login"><input name=user><input type=password name=word><button>Go</button>'
)


def small_login(environ, start_response):
    """A login that hands out a cookie and greets whoever has it; /set?LINE sets another, /show says what came.

    The login form is gone where the address has `gone` in it.
    """
    path, query, cookie = (environ.get(name, "") for name in ("PATH_INFO", "QUERY_STRING", "HTTP_COOKIE"))
    headers, status, body = [("Content-Type", "text/html")], "200 OK", b"Hello"
    if path == "/set":
        headers.append(("Set-Cookie", query.replace("%20", " ")))
    elif path.endswith("/show"):
        body = cookie.encode("latin-1")
    elif path == "/login" and environ["REQUEST_METHOD"] == "POST":
        right = b"word=secret" in environ["wsgi.input"].read()
        status = "302 Found"
        headers += [("Location", "/"), *([("Set-Cookie", "sid=1")] if right else [])]
    elif path == "/login" and query != "gone":
        body = LOGIN_FORM
    elif "sid=1" in cookie:
        body = b"Hello alice"
    start_response(status, headers)
    return [body]


def scene_at(base: str = BASE, body: Body = "wsgi", **options) -> AbstractContextManager[Scene]:
    """A stage for that login, its people in that body."""
    login = LoginRecipe(FormRecipe("/login", ("user", "word"), "/login"), "user", "word")
    site = Site(base, login, None, None, (Witness("/", guarded=False, marked=True),))
    scene = Scene(WsgiClient(small_login), site, Policy(), AccountMaker("test"), ALICE, **options)
    return embodied(scene, body)
