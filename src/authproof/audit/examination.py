"""What an audit would find in the target's process before it begins: for `authproof doctor` and `authproof init`."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from authproof.audit.stage import Prepared, client_of, prepare
from authproof.audit.wire import prepare_remote, tidy_up
from authproof.errors import TargetError
from authproof.findings import Inconclusive, Policy
from authproof.probes.cookies import authenticating
from authproof.site import AccountMaker, Wishes
from authproof.site.trail import Trail
from authproof.target import Remote, facts
from authproof.target.inside import Inside
from authproof.visitor import Scene


@dataclass(frozen=True, slots=True)
class Examination:
    """What was seen, as plain texts: `error` is set where the login was not found or its controls failed.

    `databases` are names with what becomes of them,
    `hashing` schemes with their figures and seconds for one, `mails` subjects, `refused` hosts that it wanted to
    reach, `written` files, `opening` the names of the cookies that open the account.
    """

    prepared: Prepared | None
    error: TargetError | None
    trail: Trail
    stack: tuple[tuple[str, str], ...]
    source: str
    routes: int
    databases: tuple[tuple[str, str], ...]
    hashing: tuple[tuple[str, float], ...]
    post_office: str
    mails: tuple[str, ...]
    refused: tuple[str, ...]
    written: tuple[str, ...]
    opening: tuple[str, ...]


def examine(inside: Inside, wishes: Wishes, policy: Policy) -> Examination:
    """Prepare an audit, and tell what came of it."""
    trail, prepared, error = Trail(), None, None
    try:
        prepared = prepare(inside, wishes, policy, trail)
    except TargetError as told:
        error = told
    return Examination(
        prepared,
        error,
        trail,
        facts.stack(),
        inside.source,
        len(facts.routes(inside.app)),
        tuple(_databases(inside)),
        tuple(_hashing(inside)),
        "smtplib and Flask-Mail" if "flask_mail" in sys.modules else "smtplib",
        tuple(mail.content.partition("\n")[0] for mail in inside.mailbox.mails),
        tuple(dict.fromkeys(inside.network.refused)),
        tuple(inside.files.written),
        _opening(inside, prepared, policy) if prepared else (),
    )


def examine_remote(remote: Remote, wishes: Wishes, policy: Policy) -> Examination:
    """The same at a URL, of which the inside is not seen; the people who were made for it are deleted again."""
    trail, prepared, error = Trail(), None, None
    try:
        prepared = prepare_remote(remote, wishes, policy, trail)
        tidy_up(remote, prepared)
    except TargetError as told:
        error = told
    return Examination(prepared, error, trail, (), "", 0, (), (), "", (), (), (), ())


def _databases(inside: Inside) -> Iterator[tuple[str, str]]:
    for original in inside.databases.copies:
        yield f"SQLite {original}", "works on a private copy"
    if any(one.in_memory for one in inside.databases.connections):
        yield "SQLite in memory", "ends with the target's process"
    for cloned in inside.postgres.originals.values():
        if not inside.postgres.refused:
            yield f"PostgreSQL {cloned.name}", "works on a private clone"
    if inside.refused:
        yield inside.refused.tried.rpartition(" ")[2], f"refused: {inside.refused.seen}"


def _hashing(inside: Inside) -> Iterator[tuple[str, float]]:
    """Each kind of work, the most frequent first, with what one of it takes in seconds."""
    counted = Counter(call.work for call in inside.hashes.calls)
    for work, _ in counted.most_common():
        yield work, max(call.seconds for call in inside.hashes.calls if call.work == work)


def _opening(inside: Inside, prepared: Prepared, policy: Policy) -> tuple[str, ...]:
    """Names of the cookies that open the account."""
    people = AccountMaker("doctor")
    scene = Scene(client_of(inside), prepared.site, policy, people, prepared.user, prepared.other, inside)
    try:
        visitor = scene.signed_in(remember=True)
    except Inconclusive:
        return ()
    return authenticating(scene, visitor.cookies.copy(), visitor.account)
