"""Ids of enough chance pass, however they are spelled; counters, times and digests are seen through."""

import base64
import hashlib
import itertools
import secrets
import string
import uuid

import pytest

from authproof.probes.token_statistics import digest_of, growing_columns, guess_bits, twins, uuid_version

SAMPLE = 200


def drawn(make, count=SAMPLE):
    return [make() for _ in range(count)]


@pytest.mark.parametrize(
    "make",
    [
        lambda: secrets.token_hex(16),
        lambda: secrets.token_urlsafe(16),
        lambda: secrets.token_urlsafe(32),
        lambda: base64.b64encode(secrets.token_bytes(24)).decode(),
        lambda: "".join(secrets.choice(string.ascii_lowercase) for _ in range(32)),
        lambda: f"sess:{secrets.token_hex(16)}:v2",
    ],
)
def test_sixteen_random_bytes_are_enough_in_any_spelling(make):
    """A sample of 200 never makes a good id look short."""
    assert guess_bits(drawn(make)) >= 127.9


def test_a_time_in_front_takes_nothing_from_the_chance_behind_it():
    """What grows counts nothing, what follows counts whole."""
    clock = itertools.count(1_700_000_000_000, 7)
    assert guess_bits(drawn(lambda: f"{next(clock)}-{secrets.token_hex(16)}")) >= 127.9


def test_a_random_uuid_has_122_bits():
    """Version and variant are no chance."""
    ids = drawn(lambda: str(uuid.uuid4()))
    assert round(guess_bits(ids)) == 122
    assert uuid_version(ids) == 4


def test_a_uuid_of_the_time_names_its_version():
    """Version 1 is the time and the network card."""
    assert uuid_version(drawn(lambda: str(uuid.uuid1()))) == 1


@pytest.mark.parametrize("write", [str, hex, "{:032d}".format, "s-{}-x".format])
def test_a_counter_leaves_nothing_to_guess(write):
    """In whatever way the number is written."""
    numbers = itertools.count(90)
    assert guess_bits(drawn(lambda: write(next(numbers)))) < 9


def test_a_counter_in_base64_leaves_nothing_to_guess():
    """Its letters grow in the alphabet's own order."""
    numbers = itertools.count(2**40)
    assert guess_bits(drawn(lambda: base64.b64encode(next(numbers).to_bytes(9, "big")).decode())) < 9


def test_four_bytes_are_32_bits():
    """A short id is counted as short."""
    assert guess_bits(drawn(lambda: secrets.token_hex(4))) == 32


def test_nothing_in_chance_seems_to_grow():
    """No place of a random id is taken for a counter."""
    assert not growing_columns(drawn(lambda: secrets.token_urlsafe(32)))


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512"])
def test_a_digest_of_a_name_or_a_number_is_seen_through(name):
    """Also where it was cut."""
    assert digest_of(hashlib.new(name, b"alice").hexdigest()[:20], ["alice"]) == f"{name}(alice)"
    assert digest_of(hashlib.new(name, b"4711").hexdigest(), []) == f"{name}(4711)"


def test_chance_is_no_digest():
    """A random id is the digest of nothing that we know."""
    assert digest_of(secrets.token_hex(16), ["alice"]) is None


def test_twins_are_counted():
    """Each id beyond the first of its kind."""
    assert twins(["a", "b", "a", "a"]) == 2
