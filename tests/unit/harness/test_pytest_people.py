"""What the pytest plugin's people and markers rest on."""

import flask
import pytest

from authproof.client import UserAgent, WsgiClient
from authproof.pytest_plugin.people import alone
from authproof.site import Account
from authproof.visitor import AgentVisitor
from tests.unit.harness.support import BASE


@pytest.fixture
def forgetful():
    """An app that tells whether its `g` is new, as Flask-Login keeps there who is in."""
    app = flask.Flask(__name__)

    @app.get("/")
    def first():
        seen, flask.g.seen = "seen" in flask.g, True
        return str(seen)

    return app


def test_a_visitors_request_has_a_context_of_its_own(forgetful):
    """Also where the test has pushed one: nobody is signed in by the request before."""
    agent = UserAgent(WsgiClient(alone(forgetful)), BASE)
    with forgetful.app_context():
        assert [agent.get("/").response.text for _ in range(2)] == ["False", "False"]


def test_a_thief_has_the_cookies_and_the_name(forgetful):
    """A copy: what happens to the thief's cookies does not happen to the owner's."""
    owner, thief = (
        AgentVisitor(UserAgent(WsgiClient(forgetful), BASE), None, Account(name, "", ""))
        for name in ("ada", "eve")
    )
    owner.cookies.authorization = "Bearer 1"
    thief.steal_cookies(owner)
    assert (thief.account.username, thief.cookies.authorization) == ("ada", "Bearer 1")
    assert thief.cookies is not owner.cookies
