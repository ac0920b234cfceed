"""The audit of a pytest process: asked for by options and configuration, opened when it is first needed."""

import os
from contextlib import ExitStack
from dataclasses import replace

import pytest

from authproof.audit import AuditOptions, AuditSession, asked_for, chosen_checks, listed
from authproof.audit.configuration import read_config
from authproof.checks import Check
from authproof.errors import AuthproofError
from authproof.findings import Severity

# The audit, or why there is none: a target that hangs is not loaded again for every test.
_OPENED = pytest.StashKey[AuditSession | AuthproofError]()


def audit_options(config: pytest.Config) -> AuditOptions:
    """What the command line and pyproject.toml ask for together.

    Raises:
        UsageError: there is no target, or a value is not understood.
    """
    asked = asked_for(config.getoption("authproof"), read_config(config.rootpath))
    least, password = config.getoption("authproof_fail_on"), os.environ.get("AUTHPROOF_PASSWORD")
    return replace(
        asked,
        wishes=replace(asked.wishes, password=password or asked.wishes.password),
        only=listed(config.getoption("authproof_only")) or asked.only,
        skip=listed(config.getoption("authproof_skip")) or asked.skip,
        fail_on=Severity.of(least) if least else asked.fail_on,
    )


def asked_checks(options: AuditOptions, named: tuple[str, ...]) -> tuple[Check, ...]:
    """The checks that are asked for; those named by their node ids alone, where there are any.

    Raises:
        UsageError: there is no check of that name.
    """
    return chosen_checks(replace(options, only=named, skip=()) if named else options)


def audit_session(config: pytest.Config) -> AuditSession:
    """The one audit of this process; ends the test with a titled error where there is none."""
    if _OPENED not in config.stash:
        config.stash[_OPENED] = _opened(config)
    session = config.stash[_OPENED]
    if isinstance(session, AuthproofError):
        pytest.fail(str(session), pytrace=False)
    return session


def _opened(config: pytest.Config) -> AuditSession | AuthproofError:
    stack = ExitStack()
    config.add_cleanup(stack.close)
    try:
        return stack.enter_context(AuditSession(audit_options(config)))
    except AuthproofError as error:
        return error
