"""Which cookies open the account: proved by leaving cookies out, never guessed from their names."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote_plus

from authproof.client.jar import Cookie, CookieJar, parse_set_cookie
from authproof.exchange import Exchange, Request
from authproof.findings import Inconclusive, NotApplicable
from authproof.probes.payloads import json_object
from authproof.site import Account, steps
from authproof.site.steps import FormGone
from authproof.visitor import Scene, Visitor

# The header under which a token travels that the page's script keeps: no cookie, but it opens the account as one does.
BEARER = "Authorization"


@dataclass(frozen=True, slots=True)
class Login:
    """One way in: the browser that took it, its cookies then, the names of those that open the account."""

    visitor: Visitor
    jar: CookieJar
    names: tuple[str, ...]


def login_of(scene: Scene, visitor: Visitor) -> Login:
    """The login that this visitor has just made."""
    jar = visitor.cookies.copy()
    return Login(visitor, jar, authenticating(scene, jar, visitor.account))


def session_login(scene: Scene) -> Login:
    """A plain login, the box to be remembered not ticked.

    Raises:
        NotApplicable: no cookie opens the account.
    """
    login = login_of(scene, scene.signed_in())
    if not login.names:
        raise NotApplicable("no cookie opens the account: without any cookie the private page looks the same")
    return login


def remembered_login(scene: Scene) -> Login:
    """A login with the box ticked; its names are the persistent cookies that open the account by themselves.

    Raises:
        NotApplicable: there is no such box, or ticking it sets no such cookie.
    """
    if scene.site.login.remember_field is None:
        raise NotApplicable("the login form has no box to be remembered")
    always = names_of(unticked(scene).after_restart())
    visitor = scene.signed_in(remember=True)
    kept = visitor.cookies.after_restart().without(*always)
    names = authenticating(scene, kept, visitor.account)
    if not names:
        raise NotApplicable("ticking the box sets no persistent cookie that opens the account by itself")
    return Login(visitor, kept, names)


def unticked(scene: Scene) -> CookieJar:
    """The cookies of a plain login; a box that the page ticks by itself is unticked."""
    visitor = scene.visitor()
    values = steps.login_values(scene.site.login, scene.user)
    visitor.submit(visitor.login_form(), {**values, scene.site.login.remember_field or "": None})
    return visitor.cookies if visitor.is_logged_in() else scene.signed_in().cookies


def carries_identity(scene: Scene) -> bool:
    """Whether what opens the account says by itself whose it is: the same at two logins, other for other people.

    Then nothing on the server need know of the session, and nothing there can end it.
    """
    first, second = scene.signed_in().cookies, scene.signed_in().cookies
    third = scene.signed_in(scene.other).cookies if scene.other else CookieJar()
    names = authenticating(scene, first, scene.user) or (BEARER,)
    return any(
        same_person(value_of(first, name), value_of(second, name), value_of(third, name), scene.user)
        for name in names
    )


def value_of(jar: CookieJar, name: str) -> str:
    """What a cookie holds, or the bearer token under its header's name; empty where there is none."""
    if name == BEARER:
        return (jar.authorization or "").rpartition(" ")[2]
    return jar.get(name) or ""


def same_person(first: str, second: str, other: str, account: Account) -> bool:
    """Whether two cookies of one person agree in something that a third, of another or of nobody, has not."""
    one, two, three = entries(first), entries(second), entries(other)
    common = [(key, value) for key, value in one.items() if value == two.get(key)]
    if not other:
        return any(value in {account.username, account.email} for _, value in common)
    return any(three.get(key) != value for key, value in common)


def entries(value: str) -> dict[str, str]:
    """What a cookie says, entry by entry; nothing where it holds no JSON object."""
    return {key: json.dumps(item).strip('"') for key, item in (json_object(value) or {}).items()}


