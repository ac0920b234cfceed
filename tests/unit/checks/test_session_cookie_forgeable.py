"""Cookies are taken apart and written anew as a forger would; what cannot be known is left alone."""

import base64
import hashlib
import json
import pickle
import secrets
import zlib

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from hypothesis import given
from hypothesis import strategies as st

from authproof.probes.identities import claims, is_statement, own_claim
from authproof.probes.jwt import forgeries, read_jwt
from authproof.probes.layers import layers, pickles
from authproof.site import Account

ALICE = Account("alicealice", "alicealice@example.com", "x")
BORIS = Account("borisboris", "borisboris@example.com", "x")
COOKIE = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters='";,\\'), max_size=60)


def plain(text):
    return text


def encoded(text):
    return base64.urlsafe_b64encode(text.encode()).decode()


def unpadded(text):
    return encoded(text).rstrip("=")


def packed(text):
    return "." + base64.urlsafe_b64encode(zlib.compress(text.encode())).decode().rstrip("=")


def hexed(text):
    return text.encode().hex()


def forged(mine, again, theirs):
    """The values that claim to be Boris's, made of Alice's."""
    return [claim.says(words) for claim, words in claims(mine, again, theirs, ALICE, BORIS)]


@given(COOKIE)
def test_every_layer_written_as_it_was_is_the_same_cookie(value):
    """Taking apart and putting together changes nothing that the server reads: all layers say the same again."""
    for layer in layers(value):
        again = {one.how: one.text for one in layers(layer.write(layer.text))}
        assert again.get(layer.how) == layer.text


@pytest.mark.parametrize("write", [plain, encoded, unpadded, packed, hexed])
def test_a_name_is_replaced_in_whatever_it_is_wrapped(write):
    """Base64, hex and compression hide nothing."""
    mine, theirs = write('{"user": "alicealice"}'), write('{"user": "borisboris"}')
    assert theirs in forged(mine, mine, theirs)


def test_a_number_is_replaced_and_the_signature_kept():
    """Flask-Login's remember cookie, with the other's number."""
    assert forged("5|aaaaaaaaaaaaaaaaaaaa", "5|aaaaaaaaaaaaaaaaaaaa", "6|bbbbbbbbbbbbbbbbbbbb") == [
        "6|aaaaaaaaaaaaaaaaaaaa"
    ]


def test_what_nobody_can_know_is_no_claim():
    """Random ids differ from login to login, and from person to person."""
    assert forged(*(secrets.token_urlsafe(32) for _ in range(3))) == []


def test_a_random_token_of_a_person_is_no_claim():
    """The same at two logins, but nothing that another could write."""
    mine, theirs = secrets.token_hex(16), secrets.token_hex(16)
    assert forged(mine, mine, theirs) == []


def test_a_digest_without_a_key_is_no_signature():
    """Beside the name it is written anew; alone it is judged as an id."""
    mine, theirs = (hashlib.md5(one.username.encode()).hexdigest() for one in (ALICE, BORIS))
    assert forged(f"alicealice.{mine}", f"alicealice.{mine}", f"borisboris.{theirs}") == [
        f"borisboris.{theirs}"
    ]
    assert forged(mine, mine, theirs) == []


def test_the_only_person_there_is_claims_the_own_name():
    """Numbers are left out: nothing tells them from any other."""
    assert own_claim("alicealice", "alicealice", ALICE)
    assert own_claim("4", "4", ALICE) is None


def test_flasks_session_is_a_statement():
    """It says who somebody is, and signs it."""
    app = Flask(__name__)
    app.secret_key = secrets.token_hex()
    write = SecureCookieSessionInterface().get_signing_serializer(app).dumps
    assert is_statement(write({"_user_id": "1"}), write({"_user_id": "1"}), ALICE)


@pytest.mark.parametrize(
    "make", [lambda: secrets.token_urlsafe(32), lambda: secrets.token_hex(8), lambda: "1234567"]
)
def test_a_bare_id_is_no_statement(make):
    """A number that changes with each login neither."""
    assert not is_statement(make(), make() + "x", ALICE)


def test_a_digest_of_the_name_is_no_statement_but_a_poor_id():
    """It is judged as an id that can be guessed."""
    digest = hashlib.sha256(ALICE.username.encode()).hexdigest()
    assert not is_statement(digest, digest, ALICE)


@pytest.mark.parametrize("data", [{"theme": "light"}, ["a", 1], "text"])
def test_a_pickle_is_known_by_its_opcodes(data):
    """In base64 or hex; nothing is loaded."""
    raw = pickle.dumps(data)
    assert pickles(base64.b64encode(raw).decode())
    assert pickles(raw.hex())


@given(st.binary(max_size=80))
def test_ordinary_bytes_are_no_pickle(raw):
    """But for the few that are one."""
    assert not pickles(base64.b64encode(b"\x00" + raw).decode())


def test_a_token_is_forged_without_its_key():
    """`alg` none has an empty signature; the claims stay as they were given."""
    head, body = (unpadded(json.dumps(part)) for part in ({"alg": "HS256"}, {"sub": "alicealice"}))
    token = read_jwt(f"{head}.{body}.c2lnbmF0dXJl")
    made = dict(forgeries(token, '{"sub":"borisboris"}', ()))
    assert read_jwt(made["`alg` set to `none`"]).claims == '{"sub":"borisboris"}'
    assert made["`alg` set to `none`"].endswith(".")


@pytest.mark.parametrize("value", ["", "a.b", "a.b.c", "eyJ9.e30.", "P-TRQl5IZPj_jza1mLJy2ppqT6SDflBu"])
def test_what_is_no_token_is_not_read_as_one(value):
    """Nor does odd input raise."""
    assert read_jwt(value) is None
