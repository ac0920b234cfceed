"""Passwords so long that checking one keeps the server busy (CWE-400, CWE-770)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Confidence, Evidence, Finding, Inconclusive, Severity, Shows, finding, note
from authproof.probes.crowd import addresses, newcomer, sent
from authproof.probes.lengths import LONG, Attempt, Work, climb
from authproof.site.steps import FormGone
from authproof.visitor import Scene

# A lock would answer before any work is done: so often it is waited out.
_PACE = 3


@check(severity=Severity.LOW, cwe=(400, 770), asvs=("15.2.2",), wstg=("INPV-13",), shows=Shows.STORY)
def long_password_dos(scene: Scene) -> Iterator[Finding]:
    """A very long password costs the server hardly more work than a short one, or is refused for its size.

    Why it matters:
        Anybody may send a password to the login. Where the work grows with its length, a few requests with hundreds
        of kilobytes keep every worker busy. It happens where a digest is made from the password over and over, and
        where a meter of password strength looks at all of it.

    How it is tried:
        Log in, and register, with passwords from 100 to 400,000 characters, in growing steps. A finding is a length
        that takes more than five times and more than a second longer than 100 characters, in the median of five
        times each, taken in turns. In process the processor time of the app is measured and not the clock on the
        wall, and a password hash of usual make, which does not mind the length, is computed once. Being a
        measurement, it is of medium confidence.

    How to fix it in Flask:
        Limit the request, and the password before anything looks at it:

            app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
            password = PasswordField("Password", [InputRequired(), Length(max=256)])

    References:
        CWE-400, CWE-770, WSTG-INPV-13, ASVS v5.0.0-15.2.2
    """
    if scene.inside is None and not scene.site.is_local:
        raise Inconclusive(
            "how long a password is on its way cannot be told from how long the target works on it"
        )
    where = addresses()
    ways = [("login", _login(scene, where))]
    if scene.site.register is not None:
        ways.append(("registration", _registration(scene, where)))
    for words, attempt in ways:
        works = climb(attempt, scene.work_s)
        if works[-1].excessive:
            yield _told(words, works[-1])
        elif works[-1].length < LONG and works[-1].answer.response.status != 413:
            yield note(f"{words} became slow at {works[-1].length:,} characters: longer ones were not tried")
    scene.signed_in()  # the control: the login still works, so that no lock answered in its place


def _told(words: str, work: Work) -> Finding:
    return finding(
        f"{words} works {work.long_s:.1f} s on a password of {work.length:,} characters",
        evidence=(Evidence(str(work)), work.answer),
        confidence=Confidence.MEDIUM,
    )


def _login(scene: Scene, where: Iterator[str]) -> Attempt:
    count = 0

    def attempt(length: int) -> Exchange:
        nonlocal count
        count += 1
        if count % _PACE == 0:
            scene.wait_out_lock()
        visitor = scene.visitor(account=scene.user.with_password(_long(length)), address=next(where))
        try:
            visitor.log_in(follow=False)
        except FormGone as gone:
            return gone.exchange
        return visitor.last_exchange

    return attempt


def _registration(scene: Scene, where: Iterator[str]) -> Attempt:
    def attempt(length: int) -> Exchange:
        account = newcomer(scene).with_password(_long(length))
        visitor = scene.visitor(account=account, address=next(where))
        try:
            visitor.register(account)
        except FormGone as gone:
            return gone.exchange
        return sent(visitor)

    return attempt


def _long(length: int) -> str:
    """A password of that length that no rule refuses for its beginning, and that repeats itself nowhere soon."""
    words = (f"Qx-{place * 7919 % 100_003:05d}!k" for place in range(length // 10 + 1))
    return "".join(words)[:length]
