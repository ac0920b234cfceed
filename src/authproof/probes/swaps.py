"""Two names in one login: whose password is compared, and who is signed in?"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial

from authproof.client.agent import Fields
from authproof.exchange import Exchange
from authproof.probes.claims import claims_of
from authproof.probes.private import PrivatePage, private_pages
from authproof.site.steps import FormGone, filled, login_values, submit
from authproof.visitor import Scene


def own_page_of(scene: Scene) -> PrivatePage | None:
    """The other user's page, told by lines that the user's own has not; None where the two look the same."""
    if scene.other is None:
        return None
    mine, theirs = private_pages(scene)[0], private_pages(scene, scene.other)[0]
    different = tuple(line for line in theirs.own if line not in mine.own)
    return replace(theirs, own=different) if different else None


def swapped_logins(scene: Scene, theirs: PrivatePage) -> Iterator[tuple[str, Exchange, Exchange]]:
    """Logins with the user's password that open the other's page: how, the login, the page."""
    field, kind = scene.site.login.identity_field, scene.site.login.identity
    other = (field, theirs.account.identity(kind))
    ways: list[tuple[str, Callable[[Fields], Fields]]] = [
        (f"`{field}` given twice", lambda pairs: [*pairs, other]),
        (f"`{field}` given twice, the other one first", lambda pairs: [other, *pairs]),
        (f"`{field}[]` beside `{field}`", lambda pairs: [*pairs, (f"{field}[]", other[1])]),
    ]
    for claim in claims_of(scene, theirs.account):
        if claim.names[0][0] == "parameter":
            words = f"{claim.what} in one of the further fields {', '.join(name for _, name in claim.names)}"
            ways.append((words, partial(_with_new, claim.of("parameter"))))
    for words, change in ways:
        visitor = scene.visitor()
        with suppress(FormGone):
            form = visitor.login_form()
            pairs = change(filled(form, login_values(scene.site.login, scene.user)))
            if form.encoding == "json" and len(dict(pairs)) < len(pairs):
                continue
            sent = submit(visitor.agent, form, pairs, follow=False)
            if theirs.opens_for(visitor):
                yield words, sent, visitor.last_exchange


def _with_new(more: Fields, pairs: Fields) -> Fields:
    """Further fields, none that the form has itself."""
    own = [name for name, _ in pairs]
    return [*pairs, *(pair for pair in more if pair[0] not in own)]
