"""Many wrong passwords at the same moment: a limit that looks first and counts later sees none of them coming."""

from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.probes.crowd import at_once, can_crowd
from authproof.probes.walls import HOME, Wall, answer_of
from authproof.site import Form
from authproof.site.steps import FormGone, login_values
from authproof.target.inside import Inside
from authproof.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Burst:
    """What became of two volleys of so many wrong passwords each, and of the right one straight after them.

    `hashed` counts the attempts of a volley that got as far as the password hash and were answered, `counted` says
    whether one that is refused does not get there, so that `hashed` tells how many were looked at.
    """

    sent: int
    hashed: int
    counted: bool
    opened: bool
    last: Exchange
    right: tuple[Exchange, ...]


def burst(wall: Wall) -> Burst | None:
    """Guess twice as often as the limit allows, all at once, and then again; None where that cannot be tried.

    It needs an app in this process that takes requests in parallel and hashes passwords in a known way.
    """
    inside = wall.scene.inside
    if inside is None or not can_crowd(wall.scene) or wall.attempts > wall.scene.policy.failure_limit:
        return None
    first, again = _volley(wall, inside), _volley(wall, inside)
    if first is None:
        return None
    # A refused second volley, or one that finds no form any more, is a limit that has noticed.
    hashed, answers = first
    before, owner = len(inside.hashes.calls), wall.scene.visitor(address=HOME)
    opened = wall.gets_in(owner) and again is not None and again[0] >= wall.attempts
    counted = len(inside.hashes.calls) == before
    right = (answer_of(owner), owner.last_exchange)
    return Burst(len(answers), hashed, counted, opened, answers[-1], right)


def _volley(wall: Wall, inside: Inside) -> tuple[int, list[Exchange]] | None:
    """One volley: how many attempts came to a hash and were answered, and all answers; None without a form."""
    ready = [one for number in range(2 * wall.attempts) if (one := _at_the_form(wall, number))]
    if len(ready) < 2 * wall.attempts:
        return None

    def send(visitor: Visitor, form: Form) -> Exchange:
        return visitor.submit(form, login_values(wall.scene.site.login, visitor.account), follow=False)

    answers, hashed = at_once(inside, send, ready)
    return min(hashed, sum(not one.failed for one in answers)), answers


def _at_the_form(wall: Wall, number: int) -> tuple[Visitor, Form] | None:
    account = wall.scene.user.with_password(wall.wrong[number % len(wall.wrong)])
    visitor = wall.scene.visitor(account=account, address=HOME)
    try:
        return visitor, visitor.login_form()
    except FormGone:
        return None
