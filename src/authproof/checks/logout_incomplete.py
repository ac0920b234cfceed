"""What a logout leaves behind (CWE-613, CWE-459)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Severity, Shows, finding, note
from authproof.probes.cookies import login_of
from authproof.probes.payloads import readings
from authproof.probes.sessions import session_data, strangers_data
from authproof.probes.ways_out import without_way
from authproof.visitor import Scene, Visitor

_MOST_PAGES = 10
# Flask's and Flask-Login's own, which say nothing of the person.
_HARMLESS = ("_flashes", "_permanent", "_fresh", "_id", "_remember", "_remember_seconds")


@check(
    severity=Severity.MEDIUM, cwe=(613, 459), asvs=("7.4.4", "14.3.1"), wstg=("SESS-06",), shows=Shows.STORY
)
def logout_incomplete(scene: Scene) -> Iterator[Finding]:
    """Every private page shows a way out, and taking it leaves nothing of the session in the browser.

    Why it matters:
        On a shared machine logout is all that stands between one person and the next. What it leaves (a remember cookie
        that signs in again, a role in the session, a name) belongs to whoever sits down next. Flask-Login's
        `logout_user()` removes its own keys and nothing that the app has put into the session.

    How it is tried:
        Log in, plainly and remembered, and take the site's way out. Then, in the same browser: does a private page
        still open; do the cookies that opened the account still have their values; does the session hold keys that the
        login had put there and that no stranger has; does a cookie still tell the person's name? A stranger's
        browser that saw the same pages is the control. Chromium opens the private pages: a link or button out must be
        seen there, a menu may have to be opened for it; without a browser it must stand in the page.

    How to fix it in Flask:
        Empty the whole session, let Flask-Login take its remember cookie back, and show the button on every page:

            @app.post("/logout")
            def logout():
                session.clear()
                logout_user()
                return redirect("/")

    References:
        CWE-613, CWE-459, WSTG-SESS-06, ASVS v5.0.0-7.4.4, 14.3.1
    """
    recipe = scene.site.logout
    if recipe is None:
        private = scene.signed_in().last_exchange
        text = (
            "there is no way to log out: no link, no button and none of the usual addresses ends the session"
        )
        yield finding(text, evidence=private)
        return
    yield from without_way(scene, recipe)
    found = list(_left_behind(scene, scene.signed_in()))
    if scene.site.login.remember_field is not None and not any(
        one.severity is not Severity.INFO for one in found
    ):
        found += _left_behind(scene, scene.signed_in(remember=True), remembered=True)
    yield from found


def _left_behind(scene: Scene, alice: Visitor, *, remembered: bool = False) -> Iterator[Finding]:
    """What is still there after the logout of this visitor."""
    names, held = login_of(scene, alice).names, session_data(scene, alice.cookies)
    before = {name: alice.cookies.get(name) for name in names}
    stranger = strangers_data(scene)
    seen = len(alice.history)
    farewell = alice.log_out()
    cleared = any(one.response.header("Clear-Site-Data") for one in alice.history[seen:])
    how = " of somebody remembered" if remembered else ""
    opened = [alice.last_exchange for one in scene.site.witnesses[:_MOST_PAGES] if alice.sees(one)]
    if opened:
        pages = ", ".join(dict.fromkeys(one.request.path for one in opened))
        yield finding(
            f"after the logout{how} the same browser still opens {pages}", evidence=(farewell, opened[0])
        )
        return
    kept = [name for name in names if before[name] and alice.cookies.get(name) == before[name]]
    if kept:
        text = f"the logout{how} leaves {_listed(kept)} in the browser, neither removed nor replaced"
        yield finding(f"{text}; it opens nothing any more", evidence=farewell, severity=Severity.LOW)
    left = session_data(scene, alice.cookies)
    keys = [key for key in held if _is_own(key) and key not in stranger and left.get(key) == held[key]]
    if keys and not kept:
        yield finding(
            f"after the logout{how} the session still holds {_listed(keys)} from the login", evidence=farewell
        )
    told = [] if remembered else _telling(alice, kept)
    if told and not keys:
        text = f"after the logout the cookie {_listed(told)} still tells who was signed in"
        yield finding(text, evidence=farewell, severity=Severity.LOW)
    if not remembered and not cleared:
        yield note("the logout sends no Clear-Site-Data header", evidence=farewell)


def _telling(alice: Visitor, kept: list[str]) -> list[str]:
    """Cookies that name the person who has left; those of the session itself are told of elsewhere."""
    return [
        one.name
        for one in alice.cookies
        if one.name not in kept
        and any(alice.account.username in text or alice.account.email in text for text in _texts(one.value))
    ]


def _texts(value: str) -> tuple[str, ...]:
    """What can be read out of a cookie, but for Flask's one-time messages."""
    return tuple(
        one.text for one in readings(value) if "_flashes" not in value and "_flashes" not in one.text
    )


def _is_own(key: str) -> bool:
    return key not in _HARMLESS and "csrf" not in key.lower() and "xsrf" not in key.lower()


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
