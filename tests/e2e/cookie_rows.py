"""The table of Set-Cookie lines on which our cookie jar and Chromium have to agree; one row is one test."""

from collections.abc import Iterator
from dataclasses import dataclass

LOOPBACK = ("127.0.0.1", "localhost", "app.localhost")
NEVER, LATER = "Thu, 01 Jan 1970 00:00:00 GMT", "Wed, 01 Jan 2098 00:00:00 GMT"


@dataclass(frozen=True)
class Row:
    """Lines that are set one after another, and the request that may carry their cookies.

    `lines` are pairs of the address that answers and the line, as the latin-1 text of its octets; `how` is the way
    in which the last request is made: `typed`, or from a page of another site by `link`, `form`, `image` or `fetch`.
    """

    name: str
    lines: tuple[tuple[str, str], ...]
    ask: str
    how: str = "typed"


def row(name: str, *lines: str, at: str = "x.test/app/set", ask: str = "", how: str = "typed") -> Row:
    """Lines that one address sets, each in an answer of its own."""
    return Row(name, tuple((f"http://{at}", one) for one in lines), f"http://{ask or at}", how)


def secure() -> Iterator[Row]:
    """Secure, and the two prefixes, over plain http: this machine is trusted, no other is."""
    for host in (*LOOPBACK, "x.test"):
        for line in (
            "a=1; Secure",
            "__Secure-a=1; Secure",
            "__Secure-a=1",
            "__Host-a=1; Secure; Path=/",
            "__Host-a=1; Path=/",
            "__Host-a=1; Secure",
            "__Host-a=1; Secure; Path=/app",
            f"__Host-a=1; Secure; Path=/; Domain={host}",
            "__Host-a=1; Secure; Path=/; Domain=",
            "__HOST-a=1; Path=/",
            "__secure-a=1",
            "=__Host-a",
            "=__Secure-a=1",
            "__Host-",
            "__Secure-=1; Secure",
        ):
            yield row(f"{host} {line}", line, at=f"{host}/app/set")
        yield row(f"{host} plain after secure", "a=1; Secure", "a=2", at=f"{host}/app/set")
        yield row(f"{host} secure deleted plainly", "a=1; Secure", "a=; Max-Age=0", at=f"{host}/app/set")
        yield row(
            f"{host} prefix deleted without Secure",
            "__Host-a=1; Secure; Path=/",
            "__Host-a=; Path=/; Max-Age=0",
            at=f"{host}/app/set",
        )


def domains() -> Iterator[Row]:
    """Whose cookie it is: of this host alone, of its parent, of nobody here."""
    given = ("x.test", ".x.test", "X.TEST", "a.x.test", "b.a.x.test", "c.x.test", "y.test", "test", ".", "")
    given = (
        *given,
        ".test",
        "..x.test",
        "x.test.",
        "ax.test",
        "x.test/",
        "x.test:80",
        "é.x.test",
        "127.0.0.1",
    )
    for domain in given:
        for ask in ("a.x.test", "x.test", "b.a.x.test"):
            line = f"a=1; Domain={domain}".encode().decode("latin-1")
            yield row(f"Domain={domain} for {ask}", line, at="a.x.test/", ask=f"{ask}/")
    for ask in ("a.x.test", "x.test", "b.a.x.test"):
        yield row(f"no Domain for {ask}", "a=1", at="a.x.test/", ask=f"{ask}/")
        yield row(f"valueless Domain for {ask}", "a=1; Domain", at="a.x.test/", ask=f"{ask}/")
    for domain in ("127.0.0.1", ".127.0.0.1", "0.0.1", "localhost"):
        yield row(f"an address with Domain={domain}", f"a=1; Domain={domain}", at="127.0.0.1/")
    for domain in ("localhost", ".localhost", "app.localhost", "test"):
        for ask in ("localhost", "app.localhost"):
            for at in ("localhost", "app.localhost"):
                line = f"a=1; Domain={domain}"
                yield row(f"{at} with Domain={domain} for {ask}", line, at=f"{at}/", ask=f"{ask}/")
    yield row("a foreign Domain, then an own one", "a=1; Domain=y.test; Domain=x.test", ask="a.x.test/")
    yield row("an own Domain, then none", "a=1; Domain=x.test; Domain=", ask="a.x.test/")
    yield row("a foreign Domain, then none", "a=1; Domain=y.test; Domain=", ask="x.test/app/set")
    yield row("an own public suffix", "a=1; Domain=test", at="x.test/")
    yield row("a public suffix of two labels", "a=1; Domain=co.uk", at="x.co.uk/", ask="x.co.uk/")
    yield row("two hosts with one name", "a=1", ask="a.x.test/")


