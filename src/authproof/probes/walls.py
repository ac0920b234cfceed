"""A limit on guessing as a client meets it that changes nothing about itself."""

from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.findings import Inconclusive, NotApplicable
from authproof.probes.siege import wrong_passwords
from authproof.site import Account
from authproof.site.steps import FormGone
from authproof.visitor import Scene, Visitor

# Where the plain client sits: not where a careless list of trusted addresses begins.
HOME = "127.0.0.9"
# An answer held back by so much more than usual counts as a refusal; after one that long nobody tries again.
_SLOW_S, _LONG_S = 1.0, 60.0


@dataclass(slots=True)
class Wall:
    """After `attempts` wrong passwords in a row in one browser, `refused` was the answer to the right one."""

    scene: Scene
    attempts: int
    wrong: tuple[str, ...]
    usual: float
    plain: Visitor
    refused: Exchange

    def stand(self) -> None:
        """Put the limit in force anew, with a browser that changes nothing.

        Raises:
            Inconclusive: this time the right password gets in.
        """
        if not self.gets_in(self.plain) and self._is_the_only_one():
            return
        self.scene.wait_out_lock()
        self.plain = self.scene.visitor(address=HOME)
        self.guess(self.plain, self.attempts)
        if self.gets_in(self.plain):
            raise Inconclusive(
                f"after {self.attempts} wrong passwords the right one is refused only sometimes"
            )
        self.refused = answer_of(self.plain)

    def _is_the_only_one(self) -> bool:
        """Whether nothing else stands in the way by now; so high a wall is not built again as long as it stands."""
        if self.attempts > self.scene.policy.failure_limit or self.scene.other is None:
            return self.attempts > self.scene.policy.failure_limit
        neighbour = self.scene.visitor(account=self.scene.other, address=HOME)
        return self.tries(neighbour, self.scene.other) < self.usual + _SLOW_S and neighbour.is_logged_in()

    def guess(self, visitor: Visitor, times: int) -> None:
        """Try wrong passwords in this browser, until it is held back for a minute."""
        account = visitor.account
        for number in range(times):
            if self.tries(visitor, account.with_password(self.wrong[number % len(self.wrong)])) >= _LONG_S:
                break
        visitor.account = account

    def tries(self, visitor: Visitor, account: Account) -> float:
        """Send one password; for how many seconds the answer was held back."""
        before = slept(self.scene)
        try:
            visitor.log_in(account)
        except FormGone:
            return slept(self.scene) - before
        return slept(self.scene) - before

    def gets_in(self, visitor: Visitor) -> bool:
        """Whether the password of this visitor's account opens the user's page, and without a wait."""
        waited = self.tries(visitor, visitor.account)
        return waited < self.usual + _SLOW_S and visitor.is_logged_in(self.scene.user)


def wall_of(scene: Scene) -> Wall:
    """The limit that somebody meets who keeps cookies, address and name.

    Raises:
        NotApplicable: none was met.
        Inconclusive: the right password is refused from the start.
    """
    before = slept(scene)
    first = scene.signed_in(address=HOME)
    usual, seen = slept(scene) - before, first.last_exchange
    for attempts in (scene.policy.failure_limit, scene.policy.failure_bound):
        wall = Wall(scene, attempts, wrong_passwords(), usual, scene.visitor(address=HOME), seen)
        wall.guess(wall.plain, attempts)
        if not wall.gets_in(wall.plain):
            wall.refused = answer_of(wall.plain)
            return wall
    raise NotApplicable(
        f"no limit was found: after {scene.policy.failure_bound} wrong passwords the right one signs in "
        "(brute-force-unlimited judges that)"
    )


def answer_of(visitor: Visitor) -> Exchange:
    """The answer to the latest form that this visitor sent."""
    sent = (one for one in reversed(visitor.history) if one.request.body)
    return next(sent, visitor.last_exchange)


def slept(scene: Scene) -> float:
    """For how long the target has held answers back so far."""
    return scene.inside.clock.slept if scene.inside else 0.0
