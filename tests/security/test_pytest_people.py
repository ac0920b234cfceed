"""The plugin's fixtures: people for a team's own promises, on the team's own `app`."""

import shutil

import pytest

from tests.documents import RECIPES

RECIPE = RECIPES / "own_promises"


@pytest.fixture
def run(pytester):
    """Pytest in a folder with the recipe's app."""
    shutil.copytree(RECIPE, pytester.path, dirs_exist_ok=True)
    return lambda *options: pytester.runpytest_subprocess("-p", "no:randomly", *options)


BROKEN = [
    ("sessions.pop(session.pop('id', None), None)", "session.pop('id', None)", "logout"),
    ("time.time() - seen > IDLE_LIMIT", "not name", "an_hour"),
    ("your books are waiting", 'your word is {request.form["password"]}', "mail"),
    ("people.get(name, nobody)", "people.get(name) or ''", "unknown_name"),
]


@pytest.mark.parametrize(("good", "bad", "words"), BROKEN)
def test_a_promise_in_a_teams_own_words_fails_when_it_is_broken(run, pytester, good, bad, words):
    """Each of the recipe's tests is seen to fail, and alone to do so."""
    source = (pytester.path / "library.py").read_text().replace('"', "'")
    assert good in source
    (pytester.path / "library.py").write_text(source.replace(good, bad).replace("'''", '"""'))
    ended = run("-k", words)
    assert ended.parseoutcomes()["failed"] == 1


def test_promises_and_checks_run_side_by_side(run):
    """One load of the target serves both."""
    run("--authproof=", "--authproof-only=wrong-password-accepted").assert_outcomes(passed=5)


def test_without_an_app_fixture_a_visitor_says_what_is_missing(run, pytester):
    """Only the team knows on which database its tests may write."""
    (pytester.path / "conftest.py").unlink()
    ended = run("-k", "logout")
    ended.assert_outcomes(errors=1)
    ended.stdout.fnmatch_lines(["There is no `app` fixture", "  do: *define one in conftest.py*"])


def test_where_nobody_can_register_the_visitor_is_whom_the_team_has_named(run, pytester, monkeypatch):
    """Name from the configuration, password from the environment; the attacker is nobody there."""
    shutil.copytree(RECIPES / "seeded_users", pytester.path, dirs_exist_ok=True)
    monkeypatch.setenv("AUTHPROOF_PASSWORD", "seven green bicycles")
    pytester.makeconftest("import office, pytest\n@pytest.fixture\ndef app(): return office.create_app()")
    pytester.makepyfile(
        test_promises="def test_in(visitor, attacker): assert visitor.try_log_in() and not attacker.try_log_in()"
    )
    run().assert_outcomes(passed=1)


def test_instruments_are_taken_out_after_the_test(run, pytester):
    """The test after it has the real time, the real post and the real hashes."""
    pytester.makepyfile(
        """
        import hashlib, smtplib, time
        real = hashlib.scrypt, smtplib.SMTP, time.sleep, time.monotonic
        began = time.time()

        def test_with(clock, mailbox, hash_calls):
            clock.advance(90000)
            assert real[0] is not hashlib.scrypt and real[1] is not smtplib.SMTP and time.time() > began + 90000

        def test_without():
            assert (hashlib.scrypt, smtplib.SMTP, time.sleep, time.monotonic) == real
            assert time.time() < began + 9000
        """
    )
    run("test_instruments_are_taken_out_after_the_test.py").assert_outcomes(passed=2)
