"""The Content Security Policy of the login's pages (CWE-693)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Severity, Shows, finding, note
from authproof.probes.csp import allows_eval, enforced, lets_scripts_in, nonces, report_only, weaknesses
from authproof.probes.looking import unseen
from authproof.probes.pages import Page, evidence, flow_pages, named
from authproof.probes.policy_held import Held, hold_up, one_of_each_policy
from authproof.visitor import Scene
from authproof.visitor.scene import Unseen


@check(severity=Severity.LOW, cwe=(693,), asvs=("3.4.3", "3.4.7"), wstg=("CONF-12",), shows=Shows.HEADERS)
def csp_weak(scene: Scene) -> Iterator[Finding]:
    """The pages of the login come with a policy under which a script that somebody injects does not run.

    Why it matters:
        One place that forgets to escape a name is enough to put a script into a page, and on these pages a script
        reads passwords. A Content Security Policy is the second line: the browser refuses what the page did not
        mean to load.

    How it is tried:
        Login, registration, reset, private pages and the pages of one's account are opened, and every policy that
        a browser enforces is read after the standard: the first of equal directives counts, and of several
        policies all hold at once. Reported are: no enforced policy; scripts inline by 'unsafe-inline' without
        nonce or hash, from any host, or from `data:`; a missing object-src or base-uri; a nonce that comes twice.
        Of each policy one page is then opened in Chromium as it was sent, with scripts put at its end: inline, in a
        handler, from another host, from `data:`. Those that run are reported, whatever the policy reads like.
        This claims no injection, only that nothing would stop one.

    How to fix it in Flask:
        Serve scripts as files, then say so:

            @app.after_request
            def policy(response):
                response.headers["Content-Security-Policy"] = (
                    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
                )
                return response

    References:
        CWE-693, WSTG-CONF-12, ASVS v5.0.0-3.4.3, v5.0.0-3.4.7, W3C Content Security Policy Level 3
    """
    pages = flow_pages(scene)
    answer = _held(scene, pages)
    held = () if isinstance(answer, Unseen) else answer
    stopped = {one.page.path for one in held if not one.ran}
    for problems, weak in _by_problems(pages).items():
        idle = "; Chromium runs no script there that somebody puts in" if weak[0].path in stopped else ""
        yield finding(f"{'; '.join(problems)}: {named(weak)}{idle}", evidence=evidence(weak))
    for one in held:
        if one.ran and not lets_scripts_in(enforced(one.page.exchange)):
            text = f"Chromium runs {', '.join(one.ran)} that somebody puts into {one.page.path}, and others like it"
            yield finding(f"{text}: the policy reads as if it did not", evidence=one.page.exchange)
    if isinstance(answer, Unseen):
        yield unseen(answer, "whether the policies hold")
    first, again = _twice(scene, pages[0])
    if any(one in nonces(again) for one in nonces(first)):
        yield finding(f"the nonce of {pages[0].path} is the same in two answers", evidence=(first, again))
    evaluating = [page for page in pages if allows_eval(enforced(page.exchange))]
    if evaluating and not _by_problems(pages):
        yield note(
            f"'unsafe-eval' lets strings become code: {named(evaluating)}", evidence=evidence(evaluating)
        )


def _held(scene: Scene, pages: tuple[Page, ...]) -> tuple[Held, ...] | Unseen:
    """What Chromium makes of the policies that there are."""
    some = one_of_each_policy(pages)
    return scene.in_browser(lambda chromium: hold_up(chromium, scene.people, some)) if some else ()


def _twice(scene: Scene, page: Page) -> tuple[Exchange, Exchange]:
    """The page twice, as one browser gets it."""
    visitor = scene.regular() if page.private else scene.visitor()
    return visitor.visit(page.path), visitor.visit(page.path)


def _by_problems(pages: tuple[Page, ...]) -> dict[tuple[str, ...], list[Page]]:
    """The pages that have a problem, those with equal problems together."""
    found: dict[tuple[str, ...], list[Page]] = {}
    for page in pages:
        problems = weaknesses(enforced(page.exchange))
        if report_only(page.exchange) and problems == ("no policy is enforced",):
            problems = ("the policy is only reported, none is enforced",)
        if problems:
            found.setdefault(problems, []).append(page)
    return found
