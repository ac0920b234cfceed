"""Register, log in, be remembered and log out, as a person does it in a real browser."""

from dataclasses import replace

from playwright.sync_api import expect

from tests.e2e.pages import ON_DESK_AND_PHONE, greeting, login_form
from tests.e2e.person import Person

ALICE = Person()


@ON_DESK_AND_PHONE
def test_a_newcomer_registers_and_is_greeted(page):
    """Who registers is logged in at once, and greeted by name."""
    ALICE.register(page)
    expect(page.get_by_role("status")).to_contain_text("Welcome")
    expect(greeting(page)).to_be_visible()


@ON_DESK_AND_PHONE
def test_a_person_logs_in(registered):
    """The right password opens the dashboard."""
    ALICE.log_in(registered)
    expect(registered).to_have_url("/dashboard")
    expect(greeting(registered)).to_be_visible()


def test_a_wrong_password_is_refused(registered):
    """A wrong password opens nothing, and the message does not say that the name exists."""
    replace(ALICE, password="slow yellow tandem tricycle").log_in(registered)
    wrong_password = registered.get_by_role("alert").inner_text()
    replace(ALICE, username="nobody").log_in(registered)
    expect(registered.get_by_role("alert")).to_have_text(wrong_password)


def test_a_taken_name_is_said_beside_its_field(registered):
    """A second registration of the same name is refused where the name was typed."""
    ALICE.register(registered)
    expect(registered.get_by_label("Username")).to_have_accessible_description(
        "This username is taken. Please choose another."
    )


def test_a_private_page_asks_for_a_login_and_comes_back(registered):
    """Who is sent to the login page gets, after it, the page that was asked for."""
    registered.goto("/account")
    expect(registered.get_by_role("status")).to_contain_text("Please log in")
    ALICE.fill_in_login(registered)
    expect(registered).to_have_url("/account")


def test_a_remembered_person_stays_after_a_restart(start_browser):
    """With `remember me`, closing the browser and starting it again does not log out."""
    page = start_browser()
    ALICE.register(page)
    ALICE.log_out(page)
    ALICE.log_in(page, remember=True)
    expect(greeting(page)).to_be_visible()
    page.context.close()
    page = start_browser()
    page.goto("/dashboard")
    expect(greeting(page)).to_be_visible()


def test_a_person_not_remembered_is_gone_after_a_restart(start_browser):
    """Without `remember me`, the session ends with the browser."""
    page = start_browser()
    ALICE.register(page)
    page.context.close()
    page = start_browser()
    page.goto("/dashboard")
    expect(login_form(page)).to_be_visible()


def test_logging_out_closes_the_private_pages(registered):
    """After logout the dashboard asks for a login again."""
    ALICE.log_in(registered)
    ALICE.log_out(registered)
    registered.goto("/dashboard")
    expect(login_form(registered)).to_be_visible()


def test_back_after_logout_does_not_show_the_private_page(registered):
    """The browser's Back button finds no private page in its memory."""
    ALICE.log_in(registered)
    expect(greeting(registered)).to_be_visible()
    ALICE.log_out(registered)
    expect(registered.get_by_role("status")).to_contain_text("You are logged out")
    registered.go_back()
    expect(login_form(registered)).to_be_visible()
    expect(greeting(registered)).to_be_hidden()


def test_a_link_to_logout_asks_first(registered):
    """A GET to the logout page, which any site can cause, only asks."""
    ALICE.log_in(registered)
    registered.goto("/logout")
    expect(registered.get_by_role("main").get_by_role("button")).to_be_visible()
    registered.goto("/dashboard")
    expect(greeting(registered)).to_be_visible()
