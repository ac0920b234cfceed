"""Where a real Chromium ends after a login by typing, when the address of the login page carries a payload."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from authproof.client import leaves_site, where_leads
from authproof.exchange import Exchange
from authproof.probes.journeys import narrowed, query_of, wishes
from authproof.probes.redirects import ATTACKER, PLAIN, Payload
from authproof.visitor import Chromium, Scene, Unseen

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


@dataclass(slots=True)
class Ride:
    """What Chromium did: `landings` one after another, `unseen` is why not all were, if not.

    `parameter` is the one that steered, None where none was found to.
    """

    parameter: str | None = None
    landings: list[Landing] = field(default_factory=list)
    unseen: Unseen | None = None

    @property
    def unguarded(self) -> bool:
        """Whether a plain address of another site was followed: then every other trick is, too."""
        return any(one.payload.kind == PLAIN for one in self.escapes)

    @property
    def escapes(self) -> list[Landing]:
        """Those that ended off the site."""
        return [one for one in self.landings if one.url]


def confirm(scene: Scene, parameter: str, payloads: Sequence[Payload]) -> Ride:
    """Try payloads in a parameter that is known to steer."""
    return _ride(scene, lambda _chromium: parameter, payloads)


def find_by_script(scene: Scene, payloads: Sequence[Payload]) -> Ride:
    """Look for a parameter that leads Chromium to a harmless page of the site after a login; try payloads in it."""

    def steering(chromium: Chromium) -> str | None:
        return narrowed(scene.site.next_parameters, lambda names: _reaches(chromium, scene, names))

    return _ride(scene, steering, (*payloads, RUN_AS_SCRIPT))


def _ride(scene: Scene, steering: Callable[[Chromium], str | None], payloads: Sequence[Payload]) -> Ride:
    """All in one sitting, for a browser's time is limited: what was seen until then counts."""
    ride = Ride()

    def look(chromium: Chromium) -> None:
        ride.parameter = steering(chromium)
        for one in payloads if ride.parameter else ():
            ride.landings.append(_landing(chromium, scene, ride.parameter or "", one))
            if ride.unguarded:
                break

    answer = scene.in_browser(look)
    ride.unseen = answer if isinstance(answer, Unseen) else None
    return ride


def _reaches(chromium: Chromium, scene: Scene, names: tuple[str, ...]) -> bool:
    goals = ((wish, where_leads(wish, scene.site.base)) for wish in wishes(scene))
    return any(goal in _sent_to(chromium, scene, "\0".join(names), wish) for wish, goal in goals)


def _landing(chromium: Chromium, scene: Scene, parameter: str, payload: Payload) -> Landing:
    sent = _sent_to(chromium, scene, parameter, payload.text)
    out = next((url for url in sent if leaves_site(url, scene.site.base)), None)
    return Landing(payload, out, chromium.exchanges[-1])


def _sent_to(chromium: Chromium, scene: Scene, parameter: str, value: str) -> tuple[str, ...]:
    """Every address to which Chromium was sent in the course of a login."""
    visitor = chromium.visitor(scene.user)
    visitor.window.hold_clock()
    visitor.log_in(query=query_of(parameter, value))
    sent = visitor.sent_to()
    visitor.window.context.close()
    return sent
