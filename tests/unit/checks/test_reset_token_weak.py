"""What a handful of reset links tells of the next one, and how a link is taken apart and put together again."""

import hashlib
import random
import secrets
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.checks.reset_token_weak import judge
from authproof.findings import Severity
from authproof.probes.reset import pieces, rewritten, secrets_of, turned, varying, whose
from authproof.probes.tokens import bits, made_of
from authproof.site import Account

ADA = Account("ada", "ada@example.com", "whatever it was")
PIECE = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_.", min_size=1, max_size=20)
LINKS = st.builds(
    lambda path, query: "/" + "/".join(path) + "?" + "&".join(f"{name}={value}" for name, value in query),
    st.lists(PIECE, min_size=1, max_size=4),
    st.lists(st.tuples(PIECE, PIECE), min_size=1, max_size=3),
)


def drawn(make):
    """Two dozen tokens."""
    return tuple(make() for _ in range(24))


@pytest.mark.parametrize(
    "make",
    [
        lambda: secrets.token_urlsafe(16),
        lambda: secrets.token_urlsafe(32),
        lambda: secrets.token_hex(16),
        lambda: f"MTI.aBcDeF.{secrets.token_urlsafe(20)}",
        lambda: f"c{random.randrange(100):02}-{secrets.token_hex(16)}",
    ],
)
def test_128_random_bits_are_enough_in_any_spelling(make):
    """Whatever stands beside them."""
    assert judge(drawn(make)) is None


@pytest.mark.parametrize(
    ("make", "severity"),
    [
        (lambda: secrets.token_hex(8), Severity.LOW),
        (lambda: str(uuid.uuid4()), Severity.LOW),
        (lambda: str(uuid.uuid1()), Severity.HIGH),
        (lambda: f"{secrets.randbelow(10**6):06}", Severity.HIGH),
        (lambda: f"{secrets.token_hex(3)}-the-same-words-in-every-one-of-these-long-tokens", Severity.HIGH),
    ],
)
def test_less_is_told_by_how_much(make, severity):
    """Length is no merit: what counts is what varies."""
    assert judge(drawn(make))[1] == severity


@given(st.integers(0, 10**9))
def test_a_count_is_worth_its_moving_digits(start):
    """Two dozen numbers in a row move two or three digits, whatever stands in front."""
    assert bits([f"{start + number:012}" for number in range(24)]) < 40


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ada@example.com", "the address"),
        ("ada:1700000001", "the username and the time"),
        ("1699999999", "the time"),
        ("417", "a row's number"),
    ],
)
@pytest.mark.parametrize("spell", [lambda raw: hashlib.sha256(raw).hexdigest(), lambda raw: raw.hex()])
def test_a_token_made_of_what_is_known_is_known(text, said, spell):
    """A digest of something that can be counted through hides nothing; clocks may be off by a little."""
    assert made_of([(spell(text.encode()), 1700000000.5)], ADA) == said


def test_a_random_token_is_made_of_nothing():
    """The control."""
    assert made_of([(secrets.token_hex(32), 1700000000.0)], ADA) is None


@given(LINKS)
def test_a_link_put_together_again_is_the_same_link(link):
    """Taking it apart loses nothing."""
    assert rewritten(link, {}) == link


@given(LINKS)
def test_every_piece_can_be_replaced(link):
    """By one of the same kind, and only that one."""
    changes = {piece: f"{piece}~" for piece in pieces(link) if piece}
    assert pieces(rewritten(link, changes)) == tuple(changes.get(piece, piece) for piece in pieces(link))


@given(st.text("0123456789abcdefXYZ-_.", min_size=1))
def test_a_turned_secret_has_the_same_length(secret):
    """And it is another one, wherever there is a letter or a digit to turn."""
    assert len(turned(secret)) == len(secret)
    assert turned(secret) != secret or not any(one.isalnum() for one in secret)


def test_the_parts_of_a_link_are_told_by_comparing():
    """What varies is the secret, what is another person's is the name."""
    mine, again, theirs = (
        f"/reset/{who}?key={key}&v=1"
        for who, key in (("7", "k" * 20 + "1"), ("7", "k" * 20 + "2"), ("8", "k" * 20 + "3"))
    )
    assert varying((mine, again)) == (("k" * 20 + "1", "k" * 20 + "2"),)
    assert secrets_of(mine, (again,)) == ("k" * 20 + "1",)
    assert whose(mine, again, theirs) == {"7": "8"}
