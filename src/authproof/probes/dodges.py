"""Ways in which a guesser looks like somebody else to a limit that counts the wrong thing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from authproof.client.agent import USER_AGENT
from authproof.exchange import Exchange, Request
from authproof.probes.altered import altered, with_headers, with_more_query
from authproof.probes.walls import HOME, Wall, answer_of
from authproof.visitor import Visitor

# Headers in which proxies name the visitor, and by which a client names itself where nobody takes them away.
ADDRESS_HEADERS = (
    "X-Forwarded-For",
    "X-Real-IP",
    "X-Client-IP",
    "Client-IP",
    "X-Cluster-Client-IP",
    "True-Client-IP",
    "CF-Connecting-IP",
    "Fastly-Client-IP",
    "X-Originating-IP",
    "X-Remote-IP",
    "X-Remote-Addr",
    "X-Forwarded",
    "Forwarded-For",
    "Forwarded",
)
# From ASCII to the wide forms of East Asian fonts, which NFKC makes equal.
_WIDE = 0xFEE0
Guesser = Callable[[Wall, int], Visitor]


@dataclass(frozen=True, slots=True)
class Dodge:
    """One way: `words` end a finding's sentence, `guesser` makes the browser of the guess of that number.

    `headers` are those that name the visitor's address: a proxy in front may take care of them.
    """

    words: str
    guesser: Guesser
    headers: tuple[str, ...] = ()


def dodges(wall: Wall) -> Iterator[Dodge]:
    """Every way but those that need another address."""
    yield Dodge("with a fresh cookie jar for each guess", _fresh_jar)
    yield Dodge("with another User-Agent in each request", _other_browser)
    yield claiming(ADDRESS_HEADERS)
    yield from (Dodge(words, partial(_spelling, spell)) for words, spell in _spellings(wall))
    yield Dodge("with another query behind the login's address each time", _other_query)
    yield Dodge("with another name in the query beside the one in the form", _name_in_query)


def elsewhere() -> Dodge:
    """From another address for each guess, as another browser without cookies."""
    return Dodge("from another address for each guess", _other_address)


def claiming(names: tuple[str, ...]) -> Dodge:
    """With made-up addresses in these headers."""
    words = f"with another address in {' and '.join(f'`{name}`' for name in names)} each time"
    return Dodge(words, partial(_claimed_address, names), names)


def claiming_loopback() -> Dodge:
    """With the address of the machine itself in all headers, as a proxy on it has."""
    return Dodge("with `127.0.0.1` in the headers of proxies", _claimed_loopback, ADDRESS_HEADERS)


def behind_proxy(name: str) -> Dodge:
    """As `claiming`, with the true address behind the made-up one, as an honest proxy in front adds it."""
    return Dodge(f"with another first address in `{name}`", partial(_claimed_first, name), (name,))


def goes_on(wall: Wall, dodge: Dodge, further: int) -> tuple[Exchange, ...]:
    """The right password's answer and page, if it gets in so after that many wrong ones, else nothing."""
    wall.stand()
    for number in range(1, further + 1):
        guesser = dodge.guesser(wall, number)
        wall.tries(guesser, guesser.account.with_password(wall.wrong[number % len(wall.wrong)]))
    last = dodge.guesser(wall, further + 1)
    return (answer_of(last), last.last_exchange) if wall.gets_in(last) else ()


def between_own_logins(wall: Wall, further: int) -> tuple[Exchange, ...]:
    """The right password's answer and page, after so many wrong ones with a login to another account after each."""
    scene = wall.scene
    scene.wait_out_lock()
    if scene.other is None or not wall.gets_in(scene.visitor(address=HOME)):
        return ()
    for _ in range(further):
        wall.guess(scene.visitor(address=HOME), 1)
        wall.tries(scene.visitor(account=scene.other, address=HOME), scene.other)
    owner = scene.visitor(address=HOME)
    return (answer_of(owner), owner.last_exchange) if wall.gets_in(owner) else ()


