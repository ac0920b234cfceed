"""Lines that tell of an event, and lines that every request leaves."""

import pytest

from authproof.probes.hearing import Said, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            '127.0.0.1 - - [05/Mar/2026 10:11:12] "GET /login?next=%2F HTTP/1.1" 200 -',
            '127.0.0.1 - - [05/Mar/2026 10:11:13] "POST /logout HTTP/1.1" 302 -',
        ),
        ("GET / -> 200 OK in 0.5 ms", "POST /a/b?c=d -> 303 SEE OTHER in 12.25 ms"),
        (
            '{"path": "/me", "id": "9f1c2d3e-0000-4a5b-8c7d-112233445566"}',
            '{"path": "/login", "id": "00112233-4455-6677-8899-aabbccddeeff"}',
        ),
    ],
)
def test_lines_of_an_access_log_have_one_skeleton(one, other):
    """Addresses, methods, states, numbers and random ids do not count."""
    assert skeleton(one) == skeleton(other)


def test_what_is_said_of_every_request_tells_of_none():
    """An access log beside an event is no record of it."""
    silence = Said(("GET /login 200",), ("sessions",))
    heard = Said(("POST /login 302", "login uid=7"), ("sessions", "journal"))
    assert heard.beyond(silence) == Said(("login uid=7",), ("journal",))


def test_rows_that_are_gone_or_changed_later_are_no_record():
    """A throttle's rows are dropped or counted up; a journal's stay."""
    kept, counted = (("id", 1), ("what", "failed")), (("id", 2), ("failures", 1))
    said = Said((), ("journal", "throttle"), (("journal", kept), ("throttle", counted)))
    later = [kept, (("id", 2), ("failures", 2))]
    assert said.lasting(later, ("journal", "throttle")).tables == ("journal",)
