"""Which account a request is about: the names and numbers that say so, and the same request about another account."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from authproof.site import Account, Form
from authproof.target.cells import Cell

_UUID = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,12}")
_SHORT_KEY = re.compile(r"[A-Za-z0-9_-]{1,12}")


@dataclass(frozen=True, slots=True)
class Reference:
    """One way to name an account: what stands there for oneself, and what for the other."""

    what: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Aimed:
    """A form aimed at somebody else: `by` are the places that were changed, `kept` the fields among them.

    `guessed`: the form itself says nowhere whose account it is about.
    """

    form: Form
    by: tuple[str, ...]
    kept: tuple[str, ...] = ()
    guessed: bool = False


def references(
    mine: Account, theirs: Account, row: Iterable[Cell] = (), other: Iterable[Cell] = ()
) -> tuple[Reference, ...]:
    """The names, and what else in the two rows is short and another in each: numbers, UUIDs, public keys."""
    values = {cell.column: str(cell.value) for cell in other}
    keys = (
        Reference(f"the column {cell.column!r}", str(cell.value), values.get(cell.column, ""))
        for cell in row
        if is_known(str(cell.value)) and is_known(values.get(cell.column, ""))
    )
    named = (
        Reference("the name", mine.username, theirs.username),
        Reference("the mail address", mine.email, theirs.email),
    )
    return tuple(one for one in (*named, *keys) if one.mine and one.theirs and one.mine != one.theirs)


def is_known(value: str) -> bool:
    """Whether others can know a key: a number, a short word, a UUID; what is longer may be there to be secret."""
    return any(form.fullmatch(value) for form in (_NUMBER, _SHORT_KEY, _UUID))


def swapped(url: str, known: Sequence[Reference]) -> str:
    """The same address about the other account: whole segments and query values that name oneself are replaced."""
    split = urlsplit(url)
    path = "/".join(
        quote(_turned(unquote(part), known), safe="@:+,;=~!$&'()*") for part in split.path.split("/")
    )
    pairs = [(name, _turned(value, known)) for name, value in parse_qsl(split.query, keep_blank_values=True)]
    if path == quote(unquote(split.path), safe="/@:+,;=~!$&'()*") and pairs == parse_qsl(
        split.query, keep_blank_values=True
    ):
        return url
    return urlunsplit((split.scheme, split.netloc, path, urlencode(pairs), ""))


def alike(mine: str, theirs: str) -> bool:
    """Whether two addresses differ in nothing but keys that others can know."""
    ours, others = _pieces(mine), _pieces(theirs)
    different = [pair for pair in zip(ours, others, strict=False) if pair[0] != pair[1]]
    return (
        len(ours) == len(others)
        and bool(different)
        and all(is_key(one) for pair in different for one in pair)
    )


def is_key(value: str) -> bool:
    """Whether a piece of an address is a number or a UUID, and no word of the site's own."""
    return any(form.fullmatch(value) for form in (_NUMBER, _UUID))


def aimed(form: Form, known: Sequence[Reference]) -> Iterator[Aimed]:
    """The form about the other account: its address and hidden fields, then each visible field that names oneself."""
    action = swapped(form.action, known)
    hidden = [field.name for field in form.fields if field.kind == "hidden" and _names(field.value, known)]
    shown = [field.name for field in form.fields if field.kind != "hidden" and _names(field.value, known)]
    base = (["its address"] if action != form.action else []) + [f"`{name}`" for name in hidden]
    if base:
        yield Aimed(_with(form, action, hidden, known), tuple(base), tuple(hidden))
    for name in shown:
        yield Aimed(_with(form, action, [*hidden, name], known), (*base, f"`{name}`"), (*hidden, name))


def _with(form: Form, action: str, names: Sequence[str], known: Sequence[Reference]) -> Form:
    fields = tuple(
        replace(field, value=_turned(field.value, known)) if field.name in names else field
        for field in form.fields
    )
    return replace(form, action=action, fields=fields)


def _names(value: str, known: Sequence[Reference]) -> bool:
    return _turned(value, known) != value


def _turned(value: str, known: Sequence[Reference]) -> str:
    return next((one.theirs for one in known if value.casefold() == one.mine.casefold()), value)


def _pieces(url: str) -> list[str]:
    split = urlsplit(url)
    query = [piece for pair in parse_qsl(split.query, keep_blank_values=True) for piece in pair]
    return [*map(unquote, split.path.split("/")), *query]
