"""What readable cookies give away (CWE-315, CWE-312, CWE-539)."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, NotApplicable, Severity, Shows, finding, note
from authproof.probes.cookies import BEARER, cookies_set, entries, value_of
from authproof.probes.hashes import parse
from authproof.probes.payloads import readings
from authproof.probes.spellings import in_cookie
from authproof.probes.stored import own_cells, text_of
from authproof.site import Account
from authproof.visitor import Scene

_DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
Settings = tuple[tuple[str, str, Exchange], ...]


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that no cookie may hold; `personal` is no secret, only nobody else's business."""

    what: str
    text: str
    personal: bool = False


@check(
    severity=Severity.MEDIUM,
    cwe=(315, 312, 539),
    asvs=("14.3.3",),
    wstg=("SESS-01", "SESS-10", "ATHN-05"),
    shows=Shows.STORY,
)
def session_cookie_leaks_data(scene: Scene) -> Iterator[Finding]:
    """A cookie that anybody can read holds no secret and no personal data.

    Why it matters:
        Flask's session is signed, not encrypted: base64 is all that hides it. Cookies end up in logs, in backups of
        browsers, on shared machines and in the hands of every script on the page that may read them.

    How it is tried:
        Register, fail to log in, log in with the box to be remembered ticked, open a private page, log out. Every
        cookie that is set on the way, and a bearer token, is read as far as it can be without a key: base64, zlib,
        hex, JSON, a JWT, the strings in a pickle (which is only listed, never loaded). The password, its digests and
        any password hash are high findings; the email address and another person's name are medium ones. The user's
        own id or name and the session's own token are none: something must say whose session it is.

    How to fix it in Flask:
        Keep the id in the session and read the rest from the database when it is needed:

            session["user_id"] = user.id                  # not user.email, not form.data

    References:
        CWE-315, CWE-312, CWE-539, WSTG-SESS-01, WSTG-SESS-10, ASVS v5.0.0-14.3.3, NIST SP 800-63B-4 section 5.1.1
    """
    scene.need_session()
    account, typo, settings = _life(scene)
    secrets = (Secret("a password typed at a failed login", typo), *_secrets(scene, account, settings))
    found = tuple(judge(settings, secrets))
    yield from found
    if not found and not any(len(readings(value)) > 1 for _, value, _ in settings):
        names = ", ".join(dict.fromkeys(f"`{name}`" for name, _, _ in settings)) or "no cookie"
        raise NotApplicable(f"nothing can be read out of the cookies that the site sets: {names}")


def judge(settings: Settings, secrets: Iterable[Secret]) -> Iterator[Finding]:
    """One finding for each secret in each cookie, at the first exchange that set it so."""
    for secret in secrets:
        told: dict[str, Finding] = {}
        for name, value, exchange in settings:
            if name not in told and (how := in_cookie(value, secret.text)):
                said = f"`{name}` holds {secret.what} ({how})"
                severity = Severity.MEDIUM if secret.personal else Severity.HIGH
                told[name] = finding(said, evidence=exchange, severity=severity)
        yield from told.values()
    hashed = (
        name for name, value, _ in settings if re.fullmatch("[0-9a-f]{128}", entries(value).get("_id", ""))
    )
    for name in dict.fromkeys(hashed):
        yield note(f"`{name}` holds a hash of address and browser (Flask-Login's `_id`)")


def _life(scene: Scene) -> tuple[Account, str, Settings]:
    """Whose cookies these are, the password that was mistyped, and every setting from registration to logout."""
    recipe, account, newcomer = scene.site.register, scene.user, scene.visitor()
    if recipe is not None:
        account = scene.people.account(password_length=recipe.password_length, special=recipe.special)
        newcomer.register(account)
        newcomer.is_logged_in()
    typo = scene.people.password()
    guest = scene.visitor(account=account)
    if guest.try_log_in(account.with_password(typo)):
        raise Inconclusive("a wrong password logged in")
    alice = scene.signed_in(account, remember=True)
    token = [(BEARER, value, alice.last_exchange)] if (value := value_of(alice.cookies, BEARER)) else []
    if scene.site.logout is not None:
        alice.log_out()
    pairs = cookies_set((*newcomer.history, *guest.history, *alice.history))
    return account, typo, (*((cookie.name, cookie.value, exchange) for cookie, exchange in pairs), *token)


def _secrets(scene: Scene, account: Account, settings: Settings) -> Iterator[Secret]:
    yield Secret("the password", account.password)
    for name in _DIGESTS:
        digest = hashlib.new(name, account.password.encode(), usedforsecurity=False)
        yield Secret(f"the password's {name} digest", digest.hexdigest())
    own = own_cells(scene.inside.databases.cells(), account) if scene.inside else ()
    read = (reading.text for _, value, _ in settings for reading in readings(value))
    texts = dict.fromkeys((*(text_of(cell.value) for cell in own), *read))
    yield from (Secret("a password hash", text) for text in texts if parse(text))
    # Where people log in by their address it may be what says whose session this is.
    if scene.site.login.identity != "email" and account.email != account.username:
        yield Secret("the email address", account.email, personal=True)
    if scene.other is not None:
        yield Secret("another person's name", scene.other.username, personal=True)
