"""Every page that is known is asked for, however many there are."""

from flask import Flask

from authproof.client import UserAgent, WsgiClient
from authproof.probes.ways import _walk
from authproof.site import Site
from authproof.site.crawl import MOST_PAGES
from authproof.visitor import AgentVisitor


def test_every_page_that_is_known_is_visited():
    """A bound holds for links alone, which may lead on for ever."""
    app = Flask(__name__)
    app.add_url_rule("/<int:number>", "page", lambda number: f'<a href="/{number + 1}">on</a>')
    known = [f"/{number * 10_000}" for number in range(5 * MOST_PAGES)]
    site = Site("http://localhost", None, None, None, ())
    visitor = AgentVisitor(UserAgent(WsgiClient(app), site.base), site, None)
    visited = [path for path, _ in _walk(visitor, known)]
    assert visited[: len(known)] == known
    assert len(visited) == len(known) + 2 * MOST_PAGES
