"""`pytest --authproof=...`: every check is a test beside the team's own, in a pytest of its own on a small app."""

import shutil

import pytest

from authproof.checks import catalogue
from tests.documents import RECIPES

# A broken promise, one that holds, and one about a page that is not there.
THREE = "--authproof-only=csrf-logout,session-fixation,reset-token-leak"
TARGET = "--authproof=club.py"
ACCEPTS = """
import pytest

def pytest_collection_modifyitems(items):
    for item in items:
        if item.name == "csrf-logout":
            item.add_marker(pytest.mark.authproof_accept({}))
"""


@pytest.fixture
def run(pytester):
    """Pytest in a folder with an app whose logout is a link, and one test of the team's own."""
    shutil.copy(RECIPES / "accept_a_finding/club.py", pytester.path)
    pytester.makepyfile(test_own="def test_own(): pass")
    return lambda *options: pytester.runpytest_subprocess("-p", "no:randomly", *options)


def add_to_app(pytester, line, place="    return app\n"):
    """Put a line before the one at which the app is ready."""
    file = pytester.path / "club.py"
    file.write_text(file.read_text().replace(place, f"{line}\n{place}"))


def test_every_check_is_collected_behind_the_teams_own_tests(run):
    """By its slug, and nothing is loaded for that."""
    lines = run(TARGET, "--collect-only", "-q").outlines
    names = ["test_own.py::test_own", *(f"authproof::{one.slug}" for one in catalogue())]
    assert lines[: len(names)] == names


def test_a_check_ends_as_a_test_does(run):
    """A broken promise fails, what is not there is skipped with the reason, a promise that holds passes."""
    ended = run(TARGET, THREE, "-ra")
    ended.assert_outcomes(passed=2, failed=1, skipped=1)
    ended.stdout.fnmatch_lines(
        ["SKIPPED * no password reset was found*", "FAILED authproof::csrf-logout*low:*"]
    )


def test_a_failure_is_the_finding(run):
    """What was seen, where in the code, how to mend it, what tells more; no line of authproof's own code."""
    ended = run(TARGET, "--authproof-only=csrf-logout")
    ended.stdout.fnmatch_lines(
        [
            "low: * at club.py:39",
            "  promise: Nobody is logged out*",
            "  fix: *",
            "*authproof checks csrf-logout",
        ]
    )
    ended.stdout.no_fnmatch_line("*collecting.py*")


def test_checks_are_chosen_as_tests_are(run):
    """`-k` by the name, `-m` by the marker, and a node id alone."""
    for words in (
        ["-k", "fixation"],
        ["authproof::session-fixation"],
        ["-m", "authproof", THREE, "-k", "fix"],
    ):
        assert run(TARGET, "--collect-only", "-q", *words).outlines[0] == "authproof::session-fixation"


def test_explicit_paths_do_not_turn_the_checks_away(run):
    """They come behind what the paths hold."""
    lines = run(TARGET, THREE, "--collect-only", "-q", "test_own.py").outlines
    assert lines[:2] == ["test_own.py::test_own", "authproof::csrf-logout"]


def test_the_last_failure_is_run_again_alone(run):
    """`-x` stops at it, `--lf` begins with it and runs nothing else."""
    run(TARGET, THREE, "-x").assert_outcomes(passed=1, failed=1)
    assert run(TARGET, THREE, "--lf").parseoutcomes() == {"failed": 1, "deselected": 3}


