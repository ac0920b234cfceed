"""A session ends when it should, with every copy of its cookies, and nobody is led into or out of one."""

import datetime as dt
import re

import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

PASSWORD, NEW = "violet harbour lamp 42", "nine quiet teapots whistle"
START = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
RELAXED = [HealthCheck.function_scoped_fixture]
COOKIES = {
    "session": ["__Host-session"],
    "remember": ["remember_token"],
    "both": ["__Host-session", "remember_token"],
}


def log_out(alice, elsewhere):
    """By the button for it."""
    alice.log_out()


def change_the_password(alice, elsewhere):
    """By a new password, chosen here."""
    alice.change_password(PASSWORD, NEW)


def change_the_password_elsewhere(alice, elsewhere):
    """By a new password, chosen on the other device."""
    elsewhere.change_password(PASSWORD, NEW)


def end_all_others(alice, elsewhere):
    """By the button that leaves this one, whose copies die nevertheless."""
    alice.post("/account/sessions/end-others", page="/account")


def end_all_others_elsewhere(alice, elsewhere):
    """By the same button on the other device."""
    elsewhere.post("/account/sessions/end-others", page="/account")


def end_it_in_the_list(alice, elsewhere):
    """By the button beside it on the other device."""
    others = [
        row
        for row in elsewhere.get("/account").text.split('<li class="session"')[1:]
        if "This session" not in row
    ]
    elsewhere.post(re.search(r"/account/sessions/\d+/end", others[0])[0], page="/account")


def reset_the_password(alice, elsewhere):
    """By the mailed link, used by nobody who is signed in."""
    stranger = alice.thief({})
    stranger.post("/reset", email="alice@example.com")
    link = re.search(r"/reset/\S+", alice.app.extensions["outbox"][-1].body)[0]
    stranger.post(link, password=NEW, password2=NEW)


def delete_the_account(alice, elsewhere):
    """By deleting the account."""
    alice.post("/account/delete", password=PASSWORD)


def delete_the_account_and_come_back(alice, elsewhere):
    """By deleting it and taking the same name again."""
    alice.post("/account/delete", password=PASSWORD)
    alice.register()


ENDINGS = (
    log_out,
    change_the_password,
    change_the_password_elsewhere,
    end_all_others,
    end_all_others_elsewhere,
    end_it_in_the_list,
    reset_the_password,
    delete_the_account,
    delete_the_account_and_come_back,
)


@pytest.fixture
def alice(remembered):
    """Signed in and remembered."""
    return remembered


