"""A stored hash is read in every format that Python apps keep, and measured against the floors of CATALOGUE 4.1."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.security import generate_password_hash

from authproof.checks.password_hash_work_factor import narrow
from authproof.probes.hashes import ASVS, CHEAT_SHEET, missed_floors, of_call, parse
from authproof.target.cells import Cell
from authproof.target.hashing import HashCall

HEX, B64, BCRYPT = "ab" * 32, "c2FsdHNhbHQ$aGFzaGhhc2g", "." * 53
FORMATS = {
    f"scrypt:32768:8:1$abcdEFGH12345678${HEX}": ("scrypt", (32768, 8, 1)),
    f"pbkdf2:sha256:600000$abcdEFGH${HEX}": ("pbkdf2-sha256", (600_000,)),
    f"$argon2id$v=19$m=19456,t=2,p=1${B64}": ("argon2id", (19456, 2, 1)),
    f"$argon2i$m=512,t=2,p=2${B64}": ("argon2i", (512, 2, 2)),
    f"argon2$argon2id$v=19$m=102400,t=2,p=8${B64}": ("argon2id", (102_400, 2, 8)),
    f"$2b$12${BCRYPT}": ("bcrypt", (12,)),
    f"bcrypt_sha256$$2b$11${BCRYPT}": ("bcrypt", (11,)),
    f"bcrypt$$2y$10${BCRYPT}": ("bcrypt", (10,)),
    "pbkdf2_sha256$870000$seasalt$aGFzaA==": ("pbkdf2-sha256", (870_000,)),
    "scrypt$16384$seasalt$8$1$aGFzaA==": ("scrypt", (16384, 8, 1)),
    "$pbkdf2-sha512$25000$N2YMIWQsBWBM$aGFzaA": ("pbkdf2-sha512", (25_000,)),
    "$pbkdf2$131000$N2YMIWQsBWBM$aGFzaA": ("pbkdf2-sha1", (131_000,)),
    "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi3$aGFzaA": ("scrypt", (65536, 8, 1)),
    "$6$rounds=656000$saltsalt$abc/def.": ("sha512-crypt", (656_000,)),
    f"md5$salt${'ab' * 16}": ("md5", ()),
    "{SSHA}QUJDREVGR0hJSktMTU5PUFFSU1Q=": ("ssha", ()),
}


@pytest.mark.parametrize(("text", "read"), FORMATS.items(), ids=[text[:24] for text in FORMATS])
def test_a_known_format_is_read(text, read):
    """Scheme and numbers stand in the text itself."""
    found = parse(text)
    assert (found.scheme, found.numbers) == read
    assert found.slow == bool(read[1])


@given(st.text(max_size=80))
def test_any_other_text_is_no_hash_and_no_crash(text):
    """Whatever a column holds is looked at."""
    found = parse(text)
    assert found is None or found.scheme


@pytest.mark.parametrize("text", FORMATS)
def test_what_is_shown_of_a_hash_is_its_head(text):
    """A report never holds salt or digest."""
    shown = parse(text).shown
    assert text[-12:] not in shown
    assert len(shown) < 40


@given(st.integers(12, 20), st.sampled_from([1, 2, 3, 5, 8]), st.text("abcXYZ019", min_size=1, max_size=20))
def test_werkzeug_scrypt_is_read_whatever_its_numbers(log_n, lanes, salt):
    """The numbers in the text are the numbers that are judged."""
    assert parse(f"scrypt:{1 << log_n}:8:{lanes}${salt}${HEX}").numbers == (1 << log_n, 8, lanes)


def test_what_werkzeug_makes_today_is_its_known_default():
    """The low severity hangs on this head; a new default of Werkzeug shows here."""
    assert generate_password_hash("x" * 15).startswith("scrypt:32768:8:1$")


@pytest.mark.parametrize(
    ("scheme", "numbers", "missed"),
    [
        ("argon2id", (19456, 2, 1), ()),
        ("argon2id", (47104, 1, 1), ()),
        ("argon2id", (9216, 4, 1), (ASVS,)),
        ("argon2id", (7168, 4, 1), (CHEAT_SHEET, ASVS)),
        ("argon2i", (47104, 1, 1), (CHEAT_SHEET, ASVS)),
        ("argon2i", (12288, 3, 1), ()),
        ("scrypt", (1 << 17, 8, 1), ()),
        ("scrypt", (1 << 16, 16, 1), ()),
        ("scrypt", (1 << 15, 8, 1), (CHEAT_SHEET, ASVS)),
        ("scrypt", (1 << 15, 8, 3), ()),
        ("scrypt", (1 << 14, 8, 5), (ASVS,)),
        ("bcrypt", (10,), ()),
        ("bcrypt", (9,), (CHEAT_SHEET, ASVS)),
        ("pbkdf2-sha256", (600_000,), ()),
        ("pbkdf2-sha256", (599_999,), (CHEAT_SHEET, ASVS)),
        ("pbkdf2-sha512", (210_000,), (CHEAT_SHEET,)),
        ("pbkdf2-sha512", (220_000,), ()),
        ("pbkdf2-sha1", (1_300_000,), (CHEAT_SHEET,)),
        ("sha512-crypt", (656_000,), (CHEAT_SHEET, ASVS)),
    ],
)
def test_the_floors_are_those_of_the_catalogue(scheme, numbers, missed):
    """Each document has its own table; where they differ one of the two is missed."""
    assert missed_floors(scheme, numbers) == missed


@given(st.integers(1000, 100_000), st.integers(1, 9), st.integers(0, 50_000), st.integers(0, 9))
def test_more_work_never_misses_more(memory, passes, more_memory, more_passes):
    """Raising a parameter cannot turn a pass into a finding."""
    before = missed_floors("argon2id", (memory, passes, 1))
    assert len(missed_floors("argon2id", (memory + more_memory, passes + more_passes, 1))) <= len(before)


@pytest.mark.parametrize(
    ("function", "cost", "read"),
    [
        ("hashlib.scrypt", "maxmem=67108864,n=32768,p=3,r=8", ("scrypt", (32768, 8, 3))),
        ("hashlib.pbkdf2_hmac", "sha512,1000", ("pbkdf2-sha512", (1000,))),
        ("hashlib.pbkdf2_hmac", "sha256,iterations=1000", ("pbkdf2-sha256", (1000,))),
        ("argon2.low_level.verify_secret", "$argon2id$v=19$m=65536,t=3,p=4", ("argon2id", (65536, 3, 4))),
        ("bcrypt.checkpw", "$2b$08", ("bcrypt", (8,))),
    ],
)
def test_a_call_says_what_it_costs(function, cost, read):
    """For a stored form of the app's own the call is judged."""
    found = of_call(HashCall(function, cost, 0.1, b"saltsalt"))
    assert (found.scheme, found.numbers) == read


def test_a_call_of_something_else_says_nothing():
    """Better undecided than invented."""
    assert of_call(HashCall("bcrypt.kdf", "", 0.1)) is None


@pytest.mark.parametrize(
    ("declared", "fits"),
    [
        ("VARCHAR(128)", False),
        ("VARCHAR(162)", True),
        ("character varying (60)", False),
        ("TEXT", True),
        ("", True),
    ],
)
def test_a_column_must_hold_the_whole_hash(declared, fits):
    """SQLite ignores the width, other databases do not."""
    stored = f"scrypt:32768:8:1$abcdEFGH12345678${hashlib.sha512(b'x').hexdigest()}"
    cell = Cell("user", "password_hash", declared, stored)
    assert (narrow(cell) is None) == fits
