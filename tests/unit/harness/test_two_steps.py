"""A login that asks for the name first: what is asked on two pages is filled in as if it stood on one."""

from urllib.parse import parse_qs

import pytest

from authproof.client import UserAgent, WsgiClient
from authproof.client.agent import CrossSite
from authproof.site import Account, LoginRecipe
from authproof.site.candidates import login_in_two_steps, opening_forms, recipe_for
from authproof.site.steps import filled, log_in, login_values, submit, with_second_page
from tests.unit.harness.support import BASE, forms, page

ALICE = Account("alice", "alice@example.com", "violet harbour lamp 42")
FIRST = "<form method=post action=/who><input name=who><button>Go on</button></form>"
SECOND = (
    "<form method=post action=/secret><input type=hidden name=token value=7><input name=shown value=alice readonly>"
    "<input type=password name=pw><input type=checkbox name=keep></form>"
)


def recipe() -> LoginRecipe:
    """What discovery makes of the two pages."""
    return login_in_two_steps(forms(FIRST)[0], forms(SECOND)[0], "username")


def app(environ, start_response):
    """Answers the name with the second page."""
    start_response("200 OK", [("Content-Type", "text/html")])
    return [(SECOND if environ["PATH_INFO"] == "/who" else FIRST).encode()]


def test_a_form_with_one_name_may_open_a_login():
    """One with a password, or with two names, is none."""
    more = "<form><input name=a><input name=b></form><form><input name=c><input type=password name=d></form>"
    assert [one.shape for one in opening_forms([page(FIRST + more)])] == [("who",)]


@pytest.mark.parametrize("remember", [True, False])
def test_both_pages_are_filled_in(remember):
    """The name goes to the first, the rest to the second, which keeps what its own page had."""
    agent = UserAgent(WsgiClient(app), BASE)
    log_in(agent, recipe(), ALICE, remember=remember)
    sent = [parse_qs(one.request.body.decode()) for one in agent.history if one.request.method == "POST"]
    box = {"keep": ["on"]} if remember else {}
    assert sent == [{"who": ["alice"]}, {"token": ["7"], "shown": ["alice"], "pw": [ALICE.password], **box}]


def test_a_second_page_that_asks_for_a_name_is_another_login():
    """A form for a forgotten password leads to one, too."""
    other = forms("<form><input name=user><input type=password name=pw></form>")[0]
    assert login_in_two_steps(forms(FIRST)[0], other, "username") is None


def test_a_password_that_is_left_out_is_not_sent():
    """What a check takes away from the one form is missing on the second page."""
    form = with_second_page(forms(FIRST)[0], recipe().form)
    values = {**login_values(recipe(), ALICE), "pw": None}
    assert ("who", "alice") in filled(form, values)
    assert "pw" not in dict(filled(form, values))
    assert recipe_for(form).path == "/login"


def test_another_site_does_not_know_what_stands_on_the_second_page():
    """A form that it sends has the typed words, and no token."""
    agent = UserAgent(WsgiClient(app), BASE)
    form = with_second_page(forms(FIRST)[0], recipe().form)
    pairs = filled(form, login_values(recipe(), ALICE))
    submit(agent, form, pairs, site=CrossSite.YES)
    assert parse_qs(agent.history[-1].request.body.decode()) == {"pw": [ALICE.password]}
