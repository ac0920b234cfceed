"""Nothing leaves this machine: sockets to other than loopback addresses are refused and remembered."""

import ipaddress
import socket
import sys
from collections.abc import Callable
from typing import Any

_LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


class NetworkGuard:
    """Refuses outbound connections and name look-ups; `refused` lists what the target wanted to reach."""

    def __init__(self) -> None:
        """Start with nothing refused."""
        self.refused: list[str] = []

    def install(self) -> None:
        """Listen to the interpreter's audit events; such a hook stays for the life of the process."""
        sys.addaudithook(self._hear)
        # Given a name, these look it up before the interpreter tells of it.
        for method in ("connect", "connect_ex", "sendto"):
            setattr(socket.socket, method, self._asking_first(getattr(socket.socket, method)))

    def _asking_first(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def asked(connection: socket.socket, *args: Any) -> Any:  # noqa: ANN401 - passes through what sockets take
            self._refuse_unless_local(_host_of(args[-1] if args else None))
            return method(connection, *args)

        return asked

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
            self._refuse_unless_local(_host_of(args[1]))
        # Looking up this machine's own name, as every mail's Message-ID does, reaches nobody.
        elif event in _LOOK_UPS and args[0] != socket.gethostname():
            self._refuse_unless_local(args[0])

    def _refuse_unless_local(self, host: object) -> None:
        name = host.decode("latin-1") if isinstance(host, bytes) else host
        if isinstance(name, str) and not is_loopback(name):
            self.refused.append(name)
            raise ConnectionRefusedError(
                f"authproof refuses the connection to {name}: an audit stays on this machine"
            )


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    bare = host.strip("[]").rstrip(".").lower()
    if bare in {"", "localhost", "0.0.0.0", "::"} or bare.endswith(".localhost"):  # nosec B104
        return True
    try:
        return ipaddress.ip_address(bare.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _host_of(address: object) -> object:
    # A Unix socket's address is a path, not a pair: it cannot leave the machine.
    return address[0] if isinstance(address, tuple) and address else None
