"""A siege: many wrong passwords for one account from one address, and straight after them the right one."""

from collections.abc import Sequence
from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.findings import Inconclusive
from authproof.probes.crowd import hash_work, sent
from authproof.site import AccountMaker
from authproof.visitor import Scene

# Each wrong password is a hash to compute once; so many are enough not to be one password repeated.
_DISTINCT = 5
# An answer held back by so much more than the first one slows a guesser down.
_SLOW_S = 1.0
# And one held back so long need not be followed by another.
_LONG_S = 60.0


@dataclass(frozen=True, slots=True)
class Siege:
    """What became of so many wrong passwords, and of the right one straight after them.

    `hashed` counts the attempts for which a password hash was computed, `delay` is by how many seconds the
    last answers were held back longer than the first ones.
    """

    wrong: int
    hashed: int
    opened: bool
    delay: float
    last: Exchange
    right: Exchange

    @property
    def held(self) -> bool:
        """Whether the login withstood: the right password is refused, or guessing has become slow."""
        return not self.opened or self.delay >= _SLOW_S

    def __str__(self) -> str:
        """The figures."""
        hashes = f" (a password hash was computed for {self.hashed} of them)" if self.hashed else ""
        return f"{self.wrong} wrong passwords in a row from one address{hashes}"


def besiege(scene: Scene, attempts: int) -> Siege:
    """Guess as somebody who keeps no cookies; whoever is held back for a minute gives up."""
    wrong = [scene.user.with_password(password) for password in wrong_passwords()]
    delays, hashed, visitor = [], 0, scene.visitor()
    for number in range(attempts):
        before = _slept(scene)
        work, visitor = hash_work(scene, wrong[number % _DISTINCT], "127.0.0.1")
        hashed += bool(work)
        delays.append(_slept(scene) - before)
        if delays[-1] >= _LONG_S:
            break
    owner = scene.visitor()
    opened = owner.try_log_in()
    return Siege(len(delays), hashed, opened, growth(delays), sent(visitor), owner.last_exchange)


def wrong_passwords() -> tuple[str, ...]:
    """The same at every call, so that a hash which was computed once is remembered."""
    people = AccountMaker("siege")
    return tuple(people.password() for _ in range(_DISTINCT))


def prove_limit(scene: Scene, besieged: str) -> None:
    """See that it was the failures that closed the door: it opens later, or for somebody else.

    Raises:
        Inconclusive: it opens for nobody.
    """
    if scene.wait_out_lock() and scene.visitor().try_log_in():
        return
    if scene.other and scene.visitor(account=scene.other, address="127.0.0.7").try_log_in():
        return
    raise Inconclusive(
        f"after {besieged} the right one was refused, and so it was an hour later and for another account"
    )


def growth(delays: Sequence[float]) -> float:
    """By how many seconds the last answers were held back longer than the first ones; a long wait counts alone."""
    if not delays or delays[-1] >= _LONG_S:
        return delays[-1] if delays else 0.0
    return min(delays[-3:]) - max(delays[:3])


def _slept(scene: Scene) -> float:
    return scene.inside.clock.slept if scene.inside else 0.0
