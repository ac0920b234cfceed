"""People who visit the same pages, and whose names turn up where they should not."""

import re
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from authproof.exchange import Exchange
from authproof.site import Account, Witness
from authproof.site.steps import FormGone
from authproof.visitor import Scene, Visitor

# A page is turned over to the next thread after so many seconds: narrow gaps are met.
_TURN_S = 1e-5
_AT_ONCE = 2
# The names that an audit makes up.
_MADE_UP = re.compile(r"\b[a-z]{12}\b")
# A stored name, or an address made of it: some sites know people by their address alone.
_STORED = re.compile(r"([a-z]{12})(?:@example\.com)?")


def names_in(exchange: Exchange, people: Iterable[Account]) -> tuple[str, ...]:
    """The names of these people that stand in an answer; an address that was asked for does not count."""
    text = exchange.response.text
    return tuple(
        one.username for one in people if one.username in text and one.username not in exchange.request.url
    )


def tell_own_name(visitor: Visitor, pages: Iterable[Witness], stranger: Account) -> list[Witness]:
    """The pages that show their visitor's name and not that of a stranger who has not come yet."""
    shown = [(page, visitor.visit(page.path)) for page in pages]
    return [
        page for page, seen in shown if names_in(seen, [visitor.account]) and not names_in(seen, [stranger])
    ]


def somebody_else(scene: Scene, visitor: Visitor, pages: Iterable[Witness]) -> Exchange | None:
    """A page that showed an earlier visitor's name to that one, and shows it to this visitor instead of the own.

    The names of earlier visitors are read from the database; a page that names several is a list.
    """
    if scene.inside is None:
        return None
    values = (cell.value for cell in scene.inside.databases.cells())
    stored = (_STORED.fullmatch(one) for one in values if isinstance(one, str))
    names = {one[1] for one in stored if one}
    for page in (one for one in pages if one.marked):
        words = set(_MADE_UP.findall(visitor.visit(page.path).response.text))
        if visitor.account.username not in words and len(words & names) == 1:
            return visitor.last_exchange
    return None


def newcomer(scene: Scene) -> Account:
    """Somebody who has registered and was not seen since."""
    recipe = scene.need_registration()
    account = scene.people.account(password_length=recipe.password_length, special=recipe.special)
    with suppress(FormGone):
        scene.visitor(account=account).register(account)
    return account


def without_proof(scene: Scene, account: Account) -> Visitor:
    """Somebody who has logged in; that the private page shows another's name is no reason to doubt it."""
    visitor = scene.visitor(account=account)
    with suppress(FormGone):
        visitor.log_in()
    return visitor


def at_once(
    scene: Scene, people: list[Visitor], pages: list[Witness], threads: int, rounds: int
) -> Exchange | None:
    """An answer that names another than its visitor, when all visit the same pages at the same moment."""
    crowd = [
        scene.visitor(
            people[number % len(people)].cookies.copy(), account=people[number % len(people)].account
        )
        for number in range(threads)
    ]
    accounts = [one.account for one in people]

    def visit(visitor: Visitor) -> Exchange | None:
        others = [one for one in accounts if one != visitor.account]
        for number in range(rounds):
            page = pages[number % min(_AT_ONCE, len(pages))]
            if names_in(visitor.visit(page.path), others):
                return visitor.last_exchange
        return None

    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_S)
    try:
        with ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(visit, crowd)) if pages else []
    finally:
        sys.setswitchinterval(usual)
    return next((one for one in found if one), None)
