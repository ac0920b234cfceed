"""How long a session lives: unused, and in use. Measured by moving the target's clock, never by waiting."""

import time
from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.findings import Inconclusive
from authproof.probes.sessions import lasting
from authproof.visitor import Scene, Visitor

MINUTE, HOUR, DAY = 60, 3600, 86400
# What is late by less than this was looked at by a clock with whole minutes.
SLACK = MINUTE
# Pauses between which usual limits lie: each is a little more than one.
_PAUSES = tuple(
    pause + SLACK
    for pause in (5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, DAY)
)
_LONG_PAUSES = tuple(days * DAY + SLACK for days in (7, 14, 30, 31, 366))
# A shorter pause between two pages is no idleness.
_SHORTEST = 20
# Processor seconds for one walk through a session's life; a check has a minute for all that it does.
_DEAREST_S = 20.0


@dataclass(frozen=True, slots=True)
class Idle:
    """The longest pause that a session outlived, with what was seen after it, and the shortest that ended one."""

    alive: int
    dead: int | None
    proof: Exchange | None


@dataclass(frozen=True, slots=True)
class Life:
    """How long a session in steady use was seen alive, its last page, and whether it was seen to end."""

    seconds: int
    ended: bool
    proof: Exchange | None


def idle_limit(scene: Scene, limit: int, *, exact: bool = False) -> Idle:
    """Where the pause lies that ends a session: `limit` is tried first, then shorter or longer ones.

    `exact` measures a limit below to a sixth, and asks for none above.

    Raises:
        Inconclusive: a login was refused.
        NotApplicable: there are no sessions.
    """
    scene.need_session()
    first = _pause(scene, limit + SLACK)
    if first is not None:
        found = Idle(limit + SLACK, None, first)
        found = found if exact else _longest(scene, found)
    else:
        shorter = [pause for pause in _PAUSES if pause < limit]
        found = _between(scene, shorter, Idle(0, limit + SLACK, None))
    while exact and found.dead is not None and found.dead - found.alive > max(_SHORTEST, found.dead // 6):
        found = _between(scene, [(found.alive + found.dead) // 2], found)
    return found


def life_in_use(scene: Scene, step: int, horizon: int, most: int) -> Life:
    """Open a private page every so many seconds, until it does not open, the horizon is reached, or too often.

    An app whose pages are dear is left before it has used up the time of a check, its own time, not the clock's.
    """
    visitor, inside, began = scene.signed_in(), scene.need_inside(), time.process_time()
    life = Life(0, ended=False, proof=None)
    for number in range(1, most + 1):
        if life.seconds >= horizon or time.process_time() - began > _DEAREST_S:
            break
        visitor.agent.jar = lasting(visitor.cookies)
        inside.clock.advance(step)
        if not _opens(visitor):
            return Life(life.seconds, ended=True, proof=life.proof)
        del visitor.history[:-1]  # a month of pages is not kept
        life = Life(number * step, ended=False, proof=visitor.last_exchange)
    return life


def span(seconds: int) -> str:
    """A length of time as people say it."""
    for unit, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= 2 * unit or seconds == unit:
            count = seconds // unit
            return f"{count} {name}{'s' if count != 1 else ''}"
    return f"{seconds} seconds"


def _longest(scene: Scene, found: Idle) -> Idle:
    """Ever longer pauses, until one ends a session; a login that is refused by then ends the search."""
    for pause in (one for one in _LONG_PAUSES if one > found.alive):
        try:
            proof = _pause(scene, pause)
        except Inconclusive:
            break
        if proof is None:
            return Idle(found.alive, pause, found.proof)
        found = Idle(pause, None, proof)
    return found


def _between(scene: Scene, pauses: list[int], found: Idle) -> Idle:
    """Halve these pauses until the one that ends a session and the one before it are neighbours."""
    while pauses:
        middle = len(pauses) // 2
        proof = _pause(scene, pauses[middle])
        if proof is None:
            found, pauses = Idle(found.alive, pauses[middle], found.proof), pauses[:middle]
        else:
            found, pauses = Idle(pauses[middle], found.dead, proof), pauses[middle + 1 :]
    return found


def _pause(scene: Scene, seconds: int) -> Exchange | None:
    """The private page that opens for somebody who comes back after so long, None where it stays shut."""
    visitor = scene.signed_in()
    visitor.agent.jar = lasting(visitor.cookies)
    scene.need_inside().clock.advance(seconds)
    return visitor.last_exchange if _opens(visitor) else None


def _opens(visitor: Visitor) -> bool:
    """Whether the first private page opens; the second is asked too before both count as shut."""
    return visitor.is_logged_in()
