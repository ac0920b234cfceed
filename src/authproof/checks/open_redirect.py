"""Redirects out of the login flow (CWE-601)."""

from collections.abc import Generator, Iterator, Sequence

from authproof.checks._registry import check
from authproof.findings import Evidence, Finding, Inconclusive, NotApplicable, Severity, finding, note
from authproof.probes.escapes import Confirmation, Escape, by_location, by_script, confirmed
from authproof.probes.journeys import JOURNEYS, Journey, handed_to_script, script_links, steered_by
from authproof.probes.landings import Ride
from authproof.visitor import Scene

_LOGIN = JOURNEYS[0]


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
        included, not what the payload looks like. In a real Chromium one payload of each class is confirmed by a
        login by typing; where no answer leads on, a script may: there Chromium alone says where each class ends.
        Without a browser the report says that this was not tried.

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
    steered: list[Journey] = []
    for journey in JOURNEYS:
        for parameter in steered_by(scene, journey):
            steered.append(journey)
            if escapes := by_location(scene, journey, parameter):
                seen = confirmed(scene, parameter, escapes) if journey is _LOGIN else Confirmation()
                yield _finding(f"{journey.words} with {parameter}", escapes, seen)
    for page in script_links(scene):
        yield finding(
            "a javascript: address from the query becomes a link of the page",
            evidence=page,
            severity=Severity.LOW,
        )
    ride = Ride() if _LOGIN in steered else (yield from _by_script(scene))
    if not steered and not ride.parameter:
        untried = f"; redirects by a script were not tried: {ride.unseen.reason}" if ride.unseen else ""
        raise NotApplicable(
            f"no parameter, field, header or first-asked page was seen to influence where a login leads{untried}"
        )


def _by_script(scene: Scene) -> Generator[Finding, None, Ride]:
    """What only Chromium sees."""
    ride, escapes = by_script(scene)
    if escapes:
        seen = Confirmation(("Chromium, which runs the pages' scripts, was seen to leave",))
        yield _finding(f"after a login with {ride.parameter}", escapes, seen)
    elif ride.unseen and (ride.parameter or handed_to_script(scene)):
        raise Inconclusive(
            "the login hands the address to a script, and where that leads only a browser can tell: "
            f"{ride.unseen.reason}"
        )
    elif ride.unseen:
        yield note(f"redirects by a script of the page were not tried: {ride.unseen.reason}")
    return ride


def _finding(begins: str, escapes: Sequence[Escape], seen: Confirmation) -> Finding:
    shortest = min(escapes, key=lambda one: (len(one.payload.text), one.payload.text))
    kinds = list(dict.fromkeys(one.payload.kind for one in escapes))
    return finding(
        f"{begins}={shortest.payload.text!r} the visitor is sent to {shortest.where!r}",
        evidence=(
            Evidence(f"{len(escapes)} payloads of these classes lead out: {', '.join(kinds)}"),
            *map(Evidence, seen.words),
            Evidence(f"{shortest.payload.text!r}", shortest.exchange),
        ),
        severity=Severity.LOW if seen.refuted else Severity.MEDIUM,
    )
