"""Logins that answer with a page of their own, which leads on by what only a browser runs."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response, request, url_for

_PAGE = """<!doctype html><title>Welcome</title><p>You are logged in, one moment please.</p>
<script>
const next = new URLSearchParams(location.search).get("next") || "{home}";
{script}
</script>"""


def leading_on(script: str) -> Flask:
    """The reference app, whose server follows no target after a login: `script` does, which knows it as `next`."""

    def onward(response: Response) -> None:
        if request.path == "/login" and request.method == "POST" and "Location" in response.headers:
            response.status_code = 200
            del response.headers["Location"]
            del response.headers["Content-Security-Policy"]
            home = url_for("main.dashboard")
            response.set_data(_PAGE.replace("{home}", home).replace("{script}", script))

    return rewriting(reference(), onward)
