"""Two people of whom one may do more: found among the rows of the accounts, or made by changing one cell."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from authproof.client.urls import same_site_path
from authproof.exchange import Exchange
from authproof.findings import NotApplicable
from authproof.probes.account_row import account_row
from authproof.probes.references import alike, references, swapped
from authproof.probes.rows import row_of, write
from authproof.probes.ways import pages_inside
from authproof.site import Account, AccountMaker, read_page
from authproof.site.crawl import next_paths
from authproof.target import facts
from authproof.target.cells import Cell
from authproof.target.inside import Inside
from authproof.visitor import Scene, Visitor

_WORD = re.compile(r"[^\W\d_][\w-]{1,19}")
_QUOTED = re.compile(r"[\"']([^\W\d_][\w-]{1,19})[\"']")
USUAL = ("admin", "administrator", "staff", "superuser", "moderator", "owner", "root")
_POWER = re.compile(r"admin|role|rol|staff|super|priv|perm|rank|level|group|moderator", re.IGNORECASE)
_MOST_CELLS, _MOST_WORDS, _MOST_ROWS, _HASH = 8, 10, 3, 20


@dataclass(frozen=True, slots=True)
class Roles:
    """An ordinary person and one who may do more, both signed in; `made_by` says what makes the difference.

    `less` and `more` are the pages that open for each, `closed` those that the ordinary person is refused.
    `column` and `value` are the cell that makes the difference, where it is one.
    """

    ordinary: Visitor
    admin: Visitor
    made_by: str
    less: Mapping[str, Exchange]
    more: Mapping[str, Exchange]
    closed: tuple[str, ...]
    column: str = ""
    value: object = None


def roles_of(scene: Scene) -> Roles:
    """The first two people who may do different things.

    Raises:
        NotApplicable: all may do the same; says what was tried.
    """
    inside = scene.need_inside()
    tried: list[str] = []
    for made_by, admin, column, value in _candidates(scene, inside, tried):
        if found := _compared(scene, admin, made_by, column, value):
            return found
    looked = ", ".join(dict.fromkeys(tried)) or "no column that could be a role, no account of somebody else"
    raise NotApplicable(
        f"one role only: a cell or an account that opens more was looked for; tried: {looked}"
    )


def guesses(cell: Cell, others: Iterable[object], words: Sequence[str]) -> tuple[object, ...]:
    """What a cell may hold for somebody who may do more: the other truth value, others' values, words of the source."""
    now, kind = cell.value, cell.declared.upper()
    if isinstance(now, bytes | float) or re.search("DATE|TIME", kind):
        return ()
    seen = [one for one in dict.fromkeys(others) if one != now and one is not None]
    if isinstance(now, int):
        flag = ["BOOL" in kind or now in {0, 1}]
        return (
            *([1 - now] if any(flag) and now in {0, 1} else []),
            *seen[:2],
            *([now + 1] if now > 1 else []),
        )
    if now is None and not _POWER.search(cell.column):
        return ()
    if now is None or _WORD.fullmatch(str(now)):
        usual = [*seen, *words, *USUAL]
        return tuple(one for one in dict.fromkeys(usual) if one != now)[:_MOST_WORDS]
    return ()


def _candidates(scene: Scene, inside: Inside, tried: list[str]) -> Iterator[tuple[str, Account, str, object]]:
    """Accounts that may be able to do more than the user, with what made them so."""
    for account in _foreign_rows(scene, inside):
        tried.append(f"the account {account.username!r}")
        yield f"the account {account.username!r}", account, "", None
    before = tuple(inside.databases.cells())
    person = _changeable(scene, inside)
    row = row_of(inside, person) if person else None
    if person is None or row is None:
        return
    for cell in _free(account_row(inside.databases.cells(), person), person)[:_MOST_CELLS]:
        same = [one.value for one in before if (one.table, one.column) == (cell.table, cell.column)]
        for value in guesses(cell, same, _words(scene, cell.column)):
            tried.append(f"{cell.column} = {value!r}")
            if write(inside, row, cell.column, value):
                yield f"{cell.column} = {value!r}", person, cell.column, value
                write(inside, row, cell.column, cell.value)


