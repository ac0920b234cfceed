"""Code that ran for a stranger breaks a promise, unless it said no or nothing."""

import pytest

from authproof.client.agent import UserAgent
from authproof.exchange import Exchange, Request, Response
from authproof.findings import Severity
from authproof.probes.methods import Way, ways
from authproof.probes.refused import RefusedPage, breach

PAGE = RefusedPage(
    "/me", ("annabella", "a@example.com"), (), (), Exchange(Request("GET", "http://x/"), Response(200)),
    ran=("me",),
)  # fmt: skip


class Recorder:
    """Answers everything, and is asked through the same verbs as a visitor."""

    def __init__(self):
        self.agent = UserAgent(self, "http://localhost")

    def send(self, request, address="127.0.0.1"):
        return Exchange(request, Response(204))


def seen(method="OPTIONS", status=200, body=b"secret"):
    """An answer to a stranger."""
    return (Exchange(Request(method, "http://localhost/me"), Response(status, (), body)),)


def test_code_that_runs_and_answers_is_a_breach():
    """Also where the answer holds nothing that we know."""
    assert breach(PAGE, seen(), ["me"], refused=False) == ("runs its code", Severity.HIGH)


def test_an_empty_answer_to_options_is_none():
    """The view had nothing to say, as the framework's own."""
    assert breach(PAGE, seen(body=b""), ["me"], refused=False) is None


def test_a_view_that_says_no_itself_keeps_its_promise():
    """The guard may stand inside."""
    assert breach(PAGE, seen(status=403), ["me"], refused=True) is None


def test_code_of_another_view_says_nothing():
    """Such as the page for errors."""
    assert breach(PAGE, seen(), ["oops"], refused=False) is None


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("POST", 500)])
def test_code_that_shows_nothing_is_a_lesser_breach(method, status):
    """HEAD has no body, a crash no page."""
    found = breach(PAGE, seen(method, status, b""), ["me"], refused=False)
    assert found is not None
    assert found[1] is Severity.MEDIUM


def test_every_way_is_sent_once():
    """No two of them are the same request."""
    assert len(set(ways())) == len(list(ways()))


@pytest.mark.parametrize("way", tuple(ways()), ids=lambda way: way.said)
def test_a_way_is_sent_as_it_says(way):
    """The method on the wire, and the other one where it is meant to be read."""
    sent = way.send(Recorder(), "/me?tab=1", [("a", "b")]).request
    said = sent.header("X-HTTP-Method-Override") if way.by_header else f"{sent.url} {sent.body!r}"
    assert sent.method == way.method
    assert way.meant in said
    assert sent.url.startswith("http://localhost/me?tab=1")


def test_fields_go_where_the_method_has_them():
    """In the body, or in the query."""
    assert Way("POST").send(Recorder(), "/me", [("a", "b")]).request.body == b"a=b"
    assert Way("GET").send(Recorder(), "/me", [("a", "b")]).request.url == "http://localhost/me?a=b"
