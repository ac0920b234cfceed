"""Requests that end in an error page: odd input first, and at last a database that has lost its tables."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from authproof.exchange import Exchange, Request
from authproof.site import steps
from authproof.site.steps import FormGone
from authproof.target.inside import Inside
from authproof.visitor import Scene

_FORM = "application/x-www-form-urlencoded"
_ODD_BODIES = (
    (_FORM, b""),
    (_FORM, b"a=%00&b=%ED%A0%80&c=%FF&d[]=1&e=" + b"x" * 9000),
    ("application/json", b'{"a'),
    ("application/json", b"[1]"),
    ("application/json", b"null"),
    ("multipart/form-data", b"x"),
    ("text/plain", b"'\"--"),
)
_ODD_COOKIES = ("", ".eJw.AAAA.AAAA", "1|\xc3\xa9", "[]", "9" * 400)


def mishaps(scene: Scene) -> Iterator[Exchange]:
    """Everything that odd input gets as an answer."""
    yield from _addresses(scene)
    yield from _bodies(scene)
    yield from _typed(scene)
    yield from _cookies(scene)


def outage(scene: Scene, inside: Inside) -> Iterator[Exchange]:
    """What the flow answers when its database has no tables any more; the copy is ours to break."""
    visitor = scene.signed_in()
    if not inside.databases.lose_tables():
        return
    seen = len(visitor.history)
    visitor.is_logged_in()
    yield from visitor.history[seen:]
    stranger = scene.visitor()
    with suppress(FormGone):
        stranger.log_in()
    yield from stranger.history
    if scene.site.register:
        newcomer = scene.visitor()
        with suppress(FormGone):
            newcomer.register(replace(scene.user, username=scene.people.letters(12)))
        yield from newcomer.history


def _addresses(scene: Scene) -> Iterator[Exchange]:
    """Addresses that are not there, methods that are not taken, parameters that make no sense."""
    agent = scene.visitor().agent
    login = scene.site.login.form.path
    for path in (
        f"/{scene.people.letters(10)}",
        f"{login}?next=//[x",
        f"{login}?a=%FF&b[]=%00",
        "/%00",
        "/%FF%FE",
    ):
        yield agent.get(path, follow=False)
    for method in ("DELETE", "PROPFIND"):
        yield agent.send(Request(method, agent.absolute(login)), follow=False)


def _bodies(scene: Scene) -> Iterator[Exchange]:
    forms = [scene.site.login.form, *([scene.site.register.form] if scene.site.register else [])]
    for form in forms:
        for kind, content in _ODD_BODIES:
            agent = scene.visitor().agent
            agent.get(form.path)
            yield agent.send(
                Request("POST", agent.absolute(form.action), (("Content-Type", kind),), content), follow=False
            )


def _typed(scene: Scene) -> Iterator[Exchange]:
    """Values in the login form that databases and comparisons stumble over, and a name that is taken."""
    recipe = scene.site.login
    names = [(recipe.identity_field, value) for value in (None, "a\0b", "\ud800", "x" * 9000, "'\"--")]
    words = [(recipe.password_field, value) for value in (None, "a\0b", "\ud800", "x" * 9000)]
    for field, value in (*names, *words):
        visitor = scene.visitor()
        with suppress(FormGone):
            visitor.submit(visitor.login_form(), {**steps.login_values(recipe, scene.user), field: value})
        yield from visitor.history[1:]
    if scene.site.register:
        for person in (scene.user, replace(scene.user, username="a\0'\"--")):
            newcomer = scene.visitor()
            with suppress(FormGone):
                newcomer.register(person)
            yield from newcomer.history[1:]


def _cookies(scene: Scene) -> Iterator[Exchange]:
    for name in scene.site.cookies:
        for value in _ODD_COOKIES:
            agent = scene.visitor().agent
            for path in (scene.site.witnesses[0].path, scene.site.login.form.path):
                yield agent.send(Request("GET", agent.absolute(path), (("Cookie", f"{name}={value}"),)))
