"""Settings that should not ship."""

import pytest

from authproof.findings import Severity
from authproof.probes.hashes import PasswordHash
from authproof.probes.switches import Parts, debug_runs, fast_hasher, switches, work

ALL = Parts(login_manager=True, wtf=True, limiter=True)


@pytest.mark.parametrize(
    ("config", "severity"),
    [
        ({"DEBUG": True}, Severity.HIGH),
        ({"LOGIN_DISABLED": True}, Severity.HIGH),
        ({"WTF_CSRF_ENABLED": False}, Severity.HIGH),
        ({"RATELIMIT_ENABLED": False}, Severity.MEDIUM),
        ({"TESTING": True}, Severity.LOW),
    ],
)
def test_each_switch_has_its_severity(config, severity):
    """What opens the login is worse than what only disturbs."""
    assert [one.severity for one in switches(config, ALL)] == [severity]


def test_a_setting_without_its_extension_does_nothing():
    """Nobody reads it."""
    config = {"LOGIN_DISABLED": True, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False}
    assert not list(switches(config, Parts()))


def test_the_defaults_of_flask_are_no_switch():
    """An untouched app has nothing switched off."""
    assert not list(switches({"DEBUG": False, "TESTING": False, "SECRET_KEY": "x"}, ALL))


def stored(scheme, *numbers, shown=""):
    """A stored hash with these parameters."""
    return PasswordHash(scheme, numbers, b"", 96.0, shown)


@pytest.mark.parametrize(
    ("config", "made"),
    [
        ({"BCRYPT_LOG_ROUNDS": 4}, stored("bcrypt", 4)),
        ({"HASH_METHOD": "pbkdf2:sha256:1"}, stored("pbkdf2-sha256", 1, shown="pbkdf2:sha256:1$")),
        ({"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}, stored("md5")),
    ],
)
def test_a_setting_that_made_the_stored_hash_fast_is_told(config, made):
    """The setting and the stored hash agree."""
    assert len(list(fast_hasher(config, made))) == 1


@pytest.mark.parametrize(
    ("config", "made"),
    [
        ({"BCRYPT_LOG_ROUNDS": 12}, stored("bcrypt", 12)),
        ({"BCRYPT_LOG_ROUNDS": 4}, stored("scrypt", 32768, 8, 1)),
        ({"MAX_ATTEMPTS": 4}, stored("bcrypt", 4)),
        ({"BCRYPT_HANDLE_LONG": True}, stored("bcrypt", 1)),
    ],
)
def test_a_setting_that_is_not_the_cause_is_left_alone(config, made):
    """Slow enough, not in use, or about something else."""
    assert not list(fast_hasher(config, made))


def test_the_framework_default_is_not_made_fast_on_purpose():
    """Werkzeug's scrypt is below the floor and above a tenth of it."""
    assert 0.1 < work(stored("scrypt", 32768, 8, 1)) < 1


def test_a_script_that_starts_the_debugger_is_seen():
    """Where `run` is told so by name."""
    assert list(debug_runs("import x\nif x:\n    app.run(port=1, debug=True)\napp.run(debug=False)\n")) == [3]
