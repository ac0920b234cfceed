"""Sessions end when they should, together with every copy of their cookies."""

import datetime as dt

import pytest
import time_machine
from itsdangerous import URLSafeTimedSerializer

START = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
PASSWORD = "violet harbour lamp 42"


def minutes(count: int) -> dt.timedelta:
    return dt.timedelta(minutes=count)


def test_copied_cookies_die_at_logout(alice):
    """Session and remember cookie are both worth nothing afterwards."""
    alice.log_out()
    alice.log_in(remember=True)
    thief = alice.thief()
    assert thief.greeting() == "alice"
    cookies = alice.cookies()
    alice.log_out()
    assert thief.greeting() is None
    assert [alice.thief({name: value}).greeting() for name, value in cookies.items()] == [None, None]


def test_the_remember_cookie_alone_signs_in(alice):
    """That is what it is for: the browser was closed."""
    alice.log_out()
    alice.log_in(remember=True)
    assert alice.thief({"remember_token": alice.cookies()["remember_token"]}).greeting() == "alice"


def test_no_remember_cookie_without_asking(alice):
    """Nobody is remembered who did not tick the box."""
    assert "remember_token" not in alice.cookies()


def test_each_login_has_a_token_of_its_own(alice):
    """Two remember cookies of one user differ."""
    tokens = set()
    for _ in range(3):
        alice.log_out()
        alice.log_in(remember=True)
        tokens.add(alice.cookies()["remember_token"])
    assert len(tokens) == 3


def test_a_session_ends_after_half_an_hour_of_rest(alice):
    """Idle limit, from the last request."""
    with time_machine.travel(START, tick=False) as clock:
        alice.log_out()
        alice.log_in()
        for _ in range(3):
            clock.shift(minutes(29))
            assert alice.greeting() == "alice"
        clock.shift(minutes(31))
        assert alice.greeting() is None


def test_a_session_in_use_ends_after_twelve_hours(alice):
    """Absolute limit, for whoever keeps a stolen session warm."""
    with time_machine.travel(START, tick=False) as clock:
        alice.log_out()
        alice.log_in()
        seen = []
        for _ in range(26):
            clock.shift(minutes(28))
            seen.append(alice.greeting())
    assert seen == ["alice"] * 25 + [None]


def test_a_remembered_session_ends_after_thirty_days(alice):
    """The server keeps the limit, whatever the cookie says."""
    with time_machine.travel(START, tick=False) as clock:
        alice.log_out()
        alice.log_in(remember=True)
        cookies = alice.cookies()
        clock.shift(dt.timedelta(days=29))
        assert alice.thief(cookies).greeting() == "alice"
        clock.shift(dt.timedelta(days=2))
        assert alice.thief(cookies).greeting() is None


def test_the_database_does_not_hold_the_token(alice, rows):
    """A copied table opens no session."""
    alice.log_out()
    alice.log_in(remember=True)
    token = alice.cookies()["remember_token"].partition("|")[0]
    assert len(token) >= 43
    assert token not in str(rows(alice.app, "SELECT * FROM user_session"))


def test_what_was_planted_before_login_is_gone_after_it(person):
    """Nothing of an earlier visitor's session survives signing in."""
    person.get("/login")
    with person.client.session_transaction() as session:
        session["is_admin"] = True
    person.register()
    with person.client.session_transaction() as session:
        assert "is_admin" not in session


def test_a_cookie_from_before_login_opens_nothing(person):
    """Fixation: the planted cookie stays a stranger's."""
    person.get("/login")
    planted = person.cookies()
    person.register()
    assert person.thief(planted).greeting() is None


@pytest.mark.parametrize(
    "value", ["", "1", "0", "-1", "x" * 5000, "\0", "\ud800", "1 OR 1=1", 7, None, [], {"a": 1}, True, 1.5]
)
def test_the_loader_survives_any_value(alice, value):
    """A signed cookie with anything in it is a stranger's."""
    with alice.client.session_transaction() as session:
        session["_user_id"] = value
    assert alice.greeting() is None


def test_a_cookie_signed_with_another_key_opens_nothing(alice):
    """The session cookie cannot be made without the key."""
    with alice.client.session_transaction() as session:
        content = dict(session)
    forged = URLSafeTimedSerializer("another key", salt="cookie-session").dumps(content)
    assert alice.thief({"__Host-session": forged}).greeting() is None


def test_ending_all_other_sessions_leaves_this_one(alice, new_person):
    """The button ends them elsewhere, and copies of this one's cookie too."""
    elsewhere = new_person(alice.app)
    elsewhere.log_in(remember=True)
    thief = alice.thief()
    alice.post("/account/sessions/end-others", page="/account")
    assert (alice.greeting(), elsewhere.greeting(), thief.greeting()) == ("alice", None, None)


def test_one_session_can_be_ended_from_the_list(alice, new_person, rows):
    """Each open session has its button."""
    elsewhere = new_person(alice.app)
    elsewhere.log_in()
    other = rows(alice.app, "SELECT max(id) FROM user_session")[0][0]
    assert f"/account/sessions/{other}/end" in alice.get("/account").text
    alice.post(f"/account/sessions/{other}/end", page="/account")
    assert (alice.greeting(), elsewhere.greeting()) == ("alice", None)


def test_ending_the_present_session_is_logging_out(alice, rows):
    """The button beside this session works too."""
    mine = rows(alice.app, "SELECT max(id) FROM user_session")[0][0]
    assert alice.post(f"/account/sessions/{mine}/end", page="/account").location == "/"
    assert alice.greeting() is None


def test_nobody_ends_the_sessions_of_others(alice, new_person, rows):
    """A foreign or impossible number is no such page."""
    bob = new_person(alice.app)
    bob.register("bob")
    for number in (rows(alice.app, "SELECT min(id) FROM user_session")[0][0], 0, 2147483647, 10**30):
        assert bob.post(f"/account/sessions/{number}/end", page="/account").status_code == 404
    assert alice.greeting() == "alice"


def test_the_list_shows_only_ones_own_open_sessions(alice, new_person):
    """Device and address are shown as they were seen."""
    bob = new_person(alice.app)
    bob.client.environ_base["HTTP_USER_AGENT"] = "Bob's <b>browser</b>"
    bob.register("bob")
    assert "Bob&#39;s &lt;b&gt;browser" in bob.get("/account").text
    assert "Bob" not in alice.get("/account").text
