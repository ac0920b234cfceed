"""Pages in which what was sent became markup, and whether Chromium runs a script there."""

from dataclasses import dataclass, field

from authproof.exchange import Exchange
from authproof.findings import Confidence, Finding, Severity, finding
from authproof.probes.inlets import Inlet, carrier
from authproof.probes.markup import attempts, blocks_scripts, kept, planted
from authproof.probes.pages import HTML
from authproof.probes.scripts_run import Charge, went_off
from authproof.visitor import Scene
from authproof.visitor.browser import Chromium

_MOST_NAMED = 5


@dataclass(slots=True)
class Hole:
    """A page in which what was sent became markup: how, through which places, and the two exchanges.

    `looked`: Chromium was shown what scripts would do there; `ran` is then the answer in which one ran.
    """

    how: str
    page: Exchange
    sent: Exchange
    inlet: Inlet
    words: list[str] = field(default_factory=list)
    looked: bool = False
    ran: Exchange | None = None

    @property
    def path(self) -> str:
        """The page's path."""
        return self.page.request.path.partition("?")[0]

    def look(self, chromium: Chromium, loaded: tuple[Charge, ...]) -> None:
        """Let Chromium open what came of the values that would call a function."""
        self.ran = went_off(chromium, loaded)
        self.looked = True

    def told(self) -> Finding:
        """What to report: what the server let through, and what the browser made of it."""
        named = ", ".join(list(dict.fromkeys(self.words))[:_MOST_NAMED])
        said = f"{named}: what is sent there becomes {self.how} of {self.path}"
        if self.ran:
            return finding(
                f"{said}, and a script ran there in Chromium",
                evidence=(self.sent, self.ran),
                severity=Severity.HIGH,
            )
        blocked = blocks_scripts(self.page)
        guess = "likely, blocked here by the Content-Security-Policy" if blocked else "likely a script runs"
        seen = "; Chromium ran none of ours" if self.looked else ""
        return finding(
            f"{said}; {guess}{seen}",
            evidence=(self.sent, self.page) if self.sent is not self.page else self.page,
            severity=Severity.LOW if blocked else Severity.MEDIUM,
            confidence=Confidence.MEDIUM,
        )


def tried(scene: Scene, inlet: Inlet) -> tuple[int, Hole | None]:
    """How many pages answered, and the first hole that they show."""
    pages, shown = 0, False
    for attempt in attempts(stored=inlet.stored, address=inlet.address):
        if attempt.short and shown:
            continue
        token = scene.people.letters(7)
        history = inlet.send(attempt.value(token))
        pages += sum(one.response.media_type in HTML[:2] for one in history)
        shown = shown or any(kept(one, token) for one in history)
        for one in history:
            if how := planted(one, token):
                return pages, Hole(how, one, carrier(history, token), inlet)
    return pages, None
