"""Apps and people for the attacks: those of the reference app's unit tests, with every answer kept."""

import pytest
from flask.testing import FlaskClient

from app import accounts
from tests.unit.app.conftest import PASSWORD, alice, app, empty_database, make_app, new_person, person, rows

__all__ = [
    "alice",
    "app",
    "elsewhere",
    "empty_database",
    "make_app",
    "new_person",
    "person",
    "remembered",
    "roomy",
    "rows",
]

RULES = ("ACCOUNT", "ADDRESS", "REGISTER", "RESET", "RESET_ACCOUNT")


class Recorder(FlaskClient):
    """A browser that keeps every answer."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.seen = []

    def open(self, *args, **kwargs):
        """Send a request and note its answer."""
        answer = super().open(*args, **kwargs)
        self.seen.append(answer)
        return answer


@pytest.fixture(autouse=True)
def no_browser(monkeypatch):
    """What needs a Chromium is tried in tests/e2e; here an audit says the same on every machine."""
    monkeypatch.setenv("AUTHPROOF_CHROMIUM", "none")


@pytest.fixture
def roomy(make_app):
    """An app without limits, for attacks of many requests whose promise is not how many there may be."""
    limits = {f"THROTTLE_{rule}": "100000 per hour" for rule in RULES}
    app = make_app(**limits, SQLALCHEMY_ENGINE_OPTIONS={"pool_size": 20})
    app.test_client_class = Recorder
    return app


@pytest.fixture
def remembered(roomy, new_person):
    """Alice, signed in and remembered."""
    alice = new_person(roomy)
    with roomy.app_context():
        accounts.create("alice", "alice@example.com", PASSWORD)
    alice.log_in(remember=True)
    return alice


@pytest.fixture
def elsewhere(remembered, new_person):
    """Alice on another device."""
    other = new_person(remembered.app)
    other.log_in()
    return other
