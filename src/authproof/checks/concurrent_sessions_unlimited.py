"""Many sessions of one person side by side (WSTG-SESS-11)."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, Inconclusive, Severity, Shows, finding, note
from authproof.site import read_page
from authproof.visitor import Scene, Visitor

_LOGINS = 20
_MOST = 60
# A list of sessions shows where its owner came from: so many of the addresses are no chance.
_SHOWN = 3


@check(severity=Severity.LOW, cwe=(), asvs=("7.1.2", "7.5.2"), wstg=("SESS-11",), shows=Shows.STORY)
def concurrent_sessions_unlimited(scene: Scene) -> Iterator[Finding]:
    """How many sessions a person may have at once is known, and the person can see and end them.

    Why it matters:
        Somebody who has stolen a password signs in beside its owner, and nobody notices. A limit, or a list of one's
        sessions with a way to end each, makes it visible. How many are right depends on the app, so that this is a
        finding only where the policy names a number (`session-limit`).

    How it is tried:
        Log in 20 times, each time with a fresh browser at an address of its own (or more often, if the policy's
        number is higher). Then see how many of these browsers are still in, the first of them above all, and whether a
        private page shows the addresses or has a button for each. The last browser must be in, which is the control.

    How to fix it in Flask:
        Give each session a row, delete the oldest ones at login, and show the others on the account page:

            def end_oldest(rows, most=5):
                for row in sorted(rows, key=lambda row: row.created)[:-most]:
                    db.session.delete(row)
                db.session.commit()

    References:
        WSTG-SESS-11, ASVS v5.0.0-7.1.2, 7.5.2
    """
    limit = scene.policy.session_limit
    wanted = max(_LOGINS, limit + 1) if limit < _MOST else _MOST
    crowd = [scene.signed_in(address=f"127.0.9.{number + 1}") for number in range(wanted)]
    if not crowd[-1].is_logged_in():
        raise Inconclusive("the latest of the sessions does not open the private page")
    alive = [one for one in crowd if one.is_logged_in()]
    where = _listed(scene, crowd, len(alive))
    seen = (
        f"{len(alive)} of {wanted} sessions of one person stand side by side, the first "
        + ("among them" if crowd[0] in alive else "no longer")
        + (f"; {where.request.path} lists them" if where else "; no page that lists them was found")
    )
    if 0 < limit < len(alive):
        evidence = (Evidence(f"the policy allows {limit}"), alive[0].last_exchange)
        yield finding(seen, evidence=evidence, severity=Severity.LOW)
    else:
        yield note(seen, evidence=alive[0].last_exchange)


def _listed(scene: Scene, crowd: list[Visitor], alive: int) -> Exchange | None:
    """The private page that shows where the sessions began, or has a button for each."""
    addresses = [one.agent.address for one in crowd]
    for witness in scene.site.witnesses:
        page = crowd[-1].visit(witness.path)
        shown = sum(
            re.search(rf"(?<!\d){re.escape(one)}(?!\d)", page.response.text) is not None for one in addresses
        )
        if shown >= min(_SHOWN, alive) or _most_alike(page) >= max(alive - 1, 2):
            return page
    return None


def _most_alike(page: Exchange) -> int:
    """How many buttons of the page post to addresses that differ in a number or an id alone."""
    actions = [
        urlsplit(form.action).path for form in read_page(page).forms if form.is_bare and form.method == "post"
    ]
    alike = Counter(re.sub(r"[^/]*\d[^/]*", "0", action) for action in dict.fromkeys(actions))
    return max(alike.values(), default=0)