def authenticating(scene: Scene, jar: CookieJar, account: Account) -> tuple[str, ...]:
    """The names in a jar that open the account, each alone or several together, the jar's order kept."""
    found: tuple[str, ...] = ()
    rest = jar.without()  # without a bearer token, too
    while len(rest) and opens(scene, rest, account):
        names = names_of(rest)
        group = tuple(name for name in names if opens(scene, rest.only(name), account))
        group = group or tuple(name for name in names if not opens(scene, rest.without(name), account))
        if not group or opens(scene, CookieJar(), account):
            break
        found, rest = found + group, rest.without(*group)
    return tuple(name for name in names_of(jar) if name in found)


def leave(visitor: Visitor) -> Exchange:
    """Log out; the request that does it, before any redirect.

    Raises:
        Inconclusive: the browser that logged out is still in.
    """
    before = len(visitor.history)
    visitor.log_out()
    taken = visitor.history[before:]
    if visitor.is_logged_in():
        raise Inconclusive("logout did not end the session of the browser that logged out")
    return next((one for one in taken if one.request.method != "GET"), taken[0])


def opens(scene: Scene, jar: CookieJar, account: Account) -> bool:
    """Whether a fresh browser with a copy of these cookies gets into the account."""
    return scene.visitor(jar.copy(), account=account).is_logged_in()


def names_of(jar: CookieJar) -> tuple[str, ...]:
    """Each name once."""
    return tuple(dict.fromkeys(one.name for one in jar))


def key_cookies(scene: Scene) -> tuple[tuple[Cookie, Exchange], ...]:
    """Every setting of a cookie that opens the account, by each way in: plain, remembered, after registering.

    Raises:
        NotApplicable: no cookie opens the account.
    """
    plain = session_login(scene)
    return tuple(pair for login in (plain, *_other_ways_in(scene)) for pair in _settings(login))


def first_of_each(pairs: Iterable[tuple[Cookie, Exchange]]) -> tuple[tuple[Cookie, Exchange], ...]:
    """The first setting of each cookie name."""
    first: dict[str, tuple[Cookie, Exchange]] = {}
    for cookie, exchange in pairs:
        first.setdefault(cookie.name, (cookie, exchange))
    return tuple(first.values())


def cookies_set(history: Iterable[Exchange]) -> Iterator[tuple[Cookie, Exchange]]:
    """Every cookie that was given a value, with the exchange that did it; deletions are left out."""
    for exchange in history:
        for line in exchange.response.all("Set-Cookie"):
            cookie = parse_set_cookie(line, exchange.request.url)
            if (
                cookie
                and cookie.value.strip('"')
                and (cookie.expires is None or cookie.expires > cookie.created)
            ):
                yield cookie, exchange


def _other_ways_in(scene: Scene) -> Iterator[Login]:
    if scene.site.login.remember_field is not None:
        login = login_of(scene, scene.signed_in(remember=True))
        # Who comes back with the remember cookie alone is given a new session cookie on some page.
        login.visitor.restart_browser()
        login.visitor.is_logged_in()
        yield login
    if scene.site.signed_in_after_register and scene.site.register is not None:
        recipe = scene.site.register
        account = scene.people.account(password_length=recipe.password_length, special=recipe.special)
        newcomer = scene.visitor(account=account)
        with suppress(FormGone):
            newcomer.register(account)
        if newcomer.is_logged_in():
            yield login_of(scene, newcomer)


def _settings(login: Login) -> Iterator[tuple[Cookie, Exchange]]:
    """The settings of a login's own cookies from the moment the password was sent."""
    history = login.visitor.history
    sent = [at for at, one in enumerate(history) if _carries(one.request, login.visitor.account.password)]
    yield from (
        pair for pair in cookies_set(history[sent[0] if sent else 0 :]) if pair[0].name in login.names
    )


def _carries(request: Request, password: str) -> bool:
    return quote_plus(password) in request.body.decode("latin-1") + request.url
