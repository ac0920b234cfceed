"""Malformed input, written down once: values, request bodies, cookies and targets that no browser would send."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus

FORM = "application/x-www-form-urlencoded"
_LONG = 10_000
# What is typed, as it is percent-encoded, and in JSON's own spelling.
_VALUES = (
    ("letters of two, three and four bytes", "%C3%A9%E6%97%A5%F0%9F%94%91", r"\u00e9\u65e5\ud83d\udd11"),
    ("a NUL", "a%00b", r"a\u0000b"),
    ("a lone surrogate", "%ED%A0%80", r"\ud800"),
    ("bytes that are no UTF-8", "%FF%FE", "\xff\xfe"),
    (f"{_LONG:,} characters", "x" * _LONG, "x" * _LONG),
)
# bcrypt takes 72 bytes: above that it truncates or raises (CATALOGUE, F19).
_PASSWORDS = (*_VALUES, ("73 bytes", "Qx7-" + "y" * 69, "Qx7-" + "y" * 69))

# Cookie values as they travel, in latin-1.
COOKIES = (
    ("nothing", ""),
    ("a letter that is not ASCII", "\xc3\xa9"),
    # Flask-Login up to 0.6.3 compares the part behind the bar as text, and hmac takes only ASCII there.
    ("a signature that is not ASCII", "1|\xc3\xa9"),
    ("bytes that are no UTF-8", "\xff\xfe"),
    ("dots alone", ".."),
    ("a broken signed value", "eyJ4.AAAA.AAAA"),
    ("a broken compressed value", ".eJw.AAAA.AAAA"),
    ("an array in brackets", "[]"),
    ("a huge number", "9" * 400),
    ("an escaped NUL", "a%00b"),
    ("a quote that does not end", '"\\'),
    ("5,000 characters", "x" * 5_000),
)

# Where a login is asked to go afterwards (CATALOGUE, section 6: R7, R8, R22, R24).
TARGETS = (
    ("a bracket that does not close", "//[evil.test/"),
    ("an address that is none", "http://[::1.evil.test/"),
    ("a port that is none", "//evil.test:99999/"),
    ("a letter that splits the host", "http://evil.test\uff0f.x/"),
    ("a letter that becomes three", "http://evil.test\u2100.x/"),
    ("a line break", "/x\r\nX-Injected: 1"),
    ("a NUL", "/\x00"),
)


@dataclass(frozen=True, slots=True)
class Body:
    """One request body: what is wrong with it, its bytes, and the type that it claims."""

    label: str
    content: bytes
    kind: str = FORM


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as a person would send it: all its pairs, and the names of what is typed, by role."""

    pairs: tuple[tuple[str, str], ...]
    roles: Mapping[str, tuple[str, ...]]
    hidden: tuple[str, ...] = ()
    encoding: str = "form"

    def with_encoded(self, names: tuple[str, ...], value: str) -> bytes:
        """The body in which these names hold a value that is encoded already; addresses keep their host."""
        return self._body(
            [(name, _like(old, value) if name in names else None, old) for name, old in self.pairs]
        )

    def without(self, names: tuple[str, ...]) -> bytes:
        """The body in which these names are missing."""
        return self._body([(name, None, old) for name, old in self.pairs if name not in names])

    def _body(self, parts: list[tuple[str, str | None, str]]) -> bytes:
        """Join names with their new, already encoded values, or with their old ones."""
        if self.encoding == "json":
            texts = [
                f'{json.dumps(name)}: "{json.dumps(old)[1:-1] if new is None else new}"'
                for name, new, old in parts
            ]
            return ("{" + ", ".join(texts) + "}").encode("latin-1")
        return "&".join(
            f"{quote_plus(name)}={quote_plus(old) if new is None else new}" for name, new, old in parts
        ).encode()


def typed_values(form: Filled, role: str) -> Iterator[Body]:
    """Bodies in which what is typed in one role is malformed."""
    names = form.roles.get(role, ())
    for label, encoded, escaped in (_PASSWORDS if role == "password" else _VALUES) if names else ():
        value = escaped if form.encoding == "json" else encoded
        yield Body(f"{label} in the {role}", form.with_encoded(names, value), _kind(form))


def missing_and_repeated(form: Filled) -> Iterator[Body]:
    """Bodies in which fields are missing, come twice, or hold what no browser puts there."""
    yield Body("an empty form", b"", _kind(form))
    for role, names in form.roles.items():
        yield Body(f"no {role}", form.without(names), _kind(form))
    if form.encoding == "form":
        plain = form.without(())
        yield Body("every field twice", plain + b"&" + plain)
        if form.hidden:
            yield Body(
                "letters that are not ASCII in the hidden fields", form.with_encoded(form.hidden, "%C3%A9")
            )


def other_types(form: Filled) -> Iterator[Body]:
    """Bodies that are of another type than the form's, or claim to be."""
    plain, names = form.without(()), [name for name, _ in form.pairs]
    yield Body("plain text", plain, "text/plain")
    yield Body("an unknown charset", plain, f"{FORM}; charset=nonsense")
    yield Body("multipart without a boundary", b"x", "multipart/form-data")
    yield Body("broken multipart", b"--x\r\nnonsense", "multipart/form-data; boundary=x")
    for label, value in (("null", None), ("numbers", 1), ("lists", []), ("objects", {"a": 1})):
        content = json.dumps(dict.fromkeys(names, value)).encode()
        yield Body(f"JSON with {label} as values", content, "application/json")
    for label, content in (("list", b"[1]"), ("null", b"null"), ("broken", b'{"a'), ("deep", b"[" * 30_000)):
        yield Body(f"JSON: {label}", content, "application/json")


def _like(old: str, value: str) -> str:
    return f"{value}@{old.partition('@')[2]}" if "@" in old else value


def _kind(form: Filled) -> str:
    return "application/json" if form.encoding == "json" else FORM
