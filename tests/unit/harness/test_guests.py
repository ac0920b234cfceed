"""Whom an audit has brought to a server that keeps people is read from what went over the wire."""

import json
from dataclasses import replace

import pytest

from authproof.audit.guests import GuestBook, guests, traffic_of
from authproof.client import WsgiClient
from authproof.client.serving import Serving
from authproof.exchange import Exchange, Request, Response
from authproof.site.model import ChangeRecipe, Features, FormRecipe, LoginRecipe, RegisterRecipe, Site
from authproof.target import Bounds
from authproof.target.address import read_address
from authproof.target.remote import reach
from tests.unit.harness.support import BASE, small_login

LOGIN = LoginRecipe(FormRecipe("/login", ("user", "word"), "/login"), "user", "word")
ROLES = (("user", "username"), ("mail", "email"), ("word", "password"), ("again", "password"))
REGISTER = RegisterRecipe(FormRecipe("/join", ("user", "mail", "word", "again"), "/join"), ROLES)
CHANGE = ChangeRecipe(FormRecipe("/change", ("old", "new"), "/change"), (("old", "current"), ("new", "new")))
SITE = Site(BASE, LOGIN, REGISTER, None, (), features=Features(change=CHANGE))


@pytest.fixture
def remote(tmp_path):
    with Serving(WsgiClient(small_login)) as serving:
        yield reach(read_address(f"http://127.0.0.1:{serving.port}"), tmp_path, Bounds())


def sent(path, body, method="POST"):
    return Exchange(Request(method, f"{BASE}{path}", (), body), Response(200))


@pytest.mark.parametrize(
    "body",
    [
        b"user=alice&mail=a%40example.com&word=secret&again=secret&user=eve",
        json.dumps({"user": "alice", "mail": "a@example.com", "word": "secret"}).encode(),
    ],
)
def test_whoever_is_typed_into_the_registration_is_noted(remote, body):
    """From a form or as JSON; other addresses and other forms make nobody."""
    book = GuestBook(remote, "a-check", SITE)
    for one in (sent("/join", body), sent("/login", body), sent("/join?x=1", body)):
        book.hear(one)
    (alice,) = guests(remote)
    assert (alice.account.username, alice.account.email, alice.account.password) == (
        "alice", "a@example.com", "secret",
    )  # fmt: skip


def test_what_was_sent_before_the_site_was_known_is_noted_then(remote):
    """Discovery registers people before it knows which form made them."""
    book = GuestBook(remote, "discovery")
    book.hear(sent("/join", b"user=alice&word=secret"))
    assert guests(remote) == []
    book.settle(SITE)
    assert [one.account.username for one in guests(remote)] == ["alice"]


def test_a_chosen_password_is_tried_first_for_the_people_of_that_check(remote):
    """And for nobody else."""
    for who, name in (("one", "alice"), ("two", "bob")):
        GuestBook(remote, who, SITE).hear(sent("/join", f"user={name}&word=first".encode()))
    GuestBook(remote, "one", SITE).hear(sent("/change", b"old=first&new=second"))
    assert [one.passwords for one in guests(remote)] == [["second", "first"], ["first"]]


def test_people_without_a_name_are_known_by_their_address(remote):
    """Its beginning is their name, as on the pages."""
    site = replace(SITE, register=replace(REGISTER, roles=(("mail", "email"), ("word", "password"))))
    GuestBook(remote, "a-check", site).hear(sent("/join", b"mail=alice%40example.com&word=secret"))
    assert [one.account.username for one in guests(remote)] == ["alice"]


@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff\xfe", b"{", b"null", b"=&=", b"%%%"])
def test_an_attack_on_the_registration_is_no_trouble(remote, body):
    """It has no name, and nobody is noted."""
    GuestBook(remote, "a-check", SITE).hear(sent("/join", body))
    assert traffic_of(remote).users == ()


def test_who_was_deleted_is_told_so(remote):
    """Name by name."""
    book = GuestBook(remote, "a-check", SITE)
    for name in (b"alice", b"bob"):
        book.hear(sent("/join", b"user=" + name + b"&mail=m&word=w"))
    remote.note(who="tidy-up", gone="alice", email="m")
    assert [(one.name, one.removed) for one in traffic_of(remote).users] == [("alice", True), ("bob", False)]