def paths() -> Iterator[Row]:
    """For which pages it is."""
    asked = ("/", "/foo", "/foo/", "/foobar", "/foo/bar", "/Foo", "/foo;x", "/%66oo/bar")
    for path in ("/foo", "/foo/", "foo", "", "/foo/bar", "/FOO", '"/foo"', "/%66oo"):
        for ask in asked:
            yield row(f"Path={path} for {ask}", f"a=1; Path={path}", at="x.test/foo/set", ask=f"x.test{ask}")
    for at in ("/", "/foo", "/foo/", "/foo/bar", "/foo/bar/"):
        for ask in ("/", "/foo", "/foo/bar/baz", "/foobar"):
            yield row(f"no Path from {at} for {ask}", "a=1", at=f"x.test{at}", ask=f"x.test{ask}")
    yield row("two Paths", "a=1; Path=/foo; Path=/app", at="x.test/", ask="x.test/app/x")
    yield row("two Paths, the last one empty", "a=1; Path=/foo; Path=", at="x.test/", ask="x.test/app/x")
    yield row("a Path too long", f"a=1; Path=/foo{'o' * 1024}")
    yield row("a Path not too long", f"a=1; Path=/foo{'o' * 1020}")


def same_site() -> Iterator[Row]:
    """What a page of another site can make the browser send."""
    values = (
        "",
        "; SameSite",
        "; SameSite=Strict",
        "; SameSite=Lax",
        "; SameSite=None; Secure",
        "; SameSite=x",
    )
    values = (*values, "; SameSite=lax", "; SameSite=Lax; SameSite=Strict", "; SameSite=Strict; SameSite=x")
    for value in (*values, '; SameSite="Strict"', "; SameSite= Strict "):
        for how in ("typed", "link", "form", "image", "fetch"):
            yield row(f"a=1{value} by {how}", f"a=1{value}", at="127.0.0.1/app/set", how=how)
    for how in ("link", "form"):
        line = "a=2; Max-Age=60"
        yield row(f"set twice, by {how}", "a=1; Max-Age=60", line, at="127.0.0.1/", how=how)
        yield row(f"SameSite=None without Secure, by {how}", "a=1; SameSite=None", at="127.0.0.1/", how=how)
    yield row("SameSite=None without Secure, typed", "a=1; SameSite=None", at="127.0.0.1/")


def lives() -> Iterator[Row]:
    """How long a cookie lives, as far as a request shows it."""
    for age in (
        "0",
        "-1",
        "-",
        "1",
        "+5",
        "60",
        "060",
        "6 0",
        "x",
        "",
        "5x",
        "1e3",
        "-0",
        "0.5",
        '"0"',
        "9" * 40,
    ):
        yield row(f"Max-Age={age[:9]}", f"a=1; Max-Age={age}")
    for date in (*DATES, NEVER, LATER):
        yield row(f"Expires={date}", f"a=1; Expires={date}")
    yield row("an age that is over, a date that is not", f"a=1; Max-Age=0; Expires={LATER}")
    yield row("a date that is over, an age that is not", f"a=1; Expires={NEVER}; Max-Age=60")
    yield row("an age that is none, and a date over", f"a=1; Max-Age=x; Expires={NEVER}")
    yield row("an empty age, and a date over", f"a=1; Max-Age=; Expires={NEVER}")
    yield row("an age over, then one that is none", "a=1; Max-Age=0; Max-Age=x")
    yield row("an age, then one that is over", "a=1; Max-Age=60; Max-Age=0")
    yield row("a date over, then one that is none", f"a=1; Expires={NEVER}; Expires=x")


DATES = (
    *("Thu, 01-Jan-1970 00:00:00 GMT", "Thu, 01 Jan 70 00:00:00 GMT", "Sun, 06 Nov 1994 08:49:37 -0000"),
    *("Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Wed, 01 Jan 2098 00:00:00"),
    *(
        "Wed, 01 Jan 98 00:00:00 GMT",
        "Wed, 01 Jan 69 00:00:00 GMT",
        "1 Jan 2001 1:2:3",
        "2001 Jan 1 01:02:03",
    ),
    *("01:02:03 01-Jan-2001", "Thu, 01 Jan 1970 00:00:00 PST", "Thu, 01 Jan 2001", "01 Jan 2001 24:00:00"),
    *("32 Jan 2001 00:00:00", "31 Feb 2001 00:00:00", "01 Foo 2001 00:00:00", "0", "", "x", "-1", "now"),
    *("01 Jan 1601 00:00:00", "01 Jan 1600 00:00:00", "01 January 2001 00:00:00", "1st Jan 2001 00:00:00"),
    *(
        "Thu 01 Jan 2001 00:00:00 +0500",
        "2001-01-01T00:00:00Z",
        "01/01/2001 00:00:00",
        "01 jAN 2001 00:00:00",
    ),
    *("01 Jan 20010 00:00:00", "01 Jan 9999 00:00:00 GMT", "01 Jan 2001 00:00", "001 Jan 2001 00:00:00"),
    *("Jan 1 2001 00:00:00 AM", "01 Jan 2001 0:0:0", "01 Jan 2001 00:00:00.5", "01-Jan-01 00:00:00"),
)


