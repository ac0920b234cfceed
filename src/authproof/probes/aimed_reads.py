"""Pages of somebody else, opened by their addresses: what is read there that nobody else should know."""

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.probes.references import Reference, alike, swapped
from authproof.probes.victims import Victim
from authproof.probes.ways import ask, linked_pages, pages_inside
from authproof.site import read_page
from authproof.visitor import Visitor

_MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class Pages:
    """What an ordinary person sees: every page that opens, and the text of those that links lead to."""

    opened: Mapping[str, Exchange]
    linked: Mapping[str, Exchange]

    @property
    def told(self) -> str:
        """All that links lead to: whatever stands there is meant to be read by this person."""
        return "\n".join(html.unescape(page.response.text) for page in self.linked.values())


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer that tells of somebody else, or a visit that did something to the account."""

    path: str
    answer: Exchange
    read: tuple[str, ...] = ()
    done: str | None = None


def pages_of(attacker: Visitor, victim: Victim) -> Pages:
    """What the attacker gets as an ordinary person."""
    return Pages(pages_inside(victim.scene, attacker), linked_pages(attacker))


def targets(pages: Pages, victim: Victim, known: Sequence[Reference]) -> tuple[str, ...]:
    """Addresses of the attacker's own pages with the victim named instead, and the victim's that look like them."""
    about = [other for path in pages.opened if (other := swapped(path, known)) != path]
    theirs = linked_pages(victim.visitor) if victim.visitor else {}
    siblings = [path for path in theirs if any(alike(own, path) for own in pages.linked)]
    public = victim.scene.policy.public
    paths = dict.fromkeys([*about, *siblings])
    return tuple(path for path in paths if path not in pages.linked and path not in public)[:_MOST_PAGES]


def reads(attacker: Visitor, victim: Victim, pages: Pages, paths: Iterable[str]) -> Iterator[Seen]:
    """Those addresses at which the attacker learns or does something."""
    for path in paths:
        before = victim.secrets()
        done = victim.struck(lambda path=path: _visited(attacker, path))  # type: ignore[misc]
        answer = attacker.last_exchange
        read = private_in(answer, victim.account.username, before, pages.told)
        if done or (read and not private_in(ask(victim.scene, path), victim.account.username, before, "")):
            yield Seen(path, answer, read, done)


def private_in(answer: Exchange, name: str, secrets: Iterable[tuple[str, str]], told: str) -> tuple[str, ...]:
    """What an answer tells that was neither sent nor told before: secrets, and a name that stands in a form to edit."""
    if not 200 <= answer.response.status < 300:
        return ()
    text, sent = html.unescape(answer.response.text), html.unescape(answer.request.url)
    found = [what for what, value in secrets if value in text and value not in sent + told]
    return tuple(found) or (("the name, to be edited",) if name not in sent and _edits(answer, name) else ())


def _edits(answer: Exchange, name: str) -> bool:
    return any(
        field.value == name and field.kind != "hidden"
        for form in read_page(answer).forms
        if form.method == "post"
        for field in form.fields
    )


def _visited(visitor: Visitor, path: str) -> tuple[str, ...]:
    visitor.visit(path, follow=False)
    return ()
