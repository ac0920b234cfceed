"""Staying signed in without having asked for it (CWE-539)."""

from collections.abc import Callable, Iterator

from authproof.checks._registry import check
from authproof.client.jar import CookieJar
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, NotApplicable, Severity, Shows, finding, note
from authproof.probes.cookies import authenticating, opens, unticked
from authproof.probes.remembered import declared_life
from authproof.site import Account
from authproof.site.html import Field
from authproof.visitor import Scene

# Beyond the longest idle time: what is alive then does not end by itself.
_A_MINUTE_S = 60
SignIn = Callable[[], tuple[CookieJar, Account]]


@check(
    severity=Severity.LOW,
    cwe=(539,),
    asvs=("7.6.2", "14.3.3"),
    wstg=("ATHN-05", "SESS-02"),
    shows=Shows.HEADERS,
)
def remember_without_opt_in(scene: Scene) -> Iterator[Finding]:
    """Nobody stays signed in after closing the browser without having asked for it.

    Why it matters:
        On a shared machine people close the browser and go. A cookie with a date stays on the disk, and the next
        person at that machine is in their account, a day or a month later.

    How it is tried:
        Log in with the box unticked, and register where that signs in. The browser is closed and opened again, so
        that only cookies with a date are left, and the app's clock moved past the longest idle time of the policy
        (`idle-limit`, one day); then a private page is opened. If it opens, the login was persistent. A cookie with
        a date that is dead by then only follows the idle time: a note. A box that the page ticks by itself is a note.

    How to fix it in Flask:
        Leave `session.permanent` alone and remember only those who ticked the box:

            login_user(user, remember=form.remember_me.data)

        and let the idle time be kept by the server.

    References:
        CWE-539, WSTG-ATHN-05, WSTG-SESS-02, ASVS v5.0.0-7.6.2, v5.0.0-14.3.3, NIST SP 800-63B-4 section 5.1
    """
    box = _box(scene)
    if box and box.checked:
        yield note(f"the box `{box.name}` is ticked when the login page opens")
    lasting = False
    for said, sign_in in _ways_in(scene):
        jar, account = sign_in()
        if opens(scene, jar, account):
            lasting = True
            yield _judged(scene, said, *sign_in())
    if not lasting and box is None:
        raise NotApplicable("neither a box to be remembered nor a cookie that outlives the browser was found")


def _ways_in(scene: Scene) -> Iterator[tuple[str, SignIn]]:
    """Ways in on which nobody asks to be remembered; each gives the cookies that are left after a restart."""
    yield "logging in without asking to be remembered", lambda: (_dated(unticked(scene)), scene.user)
    if scene.site.signed_in_after_register:
        yield "registering", lambda: _register(scene)


def _register(scene: Scene) -> tuple[CookieJar, Account]:
    recipe = scene.need_registration()
    account = scene.people.account(password_length=recipe.password_length, special=recipe.special)
    newcomer = scene.visitor(account=account)
    newcomer.register(account)
    return _dated(newcomer.cookies), account


def _dated(jar: CookieJar) -> CookieJar:
    """What is on the disk when the browser is closed: cookies with a date, no token that a script keeps."""
    return CookieJar(one for one in jar if one.persistent)


def _judged(scene: Scene, said: str, jar: CookieJar, account: Account) -> Finding:
    """A finding if the cookies outlast the longest idle time, else a note."""
    names = authenticating(scene, jar, account)
    named, declared = ", ".join(f"`{name}`" for name in names), declared_life(jar.only(*names))
    settings = [Evidence(f"{one.name}: {one.line.partition(';')[2].strip()}") for one in jar.only(*names)]
    proof = _later(scene, jar, account) if scene.inside else None
    if proof or (scene.inside is None and declared > scene.policy.idle_limit):
        return finding(
            f"{said} sets {named}, which opens the account in a browser that was closed and opened again",
            evidence=(*settings, *((proof,) if proof else ())),
        )
    return note(f"{said} sets {named} with a date, but no longer than the idle time", evidence=settings)


def _later(scene: Scene, jar: CookieJar, account: Account) -> Exchange | None:
    """The page that opens when the longest idle time has gone by."""
    scene.need_inside().clock.advance(scene.policy.idle_limit + _A_MINUTE_S)
    browser = scene.visitor(jar.copy(), account=account)
    return browser.proof if browser.is_logged_in() else None


def _box(scene: Scene) -> Field | None:
    """The box to be remembered, as the login page shows it."""
    fields = scene.visitor().login_form().fields
    return next((one for one in fields if one.name == scene.site.login.remember_field), None)
