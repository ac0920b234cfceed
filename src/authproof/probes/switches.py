"""Settings that switch a guard of the login off, or were made for somebody's desk."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from authproof.findings import Severity
from authproof.probes.hashes import PasswordHash, named

_OFF = "auth-switched-off"
# Parts of the names under which apps keep the cost of their password hash.
_HASH_WORDS = ("HASH", "BCRYPT", "ARGON2", "SCRYPT", "PBKDF2", "ROUNDS", "ITERATIONS", "KDF")
# What is below a tenth of the floor's work was made fast on purpose; the framework defaults are above.
_FAST = 0.1


@dataclass(frozen=True, slots=True)
class Switch:
    """One setting that should not ship: what it is, what follows, how bad that is."""

    setting: str
    follows: str
    severity: Severity
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """What the app is made of, as far as a setting only matters where its part is in use."""

    login_manager: bool = False
    wtf: bool = False
    limiter: bool = False


def switches(config: Mapping[str, object], parts: Parts) -> Iterator[Switch]:
    """The settings of this configuration that weaken the login, the worst first."""
    if config.get("DEBUG"):
        yield Switch(
            "DEBUG is on",
            "errors show source and values, and a development server adds a console that runs code",
            Severity.HIGH,
        )
    if config.get("LOGIN_DISABLED") and parts.login_manager:
        yield Switch("LOGIN_DISABLED is on", "login_required lets everybody pass", Severity.HIGH, _OFF)
    if config.get("WTF_CSRF_ENABLED", True) is False and parts.wtf:
        yield Switch("WTF_CSRF_ENABLED is off", "no form asks for its token", Severity.HIGH, _OFF)
    if config.get("RATELIMIT_ENABLED", True) is False and parts.limiter:
        yield Switch("RATELIMIT_ENABLED is off", "no limit is counted", Severity.MEDIUM, _OFF)
    if config.get("TESTING"):
        yield Switch("TESTING is on", "extensions leave out what would disturb tests", Severity.LOW)


def fast_hasher(config: Mapping[str, object], stored: PasswordHash) -> Iterator[Switch]:
    """The settings, as one, that ask for the fast hash which is really stored."""
    if work(stored) >= _FAST:
        return
    asked = [key for key, value in sorted(config.items()) if _is_cost(key) and _asks_for(value, stored)]
    if asked:
        made = named(stored.scheme, stored.numbers) if stored.slow else stored.scheme
        yield Switch(
            f"{' and '.join(asked)}: cheap to guess", f"what is stored is {made}", Severity.MEDIUM, _OFF
        )


def debug_runs(source: str) -> Iterator[int]:
    """The lines of a program that call `run(debug=True)`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "run":
            given = {one.arg: getattr(one.value, "value", None) for one in node.keywords}
            if given.get("debug") is True:
                yield node.lineno


def work(stored: PasswordHash) -> float:
    """How much work one guess is, as a part of the OWASP floor; 0 for a fast hash."""
    numbers = stored.numbers
    if stored.scheme.startswith("argon2") and len(numbers) == 3:
        return numbers[0] * numbers[1] / (19456 * 2)
    if stored.scheme == "scrypt" and len(numbers) == 3:
        return numbers[0] * numbers[1] * numbers[2] / ((1 << 17) * 8)
    if stored.scheme == "bcrypt" and numbers:
        return float(2 ** min(numbers[0] - 10, 20))
    if stored.scheme.startswith("pbkdf2") and numbers:
        return numbers[0] / 600_000
    return 1.0 if numbers else 0.0


def _is_cost(key: str) -> bool:
    return any(word in key.upper() for word in _HASH_WORDS)


def _asks_for(value: object, stored: PasswordHash) -> bool:
    """Whether a setting's value is what the stored hash was made with."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return value in stored.numbers
    if isinstance(value, list | tuple):
        return bool(value) and _asks_for(value[0], stored)
    if not isinstance(value, str) or len(value) < 3:
        return False
    return stored.shown.startswith(f"{value}$") or (
        not stored.slow and stored.scheme.lower() in value.lower()
    )
