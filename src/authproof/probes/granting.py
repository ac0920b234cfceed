"""Sending fields along that a form does not have, and looking at the row afterwards."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from authproof.exchange import Exchange
from authproof.probes.account_row import account_row
from authproof.probes.crowd import addresses, newcomer
from authproof.probes.extra_fields import SPELLINGS, Value, Wish, aliases, granted, wishes
from authproof.site import Account, Form
from authproof.site.confirmation import finish
from authproof.site.steps import FormGone, filled, find_form, register_values, submit
from authproof.target import facts
from authproof.target.cells import Cell
from authproof.visitor import Scene, Visitor

# Columns tried one by one where a request with all of them is refused.
_MOST = 8
# Where nothing stored can be seen: usual names, and pages that are seldom for everybody.
_USUAL = ("is_admin", "admin", "role", "roles", "is_staff", "is_superuser", "group")
_PRIVILEGED = ("/admin", "/admin/", "/manage", "/users", "/staff")
Extras = Sequence[tuple[str, Value]]


@dataclass(frozen=True, slots=True)
class Door:
    """A form that writes a row: the columns that it should leave alone, and how to send more than it has.

    `send` returns the answer and whose row was written; `sibling` is one of the form's own fields.
    """

    words: str
    asked: tuple[Wish, ...]
    sibling: str
    json_only: bool
    send: Callable[[Extras, bool], tuple[Exchange, Account] | None]


@dataclass(frozen=True, slots=True)
class Grant:
    """One wish that came true: which, by which form, and the request that did it."""

    wish: Wish
    words: str
    exchange: Exchange


def row_of(scene: Scene, account: Account) -> tuple[Cell, ...]:
    """The row of an account as it is now; none where nothing stored can be seen."""
    return account_row(scene.inside.databases.cells(), account) if scene.inside else ()


def doors(scene: Scene) -> Iterator[Door]:
    """Registration and profile, as far as there are such and their rows can be seen."""
    where = addresses()
    recipe, profile = scene.site.register, scene.site.features.profile
    control = scene.spare_user()
    own = [*(profile.fields if profile else ()), *(profile.form.shape if profile else ())]
    names = [name for name, _ in recipe.roles] if recipe else []
    shape = recipe.form.shape if recipe else ()
    asked = wishes(row_of(scene, control), control, [*names, *shape, *own])
    if recipe is not None:
        sibling = next(iter((*recipe.fields_for("username"), *names)))
        send = partial(_register, scene, where)
        yield Door("registration", asked, sibling, recipe.form.encoding == "json", send)
    if profile is not None:
        visitor = scene.signed_in(control, address=next(where))
        yield Door(
            "the profile",
            asked,
            next(iter(profile.fields), ""),
            profile.form.encoding == "json",
            partial(_edit, scene, visitor),
        )


def grants(scene: Scene, door: Door) -> Iterator[Grant]:
    """What was granted, each column once: all at once in several spellings, else one by one."""
    found: dict[str, Grant] = {}
    for as_json in _encodings(scene, door) if door.asked else ():
        accepted = False
        for extras in _rounds(door, as_json=as_json):
            accepted = _look(scene, door, door.send(extras, as_json), found) or accepted
        for wish in () if accepted else door.asked[:_MOST]:
            one = wish.value if as_json else wish.spelt(*SPELLINGS[0])
            _look(scene, door, door.send([(wish.column, one)], as_json), found)
    yield from found.values()


def opened_pages(scene: Scene) -> tuple[Exchange, Exchange] | None:
    """A page that opens only for somebody who sent usual extra fields, and the registration that did it.

    Raises:
        LookupError: there is no page that is closed to an ordinary account.
    """
    where = addresses()
    extras = [(name, value) for name in _USUAL for value in ("1", "admin")]
    app = scene.inside.app if scene.inside else None
    mapped = [route.path for route in facts.routes(app) if "GET" in route.methods]
    ordinary = scene.signed_in(scene.new_user())
    closed = [
        path
        for path in dict.fromkeys([*mapped, *map(scene.site.at, _PRIVILEGED)])
        if not _opens(ordinary, path)
    ]
    if not closed:
        raise LookupError
    sent = _register(scene, where, extras, as_json=False)
    if sent is None or not (visitor := scene.visitor(account=sent[1], address=next(where))).try_log_in():
        return None
    return next(((sent[0], visitor.last_exchange) for path in closed if _opens(visitor, path)), None)


def _opens(visitor: Visitor, path: str) -> bool:
    return 200 <= visitor.visit(path, follow=False).response.status < 300


def _encodings(scene: Scene, door: Door) -> Iterator[bool]:
    """How the door can be addressed: as a form, as JSON, or both where a plain JSON request makes an account."""
    if not door.json_only:
        yield False
    plain = None if door.json_only or door.words != "registration" else door.send([], True)
    if door.json_only or (plain and row_of(scene, plain[1])):
        yield True


def _rounds(door: Door, *, as_json: bool) -> Iterator[Extras]:
    named = [(name, wish) for wish in door.asked for name in aliases(wish.column, door.sibling)]
    if as_json:
        yield [(name, wish.value) for name, wish in named]
        return
    for yes, no in SPELLINGS:
        yield [(name, wish.spelt(yes, no)) for name, wish in named]


def _look(scene: Scene, door: Door, sent: tuple[Exchange, Account] | None, found: dict[str, Grant]) -> bool:
    """Write down what the row now holds; whether the request was accepted at all."""
    row = row_of(scene, sent[1]) if sent else ()
    if sent is None or not row or sent[0].failed:
        return False
    for wish in granted(door.asked, {cell.column: cell.value for cell in row}):
        found.setdefault(wish.column, Grant(wish, door.words, sent[0]))
    return True


def _register(
    scene: Scene, where: Iterator[str], extras: Extras, as_json: bool
) -> tuple[Exchange, Account] | None:
    """Register somebody new with more than the form asks for."""
    recipe, account = scene.need_registration(), newcomer(scene)
    visitor = scene.visitor(account=account, address=next(where))
    with suppress(FormGone):
        form = find_form(visitor.visit(recipe.form.path), recipe.form)
        sent = _send(visitor, form, register_values(recipe, account), extras, as_json=as_json)
        finish(visitor.agent, recipe, account)
        return sent, account
    return None


def _edit(scene: Scene, visitor: Visitor, extras: Extras, as_json: bool) -> tuple[Exchange, Account] | None:
    """Save a profile as it is, with more fields than it has."""
    recipe, account = scene.site.features.profile, visitor.account
    assert recipe is not None  # only a profile's door calls this
    with suppress(FormGone):
        form = find_form(visitor.visit(recipe.form.path), recipe.form)
        typed: dict[str, str | None] = dict.fromkeys(recipe.password_fields, account.password)
        return _send(visitor, form, typed, extras, as_json=as_json), account
    return None


def _send(
    visitor: Visitor, form: Form, typed: dict[str, str | None], extras: Extras, *, as_json: bool
) -> Exchange:
    pairs = filled(form, typed)
    before = len(visitor.history)
    if as_json:
        visitor.agent.post_json(form.action, {**dict(pairs), **dict(extras)})
    else:
        submit(visitor.agent, form, [*pairs, *((name, str(value)) for name, value in extras)])
    return visitor.history[before]
