"""People act in the body that was asked for, and nobody does with hands what hands cannot do."""

from dataclasses import replace

import pytest

from authproof.client import CrossSite, UserAgent
from authproof.findings import NotApplicable
from authproof.visitor import BODIES
from tests.unit.harness.support import ALICE, scene_at


@pytest.fixture(params=["wsgi", "http", "hands"])
def scene(request):
    with scene_at(body=request.param) as scene:
        yield scene


def test_the_verbs_are_the_same_in_every_body(scene):
    """Logging in, looking, and the thief with a copied cookie: one story, one end."""
    alice = scene.visitor()
    assert alice.try_log_in()
    assert scene.visitor(alice.cookies.copy()).is_logged_in()
    assert not scene.visitor().try_log_in(ALICE.with_password("wrong"))


def test_every_body_tells_the_same_exchanges(scene):
    """What is evidence does not depend on how it was carried."""
    alice = scene.visitor()
    alice.log_in()
    told = [(one.request.method, one.request.url, one.response.status) for one in alice.history]
    assert told == [
        ("GET", "http://localhost/login", 200),
        ("POST", "http://localhost/login", 302),
        ("GET", "http://localhost/", 200),
    ]


@pytest.mark.parametrize(
    "wish",
    [
        lambda scene: scene.visitor().agent,
        lambda scene: scene.visitor().login_form(),
        lambda scene: scene.visitor().log_in(follow=False),
        lambda scene: scene.visitor().visit("/", follow=False),
        lambda scene: scene.visitor().visit("/", site=CrossSite.YES),
        lambda scene: scene.visitor(address="127.0.0.9"),
        lambda scene: UserAgent(scene.client, scene.site.base).get("/"),
    ],
)
def test_hands_alone_do_no_more_than_hands_can(wish):
    """A check that wants more is told so, and does not get less in silence."""
    with scene_at(body="hands") as scene, pytest.raises(NotApplicable, match="more than a browser's hands: "):
        wish(scene)


@pytest.mark.parametrize("body", ["wsgi", "hands"])
def test_people_act_on_the_site_that_the_scene_has_now(body):
    """A check may move the scene to https: its people move along, with hands alone too."""
    with scene_at(body=body) as scene:
        elsewhere = replace(scene, site=replace(scene.site, base="https://localhost"))
        assert elsewhere.visitor().visit("/").request.url == "https://localhost/"


def test_a_plain_socket_does_not_pretend_to_speak_https():
    """A site that lives at https has no body on a plain socket."""
    with pytest.raises(NotApplicable, match="speaks no https"), scene_at("https://localhost", "http"):
        raise AssertionError("the scene was set")


def test_without_a_browser_there_is_no_body_in_chromium():
    """Nobody sits down at a browser that is not there."""
    with pytest.raises(NotApplicable, match="needs a browser"), scene_at(body="chromium"):
        raise AssertionError("the scene was set")


def test_there_are_four_bodies():
    """In process, over a socket, at a browser, and in process with no more than a browser's hands."""
    assert BODIES == ("wsgi", "http", "chromium", "hands")
