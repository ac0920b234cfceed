"""Hashing, salts and the rules for new passwords."""

import base64
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from werkzeug.security import generate_password_hash

from app.passwords import MAX_LENGTH, Passwords, below_floor, password_problem

CHEAP = Passwords(memory_kib=8, time_cost=1)
REAL = Passwords()
ANY = st.text(st.characters(), max_size=80)


def salt_of(stored: str) -> bytes:
    text = stored.split("$")[4]
    return base64.b64decode(text + "=" * (-len(text) % 4))


@given(ANY)
def test_every_password_verifies_against_its_own_hash(password):
    """Whatever was set is accepted."""
    assert CHEAP.verify(CHEAP.hash(password), password)


@given(ANY)
def test_two_hashes_of_one_password_differ(password):
    """Each hash has a salt of its own, of at least 128 bits."""
    first, second = CHEAP.hash(password), CHEAP.hash(password)
    assert first != second
    assert salt_of(first) != salt_of(second)
    assert min(len(salt_of(first)), len(salt_of(second))) >= 16


def test_a_thousand_salts_are_a_thousand():
    """No salt is used twice."""
    assert len({salt_of(CHEAP.hash("same")) for _ in range(1000)}) == 1000


@given(st.text(st.characters(), min_size=1, max_size=80), st.data())
def test_a_change_of_any_one_character_is_refused(password, data):
    """No character is ignored, wherever it stands."""
    at = data.draw(st.integers(0, len(password) - 1))
    char = data.draw(st.characters())
    other = password[:at] + char + password[at + 1 :]
    same = unicodedata.normalize("NFC", other) == unicodedata.normalize("NFC", password)
    assert CHEAP.verify(CHEAP.hash(password), other) == same


def test_every_position_of_a_long_password_counts():
    """There is no truncation, at 72 bytes or anywhere else."""
    password = "".join(chr(0x21 + i % 90) for i in range(MAX_LENGTH))
    stored = CHEAP.hash(password)
    assert not any(CHEAP.verify(stored, password[:i] + "é" + password[i + 1 :]) for i in range(MAX_LENGTH))
    assert not any(CHEAP.verify(stored, password[:i]) for i in range(MAX_LENGTH))


@given(ANY)
def test_composed_and_decomposed_spellings_are_one_password(password):
    """NFC and NFD of a password verify against each other's hash."""
    nfc, nfd = unicodedata.normalize("NFC", password), unicodedata.normalize("NFD", password)
    assert CHEAP.verify(CHEAP.hash(nfc), nfd)
    assert CHEAP.verify(CHEAP.hash(nfd), nfc)


@pytest.mark.parametrize(
    "change", [str.swapcase, str.upper, lambda p: f" {p}", lambda p: f"{p} ", lambda p: p + "\0"]
)
def test_verification_is_exact(change):
    """Case, outer spaces and NUL are not forgiven."""
    assert not CHEAP.verify(CHEAP.hash("Violet Harbour"), change("Violet Harbour"))


@settings(max_examples=10)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_hashes_that_werkzeug_made_verify(password):
    """Users of the tutorials keep their passwords: scrypt and pbkdf2, exactly as typed."""
    for method in ("scrypt:1024:8:1", "pbkdf2:sha256:10"):
        stored = generate_password_hash(password, method)
        assert CHEAP.verify(stored, password)
        assert not CHEAP.verify(stored, password + "x")
        assert CHEAP.is_outdated(stored)


@given(
    st.one_of(
        ANY, st.sampled_from(["$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$AAAA$", "scrypt:x:y$a$b", "a$b$c"])
    ),
    ANY,
)
def test_a_broken_hash_verifies_nothing(stored, password):
    """A damaged column refuses; it neither crashes nor lets anybody in."""
    assert not CHEAP.verify(stored, password)


def test_parameters_are_at_the_floor_of_owasp():
    """Argon2id with at least 19 MiB, two passes and one lane."""
    assert REAL.hash("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not below_floor(19456, 2)


@pytest.mark.parametrize(
    ("memory", "time", "below"),
    [
        (19455, 2, True),
        (19456, 2, False),
        (19456, 1, True),
        (47104, 1, False),
        (12288, 3, False),
        (12287, 9, True),
        (99999, 0, True),
    ],
)
def test_the_floor_is_the_table_of_asvs(memory, time, below):
    """Cheaper parameters than the standard's rows are known as such."""
    assert below_floor(memory, time) is below


def test_a_real_hash_fits_its_column():
    """The longest hash the settings make is shorter than the column."""
    assert len(REAL.hash("x" * MAX_LENGTH)) < 255


def test_a_hash_with_lower_costs_is_outdated():
    """Raising the parameters reaches old accounts too."""
    assert REAL.is_outdated(CHEAP.hash("x"))
    assert not REAL.is_outdated(REAL.hash("x"))


@given(ANY)
def test_nobody_has_a_password(password):
    """The stand-in for unknown names accepts nothing."""
    assert CHEAP.verify_nobody(password) is False


@pytest.mark.parametrize(
    "password",
    [
        "violet harbour lamp 42",
        "ДваСинихЧайникаНаСтоле",
        "鰐が静かな湖で本を読んでいる夜",
        "kbvqzrwjxmpgtfh",
        "n8!vQ r2 grove %4 teapot # whistle 9",
        "xkq vwjz pfm thd " * 15,
    ],
)
def test_good_passwords_are_welcome(password):
    """Spaces, other scripts, one kind of letter and 255 characters are all fine."""
    assert password_problem(password, "alice", "alice@example.com", "alice") is None


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "x7#kQ9!vLm2$pR",
        "password12345678",
        "123456789012345",
        "qwertyuiopasdfghjkl",
        "aaaaaaaaaaaaaaaaaaaa",
        "iloveyouiloveyou",
        "correct horse battery staple",
        "alice@example.com",
        "alicealicealice",
        "Alice-2024-Alice",
        "violet harbour\nlamp",
        "violet harbour\0lamp",
        "x" * 257,
        "1q2w3e4r5t6y7u8i",
        "letmein123letmein",
    ],
)
def test_bad_passwords_are_refused_with_a_reason(password):
    """Short, common, repeated, own names, control characters and endless ones."""
    assert password_problem(password, "alice", "alice@example.com", "alice")


@given(st.text(st.characters(), max_size=14))
def test_fewer_than_fifteen_characters_are_refused(password):
    """The minimum counts code points after NFC, which makes three of a few."""
    assume(len(unicodedata.normalize("NFC", password)) < 15)
    assert "at least 15" in (password_problem(password) or "")


@given(st.text(st.characters(), min_size=257, max_size=400))
def test_the_rules_answer_any_text(password):
    """Nothing that can be typed crashes the rules."""
    assert password_problem(password, "a", "", "\ud800")