def _changeable(scene: Scene, inside: Inside) -> Account | None:
    """Somebody as ordinary as the user, whose row may be changed: new, or one that was there, made like the user."""
    if scene.site.register is not None:
        return scene.new_user()
    person = next(_foreign_rows(scene, inside), None)
    row = row_of(inside, person) if person else None
    if person and row:
        cells = tuple(inside.databases.cells())
        mine = {one.column: one.value for one in account_row(cells, scene.user)}
        for cell in _free(account_row(cells, person), person):
            if mine.get(cell.column, cell.value) != cell.value and guesses(cell, (), ()):
                write(inside, row, cell.column, mine[cell.column])
    return person


def _free(cells: Sequence[Cell], person: Account) -> list[Cell]:
    """Cells that are no key, name, address or hash; those that sound like power first."""
    typed = {person.username.casefold(), person.email.casefold()}
    keys = {cell.column for cell in cells[:1]}
    free = [one for one in cells if one.column not in keys and str(one.value).casefold() not in typed]
    return sorted(free, key=lambda one: not _POWER.search(one.column))


def _words(scene: Scene, column: str) -> list[str]:
    """Words in quotes on lines of the target's source that speak of this column, or of power."""
    root = Path(str(getattr(scene.need_inside().app, "root_path", "") or Path.cwd()))
    lines = [
        line
        for place in dict.fromkeys((root, Path.cwd(), Path(sys.path[0])))
        for _, text in facts.own_source(place)
        for line in text.splitlines()
        if column in line
    ]
    return list(dict.fromkeys(word for line in lines for word in _QUOTED.findall(line) if word != column))[
        :_MOST_WORDS
    ]


def _foreign_rows(scene: Scene, inside: Inside) -> Iterator[Account]:
    """Accounts that were there before us, each given the user's password hash: in this copy we know its password."""
    own_row, cells = row_of(inside, scene.user), tuple(inside.databases.cells())
    own = account_row(cells, scene.user)
    hashed = max(
        (one for one in own if isinstance(one.value, str)), key=lambda one: len(str(one.value)), default=None
    )
    names = {str(cell.value).casefold(): cell.column for cell in reversed(own)}
    columns = [names.get(one.casefold(), "") for one in (scene.user.username, scene.user.email)]
    if own_row is None or hashed is None or len(str(hashed.value)) < _HASH:
        return
    rows = dict.fromkeys(cell.row for cell in cells if cell.table == own[0].table)
    for values in [dict(row) for row in rows][::-1]:
        name, email = (str(values.get(column) or "") for column in columns)
        known = name or email
        if known and known.partition("@")[0] not in AccountMaker.invented and known != scene.user.username:
            account = Account(name or email, email or name, scene.user.password)
            row = row_of(inside, account)
            if row and row.table == own_row.table and write(inside, row, hashed.column, hashed.value):
                yield account


def _compared(scene: Scene, other: Account, made_by: str, column: str, value: object) -> Roles | None:
    """Which of the two may do more; None where neither does, or the other cannot log in."""
    visitor = scene.visitor(account=other)
    if not visitor.try_log_in():
        return None
    user = scene.signed_in()
    mine, theirs = pages_inside(scene, user), pages_inside(scene, visitor)
    for ordinary, admin, less, more in ((user, visitor, mine, theirs), (visitor, user, theirs, mine)):
        foreign = [path for path in more if not is_counterpart(path, less, admin.account, ordinary.account)]
        closed = tuple(path for path in foreign if not opens(ordinary, path))
        if closed or (column and [*shown_only(more, less)]):
            by = made_by if admin is visitor else f"what is not {made_by}"
            return Roles(ordinary, admin, by, less, more, closed, column if admin is visitor else "", value)
    return None


def is_counterpart(path: str, less: Iterable[str], admin: Account, ordinary: Account) -> bool:
    """Whether an address is one that the other person has as well, with another name or number in it."""
    other = swapped(path, references(admin, ordinary))
    return path in less or other in less or any(alike(path, one) for one in less)


def opens(visitor: Visitor, path: str) -> bool:
    """Whether a page comes, at its own address."""
    return 200 <= visitor.visit(path, follow=False).response.status < 300


def shown_only(more: Mapping[str, Exchange], less: Mapping[str, Exchange]) -> Iterator[str]:
    """What pages that both see show to one of them only: links, and addresses of forms."""
    for path in (one for one in more if one in less):
        known = _leads(less[path])
        yield from (
            one for one in _leads(more[path]) if one not in known and not any(alike(one, k) for k in known)
        )


def _leads(page: Exchange) -> list[str]:
    forms = [same_site_path(form.action) for form in read_page(page).forms]
    return list(dict.fromkeys([*next_paths(page), *forms]))
