"""Cookies from before the login (CWE-384)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from authproof.checks._registry import check
from authproof.client.jar import CookieJar
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, Shows, finding
from authproof.probes.cookies import names_of, opens, session_login
from authproof.probes.payloads import alike
from authproof.site import Account
from authproof.site.steps import FormGone
from authproof.visitor import Scene

_GIVEN = "a cookie that the site gives to strangers"


@check(severity=Severity.HIGH, cwe=(384,), asvs=("7.2.4",), wstg=("SESS-03",), shows=Shows.STORY)
def session_fixation(scene: Scene) -> Iterator[Finding]:
    """A cookie that somebody else knew before the login is worthless after it.

    Why it matters:
        An attacker takes a session id and gets it into the victim's browser: from a sibling domain, by a script, on a
        shared machine. If the login keeps that id, the attacker holds the id of a signed-in session.

    How it is tried:
        The effect decides, not whether a value has changed. Three cookies are put into a victim's browser that then
        logs in: those that the site gives a stranger, an invented value under the name of the session cookie, and the
        id of an ended session. The first is tried with a registration that signs in, too. Whoever put them there
        then visits a private page with them alone. The controls: they open nothing before, and the victim is in.
        Where only a cookie whose name begins with `__Host-` is affected the finding is low: no other domain can set it.

    How to fix it in Flask:
        Flask's signed cookie is safe, for its value holds the session itself. With a store on the server
        (Flask-Session) take a new id whenever somebody logs in:

            login_user(user)
            app.session_interface.regenerate(session)

        and refuse ids that the server did not give out.

    References:
        CWE-384, WSTG-SESS-03, ASVS v5.0.0-7.2.4
    """
    names = session_login(scene).names
    for said, planted, account in _plants(scene, names):
        if not len(planted) or opens(scene, planted, account):
            continue
        if not (proof := _fixed(scene, planted, account, said)):
            continue
        named = [name for name in names_of(planted) if name in names] or names_of(planted)
        low = all(name.lower().startswith("__host-") for name in named)
        yield finding(
            f"{said} opens the account after its owner has come in with it: {', '.join(f'`{name}`' for name in named)}"
            + ("; the `__Host-` prefix keeps other domains from planting it" if low else ""),
            evidence=proof,
            location=proof[0].view,
            severity=Severity.LOW if low else None,
        )
        return


def _plants(scene: Scene, names: tuple[str, ...]) -> Iterator[tuple[str, CookieJar, Account]]:
    """What an attacker can put into a browser, and whose browser that is: somebody new comes in by registering."""
    yield _GIVEN, _given_to_a_stranger(scene), scene.user
    yield "an invented session id", _invented(scene, names), scene.user
    if scene.site.logout is not None:
        yield "the id of an ended session", _of_an_ended_session(scene, names), scene.user
    if scene.site.signed_in_after_register and scene.site.register is not None:
        recipe = scene.site.register
        newcomer = scene.people.account(password_length=recipe.password_length, special=recipe.special)
        yield _GIVEN, _given_to_a_stranger(scene), newcomer


def _fixed(scene: Scene, planted: CookieJar, account: Account, said: str) -> tuple[Exchange, ...]:
    """The victim's way in and the attacker's visit, empty where the planted cookies stayed worthless.

    Raises:
        Inconclusive: nobody who has visited the site before can log in.
    """
    victim = scene.visitor(planted.copy(), account=account)
    with suppress(FormGone):
        victim.log_in() if account == scene.user else victim.register(account)
    entered = next(
        (one for one in reversed(victim.history) if one.request.method == "POST"), victim.last_exchange
    )
    if not victim.is_logged_in():
        if said == _GIVEN and account == scene.user:
            raise Inconclusive("somebody who had visited the login page before could not log in")
        return ()
    attacker = scene.visitor(planted.copy(), account=account)
    return (entered, attacker.last_exchange) if attacker.is_logged_in() else ()


def _given_to_a_stranger(scene: Scene) -> CookieJar:
    """What a browser holds that has seen the login page and been refused."""
    stranger = scene.visitor()
    stranger.is_logged_in()
    stranger.visit(scene.site.login.form.path)
    return stranger.cookies.copy()


def _invented(scene: Scene, names: tuple[str, ...]) -> CookieJar:
    """Values that the site has never given out, in the shape of its own."""
    genuine = scene.signed_in().cookies.only(*names)
    return CookieJar(replace(one, value=alike(one.value)) for one in genuine)


def _of_an_ended_session(scene: Scene, names: tuple[str, ...]) -> CookieJar:
    """Ids that the site gave out and has closed."""
    owner = scene.signed_in(scene.other)
    kept = owner.cookies.only(*names)
    owner.log_out()
    return kept
