"""What only a more powerful account is shown: does it open for an ordinary one, and do its forms take effect?"""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from authproof.exchange import Exchange, Request
from authproof.findings import Inconclusive, NotApplicable
from authproof.probes.account_row import account_row, names_in
from authproof.probes.forged_rows import fill
from authproof.probes.forgery import pattern
from authproof.probes.roles import USUAL, Roles, is_counterpart, opens, roles_of, shown_only
from authproof.probes.rules import own_tokens
from authproof.probes.ways import ask, linked_pages
from authproof.site import Account, AccountMaker, Form, read_page
from authproof.site.crawl import is_risky, next_paths
from authproof.site.steps import filled, submit
from authproof.target.inside import Inside
from authproof.visitor import Scene, Visitor

_MOST_FORMS, _MOST_PAGES, _SHORTEST_TOKEN = 12, 40, 16
# Letters of a name that is no common word, and of one that is still a name.
_LONG_NAME, _LONGEST_NAME = 8, 60
_METHODS = ("POST", "PUT", "PATCH", "DELETE")
Rows = Counter[tuple[str, tuple[tuple[str, object], ...]]]


@dataclass(frozen=True, slots=True)
class Reached:
    """Something for the powerful that an ordinary account got: what, and the request that did it."""

    said: str
    sent: Exchange


@dataclass(slots=True)
class Area:
    """The part of a site that links show to the powerful only, and a third person who appears in it."""

    scene: Scene
    roles: Roles
    inside: Inside
    third: Account

    def paths(self) -> tuple[str, ...]:
        """The closed pages, what they link to, and what is shown to the powerful on pages that both see."""
        pages = self.roles.more
        linked = [one for path in self.roles.closed for one in next_paths(pages[path])]
        near = [path for path in pages if any(_same_folder(path, one) for one in self.roles.closed)]
        shown = shown_only(pages, self.roles.less)
        usual = linked_pages(self.roles.ordinary)
        paths = dict.fromkeys([*self.roles.closed, *linked, *shown, *near])
        people = self.roles.admin.account, self.roles.ordinary.account
        new = (one for one in paths if not is_counterpart(one, usual, *people) and not is_risky(one))
        return tuple({masked_path(one): one for one in new}.values())[:_MOST_PAGES]

    def pages(self) -> Iterator[Reached]:
        """Pages of the area that tell an ordinary account of other people."""
        told = _texts(linked_pages(self.roles.ordinary))
        for path in self.paths():
            answer = self.roles.ordinary.visit(path, follow=False)
            names = self.named(answer, told)
            if names and not self.named(ask(self.scene, path), ""):
                yield Reached(
                    f"{path}, which only more powerful accounts are led to, shows it {names}", answer
                )

    def methods(self) -> Iterator[Reached]:
        """Closed pages that open by another method."""
        told, visitor = _texts(linked_pages(self.roles.ordinary)), self.roles.ordinary
        for path in self.roles.closed:
            for method in _METHODS:
                if not opens(visitor, path) and (names := self.named(_asked(visitor, method, path), told)):
                    yield Reached(
                        f"{path} is closed to it, and shows it {names} by {method}", visitor.last_exchange
                    )
                    break

    def named(self, answer: Exchange, told: str) -> str:
        """Whom a page tells of, besides its reader, who was not told of before."""
        if not 200 <= answer.response.status < 300:
            return ""
        text, own = html.unescape(answer.response.text), self.roles.ordinary.account
        known = told + html.unescape(answer.request.url)
        found = [
            one
            for one in self.people()
            if one in text and one not in known and one not in (own.username, own.email)
        ]
        addresses = [one for one in found if "@" in one]
        if not found:
            return ""
        return (
            f"the mail address of {len(addresses)} other people"
            if addresses
            else f"the names of {len(found)} other people"
        )

    def people(self) -> list[str]:
        """Names and addresses that no page contains by chance: our people's, and those of people who were there."""
        cells = tuple(self.inside.databases.cells())
        own, reader = account_row(cells, self.scene.user), self.roles.ordinary.account
        values = [cell.value for cell in cells if isinstance(cell.value, str)]
        ours = [one for one in values if one.partition("@")[0] in AccountMaker.invented]
        theirs = [
            cell.value
            for cell in cells
            if own and cell.table == own[0].table and not names_in(cell.row, reader) and is_a_name(cell.value)
        ]
        return list(dict.fromkeys([*ours, *map(str, theirs)]))

    def forms(self) -> list[Form]:
        """The forms of the area, of each kind the one about the third person, else the first."""
        found: dict[tuple[str, tuple[str, ...]], Form] = {}
        seen = [self.roles.admin.visit(path, follow=False) for path in self.paths()]
        shared = [page for path, page in self.roles.more.items() if path in self.roles.less]
        usual = {pattern(one) for page in self.roles.less.values() for one in _posts(page)}
        about = (self.third.username, self.third.email, *self._numbers())
        for form in [one for page in [*seen, *shared] for one in _posts(page)]:
            kind = (pattern(form), form.shape)
            if pattern(form) not in usual and (kind not in found or _is_about(form, about)):
                found[kind] = form
        return list(found.values())[:_MOST_FORMS]

    def effects(self) -> Iterator[Reached]:
        """Forms of the area that an ordinary account can send: they change what is not its own."""
        visitor = self._ready()
        noise = self._changed(lambda: [visitor.visit(path, follow=False) for path in self.roles.closed[:2]])
        for form in self.forms():
            tokens = own_tokens(self._ready())
            mine = with_tokens(form, tokens)
            pairs = filled(mine, fill(mine, visitor, self.scene.people))
            before = len(visitor.history)
            changed = self._changed(lambda m=mine, p=pairs: submit(visitor.agent, m, p, follow=False))  # type: ignore[misc]
            if done := [one for one in changed if one not in noise]:
                yield Reached(
                    f"the form of {visitor.history[before].request.path} {done[0]} for it",
                    visitor.history[before],
                )

    def _ready(self) -> Visitor:
        """The ordinary person, signed in.

        Raises:
            Inconclusive: the login is refused.
        """
        visitor = self.roles.ordinary
        if visitor.is_logged_in() or visitor.try_log_in():
            return visitor
        raise Inconclusive(f"{visitor.account.username} cannot log in any more: nothing more was tried")

    def _numbers(self) -> tuple[str, ...]:
        row = account_row(self.inside.databases.cells(), self.third)
        return tuple(str(cell.value) for cell in row[:1])

    def _changed(self, act: Callable[[], object]) -> list[str]:
        before = _rows(self.inside)
        act()
        own = account_row(self.inside.databases.cells(), self.roles.ordinary.account)
        key = own[0].value if own else None
        return foreign_changes(before, _rows(self.inside), self.roles.ordinary.account, key)


