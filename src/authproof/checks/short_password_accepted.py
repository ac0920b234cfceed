"""Passwords that are too short (CWE-521)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Policy, Severity, finding
from authproof.probes.newcomers import Newcomers, newcomers
from authproof.visitor import Scene

# Playing cards out of order: each is one character, two units of UTF-16 and four bytes of UTF-8.
_WIDE = tuple(chr(0x1F0A0 + card) for card in (0x13, 0x07, 0x34, 0x2B, 0x15, 0x01, 0x3A, 0x0D))


@check(severity=Severity.MEDIUM, cwe=(521,), asvs=("2.2.2", "6.2.1"), wstg=("ATHN-07",))
def short_password_accepted(scene: Scene) -> Iterator[Finding]:
    """A new password must have a minimum length, and the server itself insists on it.

    Why it matters:
        Short passwords fall to guessing, at the login and far faster from a stolen database. ASVS asks for at
        least 8 characters and strongly recommends 15; NIST requires 15 where the password is the only factor.
        A `minlength` in the page's HTML stops nobody who sends the request directly.

    How it is tried:
        Register (or change the password, where nobody can register) with random passwords of different lengths,
        halving the range until the shortest accepted one is known; each is proved by a login. At the end a good
        password must still be accepted, so that a limit on registrations is not taken for a rule. Under 8 is medium,
        under 15 low (both can be set in the policy). Then characters that take four bytes: they count as one each.

    How to fix it in Flask:
        Check the length where the password is set, counting characters:

            password = PasswordField(validators=[Length(min=15, max=256)])

    References:
        CWE-521, WSTG-ATHN-07, ASVS v5.0.0-6.2.1 and 2.2.2, NIST SP 800-63B-4 section 3.1.1.2
    """
    people, policy = newcomers(scene), scene.policy
    shortest, proof = people.shortest(range(max(policy.minimum_length, policy.recommended_length)))
    bytes_counted, wide_proof = _wide(people, shortest) if shortest >= policy.minimum_length else (0, None)
    people.confirm()
    if proof:
        yield _finding(_counted(shortest), shortest, policy, proof)
    if wide_proof:
        what = f"{_counted(bytes_counted)}, each of four bytes,"
        yield _finding(what, bytes_counted, policy, wide_proof)


def _wide(people: Newcomers, shortest: int) -> tuple[int, Exchange | None]:
    """Fewer characters that make as many bytes; how many they are, and the proof if they are taken."""
    count = -(-shortest // 4)
    password = "".join(_WIDE[at % len(_WIDE)] for at in range(count))
    return count, people.accepts(password)


def _finding(what: str, length: int, policy: Policy, proof: Exchange) -> Finding:
    below = length < policy.minimum_length
    asked = (
        f"at least {policy.minimum_length} are asked for"
        if below
        else f"{policy.recommended_length} are recommended (and required by NIST for a password alone)"
    )
    severity = Severity.MEDIUM if below else Severity.LOW
    return finding(f"a password of {what} is accepted: {asked}", evidence=proof, severity=severity)


def _counted(length: int) -> str:
    return {0: "no characters", 1: "one character"}.get(length, f"{length} characters")
