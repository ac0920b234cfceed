"""How often one may try."""

import datetime as dt
import threading

import pytest
import time_machine

from app.passwords import Passwords

PASSWORD = "violet harbour lamp 42"


@pytest.fixture
def clock():
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def gone(clock, alice):
    """A browser of alice's, logged out."""
    alice.log_out()
    return alice


def fail(person, times=10, name="alice"):
    return [person.log_in(name, "wrong").status_code for _ in range(times)]


def test_ten_failures_lock_the_account(gone):
    """The eleventh guess is not looked at, even if it is right."""
    assert fail(gone) == [200] * 10
    refused = gone.log_in()
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60 + 1
    assert gone.greeting() is None


def test_the_lock_ends_by_itself(gone, clock):
    """After a quarter of an hour the owner is back in."""
    fail(gone, 12)
    clock.shift(15 * 60 + 1)
    assert gone.log_in().status_code == 302


def test_success_starts_the_count_anew(gone):
    """Nine slips a day lock nobody out."""
    for _ in range(3):
        assert fail(gone, 9) == [200] * 9
        assert gone.log_in().status_code == 302
        gone.log_out()


def test_unknown_names_are_locked_alike(gone, new_person):
    """The lock does not tell which names exist."""
    known, unknown = fail(gone, 12), fail(new_person(gone.app), 12, "zelda")
    assert known == unknown == [200] * 10 + [429] * 2


@pytest.mark.parametrize("variant", ["ALICE", " alice ", "Ａlice", "alice@example.com", "Alice@EXAMPLE.com"])
def test_a_spelling_is_no_fresh_set_of_guesses(gone, variant):
    """Case, spaces, width and the address all count as the one account."""
    fail(gone)
    assert gone.log_in(variant, "wrong").status_code == 429


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "User-Agent"])
def test_headers_do_not_dodge_the_limit_of_an_address(make_app, new_person, header):
    """Nobody is believed about where they come from."""
    person = new_person(make_app(THROTTLE_ADDRESS="5 per hour"))
    token = person.csrf()
    codes = [
        person.client.post(
            "/login",
            data={"csrf_token": token, "username": f"u{i}", "password": "x"},
            headers={header: f"10.0.0.{i}"},
        )
        for i in range(6)
    ]
    assert [code.status_code for code in codes] == [200] * 5 + [429]


def test_a_trusted_proxy_is_believed(make_app, new_person):
    """Behind a proxy of one's own, each client has its own limit."""
    person = new_person(make_app(THROTTLE_ADDRESS="1 per hour", TRUSTED_PROXIES=1))
    token = person.csrf()
    codes = [
        person.client.post(
            "/login",
            data={"csrf_token": token, "username": "u", "password": "x"},
            headers={"X-Forwarded-For": f"10.0.0.{i}"},
        )
        for i in range(3)
    ]
    assert [code.status_code for code in codes] == [200] * 3


def test_addresses_of_one_ipv6_network_count_together(make_app, new_person):
    """A customer's /64 is one address."""
    person = new_person(make_app(THROTTLE_ADDRESS="2 per hour"))
    codes = []
    for i in range(3):
        person.client.environ_base["REMOTE_ADDR"] = f"2001:db8::{i + 1}"
        codes.append(person.log_in(f"u{i}", "x").status_code)
    assert codes == [200, 200, 429]


def test_registrations_from_one_address_are_limited(make_app, new_person):
    """Nobody fills the table, or tries names without end."""
    person = new_person(make_app(THROTTLE_REGISTER="3 per hour"))
    codes = [person.register(f"a b{i}").status_code for i in range(4)]
    assert codes == [200] * 3 + [429]


def test_a_burst_gets_no_more_guesses_than_the_limit(gone, new_person, monkeypatch):
    """Of thirty at once ten are looked at by their merit; the others are refused."""
    people, start, codes = [new_person(gone.app) for _ in range(30)], threading.Barrier(30), []
    tokens = [person.csrf() for person in people]

    def guess(person, token):
        start.wait()
        fields = {"csrf_token": token, "username": "alice", "password": "wrong"}
        codes.append(person.client.post("/login", data=fields).status_code)

    threads = [threading.Thread(target=guess, args=pair) for pair in zip(people, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (codes.count(200), codes.count(429)) == (10, 20)


@pytest.mark.parametrize("name", ["alice", "zelda", "", " ", "a\0b", "x" * 10_000, "no@body.example", "@"])
def test_every_attempt_costs_one_verification(gone, monkeypatch, name):
    """Known, unknown, impossible and locked names alike."""
    calls, verify = [], Passwords.verify
    monkeypatch.setattr(Passwords, "verify", lambda *args: calls.append(1) or verify(*args))
    answers = fail(gone, 12, name)
    expected = 0 if not name.strip() else 12  # an empty field is refused by the form, for everybody
    assert len(calls) == expected
    assert answers == ([200] * 12 if not name.strip() else [200] * 10 + [429] * 2)


def test_apps_do_not_share_their_counts(make_app, new_person):
    """Two apps in one process are two apps."""
    first, second = (new_person(make_app(THROTTLE_ADDRESS="2 per hour")) for _ in range(2))
    assert fail(first, 3, "u") == [200, 200, 429]
    assert fail(second, 1, "u") == [200]
