"""No page keeps anybody out: axe finds nothing and nothing is cut off, by day and night, at a desk and on a phone."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.pages import DESK, PHONE, greeting, news
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
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert page.evaluate("matchMedia(`(width: ${innerWidth}px)`).matches")
        results = AXE.run(page)
        assert not results.violations_count, f"{page.url} {size} {scheme}: {results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} {size}"


def test_axe_finds_what_is_wrong(page):
    """A field without a name is found: where axe is silent, it has looked."""
    page.goto("/login")
    page.evaluate("document.querySelector('label').remove()")
    assert "label" in {one["id"] for one in AXE.run(page).response["violations"]}


@pytest.mark.parametrize("path", SIGNED_OUT)
def test_a_page_for_everybody(page, path):
    """What anybody may open."""
    page.goto(path)
    expect(page.get_by_role("heading")).to_have_text(SIGNED_OUT[path])
    look_at(page)


def test_the_pages_of_ones_own(signed_in):
    """What is open to somebody who is logged in, with a name as long as a name may be."""
    for path, heading in SIGNED_IN.items():
        signed_in.goto(path)
        expect(signed_in.get_by_role("heading", level=1)).to_have_text(heading)
        look_at(signed_in)
