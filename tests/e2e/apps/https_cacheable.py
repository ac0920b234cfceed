"""The reference app over https, and nothing keeps browsers from remembering its private pages."""

import secrets

from app import create_app

app = create_app({"SECRET_KEY": secrets.token_hex(32), "SERVER_NAME": "harbour.example", "FORCE_HTTPS": True})
_finish = app.process_response


def _forget(response):
    response = _finish(response)
    response.headers.pop("Cache-Control", None)
    return response


app.process_response = _forget
