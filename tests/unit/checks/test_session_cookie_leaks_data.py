"""What stands readable in a cookie is told once, with its weight."""

from authproof.checks.session_cookie_leaks_data import Secret, judge
from authproof.findings import Severity
from tests.unit.harness.support import answered

SEEN = answered()


def found_in(*settings, secret):
    return list(judge(tuple((name, value, SEEN) for name, value in settings), (secret,)))


def test_a_secret_is_told_once_for_each_cookie():
    """The same cookie on ten pages is one finding."""
    settings = [("a", "x=correct-horse"), ("a", "y=correct-horse"), ("b", "correct-horse")]
    assert len(found_in(*settings, secret=Secret("the password", "correct-horse"))) == 2


def test_passwords_weigh_more_than_personal_data():
    """High and medium."""
    settings = [("a", "correct-horse alice@example.com")]
    assert found_in(*settings, secret=Secret("it", "correct-horse"))[0].severity is Severity.HIGH
    mail = Secret("it", "alice@example.com", personal=True)
    assert found_in(*settings, secret=mail)[0].severity is Severity.MEDIUM


def test_what_is_too_short_proves_nothing():
    """Three letters stand in every other token."""
    assert not found_in(("a", "abcdef"), secret=Secret("the password", "abc"))