@pytest.mark.parametrize("cookies", COOKIES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_copied_cookies_open_nothing_after_the_end(alice, elsewhere, ending, cookies):
    """Each way to end a session ends it for the thief too, whichever cookies were copied."""
    loot = {name: alice.cookies()[name] for name in COOKIES[cookies]}
    assert alice.thief(loot).greeting() == "alice"
    ending(alice, elsewhere)
    assert alice.thief(loot).greeting() is None


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_thief_who_is_in_is_thrown_out(alice, elsewhere, ending):
    """A copy that was used and renewed in between dies like one that waited."""
    thief = alice.thief()
    assert thief.greeting() == "alice"
    ending(alice, elsewhere)
    assert thief.greeting() is None
    assert thief.post("/account/delete", password=PASSWORD).location.startswith("/login?")


@pytest.mark.parametrize("ending", [log_out, end_it_in_the_list])
def test_the_end_of_one_session_is_not_the_end_of_another_user(alice, elsewhere, new_person, ending):
    """Somebody else stays signed in."""
    bob = new_person(alice.app)
    bob.register("bob")
    ending(alice, elsewhere)
    assert bob.greeting() == "bob"


def test_logging_out_here_leaves_the_other_device(alice, elsewhere):
    """One session ends, not the person's every session."""
    alice.log_out()
    assert elsewhere.greeting() == "alice"


def test_who_changes_the_password_stays_in(alice, elsewhere):
    """On this device the new session has begun already."""
    before = alice.cookies()
    alice.change_password(PASSWORD, NEW)
    assert alice.greeting() == "alice"
    assert not set(alice.cookies().values()) & set(before.values())


@settings(max_examples=12, suppress_health_check=RELAXED)
@given(st.lists(st.integers(1, 33), min_size=1, max_size=30))
@example([30])
@example([31])
@example([30] * 24 + [1])
def test_a_session_lives_as_its_two_limits_say(alice, pauses):
    """It ends after 30 minutes without a request, or 12 hours after login, whichever comes first."""
    with time_machine.travel(START, tick=False) as clock:
        alice.log_out()
        alice.log_in()
        thief, total, alive = alice.thief(), 0, True
        for pause in pauses:
            clock.shift(dt.timedelta(minutes=pause))
            total += pause
            alive = alive and pause <= 30 and total <= 12 * 60
            assert thief.greeting() == ("alice" if alive else None)


def test_a_thief_cannot_keep_a_remembered_session_for_ever(alice):
    """Thirty days after login it is over, though it was used each day."""
    with time_machine.travel(START, tick=False) as clock:
        alice.log_out()
        alice.log_in(remember=True)
        thief, seen = alice.thief(), []
        for _ in range(32):
            clock.shift(dt.timedelta(days=1))
            seen.append(thief.greeting())
    assert seen == ["alice"] * 30 + [None] * 2


def test_a_session_that_is_over_stays_over(alice):
    """Not even a clock that is set back brings it to life."""
    with time_machine.travel(START, tick=False) as clock:
        alice.log_out()
        alice.log_in()
        thief = alice.thief()
        clock.shift(dt.timedelta(minutes=31))
        assert thief.greeting() is None
        clock.shift(dt.timedelta(minutes=-20))
        assert alice.thief(thief.cookies()).greeting() is None


@pytest.mark.parametrize("sign_in", ["log_in", "register"])
def test_no_cookie_from_before_signing_in_opens_the_account(roomy, new_person, sign_in):
    """Fixation: what an attacker planted, or read, before is worth nothing after."""
    attacker, victim = new_person(roomy), new_person(roomy)
    victim.register()
    victim.log_out()
    attacker.get("/account")
    victim.client.set_cookie("__Host-session", attacker.cookies()["__Host-session"])
    getattr(victim, sign_in)("alice" if sign_in == "log_in" else "bob")
    assert victim.greeting()
    assert attacker.greeting() is None


@pytest.mark.parametrize("planted", ["1", "attacker-chosen", "a" * 43])
@pytest.mark.parametrize("name", ["__Host-session", "remember_token", "session"])
def test_no_invented_cookie_is_taken_over(roomy, new_person, alice, name, planted):
    """The app begins sessions under names of its own making only."""
    victim = new_person(roomy)
    victim.client.set_cookie(name, planted)
    victim.log_in(remember=True)
    assert victim.greeting() == "alice"
    assert planted not in victim.cookies().values()
    assert new_person(roomy).thief({name: planted}).greeting() is None


def test_signing_in_again_gives_other_cookies(alice):
    """No two sign-ins share a token, so that ending one means that one."""
    before = alice.cookies()
    alice.log_out()
    alice.log_in(remember=True)
    assert not set(before.values()) & set(alice.cookies().values())


def test_a_sibling_domain_cannot_plant_the_session_cookie(alice):
    """Browsers take `__Host-` from this very host over a secure way only."""
    alice.get("/logout")
    cookies = [line for answer in alice.client.seen for line in answer.headers.getlist("Set-Cookie")]
    sessions = [
        line for line in cookies if line.startswith("__Host-session=ey") or "__Host-session=." in line
    ]
    assert sessions
    assert all("; Secure" in line and "; Path=/" in line and "Domain" not in line for line in sessions)
