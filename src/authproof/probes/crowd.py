"""Many people: each from an address of its own, or all at one moment."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from threading import Barrier

from authproof.exchange import Exchange
from authproof.site import Account, Form
from authproof.site.confirmation import finish
from authproof.site.steps import FormGone, find_form, register_values, shows_signed_in
from authproof.target.inside import Inside
from authproof.target.overlap import Overlap
from authproof.visitor import Scene, Visitor

# How long the last of a crowd is waited for at the start line.
_PATIENCE_S = 20.0


def addresses() -> Iterator[str]:
    """Loopback addresses, each once: attempts that no limit per address may mix up."""
    return (f"127.{high}.{low}.1" for high in range(1, 255) for low in range(1, 255))


def guess(scene: Scene, account: Account, address: str) -> Visitor:
    """Somebody who has just tried to log in as the account says; a page without a form is an answer too."""
    visitor = scene.visitor(account=account, address=address)
    try:
        visitor.log_in()
    except FormGone:
        return visitor
    return visitor


def sent(visitor: Visitor) -> Exchange:
    """The answer to the form that this visitor sent, or else the last that was seen."""
    return next((one for one in visitor.history if one.request.method == "POST"), visitor.last_exchange)


def newcomer(scene: Scene) -> Account:
    """Somebody whom the registration form would take; not registered yet."""
    recipe = scene.need_registration()
    return scene.people.account(password_length=recipe.password_length, special=recipe.special)


def join(scene: Scene, account: Account, address: str) -> Visitor:
    """Somebody who has just sent the registration form; whether it made an account is seen by logging in."""
    visitor = scene.visitor(account=account, address=address)
    try:
        visitor.register(account)
    except FormGone:
        return visitor
    return visitor


def hash_work(scene: Scene, account: Account, address: str) -> tuple[tuple[str, ...], Visitor]:
    """The password hashes that one login attempt made the target compute, with their cost; and who tried."""
    calls = scene.inside.hashes.calls if scene.inside else []
    before = len(calls)
    visitor = guess(scene, account, address)
    return tuple(sorted(call.work for call in calls[before:])), visitor


def private_page(scene: Scene, visitor: Visitor) -> Exchange | None:
    """A private page that is open to this visitor, whoever that is."""
    for witness in scene.site.witnesses[:2]:
        page = visitor.visit(witness.path)
        if witness.guarded and shows_signed_in(page, replace(witness, marked=False), scene.user):
            return page
    return None


def can_crowd(scene: Scene) -> bool:
    """Whether requests may come in parallel: a database in memory is torn between them, or one for each."""
    return scene.inside is None or not any(one.in_memory for one in scene.inside.databases.connections)


def register_at_once(scene: Scene, accounts: list[Account]) -> list[Exchange]:
    """Let everybody open the registration page, and send all forms at the same moment; the answers, in order.

    Raises:
        FormGone: the page shows no registration form.
    """
    recipe = scene.need_registration()
    people = [
        scene.visitor(account=one, address=where) for one, where in zip(accounts, addresses(), strict=False)
    ]
    forms = [find_form(one.visit(recipe.form.path), recipe.form) for one in people]

    def send(person: Visitor, form: Form) -> Exchange:
        return person.submit(form, register_values(recipe, person.account), follow=False)

    answers = at_once(scene.inside, send, list(zip(people, forms, strict=True)))[0]
    for one in people:
        finish(one.agent, recipe, one.account)
    return answers


def at_once(
    inside: Inside | None, send: Callable[[Visitor, Form], Exchange], ready: list[tuple[Visitor, Form]]
) -> tuple[list[Exchange], int]:
    """Let everybody send at the same moment; the answers, in order, and how many came to a password hash."""
    start, overlap = Barrier(len(ready)), Overlap(len(ready))

    def go(pair: tuple[Visitor, Form]) -> Exchange:
        start.wait(_PATIENCE_S)
        try:
            return send(*pair)
        finally:
            overlap.ended()

    with _narrow_gaps_met(inside, overlap), ThreadPoolExecutor(len(ready)) as pool:
        return list(pool.map(go, ready)), overlap.hashing


@contextmanager
def _narrow_gaps_met(inside: Inside | None, overlap: Overlap) -> Iterator[None]:
    """Threads change places often, and the hashes of all of them overlap."""
    usual, hashes = sys.getswitchinterval(), inside.hashes if inside else None
    sys.setswitchinterval(1e-5)
    if hashes:
        hashes.around = overlap.around
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
        if hashes:
            hashes.around = nullcontext
