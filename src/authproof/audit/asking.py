"""What a door asks for: its own words go before those of pyproject.toml."""

from authproof.audit.audit import AuditOptions
from authproof.audit.configuration import TargetConfig
from authproof.errors import UsageError
from authproof.target import parse_target


def asked_for(target: str | None, config: TargetConfig, allow_hosts: tuple[str, ...] = ()) -> AuditOptions:
    """The audit of that target, or where none is named of the configuration's own, as configured.

    A URL may be of this machine, of the hosts that the configuration allows, or of `allow_hosts`.

    Raises:
        UsageError: there is no target, or it is not understood.
    """
    text = target or config.target
    if not text:
        raise UsageError(
            "There is no target",
            tried="to find one on the command line and in [tool.authproof] of pyproject.toml",
            seen="neither names an app",
            advice="name it there: package.module:attribute, or path/to/file.py",
        )
    # What a team wrote about its own app (accepted findings above all) says nothing about another.
    own = config if text == config.target else TargetConfig()
    return AuditOptions(
        parse_target(text, own.environ, (*allow_hosts, *own.allow_hosts)),
        own.wishes,
        own.policy,
        own.only,
        own.skip,
        own.fail_on,
        browser=own.browser,
        bounds=own.bounds,
    )


def listed(text: str | None) -> tuple[str, ...]:
    """The slugs of a comma list; none of an empty one."""
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else ()
