"""Signatures are checked as the frameworks make them, and a key is called weak exactly if it is."""

import secrets

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask_login.utils import encode_cookie
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import Signer, TimestampSigner, URLSafeTimedSerializer

from authproof.findings import Severity
from authproof.probes.signatures import fitting, forged, found_among
from authproof.probes.weak_keys import common_keys, is_common, weakness

KEY = "a good key for nobody in particular"
# Made with Django 5.2 (signed_cookies engine) and PyJWT 2 under `KEY`, and under LONG where a digest wants more.
LONG = f"{KEY}, long enough for every digest of them all"
DJANGO = "eyJfYXV0aF91c2VyX2lkIjoiMSJ9:1xV4AW:Cfjm8BX4SM6ce15sBA4c8wm3sfi92GYJm0gCrHmpaO8"
JWTS = """
eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.f2y_1-0UDxwP2MXHN7tHY_2s5tm7ghyzRn9UUtjidzQ
eyJhbGciOiJIUzM4NCIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.C6qHx3TClJigvsPZSDwQo9S1fDWO5b2Djte7JyBFW0EaGMFK2K4e0HEEOjccsU5V
eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.faQdyXWZqLfyZKPUVoz9_FeFjjdPMdieX-1a7lYmqx3Gr7D5BsTETGFZ0acaUDSao2JoV6EEg0jOKRs3uy2BGQ
""".split()  # noqa: SIM905 - one token a line


def app_with(key=KEY):
    app = Flask(__name__)
    app.secret_key = key
    return app


def serializer(key=KEY):
    return SecureCookieSessionInterface().get_signing_serializer(app_with(key))


def remembered():
    with app_with().app_context():
        return encode_cookie("1")


SIGNED = [
    ("Flask session", serializer().dumps({"_user_id": "1"})),
    ("Flask-Login remember cookie", remembered()),
    ("Flask-Session id", Signer(KEY, "flask-session", key_derivation="hmac").sign("abcdefgh").decode()),
    ("itsdangerous", URLSafeTimedSerializer(KEY).dumps({"id": 1})),
    ("itsdangerous signer", TimestampSigner(KEY).sign("eyJpZCI6MX0=").decode()),
    ("Django session", DJANGO),
]


@pytest.mark.parametrize(("scheme", "value"), SIGNED, ids=[name for name, _ in SIGNED])
def test_the_right_key_fits_and_no_other(scheme, value):
    """What a framework has signed is recognised by its key alone."""
    found = fitting(value, KEY.encode())
    assert found is not None
    assert found.name == scheme
    assert fitting(value, b"another key") is None


@pytest.mark.parametrize("token", JWTS)
def test_a_jwt_is_recognised_by_its_key(token):
    """HS256, HS384 and HS512."""
    assert fitting(token, LONG.encode())
    assert fitting(token, b"another key") is None


@given(
    st.dictionaries(st.text(max_size=8), st.text(max_size=80), max_size=4), st.text(min_size=1, max_size=40)
)
def test_every_flask_session_fits_its_key(values, key):
    """The same law as itsdangerous, for all contents and all keys."""
    assert fitting(serializer(key).dumps(values), key.encode("utf-8", "surrogatepass"))


@given(st.text(max_size=200))
def test_no_value_breaks_the_comparison(value):
    """A cookie may hold anything, an unusual signature above all."""
    assert fitting(f"{value}.{'é' * 27}", b"key") is None


def test_flask_takes_a_forged_session_for_its_own():
    """The forgery says what the real one said, and is signed as Flask signs."""
    made = forged(serializer().dumps({"_user_id": "1"}), KEY.encode(), KEY.encode())
    assert serializer().loads(made) == {"_user_id": "1", "authproof": 1}


def test_the_key_of_a_cookie_is_found_among_common_ones():
    """The attack needs one cookie and nothing of the target."""
    cookie = serializer("your-secret-key-here").dumps({"_user_id": "1"})
    assert found_among(common_keys(), ["opaque", cookie]) == (b"your-secret-key-here",)
    assert found_among(common_keys(), [serializer().dumps({})]) == ()


def test_whatever_is_tried_is_recognised_too():
    """A configured key is judged at least as strictly as one that is attacked."""
    assert not [key for key in common_keys() if not is_common(key)]


@pytest.mark.parametrize(
    ("key", "severity"),
    [
        (b"dev", Severity.CRITICAL),
        (b"My_Super-SECRET key 2024!", Severity.CRITICAL),
        (b"you-will-never-guess", Severity.CRITICAL),
        (b"k7#dQ", Severity.CRITICAL),
        (b"k7#dQ" * 9, Severity.CRITICAL),
        (b"k7#dQ!2pWx", Severity.HIGH),
        (b"ababbabaabbabaababba", Severity.HIGH),
    ],
)
def test_weak_keys_are_called_weak(key, severity):
    """Words, short keys, repetitions, hardly any characters."""
    verdict = weakness(key, written=False)
    assert verdict is not None
    assert verdict[0] is severity


@given(st.sampled_from([secrets.token_hex, secrets.token_bytes, secrets.token_urlsafe]), st.integers(16, 64))
def test_random_keys_are_never_called_weak(make, size):
    """What the documentation of Flask tells people to use passes; in the source it is a low finding."""
    key = make(size)
    key = key.encode() if isinstance(key, str) else key
    assert weakness(key, written=False) is None
    assert weakness(key, written=True)[0] is Severity.LOW
