"""What in a cookie says who somebody is: the same at two logins, another for somebody else, and known to others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from authproof.probes.layers import Layer, layers, opaque_parts
from authproof.probes.token_statistics import digest_of
from authproof.site import Account

_TOKEN = re.compile(r"[\w@+-]+")
# Ids of rows are short; a number that is longer has been drawn.
_LONGEST_NUMBER = 12
# A signature at the end as the frameworks write it: HMACs in base64, Flask-Login's in hex.
_SIGNED = re.compile(r"[^.:|]+.*(?:[.:](?:[\w-]{27}|[\w-]{43}|[\w-]{64}|[\w-]{86})|\|[0-9a-f]{128})")


@dataclass(frozen=True, slots=True)
class Claim:
    """A text in a cookie that names its owner: the layer, and which of the text's words do."""

    layer: Layer
    places: tuple[int, ...]

    def says(self, words: list[str]) -> str:
        """The cookie's value with these words in those places instead."""
        text = self.layer.text
        for place, match in reversed(list(enumerate(_TOKEN.finditer(text)))):
            if place in self.places:
                text = text[: match.start()] + words[place] + text[match.end() :]
        return self.layer.write(text)


def words_of(text: str) -> list[str]:
    """The words of a text, in their order."""
    return _TOKEN.findall(text)


def claims(
    first: str, second: str, other: str, owner: Account, stranger: Account
) -> Iterator[tuple[Claim, list[str]]]:
    """Where two cookies of the owner agree and a stranger's says something else that anybody can know.

    Each claim comes with the words that the stranger's cookie has in that layer.
    """
    seconds = {layer.how: layer.text for layer in layers(second)}
    others = {layer.how: layer.text for layer in layers(other)}
    for layer in layers(first):
        mine, again = words_of(layer.text), words_of(seconds.get(layer.how, ""))
        theirs = words_of(others.get(layer.how, ""))
        if not len(mine) == len(again) == len(theirs):
            continue
        places = tuple(
            at
            for at, word in enumerate(mine)
            if word == again[at] != theirs[at] and is_known(word, owner) and is_known(theirs[at], stranger)
        )
        # A digest alone is an id, and a poor one; beside the name it is no signature.
        if any(not is_digest(mine[at], owner) for at in places):
            yield Claim(layer, places), theirs


def own_claim(first: str, second: str, owner: Account) -> Claim | None:
    """The same for an owner who has nobody to be compared with: a name or a number that stays."""
    seconds = {layer.how: layer.text for layer in layers(second)}
    for layer in layers(first):
        mine, again = words_of(layer.text), words_of(seconds.get(layer.how, ""))
        if len(mine) == len(again):
            places = tuple(
                at for at, word in enumerate(mine) if word == again[at] and is_known(word, owner, named=True)
            )
            if places:
                return Claim(layer, places)
    return None


def is_known(word: str, account: Account, *, named: bool = False) -> bool:
    """Whether others can know this word of an account: its name, its number, or an unkeyed digest of them.

    `named` leaves numbers out.
    """
    names = (account.username.casefold(), account.email.casefold().partition("@")[0])
    if any(name and name in word.casefold() for name in names):
        return True
    if word.isdecimal():
        return not named and len(word) <= _LONGEST_NUMBER
    return digest_of(word, (account.username, account.email)) is not None


def seals(value: str, account: Account) -> tuple[str, ...]:
    """The parts of a value that could guard a claim in it: long, no text, and not the name itself."""
    return tuple(part for part in opaque_parts(value) if not is_known(part, account))


def is_statement(first: str, second: str, account: Account) -> bool:
    """Whether a cookie tells something instead of naming a session by an id of chance.

    Readable JSON does, so does what ends with a signature (then the key is what has to be hard to guess), and a
    name that stays the same.
    """
    if _SIGNED.fullmatch(first.strip('"')):
        return True
    texts = [layer.text.strip() for layer in layers(first)]
    if any(text[:1] == "{" and text[-1:] == "}" for text in texts):
        return True
    sealed = bool(seals(first, account))
    words = [word for text in texts for word in words_of(text)]
    named = any(is_known(word, account, named=True) and not is_digest(word, account) for word in words)
    numbered = first == second and any(is_known(word, account) and word.isdecimal() for word in words)
    return (named and (sealed or first == second)) or numbered


def is_digest(word: str, account: Account) -> bool:
    """Whether a word is no name, but an unkeyed digest of one."""
    return digest_of(word, (account.username, account.email)) is not None
