"""The mailed link: once, soon, for one account."""

import datetime as dt
import re
import threading

import time_machine

PASSWORD = "violet harbour lamp 42"
NEW = "nine quiet teapots whistle"


def ask(person, email="alice@example.com"):
    fields = {"csrf_token": person.csrf("/reset"), "email": email}
    return person.client.post("/reset", data=fields)


def links(person) -> list[str]:
    """The paths of all links mailed so far."""
    return [
        re.search(r"http://127\.0\.0\.1:5000(/reset/\S+)", mail.body)[1]
        for mail in person.app.extensions["outbox"]
    ]


def use(person, link, password=NEW):
    return person.post(link, password=password, password2=password)


def test_a_link_sets_a_new_password_without_signing_in(alice):
    """Afterwards one logs in with it; every session has ended."""
    ask(alice)
    thief = alice.thief()
    assert use(alice, links(alice)[0]).location == "/login"
    assert (alice.greeting(), thief.greeting()) == (None, None)
    assert alice.log_in(password=PASSWORD).status_code == 200
    assert alice.log_in(password=NEW).status_code == 302


def test_a_link_works_once(alice):
    """A second use asks for a new link."""
    ask(alice)
    use(alice, links(alice)[0])
    assert use(alice, links(alice)[0], "another seven lanterns").location == "/reset"
    assert alice.log_in(password=NEW).status_code == 302


def test_a_link_is_soon_too_old(alice):
    """Half an hour, not longer."""
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False) as clock:
        ask(alice)
        clock.shift(29 * 60)
        assert alice.get(links(alice)[0]).status_code == 200
        clock.shift(2 * 60)
        assert alice.get(links(alice)[0]).location == "/reset"


def test_a_newer_request_voids_the_older_link(alice):
    """Only the last mail counts."""
    ask(alice)
    ask(alice)
    old, new = links(alice)
    assert alice.get(old).location == "/reset"
    assert alice.get(new).status_code == 200


def test_a_password_change_voids_the_link(alice):
    """Who remembers needs no link lying in a mailbox."""
    ask(alice)
    alice.change_password(PASSWORD, NEW)
    assert alice.get(links(alice)[0]).location == "/reset"


def test_asking_changes_nothing(alice):
    """Whoever asks for somebody else does no harm."""
    ask(alice)
    assert alice.greeting() == "alice"
    alice.log_out()
    assert alice.log_in().status_code == 302


def test_known_and_unknown_addresses_get_one_answer(alice, new_person):
    """The page does not tell who has an account, and strangers get no mail."""
    alice.log_out()
    known, unknown = ask(alice), ask(new_person(alice.app), "zelda@example.com")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location) == (302, "/login")
    assert len(links(alice)) == 1


def test_the_token_is_long_and_stored_hashed(alice, rows):
    """At least 128 random bits, and not to be read from the database."""
    ask(alice)
    token = links(alice)[0].rpartition("/")[2]
    assert len(token) >= 43
    assert token not in str(rows(alice.app, "SELECT * FROM reset_token"))


def test_the_link_does_not_follow_the_host_header(alice):
    """It leads to the configured site, whatever the request called itself."""
    evil = {"base_url": "http://evil.test", "headers": {"X-Forwarded-Host": "evil.test"}}
    token = alice.token_in(alice.get("/reset", **evil))
    alice.client.post("/reset", data={"csrf_token": token, "email": "alice@example.com"}, **evil)
    assert "evil.test" not in alice.app.extensions["outbox"][0].body
    assert links(alice)


def test_one_mailbox_is_not_flooded(alice):
    """Five mails an hour, and no word about it."""
    answers = {ask(alice).status_code for _ in range(20)}
    assert answers == {302}
    assert len(links(alice)) == 5


def test_nobody_asks_without_end(make_app, new_person):
    """One address is stopped, with a word on when to come back."""
    person = new_person(make_app(THROTTLE_RESET="3 per hour"))
    answers = [ask(person, f"a{i}@example.com") for i in range(4)]
    assert [answer.status_code for answer in answers] == [302] * 3 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 3000


def test_no_second_recipient_can_be_smuggled_in(alice):
    """Line breaks and lists of addresses are no address."""
    for email in ("alice@example.com\nBcc: eve@evil.test", "alice@example.com,eve@evil.test"):
        assert ask(alice, email).status_code == 200
    assert not alice.app.extensions["outbox"]


def test_a_new_password_by_link_meets_the_rules(alice):
    """The link is not used up by a refused one."""
    ask(alice)
    assert 'id="password-error"' in use(alice, links(alice)[0], "alice@example.com").text
    assert use(alice, links(alice)[0]).location == "/login"


def test_a_link_used_twice_at_once_works_once(alice, new_person, monkeypatch, caplog):
    """Of two who both found the link valid, one sets the password."""
    ask(alice)
    link, both = links(alice)[0], threading.Barrier(2)
    monkeypatch.setattr("app.reset.password_problem", lambda *_: (both.wait(), None)[1])
    passwords = ["nine quiet teapots one", "nine quiet teapots two"]
    threads = [threading.Thread(target=use, args=(new_person(alice.app), link, each)) for each in passwords]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert caplog.text.count("password-reset user='alice'") == 1


def test_a_reset_lifts_the_lock(alice):
    """The way out for somebody whom an attacker locked out."""
    alice.log_out()
    for _ in range(11):
        alice.log_in(password="wrong")
    ask(alice)
    use(alice, links(alice)[0])
    assert alice.log_in(password=NEW).status_code == 302


def test_the_page_tells_its_address_to_no_other_site(alice):
    """Nor is it kept in a cache."""
    ask(alice)
    headers = alice.get(links(alice)[0]).headers
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
