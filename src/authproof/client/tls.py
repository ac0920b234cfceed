"""TLS around a socket, for targets that live on https."""

import socket
import ssl


class Tls:
    """How a client speaks https: to the server of that name, whose certificate must stand for it if it is `verified`.

    Which authorities are trusted is for OpenSSL to know; SSL_CERT_FILE in the environment may name others.
    """

    def __init__(self, name: str, *, verified: bool = True) -> None:
        """Load the trusted authorities, once."""
        self.name, self._context = name, ssl.create_default_context()
        if not verified:
            self._context.check_hostname, self._context.verify_mode = False, ssl.CERT_NONE

    def over(self, opened: socket.socket) -> ssl.SSLSocket:
        """The same connection, encrypted; it is closed if that fails.

        Raises:
            OSError: the server speaks no TLS, or its certificate is not trusted.
        """
        try:
            return self._context.wrap_socket(opened, server_hostname=self.name)
        except OSError:
            opened.close()
            raise
