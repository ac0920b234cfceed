"""Payloads that lead out of a login: by what the site answers, and by where Chromium goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from authproof.exchange import Exchange
from authproof.probes.journeys import Journey, leads_out, way_out
from authproof.probes.landings import RUN_AS_SCRIPT, land
from authproof.probes.redirects import Payload, one_of_each, payloads, shortest_escape
from authproof.visitor import Scene, Unseen


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


def by_script(scene: Scene, parameter: str) -> tuple[list[Escape], Unseen | None]:
    """One payload of each class by which Chromium leaves after a login; why not all were tried, if not."""
    split = urlsplit(scene.site.base)
    landings = list(
        land(scene, parameter, (*one_of_each(payloads(split.scheme, split.netloc)), RUN_AS_SCRIPT))
    )
    seen = [one for one in landings if not isinstance(one, Unseen)]
    return (
        [Escape(one.payload, one.answer, one.url) for one in seen if one.url],
        next((one for one in landings if isinstance(one, Unseen)), None),
    )


def confirmed(scene: Scene, parameter: str, escapes: Iterable[Escape]) -> Confirmation:
    """One escape of each class that the login's answers showed, tried in Chromium by typing."""
    some = one_of_each(tuple(one.payload for one in escapes))
    landings = list(land(scene, parameter, some))
    seen = [one for one in landings if not isinstance(one, Unseen)]
    left = [one.payload.kind for one in seen if one.url]
    stayed = [one.payload.kind for one in seen if not one.url]
    words = [f"not confirmed in a browser: {one.reason}" for one in landings if isinstance(one, Unseen)]
    words += [f"Chromium leaves the site as well, by {len(left)} of these classes"] if left else []
    words += [f"Chromium stays on the site all the same with: {', '.join(stayed)}"] if stayed else []
    return Confirmation(tuple(words), refuted=len(stayed) == len(some))


def _tried(scene: Scene, journey: Journey, parameter: str, payload: Payload) -> Escape | None:
    exchange = leads_out(journey.go(scene, parameter, payload.text))
    where = exchange and way_out(exchange)
    return Escape(payload, exchange, where) if exchange and where else None
