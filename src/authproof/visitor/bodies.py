"""The bodies in which the people of a scene can act: the same story in process, over a socket, in Chromium."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal, get_args
from urllib.parse import urlsplit

from authproof.client.http import HttpClient
from authproof.client.serving import Serving
from authproof.exchange import Exchange, Request
from authproof.findings import NotApplicable
from authproof.visitor.scene import Scene
from authproof.visitor.visitor import more_than_hands

Body = Literal["wsgi", "http", "chromium"]
BODIES: tuple[Body, ...] = get_args(Body)


@contextmanager
def embodied(scene: Scene, body: Body) -> Iterator[Scene]:
    """The same scene with its people in that body, for as long as the context lasts.

    The target stays in this process, so that a check sees and moves its inside in each of them.

    Raises:
        NotApplicable: there is no such body here: no Chromium, or a site that a plain socket does not reach.
        Inconclusive: the browser did not start, died, or a page kept it waiting for too long.
    """
    if body == "http":
        if urlsplit(scene.site.base).scheme != "http":
            raise NotApplicable(f"the app lives at {scene.site.base}, and a plain socket speaks no https")
        with Serving(scene.client) as serving, HttpClient(("127.0.0.1", serving.port)) as client:
            yield replace(scene, client=client)
    elif body == "chromium":
        with scene.chromium() as chromium:
            yield replace(scene, client=NoRequests(), at_chromium=chromium)
    else:
        yield scene


class NoRequests:
    """The client of people who have hands alone."""

    def send(self, request: Request, address: str = "127.0.0.1") -> Exchange:
        """Send nothing.

        Raises:
            NotApplicable: always.
        """
        more_than_hands(f"a request of its own making from {address} to {request.path}")
