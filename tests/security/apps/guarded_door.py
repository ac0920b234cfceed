"""The tide tables behind a door that some sites have.

Odd: DOOR=letters lets nobody register whose name has anything but letters; DOOR=limit answers 429 to every POST after
the first forty, whoever sends it.
"""

import io
import os
from http import HTTPStatus
from itertools import count
from tempfile import mkdtemp
from urllib.parse import parse_qs

from wsgi_only import create_application

FORTY = 40
tables, posted = create_application(f"{mkdtemp()}/tides.db"), count(1)


def refused(environ):
    """Whether the door stays closed."""
    if environ["REQUEST_METHOD"] != "POST":
        return False
    if os.environ["DOOR"] == "limit":
        return next(posted) > FORTY
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    names = parse_qs(body.decode(errors="replace")).get("name", [""])
    return environ["PATH_INFO"] == "/signup" and not names[0].isalpha()


def application(environ, start_response):
    """Ask the door first."""
    if not refused(environ):
        return tables(environ, start_response)
    status = (
        HTTPStatus.TOO_MANY_REQUESTS if os.environ["DOOR"] == "limit" else HTTPStatus.UNPROCESSABLE_ENTITY
    )
    start_response(f"{status.value} {status.phrase}", [("Content-Type", "text/plain")])
    return [b"No."]
