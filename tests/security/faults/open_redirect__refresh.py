"""The login answers with a page, whose script writes an element that sends the reader on."""

from _headers import rewriting
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

    def onward(response: Response) -> None:
        if request.path == "/login" and request.method == "POST" and "Location" in response.headers:
            response.status_code = 200
            del response.headers["Location"]
            del response.headers["Content-Security-Policy"]
            response.set_data(PAGE.replace("{home}", url_for("main.dashboard")))

    return rewriting(reference(), onward)
