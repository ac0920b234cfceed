"""Passwords that everybody tries first, gathered by what they are made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from authproof.exchange import Exchange
from authproof.findings import Finding, finding, note
from authproof.probes.newcomers import Newcomers

# So many are tried before common passwords count as blocked.
ENOUGH = 12
# Of each make that is allowed.
OF_EACH = 4
# Up to here the passwords below are among the first few thousand of every list. What is longer is rare enough that
# a sound list may lack some: there one that slips through does not show that there is no list.
_IN_EVERY_LIST = 10

# The best known first: where every make is allowed only four of each are tried, and any list has those. The long
# ones are what people choose where a rule asks for length (ASVS 6.2.4 speaks of passwords that satisfy the rules).
_LETTERS = """
    qwerty dragon monkey letmein football iloveyou princess sunshine password superman baseball welcome michael
    qwertyuiop asdfghjkl basketball passwordpassword qwertyuiopasdfgh abcdefghijklmnop qazwsxedcrfvtgb
    qwertyuiopasdfghjkl iloveyouforever correcthorsebatterystaple abcdefghijklmnopqrstuvwxyz aaaaaaaaaaaaaaaa
    qwertyuiopasdfghjklzxcvbnm
"""
_DIGITS = """
    123456 111111 123123 000000 654321 666666 121212 1234567 12345678 11111111 123456789 987654321 1234567890
    0987654321 123123123 1111111111 0123456789 123456123456 111111111111 000000000000 123456789012 123456789012345
    1234567890123456 111111111111111 000000000000000 123456789123456789 12345678901234567890 11111111111111111111
    0123456789012345 1111111111111111 0000000000000000 12345678912345678
"""
_MIXED = """
    abc123 qwerty1 password1 qwerty123 1q2w3e4r abcd1234 password123 iloveyou1 princess1 welcome1 monkey123
    1q2w3e4r5t q1w2e3r4t5y6 1q2w3e4r5t6y password1234 qwertyuiop123 1qaz2wsx3edc password12345 1q2w3e4r5t6y7u8i
    1qaz2wsx3edc4rfv 1q2w3e4r5t6y7u8i9o0p password123456789 qwertyuiop1234567890 1234567890qwertyuiop
    qwertyuiop123456 q1w2e3r4t5y6u7i8o9p0 1qaz2wsx3edc4rfv5tgb
"""
_EVERYTHING = """
    P@ssw0rd Password1! Pa$$w0rd P@$$w0rd 1qaz@WSX !QAZ2wsx 1qaz!QAZ P@ssword1 Passw0rd! P@ssw0rd1 Welcome1!
    Password123! P@ssw0rd123 Password1234! P@ssw0rd1234 Password12345! P@ssw0rd12345 Password123456! P@ssw0rd123456
    Password12345678! Password123456789! P@ssw0rd123456789 Qwertyuiop123456!
"""


def usual(minimum: int) -> Iterator[tuple[str, ...]]:
    """For each make (letters, digits, both, signs as well) usual passwords of at least that length."""
    for known in (_LETTERS, _DIGITS, _MIXED, _EVERYTHING):
        yield tuple(one for one in known.split() if len(one) >= minimum)[:ENOUGH]


def unblocked(taken: Sequence[str], refused: Sequence[str]) -> bool:
    """Whether passwords that were taken show that no list of common ones is asked, or a poor one."""
    return any(len(one) <= _IN_EVERY_LIST for one in taken) or len(taken) > len(refused)


@dataclass(slots=True)
class Trial:
    """Common passwords as they are tried, until one shows that no list is asked."""

    people: Newcomers
    taken: dict[str, Exchange] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    @property
    def decided(self) -> bool:
        """Whether it is plain already: two thirds of a dozen were taken, or one that every list has."""
        return bool(self.taken) and unblocked(tuple(self.taken), self.refused + [""] * OF_EACH)

    @property
    def count(self) -> int:
        """How many were tried."""
        return len(self.taken) + len(self.refused)

    def of(self, words: Sequence[str]) -> None:
        """Try these."""
        for word in words:
            if self.decided:
                return
            if proof := self.people.accepts(word):
                self.taken[word] = proof
            else:
                self.refused.append(word)

    def finding(self) -> Finding | None:
        """What the trial shows; a long one that slips past a list is worth knowing and no more."""
        if not self.taken:
            return None
        first, proof = next(iter(self.taken.items()))
        if unblocked(tuple(self.taken), self.refused):
            return finding(f"the common password {first} is accepted", evidence=proof)
        return note(
            f"a list refuses {len(self.refused)} of {self.count} common passwords, but not {first}",
            evidence=proof,
        )


def alike(password: str, letters: str) -> str:
    """A password of the same shape, its letters and digits replaced by those that random letters stand for."""
    return "".join(_same_kind(char, letter) for char, letter in zip(password, letters, strict=True))


def _same_kind(char: str, letter: str) -> str:
    if char.isdecimal():
        return str(ord(letter) % 10)
    return (letter.upper() if char.isupper() else letter) if char.isalpha() else char
