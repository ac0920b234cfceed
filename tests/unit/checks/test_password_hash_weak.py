"""Fast hashes are made again from the password; salts must be long and not the name."""

import base64
import hashlib
import hmac
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.probes.digests import looks_like_digest, recipe_of, salts_in
from authproof.probes.salts import salt_problem

PASSWORD, SALT = "Qx-!4correcthorse", "a1b2c3d4e5"
RAW = PASSWORD.encode()


def sha256(text):
    """In hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def stretched(message, rounds):
    """Sha256 upon sha256, in hex each time."""
    for _ in range(rounds):
        message = hashlib.sha256(message).hexdigest().encode()
    return message.decode()


RECIPES = {
    "md5(password)": hashlib.md5(RAW).hexdigest(),
    "sha1(password)": base64.b64encode(hashlib.sha1(RAW).digest()).decode(),
    "sha256(salt + password)": f"{SALT}${sha256(SALT + PASSWORD)}",
    "sha256(password + salt)": f"{sha256(PASSWORD + SALT)}:{SALT}",
    "md5(sha1(password))": hashlib.md5(hashlib.sha1(RAW).hexdigest().encode()).hexdigest(),
    "md5(password in UTF-16)": hashlib.md5(PASSWORD.encode("utf-16-le")).hexdigest(),
    "sha1(password + salt)": "{SSHA}"
    + base64.b64encode(hashlib.sha1(RAW + b"salz").digest() + b"salz").decode(),
    "sha1(password), 2 rounds": f"*{hashlib.sha1(hashlib.sha1(RAW).digest()).hexdigest().upper()}",
    "HMAC-sha512(salt or key, password)": f"{SALT}|{hmac.new(SALT.encode(), RAW, 'sha512').hexdigest()}",
    "sha256(salt + password), 1000 rounds": f"{SALT}${stretched((SALT + PASSWORD).encode(), 1000)}",
}


@pytest.mark.parametrize(("recipe", "stored"), RECIPES.items())
def test_a_fast_hash_is_found_out(recipe, stored):
    """Plain, salted, keyed, nested and repeated."""
    assert recipe_of(stored, PASSWORD, salts_in([stored])) == recipe


def test_raw_bytes_and_a_salt_in_another_column_are_tried():
    """As an app without any library keeps them."""
    salt = secrets.token_bytes(8)
    assert (
        recipe_of(hashlib.sha256(salt + RAW).digest(), PASSWORD, salts_in([salt]))
        == "sha256(salt + password)"
    )


@given(st.binary(min_size=32, max_size=32))
def test_random_bytes_are_nobodys_hash(raw):
    """A session token is as long as a digest, and is none."""
    assert recipe_of(raw.hex(), PASSWORD, salts_in([raw.hex(), SALT]), stretched=False) is None


@given(st.one_of(st.text(max_size=60), st.binary(max_size=60), st.integers(), st.none()))
def test_any_value_can_be_looked_at(value):
    """Cells hold anything."""
    assert recipe_of(value, PASSWORD, salts_in([value]), stretched=False) is None
    assert looks_like_digest(value) in {True, False}


@pytest.mark.parametrize("value", [sha256("x"), hashlib.sha1(b"x").digest(), hashlib.md5(b"x").hexdigest()])
def test_a_digest_looks_like_one(value):
    """By its length alone."""
    assert looks_like_digest(value)


@given(st.binary(min_size=16, max_size=16))
def test_a_long_random_salt_is_fine(salt):
    """NIST asks for 32 bits, this has 128."""
    assert salt_problem(salt, 128, ("anna", "anna@example.com")) is None


def test_a_short_salt_is_reported():
    """Sixteen bits are guessed by making 65,536 tables."""
    assert salt_problem(b"\x01\x02", 16, ("anna",)).is_short


@pytest.mark.parametrize(
    "salt", [b"anna@example.com", b"anna-of-the-site", hashlib.sha256(b"anna").digest()[:16], b"anna"]
)
def test_a_salt_made_from_the_name_is_reported(salt):
    """It is known before the theft."""
    assert not salt_problem(salt, 64, ("anna", "anna@example.com")).is_short
