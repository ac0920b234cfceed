"""Cookies are judged by what they do: whose they are, and which of their settings count."""

from authproof.checks.cookie_secure_missing import always_secure
from authproof.client.jar import parse_set_cookie
from authproof.findings import Severity
from authproof.probes.cookies import cookies_set, entries, first_of_each, same_person
from authproof.probes.forced_logout import judge
from authproof.site import Account
from tests.unit.harness.support import answered

ALICE = Account("alice", "alice@example.com", "correct horse")


def cookie(line):
    return parse_set_cookie(line, "http://localhost/")


def lines(*values):
    return [answered(*(("Set-Cookie", value) for value in values))]


def test_deletions_are_no_settings():
    """An empty value and an end in the past take a cookie away."""
    history = lines("a=1", "b=; Path=/", "c=1; Max-Age=0", "d=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
    assert [one.name for one, _ in cookies_set(history)] == ["a"]


def test_the_first_setting_of_each_name_stands():
    """Ten pages that set the same cookie are one finding."""
    found = first_of_each(cookies_set(lines("a=1", "b=2", "a=3")))
    assert [(one.name, one.value) for one, _ in found] == [("a", "1"), ("b", "2")]


def test_a_cookie_that_is_secure_once_is_not_always_secure():
    """One bare setting is enough to send it in the clear."""
    assert always_secure(tuple(cookies_set(lines("a=1; Secure", "a=2", "b=3; Secure")))) == ("b",)


def test_a_cookie_that_names_its_owner_needs_no_server():
    """The same entry at two logins, another one for another person."""
    assert same_person('{"id": 1, "t": "x"}', '{"id": 1, "t": "y"}', '{"id": 2, "t": "z"}', ALICE)
    assert same_person('{"who": "alice"}', '{"who": "alice"}', "", ALICE)


def test_a_random_token_names_nobody():
    """What is equal for everybody, or new at each login, says nothing of the person."""
    assert not same_person('{"t": "x", "v": 1}', '{"t": "y", "v": 1}', '{"t": "z", "v": 1}', ALICE)
    assert not same_person("opaque", "opaque", "other", ALICE)
    assert entries("opaque") == {}


def test_a_link_that_logs_out_is_a_finding():
    """Lax cookies travel with it."""
    found = judge("GET", "/bye", (cookie("a=1; SameSite=Lax"),), tuple(lines()))
    assert found.severity is None


def test_a_form_that_logs_out_is_judged_by_samesite():
    """None sends the cookie always, an absent attribute for two minutes."""
    loose, absent = cookie("a=1; SameSite=None; Secure"), cookie("a=1")
    assert judge("POST", "/bye", (loose,), tuple(lines())).severity is None
    assert judge("POST", "/bye", (absent,), tuple(lines())).severity is Severity.INFO
