"""What can be read out of a cookie without a key is read; what cannot is left alone."""

import base64
import json
import pickle
import zlib

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from hypothesis import given
from hypothesis import strategies as st

from authproof.probes.payloads import alike, json_object, readings

SENTINEL = "alice@example.com"
HEADER, CLAIMS = b'{"alg": "HS256"}', b'{"sub": "1"}'


def b64(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def flask_cookie(values):
    app = Flask(__name__)
    app.secret_key = "any"
    return SecureCookieSessionInterface().get_signing_serializer(app).dumps(values)


def texts(value):
    return " ".join(reading.text for reading in readings(value))


@pytest.mark.parametrize("padding", ["", "x" * 400], ids=["short", "compressed"])
def test_a_flask_session_is_readable(padding):
    """Short sessions are base64 alone, long ones are compressed before."""
    assert SENTINEL in texts(flask_cookie({"who": SENTINEL, "padding": padding}))


@pytest.mark.parametrize(
    "value",
    [
        SENTINEL,
        "alice%40example.com",
        r'"alice\100example.com"',
        f"1|{SENTINEL.encode().hex()}",
        b64(json.dumps({"a": [{"b": SENTINEL}]}).encode()),
        b64(b64(SENTINEL.encode()).encode()),
        b64(zlib.compress(SENTINEL.encode())),
        b64(pickle.dumps({"mail": SENTINEL})),
        f"{b64(HEADER)}.{b64(json.dumps({'mail': SENTINEL}).encode())}.c2ln",
    ],
)
def test_every_usual_wrapping_is_undone(value):
    """URL and cookie quoting, hex, base64 twice, zlib, JSON, a pickle's strings, a JWT."""
    assert SENTINEL in texts(value)


def test_a_pickle_is_never_loaded():
    """What would run on loading is only listed."""

    class Bomb:
        def __reduce__(self):
            return (pytest.fail, ("it ran",))

    assert "it ran" in texts(b64(pickle.dumps(Bomb())))


def test_a_jwt_says_its_claims_and_not_its_header():
    """The first JSON object of a JWT is about the signature."""
    token = f"{b64(HEADER)}.{b64(CLAIMS)}.c2ln"
    assert json_object(token) == {"sub": "1"}


def test_a_random_token_says_nothing():
    """An opaque value has one reading: itself."""
    assert len(readings("q7Yt2vXo0bJ9sWm4KcPzR8uLhEa1FgDi")) == 1


@given(st.text(max_size=300))
def test_hostile_values_are_read_without_a_crash(value):
    """A cookie may hold anything."""
    assert readings(value)[0].how == "in clear"


@given(st.binary(max_size=100))
def test_hostile_bytes_are_read_without_a_crash(raw):
    """Base64 of anything, with the marks of zlib and of a pickle before it."""
    assert all(readings(b64(mark + raw)) for mark in (b"", b"\x78\x9c", b"\x80\x04"))


@given(st.text(st.characters(codec="ascii"), max_size=64))
def test_an_invented_value_has_the_shape_of_the_real_one(value):
    """Length and punctuation stay, so a store that looks at the shape alone is deceived."""
    made = alike(value)
    assert len(made) == len(value)
    assert [char for char in made if not char.isalnum()] == [char for char in value if not char.isalnum()]
