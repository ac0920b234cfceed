"""Private pages under odd spellings of their address (CWE-288, CWE-178)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, NotApplicable, Severity, finding
from authproof.probes.refused import Grounds, RefusedPage, breach
from authproof.probes.respelled import Spelling, spellings
from authproof.target.views import ViewWatch
from authproof.visitor import Scene

Told = tuple[str, Severity, tuple[Exchange, ...]]
_MOST_NAMED = 3


@check(severity=Severity.HIGH, cwe=(288, 178), asvs=("8.3.1",), wstg=("ATHZ-02", "CONF-13"))
def auth_bypass_path(scene: Scene) -> Iterator[Finding]:
    """A page that is closed to strangers is closed under every spelling of its address.

    Why it matters:
        A guard that compares addresses as text and a router that reads them as paths do not always mean the same:
        `/account` is not `/Account`, `//account` or `/account/`, and yet the same view may answer. The same happens
        between a proxy that guards and an app that believes a header such as X-Original-URL.

    How it is tried:
        Every page that opens for somebody signed in and turns a stranger away is asked for by a stranger in some
        sixty spellings: other cases, slashes and backslashes, dots, parameters behind `;`, percent-encoding, endings
        such as `.css`, detours through a public place, public paths in the query, and the address in headers that
        proxies write. It is a finding if the answer holds the user's name or lines that only its owner reads; or, in
        process, if the view's own code runs that does not run for a stranger otherwise, and the answer is no refusal
        (medium if it only crashes for want of a user). The page opened by its owner, and closed to a plain stranger,
        are the controls.

    How to fix it in Flask:
        Guard the view and not the address:

            @app.get("/account")
            @login_required
            def account():
                return f"Signed in as {current_user.get_id()}"

        or let one guard ask which view was found, and open by name:

            @app.before_request
            def guard():
                if request.endpoint not in PUBLIC and not current_user.is_authenticated:
                    return login_manager.unauthorized()

    References:
        CWE-288, CWE-178, WSTG-ATHZ-02, WSTG-CONF-13, ASVS v5.0.0-8.3.1
    """
    grounds = Grounds(scene)
    pages = [page for page in grounds.pages if not page.leaks]
    if not pages:
        raise NotApplicable(
            "no page that turns strangers away was found, looked at all that open for the user"
        )
    public = _public(scene)
    for page in pages:
        if told := _tried(grounds, page, spellings(page.path, public)):
            said, severity, answers = told
            yield finding(said, evidence=(page.outside[0], *answers), severity=severity)


def _tried(grounds: Grounds, page: RefusedPage, ways: tuple[Spelling, ...]) -> Told | None:
    """The worst that the spellings did, the first few named."""
    found: list[tuple[str, Severity, Exchange]] = []
    for way in ways:
        stranger = grounds.scene.visitor()
        with ViewWatch(grounds.scene.inside.app if grounds.scene.inside else None).watching() as ran:
            answer = stranger.agent.get(way.address, headers=way.headers)
        broken = breach(
            page, stranger.history, ran, refused=grounds.turned_away(answer) or len(stranger.history) > 1
        )
        if broken:
            found.append((f"{page.path} {broken[0]} for a stranger {way.said}", broken[1], answer))
    if not found:
        return None
    worst = max(severity for _, severity, _ in found)
    those = [(said, answer) for said, severity, answer in found if severity == worst]
    more = f", and in {len(found) - 1} more spellings" if len(found) > 1 else ""
    said, shown = those[0]
    return (
        f"{said}: {shown.request.path[:80]}{more}",
        worst,
        tuple(one for _, one in those[:_MOST_NAMED][::-1]),
    )


def _public(scene: Scene) -> tuple[str, ...]:
    """Paths that a guard lets pass: the login, the entrance if it is open, and where static files are."""
    site = scene.site
    entrance = (site.at("/"),) if site.at("/") in site.public else ()
    return tuple(dict.fromkeys((site.login.form.path, *entrance, site.at("/static"))))
