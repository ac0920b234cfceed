"""Passwords that everybody tries first (CWE-521)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, NotApplicable, Severity, finding
from authproof.probes.newcomers import Newcomers, newcomers
from authproof.probes.usual_passwords import ENOUGH, OF_EACH, Trial, alike, usual
from authproof.visitor import Scene

# Minimum lengths that sites choose: usual passwords are picked for the smallest one that is accepted.
_LENGTHS = (6, 8, 10, 12, 15)
# Tried as well where people have to choose longer ones: some usual passwords are as long.
_LONG = (20, 24)


@check(severity=Severity.MEDIUM, cwe=(521,), asvs=("6.2.11", "6.2.12", "6.2.4"), wstg=("ATHN-07",))
def common_password_accepted(scene: Scene) -> Iterator[Finding]:
    """A password that everybody tries first, or one's own name, is refused as a new password.

    Why it matters:
        Attackers do not try all passwords, they try the same few thousand on every account. A throttle slows
        that down; a list of common passwords ends it. NIST and ASVS require such a list, and no rules about
        digits and signs instead: `Password1!` keeps all of those.

    How it is tried:
        Find out which length is accepted. Then register (or change the password, where nobody can register) with a
        dozen common passwords of at least that length and of each make: letters, digits, both, and signs as well.
        Before each make a random password of the same shape must be accepted, else the site refuses the make and not
        the password. Separately, the own name is tried, repeated or as the email address where it is too short. One
        that every list has is a finding if it is taken; of those above ten characters more must be taken than
        refused, for a sound list may lack a few.

    How to fix it in Flask:
        Compare with a list, and with the names (zxcvbn knows both, and keyboard rows besides):

            if zxcvbn(password, user_inputs=[username, email])["guesses"] < 10**9:
                raise ValidationError("This password is too easy to guess.")

    References:
        CWE-521, WSTG-ATHN-07, ASVS v5.0.0-6.2.4, 6.2.11 and 6.2.12, NIST SP 800-63B-4 section 3.1.1.2
    """
    people = newcomers(scene)
    needed = people.recipe.password_length
    minimum, _ = people.shortest((*_LENGTHS, *(one for one in _LONG if one < needed)))
    tried, usual_one = _usual(people, minimum)
    name = _own_name(people, minimum)
    people.confirm()
    yield from (one for one in (usual_one, name) if one)
    if not tried:
        raise NotApplicable(
            f"no common password of {minimum} characters is made as the site asks for, in any of four ways"
        )


def _usual(people: Newcomers, minimum: int) -> tuple[int, Finding | None]:
    """How many common passwords were tried, some of each make that is allowed, and what that shows."""
    trial, rest = Trial(people), list[str]()
    for words in usual(minimum):
        if words and not trial.decided and _takes_alike(people, words[0]):
            trial.of(words[:OF_EACH])
            rest += words[OF_EACH:]
    trial.of(rest[: max(0, ENOUGH - trial.count)])
    return trial.count, trial.finding()


def _own_name(people: Newcomers, minimum: int) -> Finding | None:
    """The own name as the password, repeated where it is too short, in the first form that is taken."""
    for role, what in (("username", "the own name"), ("email", "the own email address")):
        person = people.somebody()
        times = -(-minimum // len(person.identity(role)))
        password = person.identity(role) * times
        if not people.recipe.fields_for(role) or not _takes_alike(people, password):
            continue
        if proof := people.accepts(password, person):
            often = f", {times} times over," if times > 1 else ""
            return finding(f"{what}{often} is accepted as a password", evidence=proof)
    return None


def _takes_alike(people: Newcomers, password: str) -> bool:
    """Whether a random password of that shape is taken: then a refusal is about the password itself."""
    return people.accepts(alike(password, people.scene.people.letters(len(password)))) is not None
