"""Pages for people who are signed in, asked for by strangers (CWE-425, CWE-306)."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from authproof.checks._registry import check
from authproof.findings import Finding, Severity, finding
from authproof.probes.guards import SWITCH, idle_guards, put_in_place, switched_on
from authproof.probes.strangers import Pair, hole, lines, names_shown, offered_to_strangers, same_page
from authproof.probes.ways import ask, pairs_of, shown_to_strangers
from authproof.visitor import Scene


@check(
    severity=Severity.CRITICAL,
    cwe=(425, 306, 862),
    asvs=("8.2.1",),
    wstg=("ATHN-04", "ATHZ-02", "CONF-05"),
)
def forced_browsing(scene: Scene) -> Iterator[Finding]:
    """Whoever is not signed in gets no page that was made for people who are.

    Why it matters:
        One view without its guard is a way around the whole login: nobody needs a password to type an address.

    How it is tried:
        Every page that somebody signed in can reach, and every rule of the URL map with the user's names and
        numbers filled in, is asked for by a fresh stranger. A page that is the same for everybody is no finding.
        These are: a stranger reads a user's mail address, or name, without having typed it; reads a line that
        names the user with a hole in it ("Hello, !"); gets most of a page about the user that no public page
        links to; a guard that stands above the route, or that LOGIN_DISABLED has switched off, and that would
        refuse the stranger if it ran; and, medium, a view whose own code ran for the stranger and crashed.
        A name alone is medium, and a note where the policy says `public-names = true`. An address on a page that
        the site itself links to for strangers is medium. Pages of one view are told once. Paths in the policy's
        `public` are left out.

    How to fix it in Flask:
        The route stands on top, the guard under it, or the guard is never called:

            @app.get("/account")
            @login_required
            def account():
                return f"Hello {current_user.username}"

        Safer: refuse in one place and allow by name:

            @app.before_request
            def guard():
                if request.endpoint not in PUBLIC and not current_user.is_authenticated:
                    return login_manager.unauthorized()

    References:
        CWE-425, CWE-306, CWE-862, WSTG-ATHN-04, WSTG-ATHZ-02, WSTG-CONF-05, ASVS v5.0.0-8.2.1
    """
    pairs = list(pairs_of(scene))
    passed = [pair for pair in pairs if not pair.refused]
    if disabled := _switched_off(scene, passed):
        yield disabled
        return
    linked, guards = shown_to_strangers(scene), idle_guards(scene)
    layout = lines(ask(scene, scene.site.login.form.path))
    shown = Counter(line for pair in pairs for line in set(lines(pair.inside)))
    offered, told = offered_to_strangers(pairs, linked), set[object]()
    for pair in passed:
        elsewhere = {line for line in lines(pair.inside) if shown[line] > 1}
        named = _names(scene, pair, offered=pair.path in offered)
        known = elsewhere if pair.path not in linked else None
        broken = named or _idle(scene, pair, guards) or _meant(scene, pair, layout, known)
        if broken and (pair.outside.view is None or pair.outside.view not in told):
            told.add(pair.outside.view)
            yield broken


def _switched_off(scene: Scene, pairs: Sequence[Pair]) -> Finding | None:
    if not (scene.inside and scene.inside.config.get(SWITCH)):
        return None
    with switched_on(scene):
        refused = [pair for pair in pairs if replace(pair, outside=ask(scene, pair.path)).refused]
    paths = ", ".join(pair.path for pair in refused)
    message = f"{SWITCH} is set: without it a stranger would be refused at {paths}"
    answers = [pair.outside for pair in refused]
    return finding(message, evidence=answers, cause="auth-switched-off") if answers else None


def _names(scene: Scene, pair: Pair, *, offered: bool) -> Finding | None:
    shown = names_shown(pair, scene.user)
    if not shown:
        return None
    name_alone = shown == ("user name",)
    severity = Severity.INFO if scene.policy.public_names else Severity.MEDIUM
    return finding(
        f"{pair.path} shows a stranger a user's {' and '.join(shown)}",
        evidence=(pair.inside, pair.outside),
        severity=severity if name_alone else Severity.MEDIUM if offered else None,
    )


def _idle(scene: Scene, pair: Pair, guards: Mapping[str, object]) -> Finding | None:
    for endpoint in pair.ran:
        if endpoint in guards:
            with put_in_place(scene, endpoint, guards[endpoint]):
                guarded = replace(pair, outside=ask(scene, pair.path))
            if guarded.refused:
                said = (
                    f"a guard was written for {pair.path}, and strangers pass it: it stands above the route"
                )
                return finding(said, evidence=pair.outside)
    return None


def _meant(
    scene: Scene, pair: Pair, layout: Sequence[str], elsewhere: Collection[str] | None
) -> Finding | None:
    if left := hole(pair, scene.user, layout):
        return finding(f"{pair.path} opens for a stranger, who reads {left[:60]!r}", evidence=pair.outside)
    if elsewhere is not None and same_page(pair, scene.user, elsewhere):
        return finding(f"{pair.path} is about the user, and opens for a stranger", evidence=pair.outside)
    if pair.outside.failed and pair.ran:
        message = f"{pair.path} has no guard: its code runs for a stranger, and crashes"
        return finding(message, evidence=pair.outside, severity=Severity.MEDIUM)
    return None
