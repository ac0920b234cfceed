"""What TARGET on the command line means."""

from dataclasses import dataclass

from authproof.errors import UsageError


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """Where the app under audit is: a module or file with an attribute, or a URL.

    `environ` holds variables that are set for the target alone, `attribute` may be a call with literal
    arguments, such as `create_app("testing")`.
    """

    text: str
    module: str | None = None
    file: str | None = None
    url: str | None = None
    attribute: str | None = None
    environ: tuple[tuple[str, str], ...] = ()


def parse_target(text: str, environ: tuple[tuple[str, str], ...] = ()) -> TargetSpec:
    """Read `package.module[:attribute]`, `path/to/file.py[:attribute]`, `path/to/package[:attribute]` or URL.

    Raises:
        UsageError: the text is none of these.
    """
    if text.startswith(("http://", "https://")):
        return TargetSpec(text, url=text)
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