def is_for_a_proxy(wall: Wall, dodge: Dodge) -> bool:
    """Whether a proxy that the policy names would have put the right value into the header."""
    policy = wall.scene.policy
    if not dodge.headers or not (policy.tls_at_proxy or policy.host_at_proxy):
        return False
    return dodge.headers != ("X-Forwarded-For",) or goes_on(wall, behind_proxy(*dodge.headers), 1) == ()


def cased(name: str, number: int) -> str:
    """The name in the spelling of that number: the bits of the number are its capital letters."""
    return "".join(char.swapcase() if (number + 1) >> at & 1 else char for at, char in enumerate(name))


def padded(name: str, number: int) -> str:
    """The name with so many spaces around it that no two numbers give the same."""
    return " " * ((number + 1) // 8) + name + " " * ((number + 1) % 8)


def widened(name: str, number: int) -> str:
    """The name with wide forms of letters in its place; the `@` and what follows stay."""
    local, at, domain = name.partition("@")
    wide = (
        chr(ord(char) + _WIDE) if (number + 1) >> place & 1 and char.isascii() and char.isalpha() else char
        for place, char in enumerate(local)
    )
    return "".join(wide) + at + domain


def _spellings(wall: Wall) -> Iterator[tuple[str, Callable[[str, int], str]]]:
    user, kind = wall.scene.user, wall.scene.site.login.identity
    other = user.username if kind == "email" else user.email
    yield "with other capitals in the name each time", cased
    yield "with other spaces around the name each time", padded
    yield "with other Unicode spellings of the name each time", widened
    if other != user.identity(kind):
        what = (
            "user name instead of the mail address" if kind == "email" else "mail address instead of the name"
        )
        yield (
            f"with the {what}, its capitals changed each time",
            lambda _name, number: cased(other, number - 1),
        )


def _spelling(spell: Callable[[str, int], str], wall: Wall, number: int) -> Visitor:
    user, kind = wall.scene.user, wall.scene.site.login.identity
    spelt = spell(user.identity(kind), number)
    account = replace(user, email=spelt) if kind == "email" else replace(user, username=spelt)
    return wall.scene.visitor(wall.plain.cookies, account=account, address=HOME)


def _fresh_jar(wall: Wall, _number: int) -> Visitor:
    return wall.scene.visitor(address=HOME)


def _other_browser(wall: Wall, number: int) -> Visitor:
    change = with_headers(("User-Agent", f"{USER_AGENT} ({number})"))
    return altered(wall.scene, change, cookies=wall.plain.cookies, address=HOME)


def _claimed_address(names: tuple[str, ...], wall: Wall, number: int) -> Visitor:
    made_up = f"198.51.100.{number % 250 + 1}"
    return _with_addresses(wall, [(name, made_up) for name in names])


def _claimed_loopback(wall: Wall, _number: int) -> Visitor:
    return _with_addresses(wall, [(name, "127.0.0.1") for name in ADDRESS_HEADERS])


def _claimed_first(name: str, wall: Wall, number: int) -> Visitor:
    return _with_addresses(wall, [(name, f"198.51.100.{number % 250 + 1}, {HOME}")])


def _with_addresses(wall: Wall, pairs: list[tuple[str, str]]) -> Visitor:
    told = [(name, f"for={value}" if name == "Forwarded" else value) for name, value in pairs]
    return altered(wall.scene, with_headers(*told), cookies=wall.plain.cookies, address=HOME)


def _other_query(wall: Wall, number: int) -> Visitor:
    change = with_more_query(f"v={number}")
    return altered(wall.scene, change, cookies=wall.plain.cookies, address=HOME)


def _name_in_query(wall: Wall, number: int) -> Visitor:
    """Two names in one request: which one is counted, and which one is looked up?"""
    field = wall.scene.site.login.identity_field
    more = with_more_query(f"{field}=nobody{number}")

    def change(request: Request) -> Request:
        return more(request) if request.method != "GET" else request

    return altered(wall.scene, change, cookies=wall.plain.cookies, address=HOME)


def _other_address(wall: Wall, number: int) -> Visitor:
    return wall.scene.visitor(address=f"127.66.{number // 250}.{number % 250 + 1}")
