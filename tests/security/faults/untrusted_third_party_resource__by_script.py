"""The site's own script fetches one more from somebody else, on every page; no page names it."""

from _headers import rewriting
from _planting import reference
from _scripts import with_script
from flask import Flask, Response

NEEDS = "browser"
CATCHES = ("untrusted-third-party-resource",)

LOADER = """
const more = document.createElement("script");
more.src = "https://tags.example.net/manager.js";
document.head.append(more);
"""


def create_app() -> Flask:
    """Plant it: a loader, and its host in the policy so that browsers load what it asks for."""

    def allow(response: Response) -> None:
        policy = response.headers.get("Content-Security-Policy", "")
        response.headers["Content-Security-Policy"] = f"script-src 'self' https://tags.example.net; {policy}"

    return rewriting(with_script(reference(), lambda: LOADER), allow)
