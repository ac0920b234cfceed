"""Registrations that end with a mailed link: the people of an audit read their mail."""

from authproof.client import UserAgent, WsgiClient
from authproof.site.confirmation import confirm
from tests.unit.harness.support import APPS, BASE, discovered

HARMFUL = "Not you? http://localhost/delete-account"


def echo(environ, start_response):
    """Says nothing."""
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b""]


def visited(*letters):
    """The addresses that somebody with these mails opens."""
    agent = UserAgent(WsgiClient(echo), BASE)
    confirm(agent, list(letters))
    return [one.request.path for one in agent.history]


def test_an_account_that_waits_for_a_mailed_link_is_confirmed():
    """Discovery registers, opens the link, presses its button, and knows that others have to do so as well."""
    prepared = discovered(APPS / "confirmed_by_mail.py")
    assert prepared.site.register.confirmed
    assert prepared.site.register.form.path == "/join"
    assert prepared.other is not None


def test_no_link_is_opened_where_the_login_opens_without_it():
    """A welcome mail may hold anything."""
    target = f"{APPS / 'confirmed_by_mail.py'}:create_app(True)"
    assert not discovered(target).site.register.confirmed


def test_the_first_mail_with_a_link_counts():
    """Later ones were asked for by something else."""
    first, later = "http://localhost/confirm/1", "http://localhost/reset/2"
    assert visited("Welcome", first, later) == ["/confirm/1"]


def test_a_link_that_may_destroy_something_is_not_opened():
    """`If this was not you, delete the account` stands in such mails."""
    assert visited(f"http://localhost/confirm/1 {HARMFUL}") == ["/confirm/1"]


def test_who_got_no_mail_confirms_nothing():
    """Then there is no second try of the login."""
    assert not confirm(UserAgent(WsgiClient(echo), BASE), [])
