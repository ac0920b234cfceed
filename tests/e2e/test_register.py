"""Make an account: what is wrong is said beside its field, and a mistake is soon mended."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import ON_DESK_AND_PHONE, field, greeting, login_form
from tests.e2e.person import Person

ALICE = Person()
LABELS = ("Username", "Email", "Password", "Repeat password")
REQUIRED = "This field is required."
SLIPS = [
    ("Username", "", REQUIRED),
    ("Username", "al ice", "Use letters, digits and marks"),
    ("Username", "alice@home", "Use letters, digits and marks"),
    ("Username", "a" * 65, "at most 64"),
    ("Username", "admin", "This username is taken."),
    ("Email", "", REQUIRED),
    ("Email", "alice.example.com", "Invalid email address."),
    ("Password", "", REQUIRED),
    ("Password", "tandem", "Use at least 15 characters."),
    ("Password", "slow yellow tandem " * 14, "Use at most 256 characters."),
    ("Password", "passwordpassword", "This password is too easy to guess"),
    ("Password", "alicealicealice", "This password is too easy to guess"),
    ("Repeat password", "", REQUIRED),
    ("Repeat password", "slow yellow tandem tricycle", "The two passwords differ."),
]


@pytest.mark.parametrize(("label", "typed", "message"), SLIPS)
def test_what_is_wrong_is_said_of_its_field(page, label, typed, message):
    """The message is the field's description, as a screen reader says it, and the field has the focus."""
    ALICE.register(page, {label: typed})
    expect(field(page, label)).to_have_accessible_description(re.compile(re.escape(message)))
    expect(field(page, label)).to_have_attribute("aria-invalid", "true")
    expect(field(page, label)).to_be_focused()


def test_a_field_that_is_right_is_not_called_wrong(page):
    """Of four fields, one is wrong and one is marked."""
    ALICE.register(page, {"Email": "alice.example.com"})
    expect(field(page, "Email")).to_be_focused()
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    expect(field(page, "Username")).to_have_accessible_description("")


@ON_DESK_AND_PHONE
def test_each_message_stands_right_under_its_field(page):
    """Who looks at a field sees what is wrong with it."""
    ALICE.register(page, dict.fromkeys(LABELS, ""))
    for label in LABELS:
        above = field(page, label).bounding_box()
        below = page.locator(f"#{field(page, label).get_attribute('aria-describedby')}").bounding_box()
        assert below["x"] == above["x"]
        assert 0 <= below["y"] - (above["y"] + above["height"]) < above["height"] / 2


def test_an_address_that_has_an_account_is_said_beside_it(registered):
    """A second account for one address is refused where the address was typed."""
    replace(ALICE, username="alice2").register(registered)
    expect(field(registered, "Email")).to_have_accessible_description(
        "This email address has an account already."
    )


def test_what_was_typed_is_kept_but_the_passwords(page):
    """After a mistake the names need not be typed again; passwords are not sent back."""
    ALICE.register(page, {"Repeat password": "slow yellow tandem tricycle"})
    expect(field(page, "Repeat password")).to_be_focused()
    assert [field(page, label).input_value() for label in LABELS] == [ALICE.username, ALICE.email, "", ""]


def test_a_mistake_is_mended_on_the_spot(page):
    """Who was refused mends it on the same page and is in."""
    ALICE.register(page, {"Email": "alice.example.com"})
    expect(page).to_have_title(re.compile("Error"))
    ALICE.fill_in_registration(page, {})
    expect(greeting(page)).to_be_visible()


def test_a_newcomer_comes_to_the_page_first_asked_for(page):
    """From a private page to the login, from there to registration, and with an account to that page."""
    page.goto("/account")
    expect(login_form(page)).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Register").click()
    ALICE.fill_in_registration(page, {})
    expect(page).to_have_url("/account")
