"""Is an answer the page that somebody signed in gets? Told by what no stranger reads there."""

from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.probes.strangers import WORDS, lines, nameless
from authproof.site import Account
from authproof.site.model import Witness
from authproof.site.steps import path_of, shows_signed_in
from authproof.visitor import Scene, Visitor

_MOST_PAGES = 2


@dataclass(frozen=True, slots=True)
class PrivatePage:
    """A page of one account: `own` are lines that it shows to its owner, and to no stranger."""

    witness: Witness
    account: Account
    own: tuple[str, ...]

    def shown_in(self, answer: Exchange) -> bool:
        """Whether this answer is that page: at its own path, with one of its lines, be it without the owner's name.

        An answer that only repeats a name that was sent has none of them.
        """
        if not 200 <= answer.response.status < 300 or path_of(answer) != self.witness.arrives:
            return False
        if not self.own:
            return self.witness.guarded and shows_signed_in(answer, self.witness, self.account)
        told = lines(answer)
        return any(line in told for line in self.own)

    def opens_for(self, visitor: Visitor) -> bool:
        """Whether the page shows itself to this visitor; it is then the visitor's last exchange."""
        return self.shown_in(visitor.visit(self.witness.path))


def private_pages(scene: Scene, account: Account | None = None) -> tuple[PrivatePage, ...]:
    """The first pages of this account, the user's where none is named, that no stranger gets so."""
    owner = scene.signed_in(account)
    return tuple(_page(scene, owner, one) for one in scene.site.witnesses[:_MOST_PAGES])


def _page(scene: Scene, owner: Visitor, witness: Witness) -> PrivatePage:
    outside = set(lines(scene.visitor().visit(witness.path)))
    inside = [line for line in lines(owner.visit(witness.path)) if line not in outside]
    account = owner.account
    names = (account.email, account.username)
    holed = [left for line in inside for name in names if name in line for left in nameless(line, name)]
    own = (line for line in [*inside, *holed] if line not in outside and WORDS.search(line))
    return PrivatePage(witness, account, tuple(dict.fromkeys(own)))
