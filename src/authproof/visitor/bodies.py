"""The bodies in which the people of a scene can act: the same story in process, over a socket, in Chromium."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal, get_args
from urllib.parse import urlsplit

from authproof.client.agent import UserAgent
from authproof.client.http import HttpClient
from authproof.client.jar import CookieJar
from authproof.client.serving import Serving
from authproof.findings import NotApplicable
from authproof.site.accounts import Account
from authproof.site.model import Site
from authproof.visitor.browser import Chromium
from authproof.visitor.hands import BrowserHands, NoRequests, ProcessHands, within_hands
from authproof.visitor.scene import Scene
from authproof.visitor.visitor import Visitor

Body = Literal["wsgi", "http", "chromium", "hands"]
BODIES: tuple[Body, ...] = get_args(Body)
# Seconds in which a whole check has to be played by typing and clicking.
_PLAY_LIMIT_S = 240.0


@contextmanager
def embodied(scene: Scene, body: Body) -> Iterator[Scene]:
    """The same scene with its people in that body, for as long as the context lasts.

    The target stays in this process, so that a check sees and moves its inside in each of them. `hands` are in
    process, and can do no more than a person at a browser.

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
        with scene.chromium(_PLAY_LIMIT_S) as chromium:
            yield at_chromium(scene, chromium)
    else:
        yield with_hands(scene) if body == "hands" else scene


def at_chromium(scene: Scene, chromium: Chromium) -> Scene:
    """The scene with its people at that browser."""

    def embody(site: Site, account: Account, cookies: CookieJar | None, address: str) -> Visitor:
        within_hands(address=address)
        return BrowserHands(chromium, site, account, cookies)

    return replace(scene, client=NoRequests(), embody=embody, at_chromium=chromium)


def with_hands(scene: Scene) -> Scene:
    """The scene with people who can do what they could at a browser."""

    def embody(site: Site, account: Account, cookies: CookieJar | None, address: str) -> Visitor:
        within_hands(address=address)
        return ProcessHands(UserAgent(scene.client, site.base, cookies, inbox=scene.inbox), site, account)

    return replace(scene, client=NoRequests(), embody=embody)
