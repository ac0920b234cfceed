"""The ways through a login on which a parameter may say where to go next, and where they end."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

from authproof.client import leaves_site, where_leads
from authproof.client.urls import refresh
from authproof.exchange import Exchange
from authproof.probes.redirects import same_site_controls
from authproof.site import read_page
from authproof.site.steps import (
    FormGone,
    filled,
    find_form,
    login_values,
    register_values,
    submit,
    with_query,
)
from authproof.visitor import Scene, Visitor

Go = Callable[[Scene, str, str], list[Exchange]]
REFERER = "Referer"
FIRST_ASKED = "the page first asked for"
_MOST_HOPS = 4
_LEADS = re.compile(r"\b(location|URLSearchParams|window\.open)\b")
# Parameters that steer one journey; more than these are one cause told again.
_MOST_PARAMETERS = 3


@dataclass(frozen=True, slots=True)
class Journey:
    """One state of the flow: `words` begin a finding's sentence, `go` travels with a parameter set.

    `cheap` journeys cost no new account and no failed login, so that they can be taken a hundred times.
    """

    words: str
    go: Go
    cheap: bool = True
    special: str | None = None


def leads_out(exchanges: list[Exchange]) -> Exchange | None:
    """The exchange whose redirect leaves the site, if there is one."""
    for exchange in exchanges:
        if way_out(exchange):
            return exchange
    return None


def way_out(exchange: Exchange) -> str | None:
    """The target, as sent, by which this response leads off the site."""
    return next((target for target in _targets(exchange) if leaves_site(target, exchange.request.url)), None)


def steered_by(scene: Scene, journey: Journey) -> tuple[str, ...]:
    """The parameters that are alive: a harmless value in them decides where the journey ends."""
    if journey.special:
        return (journey.special,) if _ends_at_wish(scene, journey, (journey.special,)) else ()
    alive: list[str] = []
    rest = scene.site.next_parameters
    while len(alive) < _MOST_PARAMETERS and (
        name := narrowed(rest, lambda names: _ends_at_wish(scene, journey, names))
    ):
        alive.append(name)
        rest = tuple(one for one in rest if one != name)
    return tuple(alive)


def handed_to_script(scene: Scene) -> bool:
    """Whether a script may lead on after a login, which only a browser can judge.

    A harmless value comes back inside a script, or the login is answered by a page whose script knows of addresses.
    """
    wish = next(wishes(scene))
    ends = JOURNEYS[0].go(scene, "\0".join(scene.site.next_parameters), wish)
    if any(wish in read_page(exchange).scripts for exchange in ends):
        return True
    return not ends[-1].response.is_redirect and bool(_LEADS.search(read_page(ends[-1]).scripts))


def script_links(scene: Scene) -> Iterator[Exchange]:
    """Pages that put a `javascript:` value of a parameter into a link or a refresh."""
    query = query_of("\0".join(scene.site.next_parameters), "javascript:authproof()")
    visitor = scene.visitor()
    recipes = [scene.site.login.form, *([scene.site.register.form] if scene.site.register else [])]
    for recipe in recipes:
        page = visitor.visit(with_query(recipe.path, query))
        read = read_page(page)
        if any(link.url.startswith("javascript:authproof") for link in read.links) or (
            read.refresh or ""
        ).startswith("javascript:authproof"):
            yield page


def narrowed(names: tuple[str, ...], steers: Callable[[tuple[str, ...]], bool]) -> str | None:
    """One of the names that steers, found by halving; mostly the first does, or none."""
    if not names or not steers(names):
        return None
    middle = 1
    while len(names) > 1:
        first, names = names[:middle], names[middle:]
        if steers(first):
            names = first
        middle = max(1, len(names) // 2)
    return names[0]


def _ends_at_wish(scene: Scene, journey: Journey, names: tuple[str, ...]) -> bool:
    for wish in wishes(scene):
        if where_leads(wish, scene.site.base) in _ends(scene, journey, names, wish):
            return True
    return any(
        _tells_apart(scene, journey, names, wish, other) for wish, other in pairwise(_bare_wishes(scene))
    )


def _tells_apart(scene: Scene, journey: Journey, names: tuple[str, ...], wish: str, other: str) -> bool:
    """Whether the journey ends at one wish, and not there when the other one is wished for."""
    goal = where_leads(wish, scene.site.base)
    if goal not in _ends(scene, journey, names, wish):
        return False
    elsewhere = _ends(scene, journey, names, other)
    return bool(elsewhere) and goal not in elsewhere


def _ends(scene: Scene, journey: Journey, names: tuple[str, ...], wish: str) -> list[str | None]:
    """Where the redirects of a journey with this value lead."""
    return [target for one in _go_with(scene, journey, names, wish) for target in _absolute(one)]


def wishes(scene: Scene) -> Iterator[str]:
    """Harmless values: a private page of the site, with a mark, as a path and as a whole address."""
    yield from same_site_controls(_private_paths(scene)[0], scene.site.base)


def _bare_wishes(scene: Scene) -> tuple[str, ...]:
    """Two paths and nothing else, for a guard that lets no query and no host through."""
    return (*_private_paths(scene)[-1:], *_private_paths(scene)[:-1], scene.site.at("/"))[:2]


def _private_paths(scene: Scene) -> tuple[str, ...]:
    paths = scene.site.protected or (scene.site.witnesses[0].path,)
    return tuple(dict.fromkeys(path.partition("?")[0] for path in paths))


def _go_with(scene: Scene, journey: Journey, names: tuple[str, ...], wish: str) -> list[Exchange]:
    """Take the journey with one value in several parameters, their names joined by NUL."""
    return journey.go(scene, "\0".join(names), wish)


def query_of(parameter: str, value: str) -> str:
    """One value in several parameters, whose names are joined by NUL."""
    raw = value.encode("utf-8", "surrogatepass")
    return urlencode([(name, raw) for name in parameter.split("\0")])


def _targets(exchange: Exchange) -> list[str]:
    """Where a response sends the browser by itself: Location, or Refresh as header or meta element."""
    response = exchange.response
    found = [response.location] if response.is_redirect else []
    _, header = refresh(response.header("Refresh"))
    meta = read_page(exchange).refresh
    return [target for target in (*found, header, meta) if target]


def _absolute(exchange: Exchange) -> list[str | None]:
    return [where_leads(target, exchange.request.url) for target in _targets(exchange)]


def _followed(visitor: Visitor, first: Exchange) -> list[Exchange]:
    """The exchange and the same-site redirects behind it: the second hop may be the one that leaves."""
    chain = [first]
    while len(chain) < _MOST_HOPS and chain[-1].response.is_redirect and leads_out(chain[-1:]) is None:
        target = where_leads(chain[-1].response.location, chain[-1].request.url)
        if target is None:
            break
        chain.append(visitor.agent.get(target, follow=False))
    return chain


def _log_in(scene: Scene, parameter: str, value: str) -> list[Exchange]:
    visitor = scene.visitor()
    try:
        answer = visitor.log_in(query=query_of(parameter, value), follow=False)
    except FormGone as gone:
        return [gone.exchange]
    return _followed(visitor, answer)


def _log_in_from(scene: Scene, _parameter: str, value: str) -> list[Exchange]:
    """Come to the login page from another page, as the Referer says."""
    visitor = scene.visitor()
    came_from = (("Referer", where_leads(value, scene.site.base) or value),)
    page = visitor.agent.get(scene.site.login.form.path, headers=came_from)
    try:
        form = find_form(page, scene.site.login.form)
    except FormGone:
        return []
    pairs = filled(form, login_values(scene.site.login, scene.user))
    return _followed(visitor, submit(visitor.agent, form, pairs, follow=False, headers=came_from))


def _ask_first(scene: Scene, _parameter: str, value: str) -> list[Exchange]:
    """Ask for a page, be sent to the login from there, log in: the address itself is the payload."""
    visitor = scene.visitor()
    path = value if value.startswith("/") else f"/{value}"
    page = visitor.visit(path.replace("\t", "%09").replace(" ", "%20").replace("\n", "%0A"))
    try:
        form = find_form(page, scene.site.login.form)
    except FormGone:
        return []
    pairs = filled(form, login_values(scene.site.login, scene.user))
    return _followed(visitor, submit(visitor.agent, form, pairs, follow=False))


def _arrive_signed_in(scene: Scene, parameter: str, value: str) -> list[Exchange]:
    visitor = scene.regular()
    return _followed(
        visitor,
        visitor.visit(with_query(scene.site.login.form.path, query_of(parameter, value)), follow=False),
    )


def _fail_first(scene: Scene, parameter: str, value: str) -> list[Exchange]:
    """Mistype once, then log in with the form that comes back."""
    visitor = scene.visitor()
    try:
        form = visitor.login_form(query_of(parameter, value))
        wrong = scene.user.with_password("mistyped-once-9Q")
        page = submit(visitor.agent, form, filled(form, login_values(scene.site.login, wrong)))
        again = find_form(page, scene.site.login.form)
    except FormGone as gone:
        return [gone.exchange]
    pairs = filled(again, login_values(scene.site.login, scene.user))
    return _followed(visitor, submit(visitor.agent, again, pairs, follow=False))


def _register(scene: Scene, parameter: str, value: str) -> list[Exchange]:
    recipe = scene.site.register
    if recipe is None:
        return []
    visitor = scene.visitor()
    account = scene.people.account(password_length=recipe.password_length, special=recipe.special)
    try:
        form = find_form(visitor.visit(with_query(recipe.form.path, query_of(parameter, value))), recipe.form)
    except FormGone:
        return []
    return _followed(
        visitor, submit(visitor.agent, form, filled(form, register_values(recipe, account)), follow=False)
    )


def _log_out(scene: Scene, parameter: str, value: str) -> list[Exchange]:
    """Take the way out with the parameter in its address; a page that asks first is answered."""
    recipe = scene.site.logout
    if recipe is None:
        return []
    visitor = scene.signed_in()
    page = visitor.visit(with_query(recipe.path, query_of(parameter, value)), follow=False)
    forms = [form for form in read_page(page).forms if form.is_bare and form.method == "post"]
    if recipe.action is None or not forms:
        return _followed(visitor, page)
    return _followed(visitor, submit(visitor.agent, forms[0], filled(forms[0], {}), follow=False))


JOURNEYS = (
    Journey("after a login", _log_in),
    Journey("when already signed in,", _arrive_signed_in),
    Journey("after a login", _log_in_from, cheap=False, special=REFERER),
    Journey("after a login", _ask_first, cheap=False, special=FIRST_ASKED),
    Journey("after a mistyped password and a login", _fail_first, cheap=False),
    Journey("after a registration", _register, cheap=False),
    Journey("after a logout", _log_out, cheap=False),
)
