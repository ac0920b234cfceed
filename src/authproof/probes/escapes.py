"""Payloads that lead out of a login: by what the site answers, and by where Chromium goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from authproof.exchange import Exchange
from authproof.probes.journeys import Journey, leads_out, way_out
from authproof.probes.landings import Ride, confirm, find_by_script
from authproof.probes.redirects import Payload, one_of_each, payloads, shortest_escape
from authproof.visitor import Scene


@dataclass(frozen=True, slots=True)
class Escape:
    """A payload that led out, the exchange in which it did, and whereto: as sent, or as Chromium went."""

    payload: Payload
    exchange: Exchange
    where: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What Chromium says of escapes by Location: `words` for people; `refuted` where it left with none of them."""

    words: tuple[str, ...] = ()
    refuted: bool = False


def by_location(scene: Scene, journey: Journey, parameter: str) -> list[Escape]:
    """Every payload that leads out, the shortest that the grammar holds among them."""
    split = urlsplit(scene.site.base)
    every = payloads(split.scheme, split.netloc)
    tried = (
        _tried(scene, journey, parameter, one) for one in (every if journey.cheap else one_of_each(every))
    )
    found = [escape for escape in tried if escape]
    if not journey.cheap:
        return found
    shortest = shortest_escape(
        lambda text: leads_out(journey.go(scene, parameter, text)) is not None, split.scheme, split.netloc
    )
    last = shortest and _tried(scene, journey, parameter, Payload("grammar", shortest))
    return [*found, last] if last else found


def by_script(scene: Scene) -> tuple[Ride, list[Escape]]:
    """One payload of each class in a parameter that a page's script follows, and those by which Chromium left."""
    split = urlsplit(scene.site.base)
    ride = find_by_script(scene, one_of_each(payloads(split.scheme, split.netloc)))
    return ride, [Escape(one.payload, one.answer, one.url or "") for one in ride.escapes]


def confirmed(scene: Scene, parameter: str, escapes: Iterable[Escape]) -> Confirmation:
    """One escape of each class that the login's answers showed, tried in Chromium by typing."""
    some = one_of_each(tuple(one.payload for one in escapes))
    ride = confirm(scene, parameter, some)
    stayed = [one.payload.kind for one in ride.landings if not one.url]
    words = [f"not confirmed in a browser: {ride.unseen.reason}"] if ride.unseen else []
    left = "a plain address, so nothing guards" if ride.unguarded else f"{len(ride.escapes)} of these classes"
    words += [f"Chromium leaves the site by {left}"] if ride.escapes else []
    words += (
        [f"Chromium stays all the same (does `form-action` hold it?) with: {', '.join(stayed)}"]
        if stayed
        else []
    )
    return Confirmation(tuple(words), refuted=len(stayed) == len(some))


def _tried(scene: Scene, journey: Journey, parameter: str, payload: Payload) -> Escape | None:
    exchange = leads_out(journey.go(scene, parameter, payload.text))
    where = exchange and way_out(exchange)
    return Escape(payload, exchange, where) if exchange and where else None
