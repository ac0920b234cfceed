"""Guessing is slow, from wherever and however it is done, and tells nothing by the way."""

import datetime as dt

import argon2
import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PASSWORD, NEW = "violet harbour lamp 42", "nine quiet teapots whistle"
LIMIT = 10
RELAXED = [HealthCheck.function_scoped_fixture]
SPELLINGS = (
    "alice",
    "ALICE",
    "aLiCe",
    " alice",
    "alice\t",
    "ａlice",
    "alice@example.com",
    "Alice@EXAMPLE.com ",
)
HEADERS = (
    "X-Forwarded-For",
    "X-Real-IP",
    "Forwarded",
    "X-Client-IP",
    "True-Client-IP",
    "CF-Connecting-IP",
    "Via",
)


class Guesser:
    """An attacker who guesses alice's password and counts how many guesses were looked at."""

    def __init__(self, person):
        self.person, self.looked_at = person, 0

    def guess(self, name="alice", password="wrong", fresh=False, address="127.0.0.1", **headers):
        """One guess; its status is 200 where it was looked at and wrong, 302 where it was right, 429 where refused."""
        person = self.person.thief({}) if fresh else self.person
        person.client.environ_base["REMOTE_ADDR"] = address
        form = {"csrf_token": person.csrf(), "username": name, "password": password}
        named = {header.replace("_", "-"): value for header, value in headers.items()}
        status = person.client.post("/login", data=form, headers=named).status_code
        self.looked_at += status != 429
        return status


@pytest.fixture
def clock():
    """A clock that moves when told to."""
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def guesser(clock, alice):
    """Somebody without an account, at the site on which alice has one."""
    return Guesser(alice.thief({}))


