"""What every unit test keeps to, besides the guards of the root."""

import pytest


@pytest.fixture(autouse=True)
def no_browser(monkeypatch):
    """What needs a Chromium is tried in tests/e2e; here an audit says the same on every machine."""
    monkeypatch.setenv("AUTHPROOF_CHROMIUM", "none")
