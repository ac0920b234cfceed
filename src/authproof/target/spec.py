"""What TARGET on the command line means."""

from dataclasses import dataclass

from authproof.errors import UsageError
from authproof.target.address import Address, read_address


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """Where the app under audit is: a module or file with an attribute, or a URL.

    `environ` holds variables that are set for the target alone, `attribute` may be a call with literal
    arguments, such as `create_app("testing")`.
    """

    text: str
    module: str | None = None
    file: str | None = None
    url: Address | None = None
    attribute: str | None = None
    environ: tuple[tuple[str, str], ...] = ()


def parse_target(
    text: str, environ: tuple[tuple[str, str], ...] = (), allowed_hosts: tuple[str, ...] = ()
) -> TargetSpec:
    """Read `package.module[:attribute]`, `path/to/file.py[:attribute]`, `path/to/package[:attribute]` or URL.

    Raises:
        UsageError: the text is none of these, or a URL on a machine that is neither this one nor an allowed host.
    """
    if text.lower().startswith(("http://", "https://")):
        return TargetSpec(text, url=read_address(text, allowed_hosts))
    where, _, attribute = text.partition(":")
    if where.endswith(".py") or "/" in where or "\\" in where:
        return TargetSpec(text, file=where, attribute=attribute or None, environ=environ)
    if where and all(part.isidentifier() for part in where.split(".")):
        return TargetSpec(text, module=where, attribute=attribute or None, environ=environ)
    raise UsageError(
        "The target is not understood",
        tried=f"to read {text!r} as a module, a file or a URL",
        seen="none of the three",
        advice="write package.module:attribute, path/to/file.py:attribute or http://127.0.0.1:PORT",
    )
