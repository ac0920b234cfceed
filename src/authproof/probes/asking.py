"""Several kinds of people ask the same thing in turns; do the answers tell which kind asked?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.findings import Evidence
from authproof.probes.masking import Trait, separating, traits
from authproof.site import Account, Form, read_page
from authproof.site.candidates import recipe_for
from authproof.site.steps import FormGone, find_form
from authproof.site.words import suggests
from authproof.visitor import Scene, Visitor

# A site has one form for a forgotten password, seldom two.
_MOST_FORMS = 3


@dataclass(frozen=True, slots=True)
class Visit:
    """What one person did and saw, the opened page first."""

    account: Account
    hops: tuple[Exchange, ...]


def in_turns(ask: Callable[[Account], Visitor], rows: Iterable[Sequence[Account]]) -> list[list[Visit]]:
    """Let one of each kind ask, row by row, each time another kind first; the visits of each kind."""
    kinds: list[list[Visit]] = []
    for turn, row in enumerate(rows):
        kinds = kinds or [[] for _ in row]
        for place in range(len(row)):
            kind = (place + turn) % len(row)
            kinds[kind].append(Visit(row[kind], tuple(ask(row[kind]).history)))
    return kinds


def telling(known: Sequence[Visit], strangers: Sequence[Visit]) -> tuple[Trait, ...]:
    """What tells the two kinds apart in every visit, and never tells two of one kind apart."""
    return separating([_traits(one) for one in known], [_traits(one) for one in strangers])


def when(known: Sequence[Visit], trait: Trait) -> str:
    """The trait, and whether it comes with an account or without one."""
    return f"{'only' if trait in _traits(known[-1]) else 'never'} then comes {trait}"


def shown(known: Sequence[Visit], strangers: Sequence[Visit], trait: Trait) -> tuple[Evidence, Evidence]:
    """The two answers in which that can be seen."""
    free, taken = strangers[-1].hops, known[-1].hops
    return (
        Evidence("for a name that nobody has", free[min(trait.step, len(free) - 1)]),
        Evidence("for a name that has an account", taken[min(trait.step, len(taken) - 1)]),
    )


def forms_that_take_a_name(scene: Scene) -> list[Form]:
    """Public forms beside login and registration into which a stranger types a name, such as a reset."""
    own = [scene.site.login.form.action, *([scene.site.register.form.action] if scene.site.register else [])]
    found: dict[str, Form] = {}
    for path in scene.site.public:
        for form in read_page(scene.visitor().visit(path)).forms:
            if form.method == "post" and len(form.texts) == 1 and not form.passwords:
                found.setdefault(recipe_for(form).action, form)
    return [form for action, form in found.items() if action not in own][:_MOST_FORMS]


def send_name(visitor: Visitor, form: Form) -> Visitor:
    """Open the form's page again and send this visitor's name or address with it."""
    wanted, account = form.texts[0], visitor.account
    address = wanted.kind == "email" or suggests("email", wanted.hint)
    try:
        fresh = find_form(visitor.visit(recipe_for(form).path), recipe_for(form))
    except FormGone:
        return visitor
    visitor.submit(fresh, {wanted.name: account.email if address else account.username})
    return visitor


def _traits(visit: Visit) -> frozenset[Trait]:
    return traits(visit.hops, (visit.account.username, visit.account.email, visit.account.password))
