"""Input that becomes SQL (CWE-89, CWE-943)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Confidence, Finding, Severity, Shows, finding
from authproof.probes.aliases import told_apart
from authproof.probes.inlets import carrier, inlets
from authproof.probes.statements import (
    TAIL,
    Spilled,
    compares_patterns,
    complaint,
    patterns,
    spilled,
    true_and_false,
)
from authproof.target.inside import Inside
from authproof.visitor import Scene

_MOST = 5


@check(
    severity=Severity.CRITICAL,
    cwe=(89, 943),
    asvs=("1.2.4",),
    wstg=("ATHN-04", "INPV-05"),
    shows=Shows.STORY,
)
def sql_injection_login(scene: Scene) -> Iterator[Finding]:
    """What is typed at login and registration reaches the database as a value, never as part of a statement.

    Why it matters:
        A name such as `admin' --` that is pasted into a query makes the database compare no password at all. The
        same hole reads and changes every table. A name that is compared with LIKE lets `%` stand for anybody.

    How it is tried:
        A made-up word with quotes behind it is sent through every field, parameter, header and cookie of the auth
        pages. In process the texts of all statements are known, without their parameters: the word must stand in
        none of them. It is medium where the quotes were doubled or taken away before, critical otherwise. Where no
        statement was seen, pairs of names that differ only in a true and a false condition are tried, and answers
        are searched for a database's complaint. Names with wildcards must not log in; in process they are tried
        where a statement compares by patterns.

    How to fix it in Flask:
        Let SQLAlchemy or the driver carry the values:

            user = db.session.scalar(select(User).filter_by(username=username))
            row = connection.execute("SELECT * FROM users WHERE name = ?", (username,)).fetchone()

    References:
        CWE-89, CWE-943, WSTG-INPV-05, WSTG-ATHN-04, ASVS v5.0.0-1.2.4
    """
    scene.signed_in()  # the control: what follows is sent through forms that work
    if scene.inside is not None and scene.inside.databases.statements:
        yield from _texts(scene, scene.inside)
        if compares_patterns(scene.inside.databases.statements):
            yield from _wildcards(scene)
        return
    yield from (list(_complaints(scene)) or _conditions(scene))
    yield from _wildcards(scene)


def _texts(scene: Scene, inside: Inside) -> Iterator[Finding]:
    """In process: the word stands in the text of a statement."""
    places: dict[Spilled, tuple[list[str], Exchange]] = {}
    for inlet in inlets(scene):
        token = scene.people.letters(8)
        history = inlet.send(token + TAIL)
        for one in spilled(inside.databases.statements, token):
            words, _ = places.setdefault(one, ([], carrier(history, token)))
            words.append(inlet.words)
    ranked = sorted(places.items(), key=lambda item: not item[0].raw)
    for one, (words, exchange) in ranked[:_MOST]:
        named = ", ".join(list(dict.fromkeys(words))[:_MOST])
        yield finding(
            f"{named}: what is sent there becomes part of an SQL statement" + one.how,
            evidence=(f"the statement: {one.shape}", exchange),
            severity=Severity.CRITICAL if one.raw else Severity.MEDIUM,
        )


def _complaints(scene: Scene) -> Iterator[Finding]:
    """From outside: a quote, and nothing but the quote, makes the database complain in the answer."""
    for inlet in inlets(scene):
        token = scene.people.letters(8)
        seen = next((one for one in inlet.send(token + TAIL) if complaint(one)), None)
        if seen and not any(complaint(one) for one in inlet.send(token)):
            yield finding(
                f"{inlet.words}: a quote there makes the database complain",
                evidence=seen,
                confidence=Confidence.MEDIUM,
            )
            return


def _conditions(scene: Scene) -> Iterator[Finding]:
    """A name with a condition behind it logs in where that is true, and does not where it is false."""
    name = scene.user.identity(scene.site.login.identity)
    if told := told_apart(scene, true_and_false(name)):
        yield finding(
            f"the name `{told.accepted}` logs in, `{told.refused}` does not: the database evaluates what is typed",
            evidence=told.exchanges,
        )


def _wildcards(scene: Scene) -> Iterator[Finding]:
    """A pattern in the place of the name opens the account that it fits."""
    name = scene.user.identity(scene.site.login.identity)
    if told := told_apart(scene, patterns(name)):
        yield finding(
            f"the name may be a pattern: `{told.accepted}` logs in as {name}, so one guess tries every account",
            evidence=told.exchanges,
            severity=Severity.MEDIUM,
        )
