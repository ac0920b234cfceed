"""Where a real Chromium ends after a login by typing, when the address of the login page carries a payload."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from authproof.client import leaves_site, where_leads
from authproof.exchange import Exchange
from authproof.probes.journeys import narrowed, query_of, wishes
from authproof.probes.redirects import ATTACKER, Payload
from authproof.visitor import Chromium, Scene, Unseen

# A browser's time is limited (see `Scene.chromium`): so many logins by typing fit in on a busy machine.
_AT_ONCE = 6
# What a script runs that is given it as an address; no header and no element leads there.
RUN_AS_SCRIPT = Payload("javascript: address", f"javascript:location='//{ATTACKER}/'")


@dataclass(frozen=True, slots=True)
class Landing:
    """How a login with this payload ended: `url` is the first address off the site, None where it stayed.

    `answer` is the last answer of the site.
    """

    payload: Payload
    url: str | None
    answer: Exchange


def steered_by_script(scene: Scene) -> str | Unseen | None:
    """The parameter that leads Chromium to a harmless page of the site after a login, None where there is none."""

    def reaches(chromium: Chromium, names: tuple[str, ...]) -> bool:
        """One login for each wish."""
        return any(
            where_leads(wish, scene.site.base) in _sent_to(chromium, scene, "\0".join(names), wish)
            for wish in wishes(scene)
        )

    return scene.in_browser(
        lambda chromium: narrowed(scene.site.next_parameters, lambda names: reaches(chromium, names))
    )


def land(scene: Scene, parameter: str, payloads: Sequence[Payload]) -> Iterator[Landing | Unseen]:
    """Each payload's landing; an `Unseen` is the last."""
    for start in range(0, len(payloads), _AT_ONCE):
        some = payloads[start : start + _AT_ONCE]
        landed = scene.in_browser(_landings(scene, parameter, some))
        if isinstance(landed, Unseen):
            yield landed
            return
        yield from landed


def _landings(
    scene: Scene, parameter: str, payloads: Sequence[Payload]
) -> Callable[[Chromium], list[Landing]]:
    def look(chromium: Chromium) -> list[Landing]:
        """One after another, each in a fresh browser."""
        return [_landing(chromium, scene, parameter, one) for one in payloads]

    return look


def _landing(chromium: Chromium, scene: Scene, parameter: str, payload: Payload) -> Landing:
    sent = _sent_to(chromium, scene, parameter, payload.text)
    out = next((url for url in sent if leaves_site(url, scene.site.base)), None)
    return Landing(payload, out, chromium.exchanges[-1])


def _sent_to(chromium: Chromium, scene: Scene, parameter: str, value: str) -> tuple[str, ...]:
    """Every address to which Chromium was sent in the course of a login."""
    visitor = chromium.visitor(scene.user)
    visitor.window.hold_clock()
    visitor.log_in(query_of(parameter, value))
    sent = visitor.sent_to()
    visitor.window.context.close()
    return sent