def meant_for_the_powerful(scene: Scene) -> frozenset[str]:
    """Patterns of the addresses that only more powerful accounts are led to; none where all may do the same."""
    try:
        roles = roles_of(scene)
    except (NotApplicable, Inconclusive):
        return frozenset()
    area = Area(scene, roles, scene.need_inside(), scene.other or scene.user)
    return frozenset([*map(masked_path, area.paths()), *(masked_path(one.action) for one in area.forms())])


def is_a_name(value: object) -> bool:
    """Whether a cell holds an address, a full name or a long one, and no word that pages use anyway."""
    if not isinstance(value, str) or value.casefold() in USUAL or len(value) > _LONGEST_NAME:
        return False
    return "@" in value or (len(value) >= _LONG_NAME and re.sub(r"[ ._-]", "", value).isalpha())


def masked_path(url: str) -> str:
    """The path of an address, numbers in it left open."""
    return pattern(Form("", url, "post"))


def foreign_changes(before: Rows, after: Rows, own: Account, key: object) -> list[str]:
    """What became of rows that are not one's own, in words; own are those with one's name, and with one's number."""
    gone, come = before - after, after - before
    kept = {(table, row[:1]) for table, row in gone} & {(table, row[:1]) for table, row in come}
    told: list[str] = []
    for kind, rows in (("takes rows out of", gone), ("puts rows into", come)):
        for table, row in rows:
            if not _is_own(row, own, key):
                told.append(f"{'changes' if (table, row[:1]) in kept else kind} {table!r}")
    return sorted(dict.fromkeys(told))


def with_tokens(form: Form, tokens: Mapping[str, str]) -> Form:
    """The form with one's own tokens in place of those that another session was given."""
    fields = tuple(
        replace(field, value=tokens[field.name])
        if field.kind == "hidden" and len(field.value) >= _SHORTEST_TOKEN and field.name in tokens
        else field
        for field in form.fields
    )
    return replace(form, fields=fields)


def _is_own(row: tuple[tuple[str, object], ...], own: Account, key: object) -> bool:
    if names_in(row, own):
        return True
    return key is not None and any(value == key for _, value in row[1:])


def _is_about(form: Form, about: tuple[str, ...]) -> bool:
    pieces = [*form.action.split("/"), *(field.value for field in form.fields if field.kind != "text")]
    return any(one in about for one in pieces)


def _same_folder(path: str, closed: str) -> bool:
    """Whether two addresses begin with the same word."""
    return path.split("/")[1:2] == closed.split("/")[1:2] != [""]


def _asked(visitor: Visitor, method: str, path: str) -> Exchange:
    agent = visitor.agent
    if method == "POST":
        return agent.post(path, own_tokens(visitor), follow=False)
    return agent.send(Request(method, agent.absolute(path)), follow=False)


def _posts(page: Exchange) -> list[Form]:
    return [form for form in read_page(page).forms if form.method == "post"]


def _texts(pages: Mapping[str, Exchange]) -> str:
    return "\n".join(html.unescape(page.response.text) for page in pages.values())


def _rows(inside: Inside) -> Rows:
    cells = inside.databases.cells()
    return Counter((one.table, one.row) for one in cells if not one.table.startswith("sqlite_"))
