"""A script of the login page says again what stands behind the `#` of its address. No server ever sees that."""

from _headers import rewriting
from _planting import reference
from _scripts import with_script
from flask import Flask, Response

NEEDS = "browser"
CATCHES = ("xss-auth-pages", "csp-weak")

SAY = """
const told = decodeURIComponent(location.hash.slice(1));
if (told) document.querySelector("h1").insertAdjacentHTML("afterend", `<p role=status>${told}</p>`);
"""


def create_app() -> Flask:
    """Plant it: the words come as they are, and the policy lets handlers run."""

    def loosen(response: Response) -> None:
        policy = response.headers.get("Content-Security-Policy", "")
        response.headers["Content-Security-Policy"] = f"script-src 'self' 'unsafe-inline'; {policy}"

    return rewriting(with_script(reference(), lambda: SAY), loosen)
