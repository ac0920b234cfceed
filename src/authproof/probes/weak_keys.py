"""Keys that people write down while they learn: a small grammar of them, made to be tried or to be recognised."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import product

from authproof.findings import Severity

_ALONE = (
    "dev", "development", "test", "testing", "debug", "default", "example", "sample", "demo", "temp", "todo", "none",
    "key", "mykey", "secret", "secrets", "password", "passwd", "pass", "admin", "root", "user", "flask", "django",
    "app", "hello", "hello world", "foo", "bar", "foo bar", "foobar", "baz", "qwerty", "letmein", "abc", "abcdef",
    "asdf", "xxx", "x", "a", "random", "random string", "a random string", "some random string", "string",
    "random key", "guess", "guess me", "shh", "change", "change it", "change me", "change this", "replace me",
    "replace this", "fix me", "insecure", "unsafe", "not secret", "not so secret", "not a secret", "top secret",
    "super secret", "very secret", "you will never guess", "you ll never guess", "hard to guess",
    "hard to guess string", "keep it secret", "keep it safe", "do not tell", "dont tell anyone", "nobody knows",
    "correct horse battery staple", "this is secret", "this is a secret", "it is a secret", "its a secret",
)  # fmt: skip
_BEFORE = (
    "", "a", "the", "my", "your", "some", "our", "this is a", "this is my", "this is the", "super", "very", "top",
    "my super", "a very", "your super", "random", "dev", "development", "test", "default", "example", "insecure",
    "flask", "my flask", "django insecure", "app", "my app", "application", "session", "jwt", "production",
)  # fmt: skip
_CORE = ("secret", "secret key", "secretkey", "secret string", "key", "super secret", "super secret key")
_AFTER = (
    "", "here", "goes here", "for dev", "for development", "for now", "for testing", "value", "change me",
    "change this", "change it", "change in production", "change me in production", "change this in production",
    "dont use in production", "replace me",
)  # fmt: skip
_TAILS = ("", "1", "12", "123", "1234", "12345", "123456", "!", "!!", "2023", "2024", "2025", "2026")
# Printed in the documentation of Flask, in its earlier editions, and in widely read courses.
_PRINTED = (
    "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
    '_5#y2L"F4Q8z\n\xec]/',
    "A0Zr98j/3yX R~XHH!jmN]LWX/,?RT",
    "5791628bb0b13ce0c676dfde280ba245",
)
_SEPARATORS = ("-", "_", " ", "")
# The estimate of `bits` for the 16 hexadecimal digits of a 64-bit key is never below the second figure.
_LEAST_BYTES, _LEAST_BITS = 16, 32


def weakness(key: bytes, *, written: bool) -> tuple[Severity, str] | None:
    """How bad a key is and why; None for a good one. `written` says that it stands in the source."""
    if is_common(key):
        return Severity.CRITICAL, "is made of the words that tutorials use"
    once = unit(key)
    if len(once) < _LEAST_BYTES // 2:
        return Severity.CRITICAL, f"has {len(once)} bytes that do not repeat, which can all be tried"
    if len(once) < _LEAST_BYTES:
        return Severity.HIGH, f"has {len(once)} bytes that do not repeat, fewer than {_LEAST_BYTES}"
    if bits(once) < _LEAST_BITS:
        return Severity.HIGH, f"uses so few characters that it holds at most {bits(once):.0f} bits of chance"
    return (Severity.LOW, "is written in the source, for everybody who can read that") if written else None


def phrases() -> tuple[tuple[str, ...], ...]:
    """The grammar's sentences as words."""
    made = [*_ALONE, *(" ".join(filter(None, parts)) for parts in product(_BEFORE, _CORE, _AFTER))]
    return tuple(dict.fromkeys(tuple(one.split()) for one in made))


def common_keys() -> Iterator[bytes]:
    """Keys to try, the likeliest first: every phrase in four spellings, the short ones also with numbers behind."""
    yield from (b"", *(key.encode("latin-1") for key in _PRINTED))
    sentences = phrases()
    seen = set()
    for separator, words in product(_SEPARATORS, sentences):
        if (text := separator.join(words)) not in seen:
            seen.add(text)
            yield text.encode()
    for separator, words, tail in product(_SEPARATORS, sentences, _TAILS):
        if len(words) <= 2:
            text = separator.join(words)
            yield from (
                f"{spelt}{tail}".encode() for spelt in dict.fromkeys((text, text.upper(), text.title()))
            )
    yield from (b"0", b"1", b"123", b"1234", b"12345", b"123456")


def is_common(key: bytes) -> bool:
    """Whether a key is made of nothing but such words, with any separators and case, and a short number behind."""
    text = key.decode("latin-1")
    bare = _TAIL.sub("", text.lower())
    # Chance strews letters among other bytes; words stand close together.
    wordy = bare.isascii() and sum(map(str.isalpha, bare)) * 5 >= len(bare) * 3
    return text in _PRINTED or (wordy and _is_made_of_words(bare))


def _is_made_of_words(text: str) -> bool:
    """Whether words and separators cover the text from end to end; each place is looked at once."""
    reached = {0}
    for at in range(len(text)):
        if at in reached and not text[at].isalnum():
            reached.add(at + 1)
        elif at in reached:
            reached.update(at + len(word) for word in _VOCABULARY if text.startswith(word, at))
            alone = (at == 0 or not text[at - 1].isalnum()) and not text[at + 1 : at + 2].isalnum()
            reached.update({at + 1} if alone else ())
    return len(text) in reached


def unit(key: bytes) -> bytes:
    """The part of which a key is the repetition, usually the key itself."""
    return key[: (key + key).find(key, 1)]


def bits(key: bytes) -> float:
    """How much chance there can be in a key, by how its characters are spread."""
    return sum(-count * math.log2(count / len(key)) for count in Counter(key).values())


_VOCABULARY = tuple(dict.fromkeys(word for sentence in phrases() for word in sentence if word != "x"))
_TAIL = re.compile(r"\d{0,6}\W{0,3}\Z")
