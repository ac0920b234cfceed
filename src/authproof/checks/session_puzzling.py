"""Session variables with two meanings (CWE-302, CWE-488)."""

from collections.abc import Iterator, Mapping

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, Severity, Shows, finding
from authproof.probes.cookies import session_login
from authproof.probes.puzzles import (
    acts,
    done,
    login_beside,
    pages_of,
    swapped_reset,
    where_said,
    write_everywhere,
)
from authproof.probes.sessions import session_data, strangers_data
from authproof.visitor import Scene, Visitor

_WORD = 14


@check(
    severity=Severity.MEDIUM,
    cwe=(302, 488),
    asvs=("2.3.1", "7.2.4"),
    wstg=("SESS-08", "BUSL-06"),
    shows=Shows.STORY,
)
def session_puzzling(scene: Scene) -> Iterator[Finding]:
    """What a session holds has one meaning: nothing but a login makes somebody, and nobody inherits another's data.

    Why it matters:
        A reset page that writes down whose password it is about, a registration that keeps the name for its next step:
        if the login reads the same variable, typing a name is enough to be that person. And what one person left in a
        session belongs to whoever logs in next, unless the login empties it.

    How it is tried:
        A stranger does what anybody can do: opens every public page, types the user's name into login, reset,
        registration and every other form. No private page may open afterwards, and no key of the login (the
        same at two logins, another for another person) may stand in the session. A reset begun for one account must
        not change another's password. Then words are written into forms before a login, or by another person whose
        session is still open (where the login form is still shown): whoever logs in there may not find them. A
        fresh login is the control.

    How to fix it in Flask:
        Give each step its own key, and begin every login with an empty session:

            def begin(user):
                session.clear()
                login_user(user)

    References:
        CWE-302, CWE-488, WSTG-SESS-08, WSTG-BUSL-06, ASVS v5.0.0-2.3.1, 7.2.4
    """
    session_login(scene)
    if scene.visitor().is_logged_in():
        raise Inconclusive("the private page opens without a login")
    yield from _without_login(scene)
    yield from _inherited(scene)
    if answer := swapped_reset(scene):
        text = (
            "a reset begun for one account and asked for again with another's name sets the other's password"
        )
        yield finding(text, evidence=answer, severity=Severity.CRITICAL)


def _without_login(scene: Scene) -> Iterator[Finding]:
    """The first deed of a stranger that makes the user of that stranger, or comes near."""
    keys = _keys_of_login(scene)
    for words, act, used in acts(scene):
        stranger = scene.visitor(account=scene.user)
        done(stranger, act)
        sent, held = stranger.history[-1:], session_data(scene, stranger.cookies)
        # Whoever has made a second account of that name may see it: that is another check's.
        if stranger.is_logged_in(scene.user) and not scene.visitor(account=used).try_log_in():
            text = f"{words}, without the password, opens the user's private page"
            yield finding(text, evidence=(*sent, stranger.last_exchange), severity=Severity.CRITICAL)
            return
        told = ", ".join(f"`{key}`" for key, value in keys.items() if held.get(key) == value)
        if told:
            text = f"{words}, without the password, puts {told} into the session as a login does"
            yield finding(text, evidence=sent)
            return


def _keys_of_login(scene: Scene) -> Mapping[str, object]:
    """What a login writes down of a person: the same at two logins, not there for another, nor after a failed one."""
    first, second = (session_data(scene, scene.signed_in().cookies) for _ in range(2))
    other = (
        session_data(scene, scene.signed_in(scene.other).cookies) if scene.other else strangers_data(scene)
    )
    refused = scene.visitor()
    done(refused, lambda visitor: visitor.log_in(scene.user.with_password("?" + scene.user.password)))
    typed = session_data(scene, refused.cookies)
    return {
        key: value
        for key, value in first.items()
        if value == second.get(key) != other.get(key) and key not in typed and not key.startswith("_flash")
    }


def _inherited(scene: Scene) -> Iterator[Finding]:
    """What stands in the user's session though somebody else has written it there."""
    before, fresh = scene.visitor(account=scene.user), scene.signed_in()
    cases: list[tuple[Visitor, tuple[str, ...], str, Severity]] = []
    cases.append((before, (_written(scene, before),), "what a stranger wrote before the login", Severity.LOW))
    if scene.other is not None:
        still_in = scene.signed_in(scene.other)
        theirs = (_written(scene, still_in), scene.other.username)
        cases.append((still_in, theirs, "what the one before left in the open session", Severity.MEDIUM))
    for visitor, words, told, severity in cases:
        if login_beside(visitor, scene.user):
            seen = where_said(scene, visitor, words)
            if seen and not where_said(scene, fresh, words):
                text = f"{told} is still there for the user who logs in"
                yield finding(text, evidence=seen, severity=severity)


def _written(scene: Scene, visitor: Visitor) -> str:
    """A word that this visitor has written into every harmless form."""
    word = scene.people.letters(_WORD)
    write_everywhere(visitor, pages_of(scene), word)
    return word
