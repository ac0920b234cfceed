"""Names that people take for one name, and what becomes of registering them beside it."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape

from authproof.exchange import Exchange
from authproof.findings import Severity
from authproof.probes.crowd import guess, join, newcomer, private_page, sent
from authproof.site import Account
from authproof.target.cells import Cell
from authproof.visitor import Scene

# Invisible, and so no part of what a person reads: controls and formats.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


@dataclass(frozen=True, slots=True)
class Rival:
    """Somebody who registered a spelling of a name that has an account, and what came of it.

    `alike`: people take the two for one name. `has_row`: the database now holds both. `got_in`: the new
    password signs in with the new spelling, and `sees_owner` what is the owner's alone. `owner_out`: the owner's
    password does not sign in any more.
    """

    label: str
    alike: bool
    same: bool
    has_row: bool
    got_in: bool
    sees_owner: bool
    owner_out: bool
    answer: Exchange
    proof: Exchange

    @property
    def severity(self) -> Severity | None:
        """How bad that is; None where the spelling was refused, or is a name of its own."""
        if self.owner_out or self.sees_owner or (self.same and self.got_in):
            return Severity.CRITICAL
        return Severity.MEDIUM if self.alike and (self.has_row or self.got_in) else None


def canonical(name: str) -> str:
    """The form in which all spellings that look alike are one: NFKC, case folded, trimmed, all visible."""
    seen = "".join(char for char in name if unicodedata.category(char) not in _UNSEEN)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold()).strip()


def spellings(account: Account, kind: str) -> Iterator[tuple[str, str]]:
    """Ways to write this person's identity (`username` or `email`) once more, each with what to call it."""
    name = account.identity(kind)
    yield "the same spelling", name
    yield "a space around it", f" {name} "
    if kind == "email":
        local, _, domain = name.partition("@")
        yield "a capital letter", f"{local.capitalize()}@{domain}"
        yield "capitals in the domain", f"{local}@{domain.upper()}"
        return
    yield "a capital letter", name[:1].upper() + name[1:]
    yield "a space inside", f"{name[:6]} {name[6:]}"
    yield "a wide letter", chr(ord(name[0]) + 0xFEE0) + name[1:]
    yield "an invisible letter", f"{name[:6]}\u200b{name[6:]}"
    yield "a NUL at the end", f"{name}\0"


def rows_named(cells: Iterable[Cell], name: str) -> Counter[str]:
    """How many rows of each table hold a spelling of the name."""
    wanted = canonical(name)
    near = ((cell.table, cell.row, cell.value) for cell in cells if isinstance(cell.value, str))
    rows = dict.fromkeys(
        (table, row) for table, row, text in near if len(text) <= 4 * len(name) and canonical(text) == wanted
    )
    return Counter(table for table, _ in rows)


def count_rows(scene: Scene, name: str) -> Counter[str]:
    """The same for the target's databases as they are now."""
    return rows_named(scene.inside.databases.cells() if scene.inside else (), name)


def account_tables(scene: Scene, address: str) -> tuple[str, ...]:
    """The tables that hold one row for each account: neither a login nor a failed one adds another."""
    name = scene.user.identity(scene.site.login.identity)
    before = count_rows(scene, name)
    scene.signed_in()
    guess(scene, scene.user.with_password(scene.people.password()), address)
    after = count_rows(scene, name)
    return tuple(sorted(table for table, count in before.items() if count == after[table] == 1))


def register_rival(
    scene: Scene, label: str, spelt: str, tables: tuple[str, ...], where: Iterator[str]
) -> Rival:
    """Register somebody else under this spelling of the user's identity, and look what came of it."""
    owner, kind = scene.user, scene.site.login.identity
    name, account = owner.identity(kind), newcomer(scene)
    account = replace(account, email=spelt) if kind == "email" else replace(account, username=spelt)
    before = count_rows(scene, name)
    answer = sent(join(scene, account, next(where)))
    after = count_rows(scene, name)
    has_row = any(after[table] > before[table] for table in tables)
    visitor = guess(scene, account, next(where))
    names = (account, replace(account, username=spelt.strip()), owner)
    # By a page that strangers do not get, else by one that shows the name, in whichever spelling.
    got_in = bool(private_page(scene, visitor)) or any(visitor.is_logged_in(one) for one in names)
    sees_owner = got_in and _shows(visitor.last_exchange, owner, account, own_page=has_row or not tables)
    owner_out = not _gets_in(scene, next(where))
    alike, same = canonical(spelt) == canonical(name), spelt == name
    proof = visitor.last_exchange
    return Rival(label, alike, same, has_row, got_in, sees_owner, owner_out, answer, proof)


def _shows(page: Exchange, owner: Account, rival: Account, *, own_page: bool) -> bool:
    """Whether a page is the owner's: by an address never typed, or by a name where the rival has no row."""
    text = page.response.text
    if rival.email != owner.email and owner.email in text and rival.username != owner.username:
        return not own_page or owner.email.lower() != rival.email.strip().lower()
    for typed in (rival.email, rival.username):
        text = text.replace(typed, "").replace(escape(typed), "")
    return owner.username in text and not own_page


def _gets_in(scene: Scene, address: str) -> bool:
    owner = scene.visitor(address=address)
    return owner.try_log_in() or (scene.wait_out_lock() and owner.try_log_in())
