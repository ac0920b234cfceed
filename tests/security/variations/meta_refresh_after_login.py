"""Odd: after login a page sends on by meta refresh. Right: it leads to a page of this site only."""

from _varying import Person, reference
from flask import Flask, render_template_string, request, url_for

from app import auth

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Welcome – Harbour</title>
<meta http-equiv="refresh" content="0; url={{ target }}"></head>
<body><p>You are logged in. <a href="{{ target }}">Go on</a></p></body></html>"""


def onward() -> str:
    """A page that leads on."""
    target = auth.safe_next(request.args.get("next")) or url_for("main.dashboard")
    return render_template_string(PAGE, target=target)


def create_app() -> Flask:
    """Send on by a page."""
    auth._onward = onward
    return reference()


def shown(person: Person) -> bool:
    """Alice gets a page that refreshes."""
    alice = person.newcomer()
    answer = alice.log_in()
    return answer.status_code == 200 and "0; url=/dashboard" in answer.text and alice.is_in
