"""Places of a request whose value may come back in a header: a redirect, a cookie, a file's name."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import quote, urlencode

from authproof.exchange import Exchange
from authproof.probes.altered import altered, with_cookies
from authproof.probes.crowd import newcomer
from authproof.probes.journeys import JOURNEYS, Go
from authproof.probes.names_read import names_read
from authproof.site.account_steps import edit_profile
from authproof.site.steps import FormGone, find_form, login_values, register_values, with_query
from authproof.visitor import Scene, Visitor

# Parameters from which sites make headers.
_USUAL = (
    "lang",
    "language",
    "locale",
    "theme",
    "currency",
    "tz",
    "name",
    "user",
    "file",
    "filename",
    "callback",
    "ref",
)
_MOST_PAGES, _AT_ONCE = 8, 16
# One password for all of them: its hash is computed once.
_WRONG = "wrong-9Q-authproof"  # nosec B105
Names = tuple[str, ...]
Send = Callable[[str], list[Exchange]]


@dataclass(frozen=True, slots=True)
class HeaderInlet:
    """One place: `words` names it, `send` writes a value there; `costly` where each value makes an account.

    Several places may be tried at once: `parts` are then the same one by one.
    """

    words: str
    send: Send
    costly: bool = False
    parts: tuple["HeaderInlet", ...] = ()


def header_inlets(scene: Scene) -> Iterator[HeaderInlet]:
    """The places of redirects, queries, cookies, paths and forms."""
    for journey in JOURNEYS:
        if journey.cheap and scene.site.next_parameters:
            send = partial(_onward, journey.go, scene)
            yield _several(f"{journey.words} the parameter", scene.site.next_parameters, send)
    read = names_read(scene).values
    names = list(dict.fromkeys([*_USUAL, *read, *scene.site.next_parameters]))
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        yield _several("the parameter", tuple(some), partial(_query, scene))
    yield _several(
        "the cookie", tuple(dict.fromkeys([*scene.site.cookies, *_USUAL, *read])), partial(_cookie, scene)
    )
    yield HeaderInlet("the path", partial(_path, scene))
    yield HeaderInlet("the name at login", partial(_login, scene))
    yield from _forms_that_keep(scene)


def _several(words: str, names: Names, send: Callable[[Names, str], list[Exchange]]) -> HeaderInlet:
    """Places that differ by a name, all at once; none where there is no name."""
    parts = tuple(HeaderInlet(f"{words} `{name}`", partial(send, (name,))) for name in names)
    return HeaderInlet(f"{words}s {', '.join(names)}", partial(send, names), parts=parts)


def _forms_that_keep(scene: Scene) -> Iterator[HeaderInlet]:
    if scene.site.register:
        yield HeaderInlet("the name at registration", partial(_register, scene), costly=True)
    if scene.site.features.profile:
        visitor = scene.signed_in(scene.spare_user())
        yield HeaderInlet("a field of the profile", partial(_profile, scene, visitor))


def _onward(go: Go, scene: Scene, names: Names, value: str) -> list[Exchange]:
    return go(scene, "\0".join(names), f"/{value}")


def _query(scene: Scene, names: Names, value: str) -> list[Exchange]:
    raw = urlencode([(name, value.encode("utf-8", "surrogatepass")) for name in names])
    stranger, inside = scene.visitor(), scene.regular()
    paths = dict.fromkeys([scene.site.at("/"), scene.site.login.form.path, *scene.site.public])
    seen = [stranger.visit(with_query(path, raw), follow=False) for path in list(paths)[:_MOST_PAGES]]
    return [
        *seen,
        *(inside.visit(with_query(one.path, raw), follow=False) for one in scene.site.witnesses[:3]),
    ]


def _cookie(scene: Scene, names: Names, value: str) -> list[Exchange]:
    """Cookies in quotes, line breaks as octal escapes: what Python's cookie readers make of them is a line break."""
    quoted = '"' + value.replace("\r", "\\015").replace("\n", "\\012") + '"'
    change = with_cookies((name, quoted) for name in names)
    stranger = altered(scene, change)
    pages = dict.fromkeys([scene.site.at("/"), scene.site.login.form.path, scene.site.witnesses[0].path])
    return [stranger.visit(path, follow=False) for path in pages]


def _path(scene: Scene, value: str) -> list[Exchange]:
    stranger, escaped = scene.visitor(), quote(value, safe="")
    roots = (
        scene.site.root,
        scene.site.login.form.path.partition("?")[0].rstrip("/"),
        *(scene.site.protected[:1]),
    )
    return [stranger.visit(f"{root.rstrip('/')}/{escaped}", follow=False) for root in dict.fromkeys(roots)]


def _login(scene: Scene, value: str) -> list[Exchange]:
    """A login of nobody, answered perhaps with a cookie that keeps the name."""
    visitor = scene.visitor()
    nobody = replace(
        scene.user, username=value, email=f"{value}@example.com", password=scene.people.password(8)
    )
    with suppress(FormGone):
        visitor.submit(visitor.login_form(), login_values(scene.site.login, nobody))
    return visitor.history


def _register(scene: Scene, value: str) -> list[Exchange]:
    """Somebody with that in the name registers and logs in."""
    recipe = scene.need_registration()
    person = newcomer(scene)
    person = person.named(f"{person.username}{value}")
    visitor, again = scene.visitor(account=person), scene.visitor(account=person)
    with suppress(FormGone):
        visitor.submit(
            find_form(visitor.visit(recipe.form.path), recipe.form), register_values(recipe, person)
        )
        again.log_in()
    again.visit(scene.site.witnesses[0].path)
    return [*visitor.history, *again.history]


def _profile(scene: Scene, visitor: Visitor, value: str) -> list[Exchange]:
    recipe, before = scene.site.features.profile, len(visitor.history)
    if recipe is not None:
        for field in recipe.fields:
            with suppress(FormGone):
                typed = f"{value}@example.com" if field == recipe.email_field else value
                edit_profile(visitor.agent, recipe, visitor.account, {field: typed})
        visitor.visit(scene.site.witnesses[0].path)
    return visitor.history[before:]
