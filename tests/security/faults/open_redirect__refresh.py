"""The login answers with a page, whose script writes an element that sends the reader on."""

from _planting import reference
from flask import Flask, Response, request, url_for

NEEDS = "browser"
CATCHES = ("open-redirect",)

PAGE = """<!doctype html><title>Welcome</title><p>You are logged in, one moment please.</p>
<script>
const element = document.createElement("meta");
element.httpEquiv = "refresh";
element.content = "3; url=" + (new URLSearchParams(location.search).get("next") || "{home}");
document.head.append(element);
</script>"""


def create_app() -> Flask:
    """Plant it: nobody who reads the page without running it finds the element."""
    app = reference()

    @app.after_request
    def by_refresh(response: Response) -> Response:
        if request.path == "/login" and request.method == "POST" and response.status_code in {302, 303}:
            response.status_code = 200
            del response.headers["Location"]
            response.headers.pop("Content-Security-Policy", None)
            response.set_data(PAGE.replace("{home}", url_for("main.dashboard")))
        return response

    return app
