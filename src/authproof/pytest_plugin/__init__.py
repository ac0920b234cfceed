"""The door for pytest: every check as a test, and people for tests of one's own.

It costs nothing until used: pytest imports this module in every run, so what is heavy is imported by name, when an
option or a fixture asks for it.
"""

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from authproof.site import Site
    from authproof.target.clock import Clock
    from authproof.target.hashing import HashCall
    from authproof.target.mail import Mailbox
    from authproof.visitor import AgentVisitor

_MARKERS = (
    "authproof: a check of authproof, collected by --authproof",
    "authproof_accept(reason, until, up_to='critical'): what this check finds is known until that day",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options that say what is audited; what they leave open stands in [tool.authproof]."""
    group = parser.getgroup("authproof", "authproof: is the login safe?")
    group.addoption(
        "--authproof",
        metavar="TARGET",
        nargs="?",
        const="",
        help="Collect authproof's checks of package.module:attribute or path/to/file.py:attribute; `--authproof=` "
        "takes the target of [tool.authproof].",
    )
    group.addoption("--authproof-only", metavar="SLUG,..", help="Collect these checks alone.")
    group.addoption("--authproof-skip", metavar="SLUG,..", help="Leave these checks out.")
    group.addoption(
        "--authproof-fail-on",
        metavar="SEVERITY",
        choices=("low", "medium", "high", "critical"),
        help="Findings below this severity (low) fail no check: they are expected failures.",
    )
    group.addoption(
        "--authproof-lenient", action="store_true", help="Skip inconclusive checks in place of failing them."
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers; where an audit is asked for, the plugin that collects it."""
    for line in _MARKERS:
        config.addinivalue_line("markers", line)
    if config.getoption("authproof") is not None:
        config.pluginmanager.import_plugin("authproof.pytest_plugin.collecting")


@pytest.fixture(scope="session")
def authproof_target(pytestconfig: pytest.Config) -> "Site":
    """What was learned of the target's pages: forms, ways in and out, private pages.

    Learned once, in a process of its own, from what `--authproof` or [tool.authproof] names.
    """
    site: Site = _part("pytest_plugin.session").audit_session(pytestconfig).site
    return site


@pytest.fixture
def visitor(request: pytest.FixtureRequest, authproof_target: "Site") -> "AgentVisitor":
    """A person with a fresh browser before your `app`, signed out, whose account is still to be registered."""
    person: AgentVisitor = _part("pytest_plugin.people").person(request, authproof_target, "visitor")
    return person


@pytest.fixture
def attacker(request: pytest.FixtureRequest, authproof_target: "Site") -> "AgentVisitor":
    """Somebody else with another browser and another account."""
    person: AgentVisitor = _part("pytest_plugin.people").person(request, authproof_target, "attacker")
    return person


@pytest.fixture
def clock() -> "Iterator[Clock]":
    """The time as your app sees it; `clock.advance(seconds)` moves it, until the end of the test."""
    yield from _installed(_part("target.clock").Clock())


@pytest.fixture
def mailbox() -> "Iterator[Mailbox]":
    """The mail that your app sends during the test: kept in `mailbox.mails`, sent to nobody."""
    yield from _installed(_part("target.mail").Mailbox())


@pytest.fixture
def hash_calls() -> "Iterator[list[HashCall]]":
    """Every password hash that your app computes during the test, each with what it costs."""
    for ledger in _installed(_part("target.hashing").HashLedger()):
        yield ledger.calls


def _installed(instrument: Any) -> Iterator[Any]:  # noqa: ANN401 - whatever can be installed
    instrument.install()
    yield instrument
    instrument.uninstall()


def _part(name: str) -> Any:  # noqa: ANN401 - a module
    return importlib.import_module(f"authproof.{name}")
