"""No page keeps anybody out: axe finds nothing and nothing is cut off, by day and night, at a desk and on a phone."""

import re
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.pages import DESK, PHONE, field, greeting, news
from tests.e2e.person import Person

AXE = Axe()
ALICE = Person()
A_GUESSER = replace(ALICE, password="slow yellow tandem tricycle")
LOOKS = [(size, scheme) for size in (DESK, PHONE) for scheme in ("light", "dark")]
SIGNED_OUT = {
    "/": "Welcome",
    "/login": "Log in",
    "/register": "Make an account",
    "/reset": "Forgotten password",
    "/nowhere": "There is no such page.",
}
SIGNED_IN = {
    "/": "Hello, alice!",
    "/dashboard": "Hello, alice!",
    "/account": "Your account",
    "/account/password": "Change password",
    "/account/delete": "Delete account",
    "/logout": "Log out?",
}


def look_at(page: Page) -> None:
    """Look at the open page in each of its looks."""
    for size, scheme in LOOKS:
        page.set_viewport_size(size)
        # Without movement no colour is on its way to another while axe reads it.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = AXE.run(page)
        assert not found.violations_count, f"{page.url} {size} {scheme}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} {size}"


def test_axe_finds_what_is_wrong(page):
    """A field without a name is found: where axe is silent, it has looked."""
    page.goto("/login")
    page.evaluate("document.querySelector('label').remove()")
    assert "label" in {one["id"] for one in AXE.run(page).response["violations"]}


def test_the_dark_is_dark(page):
    """Who prefers the dark is not dazzled: what lies under the text is darker than the text."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto("/login")
    expect(page.locator(".card")).to_have_css("background-color", "rgb(33, 37, 41)")
    expect(page.locator("h1")).to_have_css("color", "rgb(222, 226, 230)")


@pytest.mark.parametrize("path", SIGNED_OUT)
def test_a_page_for_everybody(page, path):
    """What anybody may open."""
    page.goto(path)
    expect(page.get_by_role("heading")).to_have_text(SIGNED_OUT[path])
    look_at(page)


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_page_for_those_logged_in(signed_in, path):
    """What is open to somebody who is logged in."""
    signed_in.goto(path)
    expect(signed_in.get_by_role("heading", level=1)).to_have_text(SIGNED_IN[path])
    look_at(signed_in)


def test_the_welcome(signed_in):
    """A page with good news."""
    expect(news(signed_in)).to_contain_text("Welcome")
    look_at(signed_in)


def test_the_longest_names(page):
    """A name and an address of as many letters as are allowed."""
    long = Person("w" * 64, f"{'w' * 64}@{'w' * 60}.example.com")
    long.register(page)
    expect(news(page)).to_contain_text("Welcome")
    look_at(page)
    page.goto("/account")
    look_at(page)


def test_two_sessions(signed_in, open_page):
    """The account page with a second, remembered session."""
    page = open_page()
    ALICE.log_in(page, remember=True)
    expect(greeting(page)).to_be_visible()
    page.goto("/account")
    expect(page.get_by_role("listitem")).to_have_count(2)
    look_at(page)


def test_a_private_page_without_login(page):
    """The login page that says why it is shown."""
    page.goto("/account")
    expect(news(page)).to_have_text("Please log in to see this page.")
    look_at(page)


@pytest.mark.parametrize(
    "slips", [{"Username": "", "Email": ""}, {"Username": "al ice", "Password": "tandem"}]
)
def test_a_registration_with_mistakes(page, slips):
    """Messages beside their fields."""
    ALICE.register(page, slips)
    expect(field(page, "Username")).to_have_attribute("aria-invalid", "true")
    look_at(page)


def test_a_wrong_password(registered):
    """A login that was refused."""
    A_GUESSER.log_in(registered)
    expect(registered.get_by_role("alert")).to_be_visible()
    look_at(registered)


@pytest.mark.parametrize("settings", [{"THROTTLE_ACCOUNT": "1 per 15 minutes"}], ids=["one"])
def test_too_many_attempts(page, settings):
    """The page that asks to wait."""
    A_GUESSER.log_in(page)
    expect(page.get_by_role("alert")).to_be_visible()
    A_GUESSER.log_in(page)
    expect(page.get_by_role("heading")).to_contain_text("Too many attempts.")
    look_at(page)


def test_a_change_that_is_refused(signed_in):
    """Messages in the forms that ask for the current password."""
    A_GUESSER.change_password(signed_in, "tandem")
    expect(field(signed_in, "New password")).to_have_attribute("aria-invalid", "true")
    look_at(signed_in)
    A_GUESSER.delete_account(signed_in)
    expect(field(signed_in, "Password")).to_have_attribute("aria-invalid", "true")
    look_at(signed_in)


def test_a_reset(registered, outbox):
    """From the question for a link to the new password, with a mistake at each step."""
    replace(ALICE, email="alice").ask_for_link(registered)
    expect(field(registered, "Email")).to_have_attribute("aria-invalid", "true")
    look_at(registered)
    ALICE.ask_for_link(registered)
    expect(news(registered)).to_contain_text("a link is on its way")
    look_at(registered)
    replace(ALICE, password="tandem").set_password(registered, re.search(r"http\S+", outbox[0].body)[0])
    expect(field(registered, "New password")).to_have_attribute("aria-invalid", "true")
    look_at(registered)


def test_a_link_of_no_use(page):
    """What is said of a link that was used."""
    page.goto("/reset/used")
    expect(news(page)).to_contain_text("This link has been used")
    look_at(page)
