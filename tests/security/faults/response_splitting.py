"""The language of the page is kept in a cookie, which middleware writes past Werkzeug's checks."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from _planting import reference
from flask import Flask

CATCHES = ("response-splitting",)


def create_app() -> Flask:
    """Plant it: a header made of what the query says."""
    app = reference()
    inner = app.wsgi_app

    def remember_language(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        language = parse_qs(environ["QUERY_STRING"]).get("lang")

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if language:
                headers.append(("Set-Cookie", f"lang={language[0]}; Path=/; Secure; HttpOnly; SameSite=Lax"))
            return start_response(status, headers, exc_info)

        return inner(environ, start)

    app.wsgi_app = remember_language
    return app
