"""What a person sees on the pages of the reference app, and in windows of which size."""

import pytest
from playwright.sync_api import Locator, Page

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
ON_DESK_AND_PHONE = pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])


def greeting(page: Page) -> Locator:
    """What nobody but Alice sees."""
    return page.get_by_role("heading", name="Hello, alice!")


def login_form(page: Page) -> Locator:
    """The button that sends a login, in place of the page that was asked for."""
    return page.get_by_role("main").get_by_role("button", name="Log in")


def field(page: Page, label: str) -> Locator:
    """Where one writes what the label asks for."""
    return page.get_by_label(label, exact=True)


def news(page: Page) -> Locator:
    """What the app says that it has done."""
    return page.get_by_role("status")
