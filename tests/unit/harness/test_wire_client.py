"""The client of a URL target counts, paces, and keeps the checks' addresses apart."""

import os
import time
from contextlib import contextmanager

import pytest

from authproof.audit.wire import tempered
from authproof.checks import find_check
from authproof.client import WsgiClient
from authproof.client.serving import Serving
from authproof.client.wire import WireClient
from authproof.exchange import Request
from authproof.findings import Inconclusive, Outcome, Verdict, finding
from authproof.site import Naming, namings
from authproof.target import Bounds
from authproof.target.address import read_address
from authproof.target.remote import reach

HOMES = ("127.0.0.1", "127.0.0.9", "127.0.9.200", "127.1.254.1", "127.66.3.250")


def who_asks(environ, start_response):
    """Tells where the request came from; /no is refused for coming too often."""
    status = "429 Too Many Requests" if environ["PATH_INFO"] == "/no" else "200 OK"
    start_response(status, [("Content-Type", "text/plain")])
    return [environ["REMOTE_ADDR"].encode()]


@contextmanager
def remote_at(folder, **bounds):
    """A target that is reached."""
    with Serving(WsgiClient(who_asks)) as serving:
        url = f"http://127.0.0.1:{serving.port}"
        yield reach(read_address(url), folder, Bounds(**bounds)), Request("GET", f"{url}/")


def sent_by(remote, number, request, *address):
    """One request of that check."""
    with WireClient(remote, number) as client:
        return client.send(request, *address)


def test_the_budget_is_counted_over_processes(tmp_path):
    """What a child has sent is spent for the next one."""
    with remote_at(tmp_path, requests=2) as (remote, request):
        sent_by(remote, 1, request)
        if (pid := os.fork()) == 0:
            sent_by(remote, 2, request)
            os._exit(0)
        os.waitpid(pid, 0)
        with pytest.raises(Inconclusive, match="the budget of 2 requests"):
            sent_by(remote, 3, request)
        assert remote.meter.sent == 2


def test_the_pace_is_kept(tmp_path):
    """Six requests at fifty a second begin within no less than a tenth of one."""
    with remote_at(tmp_path, pace=50) as (remote, request):
        begin = time.monotonic()
        for _ in range(6):
            sent_by(remote, 1, request)
        assert time.monotonic() - begin >= 0.1


def test_no_two_checks_come_from_one_address(tmp_path):
    """Whatever address people ask for; but each keeps its own."""
    with remote_at(tmp_path) as (remote, request):
        remote.can_move or pytest.skip("this system has one address of its own")
        came = {
            number: [sent_by(remote, number, request, home).response.text for home in HOMES]
            for number in (1, 2, 23, 81)
        }
        assert len({place for places in came.values() for place in places}) == len(HOMES) * len(came)
        assert [sent_by(remote, 1, request, home).response.text for home in HOMES] == came[1]


def test_a_finding_that_rests_on_a_limit_is_dropped(tmp_path):
    """Refused for coming too often is no evidence of anything else."""
    with remote_at(tmp_path) as (remote, request), WireClient(remote, 1) as client:
        refused = client.send(Request("GET", f"{request.url}no"))
        verdict = Verdict(Outcome.FAILED, (finding("an answer differs", evidence=refused),))
        told = tempered(verdict, find_check("account-lockout-dos"), client, None)
        assert told == verdict
        told = tempered(verdict, find_check("open-redirect"), client, None)
        assert (told.outcome, told.findings) == (Outcome.INCONCLUSIVE, ())
        assert told.reason == "the target limits requests: it refused 1 of the 1 of this check"


def test_names_fit_into_twenty_characters_and_tell_whose_they_are():
    """The first form is the one that is easiest to find."""
    lengths = [len(one.prefix) + one.letters for one in namings("abc", "seed")]
    assert lengths == [20, 18, 12]
    assert namings("abc", "seed")[0] == Naming("authproof-abc-", 6, "seed")