def test_nothing_is_left_behind(run, tmp_path, monkeypatch):
    """No folder of ours, and nothing that was left open: warnings are errors."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    run(TARGET, THREE, "-x", "-W", "error").assert_outcomes(passed=1, failed=1)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_workers_share_the_checks(run):
    """Each of two loads the target for itself; together they end as one would."""
    run(TARGET, THREE, "-n", "2").assert_outcomes(passed=2, failed=1, skipped=1)


# What the app does in the process of a check, while it is itself where it was loaded.
IN_A_CHECK = (
    "    import os; here = os.getpid()\n    app.before_request(lambda: None if os.getpid() == here else {})"
)


@pytest.mark.parametrize(("options", "outcome"), [((), "failed"), (("--authproof-lenient",), "skipped")])
def test_what_could_not_be_decided_fails_unless_told_otherwise(run, pytester, options, outcome):
    """A silent skip would read as a pass: the team asks for it."""
    add_to_app(pytester, IN_A_CHECK.format("('closed', 503)"))
    ended = run(TARGET, "--authproof-only=session-fixation", "-ra", *options)
    assert ended.parseoutcomes() == {"passed": 1, outcome: 1}
    ended.stdout.fnmatch_lines(["*inconclusive: *could not log in*"])


def test_a_check_that_crashes_fails_and_says_how(run, pytester):
    """The process of the check is gone; the next check runs all the same."""
    add_to_app(pytester, IN_A_CHECK.format("os._exit(7)"))
    ended = run(TARGET, "--authproof-only=session-fixation,reset-token-leak")
    ended.assert_outcomes(passed=1, failed=1, skipped=1)
    ended.stdout.fnmatch_lines(["errored: the check's process was ended with exit code 7"])


def test_a_target_that_does_not_load_is_one_titled_error_for_each_check(run, pytester):
    """The team's own tests run; the target is tried once."""
    (pytester.path / "club.py").write_text("open('tries', 'a').write('x'); raise OSError('no disk')")
    ended = run(TARGET, THREE)
    ended.assert_outcomes(passed=1, errors=3)
    ended.stdout.fnmatch_lines(
        ["The target does not load", "  tried: to import the target (club.py)", "*no disk*"]
    )
    ended.stdout.no_fnmatch_line("*Traceback*")


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ('reason="it becomes a button", until="2099-12-31"', "xfailed"),
        ('reason="it becomes a button", until="2099-12-31", up_to="low"', "xfailed"),
        ('reason="it became a button", until="2020-01-31"', "failed"),
        ('reason="nobody said until when"', "failed"),
    ],
)
def test_a_marker_accepts_a_finding_until_a_day(run, pytester, words, outcome):
    """An accepted finding is an expected failure with its reason; after that day it fails."""
    pytester.makeconftest(ACCEPTS.format(words))
    ended = run(TARGET, "--authproof-only=csrf-logout", "--strict-markers", "-rx")
    assert ended.parseoutcomes() == {"passed": 1, outcome: 1}
    assert ("it becomes a button" in ended.stdout.str()) == (outcome == "xfailed")


def test_what_the_configuration_says_counts_here_too(run, pytester):
    """Target, accepted findings and what is left out come from [tool.authproof]."""
    shutil.copy(RECIPES / "accept_a_finding/pyproject.toml", pytester.path)
    run("--authproof=", "--authproof-only=csrf-logout").assert_outcomes(passed=1, xfailed=1)


def test_findings_below_the_threshold_fail_nothing(run):
    """They are expected failures: told, but not counted."""
    ended = run(TARGET, "--authproof-only=csrf-logout", "--authproof-fail-on=medium", "-rx")
    ended.assert_outcomes(passed=1, xfailed=1)
    ended.stdout.fnmatch_lines(["XFAIL authproof::csrf-logout - below medium: low: *"])


@pytest.mark.parametrize(
    ("options", "title"),
    [
        (["--authproof="], "There is no target"),
        ([TARGET, "--authproof-only=csrf-logot"], "There is no check 'csrf-logot'"),
        ([TARGET, "authproof::nothing"], "There is no check 'nothing'"),
    ],
)
def test_a_wrong_option_is_one_titled_error(run, options, title):
    """Before anything runs, and with what is right."""
    ended = run(*options)
    assert title in ended.stdout.str() + ended.stderr.str()
    assert "INTERNALERROR" not in ended.stdout.str()


def test_without_the_option_nothing_is_loaded_or_collected(run, pytester):
    """Neither audits nor what they need; and the plugin can be left out."""
    pytester.makepyfile(test_own="import sys\ndef test_own(): assert 'authproof.audit' not in sys.modules")
    run().assert_outcomes(passed=1)
    run("-p", "no:authproof").assert_outcomes(passed=1)
