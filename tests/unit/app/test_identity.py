"""Which names are one name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity import email_key, is_reserved, login_key, shown_username, throttle_key, username_key

NAMES = st.text(st.characters(categories=["L", "Nd", "M", "Pd"]), min_size=1, max_size=20)
ANY = st.text(st.characters(), max_size=90)


@given(NAMES)
def test_canonical_names_are_canonical(name):
    """The key of a key is that key."""
    key = username_key(name)
    if key is not None and username_key(key) is not None:
        assert username_key(key) == key


@given(NAMES)
def test_names_that_people_take_for_one_collide(name):
    """Two accepted names with the same folded form have one key."""
    key = username_key(name)
    for variant in (
        name.upper(),
        name.lower(),
        name.title(),
        *(unicodedata.normalize(form, name) for form in ("NFC", "NFD", "NFKC")),
    ):
        other = username_key(variant)
        same = (
            unicodedata.normalize("NFKC", variant).casefold()
            == unicodedata.normalize("NFKC", name).casefold()
        )
        assert None in (key, other) or not same or key == other


@pytest.mark.parametrize(
    ("one", "two"),
    [("Alice", "alice"), ("Ａlice", "alice"), ("straße", "STRASSE"), ("ΟΔΟΣ", "οδοσ"), ("é", "e\u0301")],
)
def test_spellings_of_one_name_have_one_key(one, two):
    """Case, width, composition and the odd letters."""
    assert username_key(one) == username_key(two) is not None


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a b",
        " alice",
        "alice ",
        "ali\u200bce",
        "ali\xadce",
        "a\0",
        "a\nb",
        "a\x7f",
        "\ud800",
        "a" * 65,
        "a@b",
        "ﬁ",
        "\u202ealice",
        "☃",
    ],
)
def test_what_is_no_username_has_no_key(name):
    """Spaces, invisible and control characters, symbols, ligatures and addresses."""
    assert username_key(name) is None


@given(ANY)
def test_any_text_is_answered(name):
    """No input crashes, and none has a key too long for its column."""
    assert len(username_key(name) or "") <= 64
    assert len(email_key(name) or "") <= 320
    assert isinstance(throttle_key(name), str)
    shown_username(name)


@given(NAMES)
def test_a_shown_name_is_the_same_name(name):
    """What pages show still is the name that was taken, and fits its column."""
    if username_key(name):
        assert username_key(shown_username(name)) == username_key(name)
        assert len(shown_username(name)) <= 64


@pytest.mark.parametrize("email", ["Alice@Example.COM", "alice@example.com", "ALICE@EXAMPLE.COM"])
def test_case_does_not_make_an_address(email):
    """Upper and lower case are one address."""
    assert email_key(email) == "alice@example.com"


@pytest.mark.parametrize(
    "email",
    [
        "",
        "a",
        "@",
        "a@b",
        " a@example.com",
        "a@example.com\n",
        "a\0@example.com",
        "a@ex\ud800.com",
        "a@b@example.com",
        "ü@example.com",
    ],
)
def test_what_is_no_address_has_no_key(email):
    """Malformed addresses are refused, whatever they hold."""
    assert email_key(email) is None


@pytest.mark.parametrize("name", ["alice", "ALICE", " alice ", "Ａlice"])
def test_the_throttle_counts_spellings_together(name):
    """A variant of the name is no fresh set of attempts."""
    assert throttle_key(name) == login_key(name) == "alice"


def test_names_of_the_site_itself_are_reserved():
    """Nobody registers as the administrator."""
    assert is_reserved(username_key("Administrator") or "")
    assert not is_reserved("rootbeer")
