"""Passwords that are cut, folded or cleaned before they are compared (CWE-222, CWE-178, CWE-521)."""

import unicodedata
from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, Severity, finding, note
from authproof.probes.attempts import Entry, altered, counting_characters, opens_with
from authproof.probes.newcomers import Newcomers, newcomers
from authproof.site import Account
from authproof.visitor import Scene

# bcrypt takes 72 bytes, so the longest password that is tried is longer; then what a site may have as its limit.
_LENGTHS = (80, 72, 64, 48, 32, 24)
# U+00E9, which a keyboard may also send as e and U+0301.
_ACCENT = "\u00e9"


@check(severity=Severity.HIGH, cwe=(178, 222, 521), asvs=("6.2.8",), wstg=("ATHN-04", "ATHN-07"))
def password_not_verified_exactly(scene: Scene) -> Iterator[Finding]:
    """A password is compared whole and as it was typed: no other string opens the account.

    Why it matters:
        Whoever chose sixty characters is protected by eight if the rest is cut off, and folding the case
        halves the work for every letter. bcrypt looks at 72 bytes only: old versions cut silently, new ones
        raise an error that many apps show as a crash.

    How it is tried:
        Register (or change the password, where nobody can register) with 80 random characters, or as many as the
        site takes. Log in with the last one changed,
        with it missing, with upper and lower case swapped, and without the punctuation. Where the changed end
        is accepted, halving finds how many characters count. A second account has a space at both ends and an
        accent inside, which no other letter may replace. Trimmed spaces (NIST allows it) and a missing NFC
        normalisation (NIST asks for it) are only noted; both spellings of an accent may be accepted.

    How to fix it in Flask:
        Normalise to NFC and do nothing else; with bcrypt, refuse what is longer than 72 bytes in the form:

            password = unicodedata.normalize("NFC", request.form["password"])
            user.password_hash = PasswordHasher().hash(password)  # argon2 has no such limit

    References:
        CWE-222, CWE-178, CWE-521, WSTG-ATHN-04, WSTG-ATHN-07, ASVS v5.0.0-6.2.8, NIST SP 800-63B-4 section
        3.1.1.2
    """
    if scene.site.register is None and scene.site.features.change is None:
        scene.signed_in()
        yield from _cut_or_folded(scene, scene.user)
        length = len(scene.user.password)
        yield note(
            f"nobody can choose a password, so only the {length} characters of the given password were tried"
        )
        return
    people = newcomers(scene)
    for length in (*_LENGTHS, people.recipe.password_length):
        account = people.somebody().with_password(people.random(length))
        if people.accepts(account.password, account):
            break
        yield from _crashed(people, length)
    else:
        raise Inconclusive("no random password was accepted as a new one")
    yield from _cut_or_folded(scene, account)
    yield from _cleaned(scene, people)


def _crashed(people: Newcomers, length: int) -> Iterator[Finding]:
    if people.answer and people.answer.failed:
        words = f"a password of {length} characters ends in an error where it is set, not in an explanation"
        yield note(words, evidence=people.answer)


def _cut_or_folded(scene: Scene, account: Account) -> Iterator[Finding]:
    right = account.password
    if entry := opens_with(scene, account, altered(right, len(right) - 1)):
        count = counting_characters(scene, account)
        yield _found(f"only the first {count} of {len(right)} characters count", entry)
    elif entry := opens_with(scene, account, right[:-1]):
        yield _found("a beginning of the password is enough: its last character was left out", entry)
    plain = "".join(char for char in right if char.isalnum())
    for what, other in (("upper and lower case", right.swapcase()), ("punctuation", plain)):
        if other not in {right, ""} and (entry := opens_with(scene, account, other)):
            yield _found(f"{what} in the password does not count", entry, Severity.MEDIUM)


def _cleaned(scene: Scene, people: Newcomers) -> Iterator[Finding]:
    core = people.random(max(12, people.recipe.password_length))
    inner = core[:6] + _ACCENT + core[6:]
    for password in (f" {inner} ", inner, f" {core} "):
        account = people.somebody().with_password(password)
        if people.accepts(password, account):
            yield from _judge_cleaning(scene, account)
            return


def _judge_cleaning(scene: Scene, account: Account) -> Iterator[Finding]:
    right = account.password
    if right != right.strip() and opens_with(scene, account, right.strip()):
        yield note("spaces at the ends of a password do not count, which NIST allows and ASVS does not")
    if _ACCENT not in right:
        return
    for other in ("\u00fc", "e"):
        if entry := opens_with(scene, account, right.replace(_ACCENT, other)):
            yield _found(f"{_ACCENT} and {other} count as the same character", entry, Severity.MEDIUM)
            return
    if not opens_with(scene, account, unicodedata.normalize("NFD", right)):
        yield note(
            "passwords are not normalised (NFC): an accent typed on another keyboard is another password"
        )


def _found(message: str, entry: Entry, severity: Severity | None = None) -> Finding:
    return finding(message, evidence=(entry.sent, entry.proof), severity=severity)
