"""Change the password, delete the account."""

import pytest

PASSWORD = "violet harbour lamp 42"
NEW = "nine quiet teapots whistle"


def test_a_changed_password_is_the_only_one(alice):
    """The new one opens the account, the old one no more."""
    assert alice.change_password(PASSWORD, NEW).location == "/account"
    alice.log_out()
    assert alice.log_in(password=PASSWORD).status_code == 200
    assert alice.log_in(password=NEW).status_code == 302


def test_changing_the_password_ends_every_other_session(alice, new_person):
    """Other devices, remembered ones and thieves are out; this browser stays in."""
    elsewhere = new_person(alice.app)
    elsewhere.log_in(remember=True)
    thieves = [alice.thief(), elsewhere.thief({"remember_token": elsewhere.cookies()["remember_token"]})]
    alice.change_password(PASSWORD, NEW)
    assert alice.greeting() == "alice"
    assert [person.greeting() for person in (elsewhere, *thieves)] == [None] * 3


def test_a_remembered_visitor_stays_remembered(alice):
    """The new session after a password change is remembered as the old one was."""
    alice.log_out()
    alice.log_in(remember=True)
    alice.change_password(PASSWORD, NEW)
    assert alice.thief({"remember_token": alice.cookies()["remember_token"]}).greeting() == "alice"


@pytest.mark.parametrize("current", ["", "wrong", PASSWORD.upper()])
def test_changing_the_password_asks_for_the_current_one(alice, current):
    """A borrowed browser does not take the account over."""
    assert alice.change_password(current, NEW).status_code == 200
    alice.log_out()
    assert alice.log_in().status_code == 302


@pytest.mark.parametrize("new", ["short", "alice@example.com", "password12345678"])
def test_a_new_password_meets_the_rules(alice, new):
    """The same rules as at registration."""
    assert 'id="password-error"' in alice.change_password(PASSWORD, new).text


def test_guessing_the_current_password_is_throttled(alice):
    """A stolen session has no more guesses than a login."""
    answers = [alice.change_password("wrong", NEW).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_deleted_account_is_gone(alice, rows):
    """With its sessions and its name."""
    thief = alice.thief()
    assert alice.post("/account/delete", password=PASSWORD).location == "/"
    assert (alice.greeting(), thief.greeting()) == (None, None)
    assert rows(alice.app, "SELECT * FROM users") == rows(alice.app, "SELECT * FROM user_session") == []
    assert alice.log_in().status_code == 200


def test_deleting_asks_for_the_password(alice):
    """A wrong one deletes nothing."""
    assert "not your password" in alice.post("/account/delete", password="wrong").text
    assert alice.greeting() == "alice"


def test_the_id_of_a_deleted_user_is_never_given_again(alice, rows):
    """An old cookie cannot open the account of whoever comes next."""
    thief = alice.thief()
    before = rows(alice.app, "SELECT id FROM users")
    alice.post("/account/delete", password=PASSWORD)
    alice.register("bob")
    assert before[0][0] < rows(alice.app, "SELECT id FROM users")[0][0]
    assert thief.greeting() is None


@pytest.mark.parametrize("page", ["/dashboard", "/account", "/account/password", "/account/delete"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
def test_private_pages_are_closed_to_strangers(person, page, method):
    """No method opens them."""
    answer = person.client.open(page, method=method, data={"csrf_token": person.csrf()})
    assert answer.status_code in {302, 405} or (method == "OPTIONS" and answer.data == b"")
