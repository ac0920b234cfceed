"""Reset links that can be guessed, or that work too long or too often (CWE-640, CWE-330, CWE-613)."""

import random
import time
from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Evidence, Finding, Severity, Shows, finding
from authproof.probes.new_password import somebody
from authproof.probes.reset import ResetDesk, pieces, secrets_of, varying
from authproof.probes.reset_trials import TRIALS, Holder
from authproof.probes.tokens import bits, made_of, uuid_version
from authproof.visitor import Scene

_SAMPLES = 24
# Of a link that is always the same: what is shorter is a number or a word of its address.
_SHORTEST = 8
# ASVS 11.5.1 asks for 128 bits; less than half of them can be searched.
_ENOUGH_BITS, _FEW_BITS = 128, 64


@check(
    severity=Severity.HIGH,
    cwe=(640, 330, 613),
    asvs=("6.4.3", "11.5.1", "9.1.1"),
    wstg=("ATHN-09", "BUSL-06"),
    shows=Shows.STORY,
)
def reset_token_weak(scene: Scene) -> Iterator[Finding]:
    """A reset link cannot be guessed, works once and soon, for one account, and not after the password has changed.

    Why it matters:
        Whoever has a working link has the account. Links stay in mailboxes, histories and logs for years; one that
        is short, counted up, made of the time or of Python's `random`, or that never ends, is a second password that
        nobody chose.

    How it is tried:
        Two dozen links are asked for, two hours apart on the app's clock. Their varying part is measured (128 bits
        are asked for; below 64 is high, else low) and compared with digests of names, times and row numbers. With
        Python's `random` set to the same state twice, two links must still differ. Then links are followed: twice;
        after a newer one was used; after a password change; an hour, a day and a month old; with a secret or a
        signature that nobody was given; with the parts that name the account taken from another person's link. A
        link counts as accepted when the new password logs in. The control is that a fresh link works. An older link
        that outlives the request for a newer one is low where links are stored, a note where they are signed.

    How to fix it in Flask:
        Mail a random token, keep its hash, delete it when it is used:

            def digest(token):
                return hashlib.sha256(token.encode()).hexdigest()

            def new_reset_token(user_id):
                token = secrets.token_urlsafe(32)
                connection.execute("DELETE FROM reset WHERE user_id = ?", (user_id,))
                connection.execute("INSERT INTO reset VALUES (?, ?, ?)", (user_id, digest(token), time.time()))
                return token

            def use_reset_token(token):
                found = "token_hash = ? AND made > ?"
                values = (digest(token), time.time() - 1800)
                row = connection.execute(f"DELETE FROM reset WHERE {found} RETURNING user_id", values).fetchone()
                return row and row[0]

        and delete the row also when the password changes.

    References:
        CWE-640, CWE-330, CWE-613, WSTG-ATHN-09, ASVS v5.0.0-6.4.3, v5.0.0-11.5.1, v5.0.0-9.1.1
    """
    holder = Holder(ResetDesk(scene), somebody(scene))
    yield from _guessing(holder)
    for trial in TRIALS:
        yield from trial(holder)


def _guessing(holder: Holder) -> Iterator[Finding]:
    """What can be said of the links without following them; a link that stays the same is judged by its age."""
    links, moments = [], []
    for _ in range(_SAMPLES):
        links.append(holder.desk.ask(holder.account).link)
        moments.append(time.time())
    columns = varying(links)
    seen = Evidence(f"{len(links)} links, {len(set(links))} of them different")
    fixed = [[piece] for piece in pieces(links[0]) if len(piece) >= _SHORTEST] if not columns else []
    for column in (*columns, *fixed):
        if said := made_of(list(zip(column, moments, strict=False)), holder.account):
            yield finding(f"the reset link is made of {said}", evidence=seen)
            return
    if not columns:
        return
    if _follows_random(holder, links):
        yield finding(
            "the reset link comes from Python's `random`, whose past output tells its future", evidence=seen
        )
        return
    best = max(columns, key=bits)
    if weak := judge(best):
        said, severity = weak
        yield finding(f"the reset link {said}", evidence=seen, severity=severity)


def judge(tokens: tuple[str, ...]) -> tuple[str, Severity] | None:
    """What is wrong with tokens as such."""
    if all(uuid_version(token) == 1 for token in tokens):
        return "is a UUID of version 1: the clock and the network card", Severity.HIGH
    measured = bits(tokens)
    if measured >= _ENOUGH_BITS:
        return None
    return (
        f"has at most {measured:.0f} bits that vary, {_ENOUGH_BITS} are asked for",
        Severity.LOW if measured >= _FEW_BITS else Severity.HIGH,
    )


def _follows_random(holder: Holder, links: list[str]) -> bool:
    """Whether two links agree in their secret when Python's generator began in the same state."""
    pair = []
    for _ in range(2):
        random.seed(1)
        pair.append(holder.desk.ask(holder.account).link)
    random.seed()
    return any(secret in pieces(pair[1]) for secret in secrets_of(pair[0], links))
