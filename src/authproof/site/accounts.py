"""Made-up people: names that nobody else has, so that seeing one on a page proves whose page it is."""

import random
import string
from dataclasses import dataclass, replace
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Account:
    """Who a visitor claims to be. `username` is also the marker that is looked for in pages."""

    username: str
    email: str
    password: str

    def with_password(self, password: str) -> "Account":
        """The same person with another password."""
        return replace(self, password=password)

    def named(self, username: str) -> "Account":
        """Another person: this name with an address of its own, the same password."""
        return replace(self, username=username)

    def identity(self, kind: str) -> str:
        """What is typed into the login form: `username` or `email`."""
        return self.email if kind == "email" else self.username


@dataclass(frozen=True, slots=True)
class Naming:
    """How names of people begin, how many random letters follow, and what makes them other ones than last time."""

    prefix: str = ""
    letters: int = 12
    run: str = ""


def namings(run: str, seed: str) -> tuple[Naming, ...]:
    """Names by which an audit's people can be found on a server that keeps them, the best first.

    20 characters are as many as most sites take; some take letters alone, and some no more than a dozen.
    """
    return (
        Naming(f"authproof-{run}-", 6, seed),
        Naming(f"authproof{run}", 6, seed),
        Naming(f"ap{run}", 7, seed),
    )


class AccountMaker:
    """Makes accounts from a seed: the same seed, the same people in the same order.

    `invented` are all words made in this process and in those that it was forked from: who has another name than
    these was there before us. `namings` are the ways to name people that discovery tries, `naming` is the one of
    this process.
    """

    invented: ClassVar[set[str]] = set()
    namings: ClassVar[tuple[Naming, ...]] = (Naming(),)
    naming: ClassVar[Naming] = Naming()

    def __init__(self, seed: str) -> None:
        """Begin with that seed."""
        # Unique names are needed, not secret ones.
        self._random = random.Random(f"{self.naming.run}{seed}")  # nosec B311

    def account(self, *, password_length: int = 20, special: bool = True) -> Account:
        """Somebody new. `special` puts punctuation into the password, for apps with composition rules."""
        name = self.naming.prefix + self.letters(self.naming.letters)
        self.invented.add(name)
        return Account(name, f"{name}@example.com", self.password(password_length, special=special))

    def letters(self, count: int) -> str:
        """Random lower-case letters."""
        word = "".join(self._random.choices(string.ascii_lowercase, k=count))
        self.invented.add(word)
        return word

    def password(self, length: int = 20, *, special: bool = True) -> str:
        """A random password with letters of both cases and digits; its start satisfies composition rules."""
        start = ("-" if special else "x") + ("!" if special else "Y") + self._random.choice("23456789")
        rest = self._random.choices(string.ascii_letters + string.digits, k=max(0, length - 5))
        return ("Q" + self._random.choice(string.ascii_lowercase) + start + "".join(rest))[:length]
