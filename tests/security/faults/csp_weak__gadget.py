"""A script of the site's own hands its nonce to every script in the page, also to those that somebody put there."""

import secrets

from _headers import rewriting
from _planting import reference
from flask import Flask, Response

NEEDS = "browser"
CATCHES = ("csp-weak",)

REVIVE = """
addEventListener("DOMContentLoaded", () => {
    for (const dead of document.querySelectorAll("body script")) {
        const alive = document.createElement("script");
        alive.nonce = document.querySelector("head script[nonce]").nonce;
        alive.text = dead.text;
        dead.replaceWith(alive);
    }
});
"""


def create_app() -> Flask:
    """Plant it: a page transition library of 2019, inline, and a policy with a nonce that reads well."""

    def revive(response: Response) -> None:
        if response.mimetype != "text/html" or response.direct_passthrough:
            return
        nonce = secrets.token_urlsafe(16)
        policy = response.headers.get("Content-Security-Policy", "")
        response.headers["Content-Security-Policy"] = f"script-src 'self' 'nonce-{nonce}'; {policy}"
        page = response.get_data(as_text=True)
        tag = f'<script nonce="{nonce}">{REVIVE}</script></head>'
        response.set_data(page.replace("</head>", tag, 1))

    return rewriting(reference(), revive)
