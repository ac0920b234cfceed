"""Second ways in (CWE-288, CWE-306)."""

from collections.abc import Iterator
from itertools import islice

from authproof.checks._registry import check
from authproof.findings import Finding, NotApplicable, Severity, Shows, finding, note
from authproof.probes.rivals import forged, less_exact, sent, tells_more
from authproof.probes.twins import Way, main_way, other_ways
from authproof.probes.walls import Wall, slept, wall_of
from authproof.visitor import Scene

_MOST_WAYS = 3
_FURTHER = 10
_SLOW_S = 1.0


@check(
    severity=Severity.MEDIUM, cwe=(288, 306), asvs=("6.3.4", "6.1.3"), wstg=("ATHN-10",), shows=Shows.STORY
)
def alternate_login_weaker(scene: Scene) -> Iterator[Finding]:
    """Every way to log in keeps the promises of the first one: limits, silence about names, exact passwords, tokens.

    Why it matters:
        The login page is looked after; the endpoint of the old app, the form for staff, the header for scripts are
        forgotten. A guesser needs only one of them.

    How it is tried:
        Forms with one password on other pages, every address of the URL map that takes a POST (with JSON and with form
        fields under all usual names), the login's own address with JSON, and Basic authentication are tried with the
        right password and a wrong one. Where only the right one opens the private page, that is another way in. What
        the first way refuses is then tried there: more wrong passwords than its limit and then the right one, names
        that have no account beside one that has (by the answer and by the hashes computed), the password in other
        capitals or with a letter more, and a login sent by another site (low). Only what the first way does better
        is a finding.

    How to fix it in Flask:
        Let all of them call one function that counts, compares and logs:

            @app.post("/api/login")
            @limiter.limit("10 per 15 minutes", key_func=account_key)
            def api_login():
                user = authenticate(request.json["username"], request.json["password"])
                return ({"token": begin_session(user)}, 200) if user else ({"error": "no such name and password"}, 401)

    References:
        CWE-288, CWE-306, WSTG-ATHN-10, ASVS v5.0.0-6.3.4, v5.0.0-6.1.3
    """
    ways = list(islice(other_ways(scene), _MOST_WAYS))
    if not ways:
        raise NotApplicable(
            "there is one way in only, looked for other forms, endpoints that take a POST, and Basic authentication"
        )
    first = main_way(scene)
    yield note(f"besides {first.words} there are other ways in: {', '.join(way.words for way in ways)}")
    for way in ways:
        yield from less_exact(scene, first, way)
        yield from tells_more(scene, first, way)
        yield from forged(scene, first, way)
    yield from _less_limited(scene, ways)


def _less_limited(scene: Scene, ways: list[Way]) -> Iterator[Finding]:
    try:
        wall: Wall = wall_of(scene)
    except NotApplicable:
        return  # the first way has no limit either
    for way in ways:
        scene.wait_out_lock()
        times = wall.attempts + _FURTHER
        for number in range(times):
            way.tries(scene.user.with_password(wall.wrong[number % len(wall.wrong)]))
        before = slept(scene)
        if (owner := way.opens(scene.user)) and slept(scene) - before < wall.usual + _SLOW_S:
            yield finding(
                f"after {times} wrong passwords by way of {way.words} the right one signs in; "
                f"on {scene.site.login.form.path} it is refused after {wall.attempts}",
                evidence=(wall.refused, sent(owner), owner.last_exchange),
                location=sent(owner).view,
            )