@pytest.fixture
def work(monkeypatch):
    """The costs of all verifications, as the hasher was asked for them."""
    costs, verify = [], argon2.PasswordHasher.verify

    def counted(hasher, stored, password):
        costs.append(stored.rpartition("$")[0].rpartition("$")[0])
        return verify(hasher, stored, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    return costs


def test_after_the_limit_not_even_the_right_password_opens(guesser):
    """So a guesser cannot tell that a guess was right."""
    assert [guesser.guess() for _ in range(LIMIT)] == [200] * LIMIT
    assert [guesser.guess(password=each) for each in ("wrong", PASSWORD)] == [429, 429]
    assert guesser.person.greeting() is None


def test_a_lock_looks_the_same_for_right_and_wrong(guesser):
    """Neither page nor headers differ by a byte."""
    for _ in range(LIMIT):
        guesser.guess()
    wrong, right = (guesser.person.log_in(password=password) for password in ("wrong", PASSWORD))
    assert wrong.data == right.data
    assert list(wrong.headers) == list(right.headers)


def test_the_lock_ends_by_itself_when_it_said(guesser, clock):
    """After `Retry-After` the owner is in again, without anybody's help."""
    for _ in range(LIMIT + 3):
        guesser.guess()
    clock.shift(int(guesser.person.log_in().headers["Retry-After"]))
    assert guesser.person.log_in().status_code == 302


def test_a_day_of_guessing_gets_no_further_than_the_limit_says(guesser, clock):
    """Ten in any quarter of an hour, at no border more."""
    for _ in range(100):
        guesser.guess()
        clock.shift(dt.timedelta(minutes=1))
    assert guesser.looked_at <= LIMIT * (100 // 15 + 1)


def test_the_owner_who_is_in_stays_in(clock, alice):
    """A lock keeps guessers out, and not the person."""
    guesser = Guesser(alice.thief({}))
    for _ in range(LIMIT + 3):
        guesser.guess()
    assert alice.greeting() == "alice"


def test_another_account_is_not_locked(guesser, alice, new_person):
    """The limit of one is nobody else's."""
    bob = new_person(alice.app)
    bob.register("bob")
    for _ in range(LIMIT + 3):
        guesser.guess()
    assert guesser.guess("bob", PASSWORD) == 302


DODGES = {
    "spelling": lambda i: {"name": SPELLINGS[i % len(SPELLINGS)]},
    "fresh cookies": lambda i: {"fresh": True},
    "user agent": lambda i: {"User_Agent": f"Browser/{i}"},
    "address": lambda i: {"address": f"192.0.2.{i}"},
    "network": lambda i: {"address": f"2001:db8:{i:x}::1"},
    **{header: lambda i, header=header: {header: f"198.51.100.{i}"} for header in HEADERS},
    "chain of proxies": lambda i: {"X_Forwarded_For": f"198.51.100.{i}, 127.0.0.1"},
    "all at once": lambda i: {
        "name": SPELLINGS[i % len(SPELLINGS)],
        "fresh": True,
        "address": f"192.0.2.{i}",
        "User_Agent": f"Browser/{i}",
        "X_Forwarded_For": f"198.51.100.{i}",
    },
}


@pytest.mark.parametrize("dodge", DODGES)
def test_no_dodge_gets_one_more_guess_at_an_account(guesser, dodge):
    """The account counts, whatever the request calls it and wherever it says that it comes from."""
    statuses = [guesser.guess(**DODGES[dodge](i)) for i in range(LIMIT + 4)]
    assert statuses == [200] * LIMIT + [429] * 4


@settings(max_examples=10, suppress_health_check=RELAXED)
@given(st.lists(st.sampled_from(sorted(DODGES)), min_size=LIMIT + 1, max_size=LIMIT + 5))
def test_no_mixture_of_dodges_gets_one_more_guess(guesser, clock, dodges):
    """A quarter of an hour after the last mixture, the next one gets ten again and no more."""
    clock.shift(dt.timedelta(minutes=61))
    statuses = [guesser.guess(**DODGES[dodge](i)) for i, dodge in enumerate(dodges)]
    assert statuses == [200] * LIMIT + [429] * (len(dodges) - LIMIT)


ADDRESS_DODGES = [name for name in DODGES if name not in ("spelling", "address", "network", "all at once")]


@pytest.mark.parametrize("dodge", ADDRESS_DODGES)
def test_no_dodge_gets_one_more_account_from_an_address(make_app, new_person, dodge):
    """Who tries one password on many accounts is counted by the address that the connection has."""
    guesser = Guesser(new_person(make_app(THROTTLE_ADDRESS="5 per hour")))
    statuses = [guesser.guess(**(DODGES[dodge](i) | {"name": f"user{i}"})) for i in range(8)]
    assert statuses == [200] * 5 + [429] * 3


def test_a_lock_of_one_address_is_not_a_lock_of_another(make_app, new_person):
    """The neighbours of a guesser log in as ever."""
    guesser = Guesser(new_person(make_app(THROTTLE_ADDRESS="5 per hour")))
    assert [guesser.guess(f"user{i}") for i in range(7)] == [200] * 5 + [429] * 2
    assert guesser.guess("user8", address="192.0.2.8") == 200


@pytest.mark.parametrize("door", ["/account/password", "/account/delete"])
def test_a_stolen_session_gets_no_guesses_of_its_own(clock, alice, door):
    """The pages that ask for the password again count with the login."""
    guesser, thief = Guesser(alice.thief({})), alice.thief()
    for _ in range(LIMIT // 2):
        guesser.guess()
        thief.post(door, current="wrong", password="wrong" if "delete" in door else NEW, password2=NEW)
    assert guesser.guess() == 429
    right = {"current": PASSWORD, "password": PASSWORD if "delete" in door else NEW, "password2": NEW}
    assert thief.post(door, **right).status_code == 429


def test_a_success_elsewhere_does_not_feed_a_guesser(guesser, alice, new_person):
    """Logging in to one's own account between guesses starts no new count for alice's."""
    mallory = new_person(alice.app)
    mallory.register("mallory")
    for _ in range(LIMIT):
        guesser.guess()
        assert guesser.guess("mallory", PASSWORD, fresh=True) == 302
    assert guesser.guess() == 429


@pytest.mark.parametrize(
    "name", ["alice", "ALICE", "alice@example.com", "zelda", "zelda@example.com", "x" * 300, "a b"]
)
def test_every_guess_is_the_same_work(make_app, new_person, work, name):
    """Known, unknown and impossible, before the lock and behind it: one verification at the full cost."""
    alice = new_person(make_app(ARGON2_MEMORY_KIB=19456, ARGON2_TIME_COST=2, THROTTLE_ACCOUNT="2 per hour"))
    alice.register()
    guesser = Guesser(alice.thief({}))
    assert [guesser.guess(name) for _ in range(4)] == [200, 200, 429, 429]
    assert work == ["$argon2id$v=19$m=19456,t=2,p=1"] * 4


def test_a_right_password_is_the_same_work(alice, work):
    """One verification, and no second hash."""
    alice.log_out()
    alice.log_in()
    assert len(work) == 1


def test_a_name_that_is_no_account_is_locked_like_one(guesser):
    """Neither the lock nor its page tells which names exist."""
    known = [guesser.guess() for _ in range(LIMIT + 2)]
    unknown = [guesser.guess("zelda") for _ in range(LIMIT + 2)]
    assert known == unknown == [200] * LIMIT + [429] * 2


def test_known_and_unknown_names_get_the_same_page(guesser):
    """The message, the page and the headers that they share do not tell which names exist."""
    pages = [guesser.person.log_in(name, "wrong") for name in ("alice", "zelda")]
    known, unknown = (
        page.text.replace(name, "NAME") for page, name in zip(pages, ("alice", "zelda"), strict=True)
    )
    assert "Wrong username or password." in known
    assert known == unknown
