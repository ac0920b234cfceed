"""Records of who came, who tried and who left (CWE-778)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Confidence, Evidence, Finding, Severity, Shows, finding, note
from authproof.probes.events import Event, events
from authproof.visitor import Scene

_SHOWN = 160


@check(
    severity=Severity.LOW,
    cwe=(778,),
    asvs=("16.3.1", "16.2.1", "16.3.2"),
    wstg=("CONF-02",),
    shows=Shows.STORY,
)
def auth_events_not_logged(scene: Scene) -> Iterator[Finding]:
    """Each login, failed login, logout, lock and password change leaves a record.

    Why it matters:
        Guessing, a stolen password and an account taken over look like nothing at all unless somebody wrote down
        who logged in, who failed, when and from where. After a break-in these lines are all that one has.

    How it is tried:
        Each event is made to happen with an account of its own, while all that the app logs, prints, writes into
        log files and adds to its tables is compared with what it says when the same people only open pages. Lines
        that are the same but for addresses, states and numbers are an access log and do not count; neither do
        SQL and server lines of libraries. A table counts where failed logins or logouts add rows to it that still
        stand two days and a right password later: what a throttle counts is gone by then. Levels
        and handlers are the app's own: what its configuration drops was not logged. No word is looked for, so
        whether the line says enough is for a reader to judge; where it does not name the account, a note says so.

    How to fix it in Flask:
        Flask-Login and Flask log none of this by themselves:

            app.logger.setLevel("INFO")

            def record(event, who):
                app.logger.info("%s user=%r address=%s", event, who, request.remote_addr)

        and call it where each event happens, with the name of the account and never with what was typed as password.

    References:
        CWE-778, WSTG-CONF-02, ASVS v5.0.0-16.3.1, v5.0.0-16.2.1, v5.0.0-16.3.2, OWASP Logging Cheat Sheet
    """
    happened = events(scene)
    missing = [one for one in happened if not one.told]
    if missing:
        silent = not any(one.heard.texts for one in missing)
        yield finding(
            f"no record tells of {_listed(one.words for one in missing)}"
            + ("" if silent else ": only lines that every request leaves"),
            evidence=[piece for one in missing for piece in _evidence(one)],
            confidence=Confidence.HIGH if silent else Confidence.MEDIUM,
        )
    nameless = [one for one in happened if one.said.texts and not one.said.tables and not one.named]
    if nameless:
        yield note(
            f"the record of {_listed(one.words for one in nameless)} does not name the account",
            evidence=[Evidence(one.said.texts[0][:_SHOWN]) for one in nameless],
        )


def _evidence(event: Event) -> tuple[Evidence, ...]:
    said = f"all that was said: {event.heard.texts[0][:_SHOWN]}" if event.heard.texts else "nothing was said"
    return (Evidence(f"{event.words}: {said}", event.exchange),)


def _listed(words: Iterator[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
