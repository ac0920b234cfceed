"""Where an app says that it is served."""

import pytest
from flask import Flask

from authproof.target.facts import base_url


@pytest.mark.parametrize(
    ("config", "base"),
    [
        ({}, "http://localhost"),
        ({"SESSION_COOKIE_SECURE": True}, "http://localhost"),
        ({"SERVER_NAME": "app.test:5000"}, "http://app.test:5000"),
        ({"SERVER_NAME": "app.test", "SESSION_COOKIE_SECURE": True}, "https://app.test"),
        ({"SESSION_COOKIE_DOMAIN": ".app.test"}, "http://app.test"),
        ({"SERVER_NAME": "a.app.test", "SESSION_COOKIE_DOMAIN": "app.test"}, "http://a.app.test"),
        ({"PREFERRED_URL_SCHEME": "https", "APPLICATION_ROOT": "/sub/"}, "https://localhost/sub"),
    ],
)
def test_the_base_is_where_its_cookies_come_back_to(config, base):
    """By its name, else by its cookies' domain; over https where its cookies go nowhere else."""
    app = Flask(__name__)
    app.config.update(config)
    assert base_url(app) == base