def deletions() -> Iterator[Row]:
    """A cookie goes by its own name, host and path alone."""
    first = "a=1; Path=/app"
    for last in (
        "a=; Path=/app; Max-Age=0",
        "a=; Path=/; Max-Age=0",
        "a=; Max-Age=0",
        f"a=; Expires={NEVER}",
    ):
        yield row(f"deleted by {last}", first, last)
    wide = "a=1; Domain=x.test; Path=/"
    for last in ("a=; Path=/; Max-Age=0", "a=; Domain=x.test; Path=/; Max-Age=0", "A=; Path=/; Max-Age=0"):
        yield row(f"a wide one deleted by {last}", wide, last)
    yield row("emptied is not deleted", "a=1", "a=")
    yield row("deleted and set again", "a=1", "a=; Max-Age=0", "a=2")
    yield row("another case is another name", "a=1", "A=2")
    yield row("deleted by a sub-domain", *["a=1; Domain=x.test; Path=/"], at="a.x.test/", ask="x.test/")


def texts() -> Iterator[Row]:
    """Names and values as they come: quoted, empty, blank, foreign, hostile, long."""
    lines = (
        'a="1"',
        'a="1 2"',
        'a="1;2"',
        'a="',
        "a=1 2",
        "a= 1 ",
        " a =1",
        "a=1,b=2",
        "a=1;b=2",
        "a=b=c",
        "a==",
    )
    lines = (
        *lines,
        "a",
        "a=",
        "=1",
        "=",
        "==",
        "=a=1",
        "",
        ";",
        ";a=1",
        " ",
        "\t",
        "a=1;",
        "a=1;;Path=/",
        "a b=1",
    )
    lines = (
        *lines,
        "a=1\t2",
        "a\t=1",
        "a\tb=1",
        "\ta=1",
        "a=\t1\t",
        "a=1; \tPath\t=\t/",
        "a=\x80\xff",
        "\xe9=1",
    )
    lines = (
        *lines,
        "a=é".encode().decode("latin-1"),
        "a=😀".encode().decode("latin-1"),
        'a={"b":1}',
        "a=\\054",
    )
    lines = (
        *lines,
        "a=%00",
        "a=(1)",
        "a@b=1",
        "a=1; Unknown=x",
        "a=1; HttpOnly",
        "a=1; HttpOnly=no",
        "$Version=1",
    )
    for line in lines:
        yield row(f"line {line!r}", line)
    for code in (1, 7, 8, 11, 12, 14, 31, 127):
        for line in (
            f"a=1{chr(code)}2",
            f"a{chr(code)}b=1",
            f"a=1; Path=/{chr(code)}",
            f"a=1; X{chr(code)}=1",
        ):
            yield row(f"line {line!r}", line)
    for size in (4095, 4096, 4097):
        yield row(f"name and value of {size} octets", f"ab={'x' * (size - 2)}")
        yield row(f"value alone of {size} octets", "x" * size)
        letters = ("é" * size).encode()[: size - 2]
        yield row(f"value of {size} octets beyond ASCII", f"ab={letters.decode('latin-1')}")
    yield row("blanks do not count", f"ab={' ' * 50}{'x' * 4094}{' ' * 50}")
    yield row("attributes do not count", f"ab={'x' * 4094}; Path=/; HttpOnly; SameSite=Lax")


def orders() -> Iterator[Row]:
    """Longer paths first, then the older ones; who replaces a cookie takes its place."""
    at = "x.test/app/set/x"
    yield row("longer paths first", "a=1; Path=/", "b=2; Path=/app", "c=3; Path=/app/set", at=at)
    yield row("longer paths first, set last", "c=3; Path=/app/set", "b=2; Path=/app", "a=1; Path=/", at=at)
    yield row("a path's slash counts", "a=1; Path=/app", "b=2; Path=/app/", at=at)
    yield row("the older first", "b=1", "a=2", "c=3", at=at)
    yield row("replaced by another value", "a=1", "b=2", "a=3", at=at)
    yield row("replaced by the same value", "a=1", "b=2", "a=1", at=at)
    yield row("deleted and set again, in order", "a=1", "b=2", "a=; Max-Age=0", "a=1", at=at)
    yield row("host and domain cookies of one name", "a=1; Domain=x.test", "a=2", at=at)


ROWS = tuple(
    one for group in (secure, domains, paths, same_site, lives, deletions, texts, orders) for one in group()
)
