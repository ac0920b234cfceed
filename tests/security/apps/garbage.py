"""A sound login among pages that answer with garbage: what a check meets there costs time, never its verdict.

Invalid UTF-8, broken cookies, 50 MB, redirects without end, a stream without end, a gzip bomb, headers that are none.
"""

import gzip
import itertools
import os

from flask import Response, redirect

from app import create_app as reference_app

BOMB = gzip.compress(bytes(50 << 20))


def create_app():
    """The reference app with a corner of rubbish, linked from each page of it."""
    app = reference_app({"SECRET_KEY": os.urandom(32).hex()})
    for name, view in PAGES.items():
        app.add_url_rule(f"/garbage/{name}", f"garbage_{name}", view)
    app.add_url_rule("/garbage", "garbage", contents)
    app.add_url_rule("/garbage/round/<int:number>", "round", go_on)
    return app


def contents():
    """Links to all of them."""
    return "".join(f'<a href="/garbage/{name}">{name}</a>' for name in PAGES)


def go_on(number=0):
    """One redirect after the other."""
    return redirect(f"/garbage/round/{number + 1}")


def bytes_only():
    """Every byte, in a page that says it is UTF-8, with a form that never ends."""
    return Response(bytes(range(256)) * 20 + b"<form method=post><input name=\xff\xfe", mimetype="text/html")


def broken_cookies():
    """Lines that are no cookies."""
    answer = Response("<p>fine")
    for line in (
        "",
        ";",
        "=",
        "a",
        "=b; Path",
        "x=\xff\xfe; Expires=never",
        "y=" + "y" * 9_000,
        "__Host-z=1; Domain=;",
    ):
        answer.headers.add("Set-Cookie", line)
    return answer


def big():
    """50 MB at once."""
    return Response(b"<p>" + b"A" * (50 << 20))


def endless():
    """A stream without end."""
    return Response(b"<p>%d" % number for number in itertools.count())


def bomb():
    """Small on the wire, big when unpacked."""
    return Response(BOMB, headers={"Content-Encoding": "gzip"})


def liar():
    """Claims that are not true: of length, type, encoding and status."""
    headers = {"Content-Type": ";;;charset=klingon", "Content-Encoding": "gzip", "X-": "", "Location": "//["}
    return Response(b"{no json", 299, headers)


PAGES = {
    "round": go_on,
    "bytes": bytes_only,
    "cookies": broken_cookies,
    "big": big,
    "endless": endless,
    "bomb": bomb,
    "liar": liar,
}
