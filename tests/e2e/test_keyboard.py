"""The life of an account by keyboard alone: every stop of Tab is seen, and the focus waits where one goes on."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.keyboard import Keyboard
from tests.e2e.pages import ON_DESK_AND_PHONE, field, greeting, login_form, news
from tests.e2e.person import Person

ALICE = Person()
NEW = "nine small wooden lighthouses"


@pytest.fixture
def keyboard(page):
    """The keyboard of somebody on any page."""
    return Keyboard(page)


@pytest.fixture
def at_account(keyboard, signed_in):
    """The account page of Alice, to which she has come by the navigation."""
    keyboard.press(signed_in.get_by_role("link", name="Account", exact=True))
    expect(signed_in.get_by_role("heading", name="Your account")).to_be_visible()
    return signed_in


def in_main(page, role, name):
    return page.get_by_role("main").get_by_role(role, name=name)


@ON_DESK_AND_PHONE
def test_register_and_log_out(page, keyboard):
    """From the first page to an account, and out again."""
    page.goto("/")
    keyboard.press(in_main(page, "link", "Register"))
    expect(field(page, "Username")).to_be_focused()
    names = {"Username": ALICE.username, "Email": ALICE.email}
    keyboard.write(names | {"Password": ALICE.password, "Repeat password": ALICE.password})
    page.keyboard.press("Enter")
    expect(greeting(page)).to_be_visible()
    keyboard.press(page.get_by_role("button", name="Logout"))
    expect(news(page)).to_have_text("You are logged out.")


def test_log_in_and_be_remembered(registered, keyboard):
    """Name, password, the box by Space, the button by Enter."""
    keyboard.press(in_main(registered, "link", "Login"))
    expect(field(registered, "Username or email")).to_be_focused()
    keyboard.write({"Username or email": ALICE.username, "Password": ALICE.password})
    keyboard.press(registered.get_by_label("Remember me"), "Space")
    expect(registered.get_by_label("Remember me")).to_be_checked()
    keyboard.press(login_form(registered))
    expect(greeting(registered)).to_be_visible()


def test_mend_a_mistake(page, keyboard):
    """The focus goes to the first wrong field, and from there on to the next."""
    slips = {"Email": "alice.example.com", "Repeat password": "slow yellow tandem tricycle"}
    ALICE.register(page, slips)
    expect(field(page, "Email")).to_be_focused()
    page.keyboard.press("ControlOrMeta+A")
    keyboard.write({"Email": ALICE.email, "Password": ALICE.password, "Repeat password": ALICE.password})
    page.keyboard.press("Enter")
    expect(greeting(page)).to_be_visible()


@ON_DESK_AND_PHONE
def test_change_the_password(at_account, keyboard):
    """Current and new password, and Enter."""
    keyboard.press(at_account.get_by_role("link", name="Change password"))
    expect(field(at_account, "Current password")).to_be_focused()
    keyboard.write({"Current password": ALICE.password, "New password": NEW, "Repeat password": NEW})
    at_account.keyboard.press("Enter")
    expect(news(at_account)).to_contain_text("Your password is changed.")


def test_end_all_other_sessions(at_account, keyboard):
    """The last button of the account page."""
    keyboard.press(at_account.get_by_role("button", name="End all other sessions"))
    expect(news(at_account)).to_have_text("All other sessions have ended.")


def test_delete_the_account(at_account, keyboard):
    """After a wrong password the focus is in the field again."""
    keyboard.press(at_account.get_by_role("link", name="Delete account"))
    expect(field(at_account, "Password")).to_be_focused()
    at_account.keyboard.type("tandem")
    at_account.keyboard.press("Enter")
    expect(field(at_account, "Password")).to_have_accessible_description("This is not your password.")
    expect(field(at_account, "Password")).to_be_focused()
    at_account.keyboard.type(ALICE.password)
    keyboard.press(at_account.get_by_role("button", name="Delete my account"))
    expect(news(at_account)).to_have_text("Your account is deleted.")


def test_reset_the_password(registered, keyboard, outbox):
    """From the login page to a mail, from the mail to a new password."""
    registered.goto("/login")
    keyboard.press(registered.get_by_role("link", name="Forgot your password?"))
    expect(field(registered, "Email")).to_be_focused()
    registered.keyboard.type(ALICE.email)
    registered.keyboard.press("Enter")
    expect(news(registered)).to_contain_text("a link is on its way")
    registered.goto(re.search(r"http\S+", outbox[-1].body)[0])
    expect(field(registered, "New password")).to_be_focused()
    keyboard.write({"New password": NEW, "Repeat password": NEW})
    registered.keyboard.press("Enter")
    expect(news(registered)).to_contain_text("Your password is changed.")


def test_skip_the_navigation(signed_in, keyboard):
    """The first stop of a page is a link past the navigation."""
    signed_in.reload()
    signed_in.keyboard.press("Tab")
    skip = signed_in.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    keyboard.press(skip)
    expect(signed_in).to_have_url(re.compile("#content$"))
    signed_in.keyboard.press("Tab")
    expect(in_main(signed_in, "link", "Your account and open sessions")).to_be_focused()
