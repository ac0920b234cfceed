"""What no page may keep in the browser, and how it is recognised there."""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from authproof.exchange import Exchange
from authproof.findings import Severity
from authproof.probes.cookies import login_of
from authproof.probes.hashes import parse
from authproof.probes.stored import own_cells, text_of
from authproof.site import Account
from authproof.visitor import Scene
from authproof.visitor.browser_visitor import Kept

# A shorter value would be found by chance.
_SHORTEST = 8
_ON_DISK = frozenset({"localStorage", "IndexedDB"})
TOKEN, ADDRESS = "the token that opens the account", "the mail address"


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that belongs to the account, and what a person calls it."""

    name: str
    value: str

    def severity(self, place: str) -> Severity:
        """How bad it is to find it there."""
        if self.name == ADDRESS:
            return Severity.LOW
        # Without a cookie to live in it has to be somewhere; what is seen after logout opened nothing any more.
        if self.name == TOKEN:
            return Severity.LOW if place in _ON_DISK else Severity.INFO
        return Severity.MEDIUM


def secrets_of(scene: Scene, cookies: dict[str, str], exchanges: Iterable[Exchange]) -> tuple[Secret, ...]:
    """The secrets of the person who is signed in with these cookies, and whose requests these are."""
    keys = login_of(scene, scene.signed_in()).names
    account = scene.user
    found = [Secret("the password", account.password), Secret(ADDRESS, account.email)]
    found += [Secret(f"the value of the cookie `{name}`", cookies[name]) for name in keys if name in cookies]
    sent = [one.request.header("Authorization").rpartition(" ")[2] for one in exchanges]
    found += [Secret(TOKEN, value) for value in dict.fromkeys(sent)]
    found += [Secret("the stored hash of the password", value) for value in _hashes(scene, account)]
    return tuple(found)


def found_in(kept: Iterable[Kept], secrets: tuple[Secret, ...]) -> Iterator[tuple[Kept, Secret]]:
    """Each thing kept with each secret in it."""
    for one in kept:
        for secret in secrets:
            if any(form in one.text or form in one.key for form in forms_of(secret.value)):
                yield one, secret


def forms_of(value: str) -> tuple[str, ...]:
    """A value as it is, and as JSON, addresses, base64 and hex write it."""
    if len(value) < _SHORTEST:
        return ()
    raw = value.encode("utf-8", "replace")
    # Within a longer text base64 begins at any of three places, and its ends hang on what stands around.
    shifted = [base64.b64encode(b" " * skip + raw).decode()[4 if skip else 0 :] for skip in range(3)]
    inner = [one.rstrip("=")[:-1] for one in shifted]
    forms = (value, json.dumps(value)[1:-1], quote(value, safe=""), quote_plus(value), raw.hex(), *inner)
    return tuple(form for form in dict.fromkeys(forms) if len(form) >= _SHORTEST)


def exchanges_of(scene: Scene, exchanges: Iterable[Exchange]) -> tuple[Exchange, ...]:
    """The private page as the browser got it: where the scripts stand that keep things."""
    path = scene.site.witnesses[0].path
    return tuple(one for one in exchanges if one.request.path == path)[:1]


def _hashes(scene: Scene, account: Account) -> tuple[str, ...]:
    cells = own_cells(scene.inside.databases.cells(), account) if scene.inside else ()
    return tuple(dict.fromkeys(text_of(cell.value) for cell in cells if parse(text_of(cell.value))))
