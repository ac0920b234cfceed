"""The client on a socket sends what it was given, and gets an exchange whatever the server does."""

import socket
import threading
from contextlib import contextmanager, suppress

import pytest

from authproof.client import WsgiClient
from authproof.client.http import HttpClient
from authproof.client.serving import Serving
from authproof.exchange import Exchange, Request, Response

BASE = "http://app.test"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
UNASKED = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nunasked"


def endless(connection, piece):
    while True:
        connection.sendall(piece)


class Server:
    """A socket that gives its answers in their order, one for each request, and hangs up after the last.

    An answer is the bytes, or a function that is given the connection; `heads` are the requests as they came,
    `peers` where each connection came from.
    """

    def __init__(self, *connections):
        self.connections, self.heads, self.peers = connections, [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def serve(self):
        for answers in self.connections:
            try:
                connection, peer = self.listener.accept()
            except OSError:  # nobody came, and the test is over
                return
            self.peers.append(peer[0])
            with connection, suppress(ConnectionError):
                for answer in answers:
                    self.heads.append(head_of(connection))
                    answer(connection) if callable(answer) else connection.sendall(answer)


def head_of(connection):
    """A request up to the empty line; what follows is read as far as it is there at once."""
    said = b""
    while b"\r\n\r\n" not in said:
        if not (more := connection.recv(65536)):
            raise ConnectionError("the client hung up")
        said += more
    return said


@contextmanager
def server(*connections):
    serving = Server(*connections)
    serving.thread.start()
    yield serving
    with suppress(OSError):
        serving.listener.shutdown(socket.SHUT_RDWR)  # wakes whoever waits in accept
    serving.listener.close()
    serving.thread.join(5)


def ask(*answers, url=f"{BASE}/", method="GET", **options) -> Exchange:
    """What the client makes of a server's answers on one connection."""
    with (
        server(answers) as serving,
        HttpClient(serving.listener.getsockname(), **{"limit_s": 5, **options}) as client,
    ):
        return client.send(Request(method, url))


def test_an_answer_is_told_as_it_came():
    """Status, headers in their order and spelling, repeats among them, and the body."""
    head = b"HTTP/1.1 201 Made\r\nset-COOKIE: a=1\r\nSet-Cookie: b=2; \xe9\r\nContent-Length: 5\r\n\r\n"
    response = ask(head + b"hello").response
    assert (response.status, response.body) == (201, b"hello")
    assert response.headers[:2] == (("set-COOKIE", "a=1"), ("Set-Cookie", "b=2; é"))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"", "hung up without an answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "without sending complete message body"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: nine\r\n\r\n", "bad Content-Length"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "conflicting Content-Length",
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "illegal chunk header"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal", "incomplete chunked read"),
        (b"HTTP/1.1 99 Odd\r\nContent-Length: 0\r\n\r\n", "illegal status line"),
        (b"HTTP/1.1 200 OK\r\nA: b", "closed connection"),
        (b"HTTP/1.1 101 Now something else\r\n\r\n", "UPGRADE"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "illegal status line"),
    ],
)
def test_what_is_no_answer_is_told_as_a_crash(answer, words):
    """Like an exception that leaves the app in process: status 500, and what was wrong."""
    exchange = ask(answer)
    assert (exchange.response, exchange.failed) == (Response(500), True)
    assert words in exchange.crash


