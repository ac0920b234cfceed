"""Which URL is a target, and which machines may be audited."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.errors import TargetError, UsageError
from authproof.target import Bounds
from authproof.target.address import read_address
from authproof.target.remote import reach


@pytest.mark.parametrize(
    ("text", "base", "peer"),
    [
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000", ("127.0.0.1", 5000)),
        ("http://127.0.0.1:5000/", "http://127.0.0.1:5000", ("127.0.0.1", 5000)),
        ("https://LOCALHOST/shop/", "https://localhost/shop", ("localhost", 443)),
        ("http://shop.localhost:81/a/b", "http://shop.localhost:81/a/b", ("shop.localhost", 81)),
        ("http://[::1]", "http://[::1]", ("::1", 80)),
    ],
)
def test_a_url_of_this_machine_is_a_target(text, base, peer):
    """Scheme, host, port and the path under which everything lies."""
    address = read_address(text)
    assert (address.base, (address.host, address.port)) == (base, peer)


@pytest.mark.parametrize(
    "text",
    [
        "http://", "http://:80", "http://[::1", "http://127.0.0.1:x", "http://127.0.0.1/?a=1", "http://127.0.0.1/#a",
        "http://a@127.0.0.1", "http://127.0.0.1/a b", "http://127.0.0.1/\n", "http://app.test", "http://8.8.8.8",
        "http://localhost.app.test", "http://127.0.0.1.app.test", "http://127.0.0.1@app.test",
    ],
)  # fmt: skip
def test_other_urls_are_refused(text):
    """Half a URL, one with more than an app's address, one of another machine."""
    with pytest.raises(UsageError):
        read_address(text)


def test_a_host_that_is_named_is_allowed_and_no_other():
    """By its whole name, in any case."""
    assert read_address("http://app.test:80/x", ("APP.test",)).base == "http://app.test:80/x"
    with pytest.raises(UsageError, match=r"--allow-host other\.test"):
        read_address("http://other.test", ("app.test",))


@given(st.text().map(lambda text: f"http://{text}"))
def test_any_text_is_an_address_of_this_machine_or_a_titled_error(text):
    """No URL raises anything else."""
    try:
        address = read_address(text)
    except UsageError:
        return
    assert address.is_local


@pytest.fixture
def unused_port():
    """A port on which nobody listens: it is taken, and not listened on."""
    with socket.socket() as taken, socket.socket(socket.AF_INET6) as also:
        taken.bind(("127.0.0.1", 0))
        also.bind(("::1", taken.getsockname()[1]))
        yield taken.getsockname()[1]


def test_names_of_this_machine_lead_to_it_without_a_name_server(unused_port, tmp_path):
    """What is tried is 127.0.0.1 and ::1, whatever the name is (RFC 6761)."""
    with pytest.raises(TargetError, match=f"::1 port {unused_port}"):
        reach(read_address(f"http://shop.localhost:{unused_port}"), tmp_path, Bounds())
