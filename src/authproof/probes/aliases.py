"""Other names under which an account opens with its own password."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from authproof.exchange import Exchange
from authproof.probes.attempts import Entry, gets_in
from authproof.visitor import Scene, Visitor


@dataclass(frozen=True, slots=True)
class Told:
    """Two names of which one logs in and the other does not, and the exchanges that show the first."""

    accepted: str
    refused: str
    exchanges: tuple[Exchange, Exchange]


def told_apart(scene: Scene, pairs: Iterable[tuple[str, str]]) -> Told | None:
    """The first pair of names of which the first logs in and the second does not.

    Raises:
        Inconclusive: the right name does not log in any more, so that nothing was learned.
    """
    for name, control in pairs:
        entry = _opens(scene, name)
        if entry and not _opens(scene, control):
            return Told(name, control, (entry.sent, entry.proof))
    return None


def _opens(scene: Scene, name: str) -> Entry | None:
    """How the user's own password opens an account under this name; None where it does not."""

    def submit(visitor: Visitor) -> Exchange:
        answer = visitor.log_in(replace(scene.user, username=name, email=name))
        visitor.account = scene.user
        return answer

    return gets_in(scene, scene.user, submit)
