"""Change the password, forget it, guess it, and give up the account."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import ON_DESK_AND_PHONE, field, greeting, login_form, news
from tests.e2e.person import Person

ALICE = Person()
ALICE_ANEW = replace(ALICE, password="nine small wooden lighthouses")
A_GUESSER = replace(ALICE, password="slow yellow tandem tricycle")
THREE_TRIES = pytest.mark.parametrize("settings", [{"THROTTLE_ACCOUNT": "3 per 15 minutes"}], ids=["three"])


def link_in(outbox):
    """The link in the only mail that was sent."""
    [mail] = outbox
    assert mail.recipients == [ALICE.email]
    return re.search(r"http\S+", mail.body)[0]


@pytest.fixture
def link(registered, outbox):
    """The link that was mailed to Alice, who has forgotten her password."""
    ALICE.ask_for_link(registered)
    expect(news(registered)).to_contain_text("a link is on its way")
    return link_in(outbox)


@pytest.fixture
def guessed(settings, registered):
    """The page of somebody who has guessed as often as is allowed, and once more."""
    for _ in range(3):
        A_GUESSER.log_in(registered)
        expect(registered.get_by_role("alert")).to_be_visible()
    A_GUESSER.log_in(registered)
    return registered


@ON_DESK_AND_PHONE
def test_a_changed_password_is_the_one_that_opens(signed_in):
    """After the change the new password logs in."""
    ALICE.change_password(signed_in, ALICE_ANEW.password)
    expect(news(signed_in)).to_contain_text("Your password is changed.")
    ALICE.log_out(signed_in)
    ALICE_ANEW.log_in(signed_in)
    expect(greeting(signed_in)).to_be_visible()


def test_the_old_password_opens_nothing(signed_in):
    """After the change the old password is wrong."""
    ALICE.change_password(signed_in, ALICE_ANEW.password)
    expect(news(signed_in)).to_contain_text("Your password is changed.")
    ALICE.log_out(signed_in)
    ALICE.log_in(signed_in)
    expect(signed_in.get_by_role("alert")).to_have_text("Wrong username or password.")


@pytest.mark.parametrize(
    ("person", "new", "repeated", "label", "message"),
    [
        (A_GUESSER, ALICE_ANEW.password, None, "Current password", "This is not your password."),
        (ALICE, "tandem", None, "New password", "Use at least 15 characters."),
        (ALICE, ALICE_ANEW.password, "other", "Repeat password", "The two passwords differ."),
    ],
)
def test_why_a_password_is_not_changed_is_said_of_its_field(signed_in, person, new, repeated, label, message):
    """The message belongs to the field it is about, which has the focus."""
    person.change_password(signed_in, new, repeated)
    expect(field(signed_in, label)).to_have_accessible_description(re.compile(message))
    expect(field(signed_in, label)).to_be_focused()


@ON_DESK_AND_PHONE
def test_the_mailed_link_gives_a_new_password(registered, link):
    """Who forgot the password chooses one by the link and logs in with it."""
    ALICE_ANEW.set_password(registered, link)
    expect(news(registered)).to_have_text("Your password is changed. Please log in.")
    ALICE_ANEW.fill_in_login(registered)
    expect(greeting(registered)).to_be_visible()


def test_the_mailed_link_works_once(registered, link):
    """A used link is told so, and leads to where another is asked for."""
    ALICE_ANEW.set_password(registered, link)
    expect(login_form(registered)).to_be_visible()
    registered.goto(link)
    expect(news(registered)).to_contain_text("This link has been used or is too old.")
    expect(field(registered, "Email")).to_be_focused()


def test_a_weak_password_is_refused_beside_its_field_and_the_link_still_works(registered, link):
    """Who chooses badly by the link may choose again."""
    replace(ALICE, password="tandem").set_password(registered, link)
    expect(field(registered, "New password")).to_have_accessible_description(re.compile("at least 15"))
    ALICE_ANEW.set_password(registered, link)
    expect(login_form(registered)).to_be_visible()


def test_an_unknown_address_is_told_the_same_and_gets_no_mail(registered, link, outbox):
    """The page does not tell which addresses have an account."""
    told = news(registered).inner_text()
    replace(ALICE, email="nobody@example.com").ask_for_link(registered)
    expect(news(registered)).to_have_text(told)
    assert len(outbox) == 1


def test_what_is_no_address_is_said_beside_its_field(page):
    """A slip in the address is told, and no mail is promised."""
    replace(ALICE, email="alice").ask_for_link(page)
    expect(field(page, "Email")).to_have_accessible_description("Invalid email address.")
    expect(news(page)).to_be_hidden()


@THREE_TRIES
def test_who_guesses_too_often_is_told_to_wait(guessed):
    """After the last try allowed, a page says what to do."""
    expect(guessed.get_by_role("heading")).to_have_text(re.compile("Too many attempts. Please wait"))


@THREE_TRIES
def test_while_one_waits_the_right_password_opens_nothing(guessed):
    """Guessing right after too many tries is of no use."""
    ALICE.log_in(guessed)
    expect(guessed.get_by_role("heading")).to_have_text(re.compile("Too many attempts"))
    guessed.goto("/dashboard")
    expect(login_form(guessed)).to_be_visible()


@THREE_TRIES
def test_while_one_waits_others_log_in(guessed, open_page):
    """One account that is guessed at does not close the door to another."""
    page = open_page()
    bob = Person("bob", "bob@example.com")
    bob.register(page)
    bob.log_out(page)
    bob.log_in(page)
    expect(page.get_by_role("heading", name="Hello, bob!")).to_be_visible()


@ON_DESK_AND_PHONE
def test_a_deleted_account_is_gone(signed_in):
    """Who leaves is told so, and cannot log in any more."""
    ALICE.delete_account(signed_in)
    expect(news(signed_in)).to_have_text("Your account is deleted.")
    ALICE.log_in(signed_in)
    expect(signed_in.get_by_role("alert")).to_have_text("Wrong username or password.")


def test_an_account_is_not_deleted_without_its_password(signed_in):
    """A wrong password is said so beside its field, and the account stays."""
    A_GUESSER.delete_account(signed_in)
    expect(field(signed_in, "Password")).to_have_accessible_description("This is not your password.")
    signed_in.goto("/dashboard")
    expect(greeting(signed_in)).to_be_visible()


def test_back_after_leaving_does_not_show_the_account(signed_in):
    """The browser's memory holds no page of an account that is gone."""
    signed_in.goto("/account")
    ALICE.delete_account(signed_in)
    expect(news(signed_in)).to_have_text("Your account is deleted.")
    signed_in.go_back()
    expect(login_form(signed_in)).to_be_visible()
    expect(signed_in.get_by_text(ALICE.email)).to_be_hidden()
