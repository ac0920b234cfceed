"""Redirects out of the login flow (CWE-601)."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, Inconclusive, NotApplicable, Severity, finding
from authproof.probes.journeys import (
    JOURNEYS,
    Journey,
    handed_to_script,
    leads_out,
    script_links,
    steered_by,
    way_out,
)
from authproof.probes.redirects import Payload, one_of_each, payloads, shortest_escape
from authproof.visitor import Scene


@dataclass(frozen=True, slots=True)
class Escape:
    """A payload that led out, and the exchange in which it did."""

    payload: Payload
    exchange: Exchange


@check(
    severity=Severity.MEDIUM,
    cwe=(601,),
    asvs=("3.7.2", "1.2.2", "1.1.1", "1.5.3"),
    wstg=("CLNT-04", "INPV-04"),
)
def open_redirect(scene: Scene) -> Iterator[Finding]:
    r"""Whoever logs in stays on this site, whatever the link said that brought them to the login.

    Why it matters:
        A link to your own login page that ends on somebody else's is the best start of a phishing mail: the
        address is right, the password is right, and the next page asks for it once more. Guards that look at
        the text of `next` read it differently from the browser: `urlsplit(next).netloc == ""` holds for
        `////evil.example`.

    How it is tried:
        First a harmless value shows which parameters steer a login at all: those that the site itself uses,
        hidden fields, the usual names, the Referer, the page first asked for. Then some sixty payloads of
        twenty classes go through each of them, when logging in, when already signed in, after a failed try,
        when registering and when logging out, and a grammar is searched for what the list does not hold. What
        counts is where the emitted Location (or Refresh) leads by the WHATWG URL standard, second hops
        included, not what the payload looks like. Redirects by JavaScript need a browser, not tried here.

    How to fix it in Flask:
        Let through what is plainly a path of this site, and nothing else:

            SAME_SITE = re.compile(r"(?=/)(/[\w.~-]+)*/?(\?[\w.~=&%+/:-]*)?", re.ASCII)

            def safe_next(target):
                return target if target and SAME_SITE.fullmatch(target) else None

        and at the end of the login view:

            return redirect(safe_next(request.args.get("next")) or url_for("main.index"))

    References:
        CWE-601, WSTG-CLNT-04, ASVS v5.0.0-3.7.2, WHATWG URL Standard
    """
    tried = 0
    for journey in JOURNEYS:
        for parameter in steered_by(scene, journey):
            tried += 1
            escapes = _escapes(scene, journey, parameter)
            if escapes:
                yield _finding(journey, parameter, escapes)
    for page in script_links(scene):
        yield finding(
            "a javascript: address from the query becomes a link of the page",
            evidence=page,
            severity=Severity.LOW,
        )
    if not tried and handed_to_script(scene):
        raise Inconclusive(
            "the login hands the address to a script: where that leads, only a browser can tell"
        )
    if not tried:
        raise NotApplicable(
            "no parameter, field, header or first-asked page was seen to influence where a login leads"
        )


def _escapes(scene: Scene, journey: Journey, parameter: str) -> list[Escape]:
    """Every payload that leads out, the shortest that the grammar holds among them."""
    split = urlsplit(scene.site.base)
    every = payloads(split.scheme, split.netloc)
    found = [
        Escape(one, exchange)
        for one in (every if journey.cheap else one_of_each(every))
        if (exchange := leads_out(journey.go(scene, parameter, one.text)))
    ]
    if not journey.cheap:
        return found
    shortest = shortest_escape(
        lambda text: leads_out(journey.go(scene, parameter, text)) is not None, split.scheme, split.netloc
    )
    if shortest is not None and (exchange := leads_out(journey.go(scene, parameter, shortest))):
        found.append(Escape(Payload("grammar", shortest), exchange))
    return found


def _finding(journey: Journey, parameter: str, escapes: list[Escape]) -> Finding:
    shortest = min(escapes, key=lambda one: (len(one.payload.text), one.payload.text))
    kinds = list(dict.fromkeys(one.payload.kind for one in escapes))
    return finding(
        f"{journey.words} with {parameter}={shortest.payload.text!r} "
        f"the visitor is sent to {way_out(shortest.exchange)!r}",
        evidence=(
            Evidence(f"{len(escapes)} payloads of these classes lead out: {', '.join(kinds)}"),
            Evidence(f"{parameter}={shortest.payload.text!r}", shortest.exchange),
        ),
    )
