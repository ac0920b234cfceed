"""An app on a port of this machine, in a process of its own: what a URL target is to an audit.

The app is guarded as an audit in process guards it: its databases are private copies, its hashes remembered.
"""

import os
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from authproof.target import parse_target
from authproof.target.inside import guarded
from authproof.target.loading import load_app

ENVIRON = (
    ("SECRET_KEY", "LhDP0sVd8mfZb3QeHxk2gWn7RtYcU9aJpo4B1iKsXw"),
    ("SHOP_SECRET_KEY", "LhDP0sVd8mfZb3QeHxk2gWn7RtYcU9aJpo4B1iKsXw"),
)


@contextmanager
def served(target: Path | str, root: str = "", scheme: str = "http") -> Iterator[str]:
    """The URL at which that app answers; under a `root`, everything beside it belongs to another app."""
    command = [sys.executable, __file__, str(target), root, scheme]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield f"{scheme}://127.0.0.1:{process.stdout.readline().strip()}{root}"
        finally:
            process.kill()


class Neighbour:
    """Another app on the same server, which tells what it was asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, environ, start_response):
        request = Request(environ)
        answer = Response("\n".join(self.asked)) if request.path == "/asked" else Response("no", 404)
        self.asked.append(f"{request.method} {request.path}")
        return answer(environ, start_response)


def serve(target: str, root: str, scheme: str) -> None:
    """Tell the port, and answer until the process is ended."""
    told = os.fdopen(os.dup(1), "w")  # the guard takes standard output away
    folder = Path(tempfile.mkdtemp())
    guarded(folder)
    app = load_app(parse_target(target, ENVIRON))
    if root:
        app = DispatcherMiddleware(Neighbour(), {root: app})
    tls = key_of_nobody(folder) if scheme == "https" else None
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=tls)
    print(server.port, file=told, flush=True)
    server.serve_forever()


def key_of_nobody(folder: Path):
    """A certificate that no browser trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    pair = trustme.CA().issue_cert("127.0.0.1")
    pair.private_key_and_cert_chain_pem.write_to_path(folder / "key.pem")
    context.load_cert_chain(folder / "key.pem")
    return context


if __name__ == "__main__":
    serve(*sys.argv[1:])
