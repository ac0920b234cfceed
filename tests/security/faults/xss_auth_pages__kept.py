"""A script of the dashboard fetches the name of who is signed in and makes markup of it; no page itself has it."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response, request
from flask_login import current_user

from app.extensions import login_required

NEEDS = "browser"
CATCHES = ("xss-auth-pages", "csp-weak")

GREET = """
fetch("/me.json").then(answer => answer.json()).then(me => {
    document.querySelector("h1").innerHTML = `Hello, ${me.name}!`;
});
"""


def create_app() -> Flask:
    """Plant it: a script in one page, and a policy that lets handlers run."""
    app = reference()
    app.add_url_rule("/me.json", "me", login_required(lambda: {"name": current_user.username}))
    app.add_url_rule("/greet.js", "greet.static", lambda: Response(GREET, mimetype="text/javascript"))

    def greet(response: Response) -> None:
        policy = response.headers.get("Content-Security-Policy", "")
        response.headers["Content-Security-Policy"] = f"script-src 'self' 'unsafe-inline'; {policy}"
        if request.path == "/dashboard" and response.mimetype == "text/html":
            tag = '<script src="/greet.js" defer></script></head>'
            response.set_data(response.get_data(as_text=True).replace("</head>", tag))

    return rewriting(app, greet)
