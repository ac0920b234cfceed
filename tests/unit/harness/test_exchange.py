"""Requests and responses as plain facts."""

import gzip
import pickle
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.errors import TargetError, UsageError
from authproof.exchange import Exchange, Request, Response


def test_a_repeated_header_keeps_all_its_values_in_their_order():
    """Two cookies in one response are two headers, found whatever the case of their name."""
    response = Response(200, (("Set-Cookie", "a=1"), ("X", "y"), ("set-cookie", "b=2")))
    assert response.all("SET-COOKIE") == ("a=1", "b=2")
    assert response.header("set-cookie") == "a=1"


def test_a_missing_header_reads_as_nothing():
    """Asking for what is not there gives the empty string, and no tuple of them."""
    assert (Response(200).header("Location"), Response(200).all("Location")) == ("", ())


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("/caf\xe9", "/caf%E9"),
        ("/caf\xc3\xa9", "/caf%C3%A9"),
        ("//ev\xe9l.test/", "//ev%E9l.test/"),
        ("//evil。test/", "//evil%E3%80%82test/"),
        ("/\t/%2f\\?a#b", "/\t/%2f\\?a#b"),
    ],
)
def test_a_location_is_read_octet_by_octet(sent, read):
    """Chromium guesses no encoding: it keeps each octet beyond ASCII as an escape (crbug 942073)."""
    assert Response(302, (("Location", sent),)).location == read


def test_the_path_of_a_request_keeps_its_query():
    """A request is named by path and query; a bare host has the path `/`."""
    assert Request("GET", "http://localhost/a?next=//b#c").path == "/a?next=//b"
    assert Request("GET", "http://localhost").path == "/"


def test_the_media_type_is_read_without_case_and_parameters():
    """`Text/HTML; charset=x` is a page."""
    assert Response(200, (("Content-Type", "Text/HTML ; charset=x"),)).media_type == "text/html"


@given(st.binary(), st.text())
def test_any_body_reads_as_text_whatever_charset_is_claimed(body, charset):
    """A lying or unknown charset never raises."""
    assert isinstance(Response(200, (("Content-Type", f"text/html; charset={charset}"),), body).text, str)


@given(st.text())
def test_text_survives_the_wire_in_utf8(text):
    """What was encoded reads back as it was, without a charset being named."""
    assert Response(200, (), text.encode("utf-8", "replace")).text == text.encode("utf-8", "replace").decode()


def test_only_a_redirect_status_with_a_location_is_a_redirect():
    """200 with a Location and 302 without one stay where they are."""
    leads = (("Location", "/"),)
    kinds = [Response(302, leads), Response(302), Response(200, leads), Response(304, leads)]
    assert [one.is_redirect for one in kinds] == [True, False, False, False]


def test_an_exchange_failed_with_a_crash_or_a_5xx():
    """A refusal is no failure of the target."""
    request = Request("GET", "http://localhost/")
    assert Exchange(request, Response(200), crash="ValueError").failed
    assert [Exchange(request, Response(status)).failed for status in (500, 503, 403)] == [True, True, False]


@given(st.sampled_from([TargetError, UsageError]), st.tuples(*[st.text()] * 4))
def test_an_error_survives_the_trip_between_processes(kind, texts):
    """Pickled and read again, an error is of its kind and says the same."""
    error = kind(texts[0], tried=texts[1], seen=texts[2], advice=texts[3])
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.exit_code, str(again)) == (kind, kind.exit_code, str(error))


def raw_deflate(body):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("Deflate", raw_deflate),
        ("gzip", bytes),
        ("br", bytes),
    ],
)
def test_a_packed_page_reads_as_its_text(coding, pack):
    """The body stays as it came, and its text is what a person reads; a lying header changes nothing."""
    body = pack(b"<p>page</p>")
    response = Response(200, (("Content-Encoding", coding),), body)
    assert (response.body, response.text) == (body, "<p>page</p>")


def test_a_packed_bomb_is_not_unpacked_whole():
    """A few kilobytes that hold a hundred megabytes do not eat the machine."""
    bomb = gzip.compress(b"x" * (100 << 20), 1)
    assert len(Response(200, (("Content-Encoding", "gzip"),), bomb).text) == 2 << 20