def test_nobody_who_listens_is_a_crash():
    """A server that has died is told, not raised."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        assert "refused" in HttpClient(deaf.getsockname()).send(Request("GET", BASE)).crash


@pytest.mark.parametrize("piece", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 103 Early Hints\r\n\r\n"])
def test_a_head_without_an_end_is_not_read_for_ever(piece):
    """Neither endless headers nor endless early answers hold the audit up or eat the machine."""
    exchange = ask(lambda connection: endless(connection, piece), limit_s=0.5)
    assert (exchange.response.status, bool(exchange.crash)) == (500, True)


def test_a_body_without_an_end_is_cut():
    """So much of a body is read as of one in process, and the connection is given up."""
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    exchange = ask(lambda connection: endless(connection, head + b"x" * 300), body_limit=1000)
    assert (exchange.response.status, len(exchange.response.body), exchange.crash) == (200, 1000, None)


def test_a_slow_drip_ends_with_the_time_limit():
    """The limit is for the whole answer: a byte now and then does not lengthen it."""

    def drip(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not threading.Event().wait(0.02):
            connection.sendall(b"x")

    assert ask(drip, limit_s=0.3).crash == "no whole answer within 0.3 s"


def test_a_refusal_before_the_body_is_through_is_read():
    """Who says `too large` and hangs up has answered."""
    refusal = b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"
    with server([refusal]) as serving, HttpClient(serving.listener.getsockname(), limit_s=5) as client:
        exchange = client.send(Request("POST", BASE, (), b"x" * (4 << 20)))
    assert (exchange.response.status, exchange.crash) == (413, None)


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
        ("GET", b"HTTP/1.1 304 Same\r\nContent-Length: 9\r\n\r\n"),
        ("GET", b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 204 Empty\r\n\r\n"),
    ],
)
def test_an_answer_that_has_no_body_is_not_waited_for(method, answer):
    """HEAD, 204 and 304 end with their head, whatever length it names (RFC 9112, section 6.3)."""
    exchange = ask(answer, method=method)
    assert (exchange.response.body, exchange.crash) == (b"", None)


def test_one_connection_serves_many_safe_requests():
    """Keep-alive: nobody is called twice, and each answer is its request's own."""
    answers = [OK.replace(b"ok", f"a{number}".encode()) for number in range(3)]
    with server(answers) as serving, HttpClient(serving.listener.getsockname(), limit_s=5) as client:
        told = [client.send(Request("GET", f"{BASE}/{number}")).response.text for number in range(3)]
    assert (told, len(serving.peers)) == (["a0", "a1", "a2"], 1)


@pytest.mark.parametrize(
    "first",
    [
        [OK],  # and hangs up
        [OK + UNASKED, OK],
        [OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), OK],
        [OK, b""],  # hangs up when it is asked again
    ],
)
def test_a_spoilt_connection_is_not_used_again(first):
    """Neither one that was closed nor one on which somebody says what nobody asked."""
    with server(first, [OK]) as serving, HttpClient(serving.listener.getsockname(), limit_s=5) as client:
        told = [client.send(Request("GET", BASE)) for _ in range(2)]
    assert [(one.response.text, one.crash) for one in told] == [("ok", None)] * 2
    assert len(serving.peers) == 2


def test_what_a_server_says_between_two_requests_is_no_answer():
    """An answer that came before its question is somebody else's."""
    heard, said = threading.Event(), threading.Event()

    def say_more(connection):
        connection.sendall(OK)
        heard.wait(5)
        connection.sendall(UNASKED)
        said.set()

    with (
        server([say_more, OK], [OK]) as serving,
        HttpClient(serving.listener.getsockname(), limit_s=5) as client,
    ):
        client.send(Request("GET", BASE))
        heard.set()
        said.wait(5)
        assert client.send(Request("GET", BASE)).response.text == "ok"


def test_what_changes_something_is_sent_once():
    """A POST never goes on a kept connection, on which it might have to be repeated."""
    with (
        server([OK, b""], [b""], [OK]) as serving,
        HttpClient(serving.listener.getsockname(), limit_s=5) as client,
    ):
        told = [client.send(Request(method, BASE)).response.status for method in ("GET", "POST")]
    assert (told, [head.split()[0] for head in serving.heads]) == ([200, 500], [b"GET", b"POST"])


def test_somebody_comes_from_another_address_of_this_machine():
    """A loopback address can be chosen; another machine's cannot, and is not pretended."""
    with server([OK, OK], [OK]) as serving, HttpClient(serving.listener.getsockname(), limit_s=5) as client:
        for address in ("127.9.8.7", "192.0.2.1"):
            client.send(Request("GET", BASE), address)
    assert serving.peers == ["127.9.8.7", "127.0.0.1"]


def test_threads_do_not_mix_up_their_answers():
    """Each thread talks on a connection of its own."""

    def echo(environ, start_response):
        start_response("200 OK", [])
        return [environ["RAW_URI"].encode()]

    with Serving(WsgiClient(echo)) as serving, HttpClient(("127.0.0.1", serving.port)) as client:

        def ask_often(name, told):
            told += [
                client.send(Request("GET", f"{BASE}/{name}{number}")).response.text for number in range(20)
            ]

        heard = {name: [] for name in "abcd"}
        threads = [threading.Thread(target=ask_often, args=pair) for pair in heard.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert heard == {name: [f"/{name}{number}" for number in range(20)] for name in "abcd"}
