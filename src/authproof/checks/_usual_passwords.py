"""Passwords that everybody tries first, gathered by what they are made of."""

from collections.abc import Iterator

# So many are tried before common passwords count as blocked.
ENOUGH = 12

# The best known first; the long ones are rows of keys and numbers that stand in every published list.
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
    P@ssw0rd Passw0rd! Password1! Qwerty123! Welcome1! Admin123! P@ssw0rd1 Abcd1234! Password123! P@ssword1
    P@ssw0rd123 Welcome123! Qwerty12345! Password1234! P@ssw0rd1234 Welcome12345! Passw0rd1234! Password12345!
    P@ssw0rd12345 Password123456! P@ssw0rd1234567 Passw0rd123456! Password1234567! Password12345678!
    Password123456789! P@ssw0rd123456789 Password1234567890! Qwertyuiop123456! Qwertyuiop1234567890!
"""


def usual(minimum: int) -> Iterator[tuple[str, ...]]:
    """For each make (letters, digits, both, signs as well) usual passwords of at least that length."""
    for known in (_LETTERS, _DIGITS, _MIXED, _EVERYTHING):
        yield tuple(one for one in known.split() if len(one) >= minimum)[:ENOUGH]


def alike(password: str, letters: str) -> str:
    """A password of the same shape, its letters and digits replaced by those that random letters stand for."""
    return "".join(_same_kind(char, letter) for char, letter in zip(password, letters, strict=True))


def _same_kind(char: str, letter: str) -> str:
    if char.isdecimal():
        return str(ord(letter) % 10)
    return (letter.upper() if char.isupper() else letter) if char.isalpha() else char
