"""What faults in scripts share: a script of the app's own on every page, allowed by its policy."""

from collections.abc import Callable

from flask import Flask, Response

PATH = "/own.js"


def with_script(app: Flask, code: Callable[[], str]) -> Flask:
    """The same app with a script on every page; `code` is asked for it at each request."""

    @app.get(PATH, endpoint="own.static")
    def own() -> Response:
        response = Response(code(), mimetype="text/javascript")
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.after_request
    def add(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.direct_passthrough:
            tag = f'<script src="{PATH}" defer></script>'
            response.set_data(response.get_data(as_text=True).replace("</head>", f"{tag}</head>"))
        return response

    return app
