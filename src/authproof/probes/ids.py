"""Session ids as an attacker collects them: cookies or bearer tokens of many logins, and of the same one repeated."""

from contextlib import nullcontext

from authproof.findings import Inconclusive
from authproof.probes.cookies import BEARER, login_of, value_of
from authproof.site.steps import FormGone
from authproof.target.chance import Chance
from authproof.visitor import Scene, Visitor

SAMPLE = 200
_FEWEST = 50


def made_of(scene: Scene, name: str) -> str | None:
    """What the id consists of, seen by repeating it; None where it comes out new, or the target runs elsewhere."""
    if scene.inside is None:
        return None
    for words, still, rewound in (
        ("the time", True, False),
        ("Python's `random`", False, True),
        ("the time and Python's `random`", True, True),
    ):
        chance = Chance() if rewound else None
        with scene.inside.clock.stopped() if still else nullcontext():
            one = _tried(scene, name, "127.0.0.1")
            if chance:
                chance.again()
            two = _tried(scene, name, "127.0.0.1")
        # A store that refuses the same id twice answers with an error.
        if one and (one == two or (two is None and _tried(scene, name, "127.0.0.1"))):
            return words
    return None


def sample(scene: Scene, name: str) -> list[str]:
    """Ids of logins in a row, each from a browser and an address of its own, so that no throttle ends them.

    Raises:
        Inconclusive: too many of the logins were refused.
    """
    places = (f"127.0.{number // 200}.{number % 200 + 1}" for number in range(SAMPLE))
    ids = [one for place in places if (one := _tried(scene, name, place))]
    if len(ids) < _FEWEST:
        raise Inconclusive(f"of {SAMPLE} logins in a row {len(ids)} gave out `{name}`: too few to judge")
    return ids


def _tried(scene: Scene, name: str, address: str) -> str | None:
    visitor = scene.visitor(address=address)
    try:
        visitor.log_in(remember=scene.site.login.remember_field is not None, follow=False)
    except FormGone:
        return None
    if not value_of(visitor.cookies, name):
        visitor.is_logged_in()
    return value_of(visitor.cookies, name) or None


def signed_in(scene: Scene) -> Visitor:
    """The user, signed in and remembered where that can be asked for."""
    return scene.signed_in(remember=scene.site.login.remember_field is not None)


def names_of_ids(scene: Scene, visitor: Visitor) -> list[str]:
    """The names of the cookies that open the account; `Authorization` where a page's script sends a token."""
    names = list(login_of(scene, visitor).names)
    return [*names, BEARER] if visitor.cookies.authorization and not names else names
