"""Cookies and bearer tokens that somebody could write without the key: made from one's own, and tried."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from authproof.client.jar import CookieJar
from authproof.exchange import Exchange
from authproof.probes import jwt
from authproof.probes.cookies import BEARER, value_of
from authproof.probes.identities import Claim, claims, own_claim, seals, words_of
from authproof.probes.payloads import alike
from authproof.site import Account
from authproof.visitor import Scene, Visitor

# Forgeries of one value that are tried: each costs a page or two.
_MOST = 24


@dataclass(frozen=True, slots=True)
class Forgery:
    """A value that was made up, in words how, and whether nothing of a key is left in it."""

    how: str
    value: str
    bare: bool


@dataclass(frozen=True, slots=True)
class Samples:
    """The same cookie of two logins of one person, and of one of somebody else."""

    name: str
    first: str
    second: str
    other: str
    owner: Account
    victim: Account

    @property
    def genuine(self) -> tuple[str, ...]:
        """The values that the site itself gave out."""
        return (self.first, self.second, self.other)


def samples(scene: Scene, name: str) -> Samples:
    """Three logins; with nobody else at hand the victim is the owner."""
    owner = scene.other or scene.user
    logins = [_signed_in(scene, name, account) for account in (owner, owner, scene.user)]
    first, second, other = (value_of(one.cookies, name) for one in logins)
    return Samples(name, first, second, other, owner, scene.user)


def forgeries_of(of: Samples, public_keys: tuple[str, ...]) -> list[Forgery]:
    """Values that claim to be the victim's, made of the owner's and of what is known of the victim."""
    made = [one for claim, words in _victims_words(of) for one in _variants(of, claim, words, public_keys)]
    bare_is_news = of.owner != of.victim
    # What is written of known words alone may well be what the site itself writes: that is the fault.
    first = {
        one.value: one for one in reversed(made) if (bare_is_news and one.bare) or one.value not in of.genuine
    }
    return list(first.values())[::-1][:_MOST]


def all_claim(of: Samples) -> bool:
    """Whether the value of the only person there is says who that is and nothing else: no chance, no signature."""
    claim = own_claim(of.first, of.second, of.owner) if of.owner == of.victim else None
    if claim is None or of.first != of.second or seals(of.first, of.owner):
        return False
    words = words_of(claim.layer.text)
    return len(claim.places) == len(words)


def opened(scene: Scene, of: Samples, forgery: Forgery) -> Exchange | None:
    """The victim's private page as the forger sees it, None where it stays shut.

    The forgery comes alone, then beside the forger's own cookies. A page that does not say whose it is proves
    something only where nothing of the forger's own session is left.
    """
    for jar, alone in _jars(scene, of, forgery):
        forger = scene.visitor(jar, account=of.victim)
        for witness in scene.site.witnesses[:2]:
            tells = (witness.marked and of.owner != of.victim) or (alone and forgery.bare)
            if tells and forger.sees(witness):
                return forger.last_exchange
    return None


def _jars(scene: Scene, of: Samples, forgery: Forgery) -> Iterator[tuple[CookieJar, bool]]:
    """What the forger's browser holds, and whether that is the forgery alone."""
    alone = CookieJar()
    if of.name == BEARER:
        alone.authorization = f"Bearer {forgery.value}"
        yield alone, True
        return
    own = _signed_in(scene, of.name, of.owner).cookies.copy()
    genuine = next((one for one in own if one.name == of.name), None)
    if genuine is not None:
        alone.plant(replace(genuine, value=forgery.value))
        yield alone, True
        own.plant(replace(genuine, value=forgery.value))
        yield own, False


def _signed_in(scene: Scene, name: str, account: Account) -> Visitor:
    """Somebody who is in, and remembered if that is what gives the cookie."""
    visitor = scene.signed_in(account)
    return visitor if value_of(visitor.cookies, name) else scene.signed_in(account, remember=True)


def _victims_words(of: Samples) -> Iterator[tuple[Claim, list[str]]]:
    if of.owner != of.victim:
        yield from claims(of.first, of.second, of.other, of.owner, of.victim)
    elif claim := own_claim(of.first, of.second, of.owner):
        yield claim, words_of(claim.layer.text)


def _variants(of: Samples, claim: Claim, words: list[str], public_keys: tuple[str, ...]) -> Iterator[Forgery]:
    """One claim with the signature of another, without one, and with an invented one."""
    value = claim.says(words)
    guards = seals(value, of.victim)
    yield Forgery("the claim replaced" + (", the signature kept" if guards else ""), value, not guards)
    for separator in ".|:~":
        start, found, end = value.rpartition(separator)
        if found and start and end in guards:
            yield Forgery("the signature left out", start, len(guards) == 1)
            yield Forgery("the signature left empty", start + separator, len(guards) == 1)
    if guards:
        invented = value
        for part in guards:
            invented = invented.replace(part, alike(part))
        yield Forgery("the signature invented", invented, bare=True)
    token = jwt.read_jwt(value)
    if token is not None:
        yield from (
            Forgery(how, one, bare=True) for how, one in jwt.forgeries(token, token.claims, public_keys)
        )
