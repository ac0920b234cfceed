"""People for a team's own tests: they act on the team's `app`, in the process of the tests."""

from collections.abc import Callable
from contextvars import Context
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from authproof.client import UserAgent, WsgiClient
from authproof.pytest_plugin.session import audit_session
from authproof.site import Account, AccountMaker, Site
from authproof.target import facts
from authproof.visitor import AgentVisitor

WsgiApp = Callable[..., Any]


def person(request: pytest.FixtureRequest, site: Site, role: str) -> AgentVisitor:
    """Somebody new for this test, before the team's `app`: the same in every run.

    Ends the test where there is no `app` fixture: only the team knows which database its tests may write to.
    """
    app = _app_of(request)
    client = WsgiClient(alone(app), facts.ViewFinder(app).of)
    base = f"{urlsplit(site.base).scheme}://{facts.base_url(app).partition('://')[2]}"
    return AgentVisitor(UserAgent(client, base), replace(site, base=base), _account(request, site, role))


def _app_of(request: pytest.FixtureRequest) -> WsgiApp:
    try:
        app: WsgiApp = request.getfixturevalue("app")
    except pytest.FixtureLookupError as error:
        if error.argname != "app":
            raise
        pytest.fail(
            "There is no `app` fixture\n"
            "  tried: to let a visitor act on it\n"
            "  seen:  no fixture of that name\n"
            "  do:    define one in conftest.py that makes your app on a database for tests",
            pytrace=False,
        )
    return app


def alone(app: WsgiApp) -> WsgiApp:
    """The app, each request in a context of its own.

    A test that has pushed an app context would lend its `g` to every request, and Flask-Login keeps there who is in.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:  # noqa: ANN401 - PEP 3333
        return Context().run(app, environ, start_response)

    return answer


def _account(request: pytest.FixtureRequest, site: Site, role: str) -> Account:
    if site.register is None and role == "visitor":
        return audit_session(request.config).options.wishes.account  # the one that the team has named
    maker, recipe = AccountMaker(f"{request.node.nodeid} {role}"), site.register
    if recipe is None:
        return maker.account()
    return maker.account(password_length=recipe.password_length, special=recipe.special)
