"""A target that runs elsewhere: its address, looked up once, and what an audit of it may take."""

import json
import secrets
import socket
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from authproof.errors import TargetError
from authproof.target.address import Address
from authproof.target.meter import Bounds, Meter

_CONNECT_LIMIT_S = 10.0
_JOURNAL = "people"
# Some address of 127.0.0.0/8 that is not the usual one: Linux has them all, other systems have 127.0.0.1 alone.
_ELSEWHERE = "127.83.12.7"


@dataclass(slots=True)
class Remote:
    """What a check's process knows of a URL target.

    `peer` is the IP address and port to which every request goes. `run` is the word by which this audit's people can
    be told from others, `seed` makes their names. `can_move` says whether requests may come from other addresses of
    127.0.0.0/8 than 127.0.0.1.
    """

    address: Address
    peer: tuple[str, int]
    folder: Path
    meter: Meter
    run: str
    seed: str
    can_move: bool = False
    tell: Callable[[str], None] = field(default=lambda _text: None)

    def park(self) -> None:
        """Nothing is open over a fork."""

    def unpark(self, folder: Path | None = None) -> None:
        """Nothing was."""

    def tidy(self) -> None:
        """Nothing is left on this machine."""

    def note(self, **facts: str) -> None:
        """Write down what must not be lost if this process dies: one line of a file that all children share."""
        with (self.folder / _JOURNAL).open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(facts) + "\n")

    def noted(self) -> Iterator[dict[str, str]]:
        """What was written down, in its order."""
        path = self.folder / _JOURNAL
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        yield from map(json.loads, lines)


def reach(address: Address, folder: Path, bounds: Bounds) -> Remote:
    """Look the host up, once, and see that somebody listens there.

    Raises:
        TargetError: the name is not known, or nobody listens.
    """
    peer = _first_open(address)
    seed = secrets.token_hex(16)
    run = "".join(secrets.choice(string.ascii_lowercase) for _ in range(3))
    return Remote(address, peer, folder, Meter(bounds), run, seed, _can_move(peer[0]))


def _first_open(address: Address) -> tuple[str, int]:
    seen = "nothing"
    for host in _addresses(address):
        try:
            with socket.create_connection((host, address.port), _CONNECT_LIMIT_S):
                return host, address.port
        except OSError as error:
            seen = f"{host} port {address.port}: {error.strerror or error}"
    raise _error("Nobody listens at the target's address", address, seen)


def _addresses(address: Address) -> list[str]:
    """IP addresses of the host; a name of this machine's leads nowhere else, whatever a name server says (RFC 6761)."""
    if address.is_local and address.host.rstrip(".").endswith("localhost"):
        return ["127.0.0.1", "::1"]
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise _error("The target's name is not known", address, str(error.strerror or error)) from None
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _can_move(host: str) -> bool:
    if not host.startswith("127."):
        return False
    with socket.socket() as trial:
        try:
            trial.bind((_ELSEWHERE, 0))
        except OSError:
            return False
    return True


def _error(title: str, address: Address, seen: str) -> TargetError:
    return TargetError(
        title,
        tried=f"to reach {address.base}",
        seen=seen,
        advice="start the app, and check the address by opening it in a browser",
    )
