"""What an `http://` target on the command line means, and whether it may be audited."""

from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlsplit

from authproof.errors import UsageError
from authproof.target.network import is_loopback


@dataclass(frozen=True, slots=True)
class Address:
    """Where a URL target is: scheme and host (`host` without brackets), port, and the path under which it lies.

    `root` is empty or begins with a slash and ends with none.
    """

    scheme: str
    host: str
    port: int
    root: str
    netloc: str

    @property
    def base(self) -> str:
        """The URL without a slash at its end."""
        return f"{self.scheme}://{self.netloc}{self.root}"

    @property
    def is_local(self) -> bool:
        """Whether the host means this machine, by its name alone."""
        return is_loopback(self.host)


def read_address(text: str, allowed_hosts: tuple[str, ...] = ()) -> Address:
    """Read the URL of a target.

    Raises:
        UsageError: it is no such URL, or names another machine than this one that is not among `allowed_hosts`.
    """
    try:
        split = urlsplit(text)
        host, port = split.hostname or "", split.port
    except ValueError as error:
        _refuse(text, str(error))
    if not host or any(char <= " " or char == "\x7f" for char in text):
        _refuse(text, "it names no host" if not host else "it has spaces or control characters")
    if split.username is not None or split.query or split.fragment:
        _refuse(text, "more than scheme, host, port and path")
    address = Address(
        split.scheme,
        host,
        port or (443 if split.scheme == "https" else 80),
        split.path.rstrip("/"),
        split.netloc.lower(),
    )
    if not address.is_local and host not in [one.strip("[]").lower() for one in allowed_hosts]:
        raise UsageError(
            "The target is on another machine",
            tried=f"to audit {text}",
            seen=f"{host} is not this machine, and was not allowed by name",
            advice=f"an audit registers, attacks and deletes: where you may do that, add --allow-host {host}",
        )
    return address


def _refuse(text: str, seen: str) -> NoReturn:
    raise UsageError(
        "The target is not understood",
        tried=f"to read {text!r} as the URL of an app",
        seen=seen,
        advice="write http://127.0.0.1:PORT or http://127.0.0.1:PORT/path; accounts go into --username and --password",
    )
