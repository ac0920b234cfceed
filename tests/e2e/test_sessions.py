"""One person in two browsers: what is open where, and how to end it from the other."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import ON_DESK_AND_PHONE, greeting, login_form, news
from tests.e2e.person import Person

ALICE = Person()
ALICE_ANEW = replace(ALICE, password="nine small wooden lighthouses")


@pytest.fixture
def elsewhere(signed_in, open_page):
    """Alice's page in her other browser, where she has logged in too."""
    page = open_page()
    ALICE.log_in(page)
    expect(greeting(page)).to_be_visible()
    return page


def expect_login(page):
    """The private page asks for a login."""
    page.goto("/dashboard")
    expect(login_form(page)).to_be_visible()


def expect_home(page):
    """The private page greets Alice."""
    page.goto("/dashboard")
    expect(greeting(page)).to_be_visible()


@ON_DESK_AND_PHONE
def test_both_sessions_are_listed_and_ones_own_is_marked(signed_in, elsewhere):
    """The account page shows what is open, and which of it is here."""
    signed_in.goto("/account")
    rows = signed_in.get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="This session")).to_have_count(1)


def test_ending_all_others_logs_out_the_other_browser(signed_in, elsewhere):
    """The other browser is asked for a login at its next page."""
    ALICE.end_other_sessions(signed_in)
    expect(news(signed_in)).to_have_text("All other sessions have ended.")
    expect_login(elsewhere)


def test_ending_all_others_keeps_this_one(signed_in, elsewhere):
    """Who ends the others stays logged in, and has one session."""
    ALICE.end_other_sessions(signed_in)
    expect(signed_in.get_by_role("listitem")).to_have_count(1)
    expect_home(signed_in)


def test_one_session_is_ended_by_its_button(signed_in, elsewhere):
    """The button in the row of the other browser ends that one."""
    signed_in.goto("/account")
    other = signed_in.get_by_role("listitem").filter(has_not_text="This session")
    other.get_by_role("button").click()
    expect(news(signed_in)).to_have_text("The session has ended.")
    expect_login(elsewhere)
    expect_home(signed_in)


def test_who_ends_the_own_session_is_logged_out_and_told_so(signed_in):
    """The button in the row of this session does what Logout does."""
    signed_in.goto("/account")
    signed_in.get_by_role("button", name=re.compile("^End session")).click()
    expect(news(signed_in)).to_have_text("You are logged out.")
    expect_login(signed_in)


def test_logging_out_here_leaves_the_other_browser(signed_in, elsewhere):
    """Logout ends one session, not all."""
    ALICE.log_out(signed_in)
    expect(news(signed_in)).to_have_text("You are logged out.")
    expect_home(elsewhere)


def test_a_changed_password_logs_out_the_other_browser(signed_in, elsewhere):
    """Whoever knew the old password is out; who changed it stays in."""
    ALICE.change_password(signed_in, ALICE_ANEW.password)
    expect(news(signed_in)).to_contain_text("All other sessions have ended.")
    expect_login(elsewhere)
    expect_home(signed_in)


def test_a_password_reset_logs_out_every_browser(signed_in, open_page, outbox):
    """A forgotten password may be a stolen one: nobody stays logged in."""
    page = open_page()
    ALICE.ask_for_link(page)
    expect(news(page)).to_contain_text("a link is on its way")
    ALICE_ANEW.set_password(page, re.search(r"http\S+", outbox[-1].body)[0])
    expect(news(page)).to_contain_text("Your password is changed.")
    expect_login(signed_in)


def test_a_deleted_account_logs_out_the_other_browser(signed_in, elsewhere):
    """Where the account is gone, so is all that was open of it."""
    ALICE.delete_account(signed_in)
    expect(news(signed_in)).to_have_text("Your account is deleted.")
    expect_login(elsewhere)


def test_a_remembered_browser_is_forgotten_from_elsewhere(signed_in, start_browser):
    """After `end all other sessions` a remembered browser does not come back by a restart."""
    lost = start_browser()
    ALICE.log_in(lost, remember=True)
    expect(greeting(lost)).to_be_visible()
    ALICE.end_other_sessions(signed_in)
    expect(news(signed_in)).to_have_text("All other sessions have ended.")
    lost.context.close()
    expect_login(start_browser())
