"""The report on a terminal: the worst first, in any width, with as much as was asked for."""

import io

import pytest
from rich.console import Console

from authproof.exchange import CodeLocation
from authproof.findings import Outcome, finding
from authproof.reports import Verbosity, to_terminal, to_text
from tests.unit.harness.reported import HOSTILE, full_report
from tests.unit.harness.support import answered, reported

ESCAPE = "\x1b["


def printed(report, verbosity=Verbosity.NORMAL, **options):
    stream = io.StringIO()
    to_terminal(report, Console(**{"file": stream, "width": 160, "color_system": None} | options), verbosity)
    return stream.getvalue()


def far_and_near():
    """A finding in a file, with the exchange that shows it."""
    exchange = answered(("Location", "//evil.test"), status=302)
    return reported(finding("it leaves", evidence=exchange, location=CodeLocation("app.py", 3)))


def test_hostile_text_is_shown_and_not_swallowed():
    """What was there can be read, markup as it was written."""
    shown = printed(full_report(HOSTILE)).replace("\n", "")
    assert "\\x1b]0;owned\\x07\\x1b[2Jred\\x00\\x9b31m\\u202egpj.exe" in shown
    assert "[bold]x[/bold][/nothing]" in shown


def test_the_terminal_tells_the_worst_first_with_place_and_remedy():
    """Severity, promise, message, evidence, place, how to see it again and how to fix it."""
    exchange = answered(("Location", "//evil.test"), status=302)
    shown = printed(reported(finding("it leaves", evidence=exchange, location=CodeLocation("app.py", 3))))
    wanted = [
        "HIGH",
        "open-redirect",
        "CWE-601",
        "Whoever logs in stays here.",
        "it leaves",
        "GET /login",
        "302  Location: //evil.test",
        "app.py:3",
        "Ask the URL standard.",
        "authproof checks open-redirect",
        "--only SLUG",
        "1 failed",
    ]
    assert [word for word in wanted if word not in shown] == []
    assert [shown.index(word) for word in wanted] == sorted(shown.index(word) for word in wanted)


@pytest.mark.parametrize("outcome", [Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE, Outcome.ERRORED])
def test_what_was_not_decided_says_why(outcome):
    """Silence would read as a pass."""
    shown = printed(reported(outcome=outcome, reason="Trace:\n  line\nValueError: the page was empty"))
    assert f"1 {outcome.value}" in shown
    assert "ValueError: the page was empty" in shown


def test_many_findings_are_counted_not_listed():
    """The first three, then how many more."""
    shown = printed(reported(*(finding(f"way {number}", evidence="x") for number in range(5))))
    assert ("way 2" in shown, "way 3" in shown, "and 2 more" in shown) == (True, False, True)


@pytest.mark.parametrize("verbosity", Verbosity)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width, verbosity):
    """What is long goes on in the next line; the brief report leaves that to the terminal."""
    lines = printed(full_report("a word and another " * 9), verbosity, width=width).splitlines()
    assert verbosity is Verbosity.QUIET or max(map(len, lines)) <= width


def test_references_stand_where_there_is_room():
    """The heading of a finding is one line."""
    assert "HIGH     open-redirect CWE-601\n" in printed(far_and_near(), width=34)
    assert "HIGH     open-redirect CWE-601 WSTG-CLNT-04 ASVS-3.7.2\n" in printed(far_and_near(), width=80)


def test_quiet_tells_findings_and_the_last_line():
    """One line each, with its place."""
    first, last = printed(far_and_near(), Verbosity.QUIET, width=40).splitlines()
    assert first == "HIGH     open-redirect: it leaves (app.py:3)"
    assert last.startswith("✓ 0 passed   ✗ 1 failed")


def test_verbose_tells_every_exchange_and_what_held():
    """All findings, each with its requests and responses."""
    report = reported(*(finding(f"way {number}", evidence=answered(body=b"Hello")) for number in range(5)))
    shown = printed(report, Verbosity.VERBOSE)
    assert ("way 4" in shown, shown.count("200 OK"), shown.count("Hello")) == (True, 5, 5)
    assert "Whoever logs in stays here." in printed(reported(outcome=Outcome.PASSED), Verbosity.VERBOSE)


def test_one_reason_is_told_once_for_all_its_checks():
    """Whoever lacks a browser reads it once."""
    report = full_report("plain")
    shown = printed(report)
    assert shown.index("inconclusive: because plain") < shown.index("check-inconclusive")


def test_a_token_does_not_push_out_what_was_typed():
    """The line of the request shows the field that matters."""
    sent = b"csrf_token=" + b"x" * 80 + b"&username=admin"
    assert "&username=admin" in printed(reported(finding("x", evidence=answered(sent=sent))), width=80)


def test_colours_are_for_terminals_alone(monkeypatch):
    """A pipe gets none, NO_COLOR is obeyed, and a terminal has them."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    colourful = {"color_system": "standard", "force_terminal": True}
    assert f"{ESCAPE}31m" in printed(far_and_near(), **colourful)
    monkeypatch.setenv("NO_COLOR", "1")
    assert f"{ESCAPE}31m" not in printed(far_and_near(), **colourful)
    assert ESCAPE not in to_text(far_and_near())


def test_a_file_has_no_blanks_at_the_ends_of_lines():
    """Two reports can be compared."""
    assert not [line for line in to_text(full_report("plain")).splitlines() if line != line.rstrip()]
