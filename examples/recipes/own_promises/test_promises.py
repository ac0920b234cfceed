import pytest


@pytest.fixture(autouse=True)
def joined(visitor, mailbox):
    visitor.register()
    return mailbox


def test_logout_ends_the_stolen_session(visitor, attacker):
    visitor.log_in()
    attacker.steal_cookies(visitor)
    assert attacker.is_logged_in()
    visitor.log_out()
    assert not attacker.is_logged_in()


def test_an_hour_without_a_click_ends_the_session(visitor, clock):
    visitor.log_in()
    clock.advance(3601)
    assert not visitor.is_logged_in()


def test_the_welcome_mail_holds_no_password(visitor, mailbox):
    (mail,) = mailbox.mails
    assert mail.recipients == (visitor.account.email,)
    assert visitor.account.password not in mail.text


def test_an_unknown_name_costs_as_much_as_a_wrong_password(visitor, attacker, hash_calls):
    visitor.log_in(visitor.account.with_password("not the right one"))
    attacker.log_in()
    wrong_password, unknown_name = hash_calls
    assert wrong_password.work == unknown_name.work
