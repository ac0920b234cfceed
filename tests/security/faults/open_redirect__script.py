"""The login answers with a page, whose script takes the target from the address and goes there."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response, request, url_for

NEEDS = "browser"
CATCHES = ("open-redirect",)

PAGE = """<!doctype html><title>Welcome</title><p>You are logged in, one moment please.</p>
<script>
const next = new URLSearchParams(location.search).get("next") || "{home}";
setTimeout(() => location.replace(next), 1500);
</script>"""


def create_app() -> Flask:
    """Plant it: the server follows no target at all, so that no answer of its own gives it away."""

    def onward(response: Response) -> None:
        if request.path == "/login" and request.method == "POST" and "Location" in response.headers:
            response.status_code = 200
            del response.headers["Location"]
            del response.headers["Content-Security-Policy"]
            response.set_data(PAGE.replace("{home}", url_for("main.dashboard")))

    return rewriting(reference(), onward)
