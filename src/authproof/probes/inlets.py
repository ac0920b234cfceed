"""Every place of the auth pages into which somebody can write a value of their choice."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import quote

from authproof.exchange import Exchange, Request
from authproof.probes.asking import forms_that_take_a_name, send_name
from authproof.probes.crowd import addresses, newcomer
from authproof.site import Account, Form, read_page
from authproof.site.account_steps import edit_profile
from authproof.site.candidates import recipe_for
from authproof.site.model import ProfileRecipe
from authproof.site.steps import (
    FormGone,
    filled,
    find_form,
    login_values,
    register_values,
    submit,
    with_query,
)
from authproof.target import facts
from authproof.visitor import Scene, Visitor

# Parameters in which pages are handed something to say, besides where to go next.
TOLD = ("error", "message", "msg", "username", "email", "name", "reason", "q")
_ONWARD = 4
_HEADERS = ("User-Agent", "Referer", "X-Forwarded-For")
_MOST_PAGES = 4
_MARK = "authproofmark"
Send = Callable[[str], Sequence[Exchange]]


@dataclass(frozen=True, slots=True)
class Inlet:
    """One place: `words` names it, `send` writes a value there and returns all answers, later pages among them.

    `stored` says that the value may be kept and shown later, and that each `send` may cost a new account; `address`
    that it may be kept as a link, `secret` that it is a password, which no page shows.
    """

    words: str
    send: Send
    stored: bool = False
    address: bool = False
    secret: bool = False


def inlets(scene: Scene) -> Iterator[Inlet]:
    """The places of login, links, headers, cookies, resets, registration and profile, one after the other."""
    where = addresses()
    yield from _login(scene, where)
    yield from _links(scene, where)
    yield from _headers(scene, where)
    yield from _resets(scene, where)
    yield from _registration(scene, where)
    yield from _profile(scene, where)


def carrier(history: Sequence[Exchange], token: str) -> Exchange:
    """The exchange that carried the token in, a form's rather than a page's; else the first one."""
    carried = [one for one in history if _carries(one.request, token)]
    posted = [one for one in carried if one.request.method == "POST"]
    return next(iter(posted or carried or history))


def _carries(request: Request, token: str) -> bool:
    headers = "\n".join(value for _, value in request.headers)
    return token in request.url or token.encode() in request.body or token in headers


def _login(scene: Scene, where: Iterator[str]) -> Iterator[Inlet]:
    recipe, nobody = scene.site.login, scene.people.account()
    yield Inlet("the name at login", partial(_log_in, scene, where, nobody, recipe.identity_field))
    yield Inlet(
        "the password at login",
        partial(_log_in, scene, where, scene.user, recipe.password_field),
        secret=True,
    )
    # Somebody who exists, with one wrong password: its hash is computed once. That this person may end locked out
    # matters to nobody.
    mistyped = (scene.other or nobody).with_password(nobody.password)
    for name in scene.site.next_parameters[:_ONWARD]:
        yield Inlet(f"the parameter {name!r} at login", partial(_log_in_onward, scene, where, mistyped, name))


def _log_in(
    scene: Scene, where: Iterator[str], account: Account, field: str, value: str
) -> Sequence[Exchange]:
    visitor = scene.visitor(account=account, address=next(where))
    with suppress(FormGone):
        visitor.submit(visitor.login_form(), {**login_values(scene.site.login, account), field: value})
    return visitor.history


def _log_in_onward(
    scene: Scene, where: Iterator[str], account: Account, name: str, value: str
) -> Sequence[Exchange]:
    """Fail to log in with the value in the address, and in the form as its hidden field would carry it."""
    visitor = scene.visitor(account=account, address=next(where))
    with suppress(FormGone):
        form = visitor.login_form(f"{quote(name)}={quote(value, safe='')}")
        pairs = [pair for pair in filled(form, login_values(scene.site.login, account)) if pair[0] != name]
        submit(visitor.agent, form, [*pairs, (name, value)])
    return visitor.history


def _links(scene: Scene, where: Iterator[str]) -> Iterator[Inlet]:
    """Addresses that somebody else may have written: parameters, unknown paths, paths with an argument."""
    site = scene.site
    pages = dict.fromkeys(
        [site.login.form.path, *([site.register.form.path] if site.register else []), site.at("/")]
    )
    for page in pages:
        for name in dict.fromkeys([*site.next_parameters[:_ONWARD], *TOLD]):
            template = with_query(page, f"{quote(name)}={_MARK}")
            yield Inlet(f"the parameter {name!r} of {page}", partial(_visit, scene, where, template))
    for template in (site.at(f"/{_MARK}"), f"{site.login.form.path.partition('?')[0].rstrip('/')}/{_MARK}"):
        yield Inlet("the path of an unknown page", partial(_visit, scene, where, template))
    app = scene.inside.app if scene.inside else None
    for rule in facts.routes_with_samples(app, _MARK, "1")[:_MOST_PAGES]:
        if _MARK in rule:
            words = f"the argument in {rule.replace(_MARK, '…')}"
            yield Inlet(words, partial(_visit, scene, where, rule, signed_in=True))


def _visit(
    scene: Scene, where: Iterator[str], template: str, value: str, *, signed_in: bool = False
) -> Sequence[Exchange]:
    visitor = scene.regular() if signed_in else scene.visitor(address=next(where))
    before = len(visitor.history)
    visitor.visit(template.replace(_MARK, quote(value, safe="")))
    return visitor.history[before:]


def _headers(scene: Scene, where: Iterator[str]) -> Iterator[Inlet]:
    for name in _HEADERS:
        yield Inlet(f"the header {name}", partial(_with_header, scene, where, name))
    for name in scene.site.cookies:
        yield Inlet(f"the cookie {name!r}", partial(_with_cookie, scene, where, name))


def _with_header(scene: Scene, where: Iterator[str], name: str, value: str) -> Sequence[Exchange]:
    """Log in as a browser that sends this header, and look around: pages list where somebody signed in from."""
    visitor, headers = scene.visitor(address=next(where)), ((name, value),)
    recipe = scene.site.login
    with suppress(FormGone):
        form = find_form(visitor.agent.get(recipe.form.path, headers=headers), recipe.form)
        submit(visitor.agent, form, filled(form, login_values(recipe, scene.user)), headers=headers)
        for path in _own_pages(scene):
            visitor.agent.get(path, headers=headers)
    return visitor.history


def _with_cookie(scene: Scene, where: Iterator[str], name: str, value: str) -> Sequence[Exchange]:
    visitor = scene.visitor(address=next(where))
    url = visitor.agent.absolute(scene.site.witnesses[0].path)
    visitor.agent.send(Request("GET", url, (("Cookie", f"{name}={value}"),)))
    return visitor.history


def _resets(scene: Scene, where: Iterator[str]) -> Iterator[Inlet]:
    for form in forms_that_take_a_name(scene):
        path = form.page.partition("://")[2].partition("/")[2]
        yield Inlet(f"the name in the form on /{path}", partial(_send_name, scene, where, form))


def _send_name(scene: Scene, where: Iterator[str], form: Form, value: str) -> Sequence[Exchange]:
    person = replace(scene.people.account(), username=value, email=_address(value))
    return send_name(scene.visitor(account=person, address=next(where)), form).history


def _registration(scene: Scene, where: Iterator[str]) -> Iterator[Inlet]:
    if scene.site.register is None:
        return
    word = newcomer(scene).password
    for name, role in scene.site.register.roles:
        if role not in {"password", "tick"}:
            send = partial(_register, scene, where, word, name, role)
            words = f"the field {name!r} at registration"
            yield Inlet(words, send, stored=True, address=role.startswith("=http"))
    send = partial(_register, scene, where, word, "", "password")
    yield Inlet("the password at registration", send, stored=True, secret=True)


def _register(
    scene: Scene, where: Iterator[str], word: str, field: str, role: str, value: str
) -> Sequence[Exchange]:
    """Register somebody with the value in one field, then log in and look around as that person and as another."""
    recipe = scene.need_registration()
    person = newcomer(scene).with_password(value if role == "password" else word)
    visitor = scene.visitor(account=person, address=next(where))
    with suppress(FormGone):
        form = find_form(visitor.visit(recipe.form.path), recipe.form)
        shaped = {field: _address(value) if role == "email" else value} if field else {}
        visitor.submit(form, {**register_values(recipe, person), **shaped})
    changed = {"username": person.named(value), "email": replace(person, email=_address(value))}
    again = scene.visitor(account=changed.get(role, person), address=next(where))
    with suppress(FormGone):
        again.log_in()
    return [*visitor.history, *_around(scene, visitor), *again.history, *_around(scene, again)]


def _profile(scene: Scene, where: Iterator[str]) -> Iterator[Inlet]:
    """What people may say of themselves; where no form shows it again, whatever else they may write when signed in."""
    profile = scene.site.features.profile
    if profile is None and not scene.site.protected:
        return
    visitor = scene.signed_in(scene.spare_user(), address=next(where))
    for recipe in [profile] if profile else _other_forms(scene, visitor):
        words = "of the profile" if profile else f"of the form on {recipe.form.path}"
        for name in recipe.fields:
            send = partial(_edit, scene, visitor, recipe, name)
            yield Inlet(f"the field {name!r} {words}", send, stored=True, address=True)


def _other_forms(scene: Scene, visitor: Visitor) -> list[ProfileRecipe]:
    """Forms of private pages that take text and no password, one of each address."""
    found: dict[str, ProfileRecipe] = {}
    for path in scene.site.protected:
        for form in read_page(visitor.visit(path)).forms:
            typed = [field for field in form.fields if field.is_text or field.kind == "textarea"]
            name = visitor.account.username
            names = tuple(field.name for field in typed if not scene.site.only_name(field.value, name))
            if names and form.method == "post" and not form.passwords:
                found.setdefault(form.action, ProfileRecipe(recipe_for(form), names))
    return list(found.values())[:_MOST_PAGES]


def _edit(
    scene: Scene, visitor: Visitor, recipe: ProfileRecipe, field: str, value: str
) -> Sequence[Exchange]:
    before = len(visitor.history)
    shaped = _address(value) if field == recipe.email_field else value
    with suppress(FormGone):
        edit_profile(visitor.agent, recipe, visitor.account, {field: shaped})
        visitor.visit(recipe.form.path)
    around = _around(scene, visitor)
    return [*visitor.history[before:], *around]


def _around(scene: Scene, visitor: Visitor) -> Sequence[Exchange]:
    """What the pages show afterwards, to the person itself and to somebody else who is in."""
    own = [visitor.visit(path) for path in _own_pages(scene)]
    other = scene.regular()
    return [*own, *(other.visit(path) for path in scene.site.protected[:_MOST_PAGES])]


def _own_pages(scene: Scene) -> tuple[str, ...]:
    return tuple(dict.fromkeys(["/", *(one.path for one in scene.site.witnesses[:_MOST_PAGES])]))


def _address(value: str) -> str:
    return f"{value}@example.com"
