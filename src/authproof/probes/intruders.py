"""Strangers who send the forms of private pages, as somebody signed in would, with a token of their own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from authproof.client.urls import same_site_path
from authproof.exchange import Exchange
from authproof.findings import Inconclusive
from authproof.probes.forged_rows import fill
from authproof.probes.forgery import pattern
from authproof.probes.methods import Way, tokens_of
from authproof.probes.refused import Grounds
from authproof.probes.row_changes import RowWatch
from authproof.site import Form, read_page
from authproof.site.steps import filled
from authproof.site.words import suggests
from authproof.target.inside import Inside
from authproof.visitor import Visitor

_MOST_FORMS, _ROUNDS = 10, 2
Kinds = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Intrusion:
    """What a stranger's request did that the form itself does: kinds of changes and the tables."""

    form: Form
    way: Way
    sent: Exchange
    did: tuple[tuple[str, str], ...]

    @property
    def said(self) -> str:
        """The changes in words."""
        return ", ".join(f"{kind} {table}" for kind, table in self.did)

    @property
    def writes_over(self) -> bool:
        """Whether something that was there is now another thing, or gone; a new row may be anybody's to make."""
        return any(kind != "insert" for kind, _ in self.did)


class Intruders:
    """Tries the forms that only somebody signed in is shown."""

    def __init__(self, grounds: Grounds, inside: Inside) -> None:
        """Nothing was tried yet; `tried` will hold the addresses of the forms."""
        self.grounds, self.scene, self.watch = grounds, grounds.scene, RowWatch(inside)
        self.tried: list[str] = []
        self._lost = False
        site = self.scene.site
        self._public = {pattern(form) for page in grounds.public for form in read_page(page).forms}
        self._public |= {one.form.action for one in (site.login, site.register, site.features.reset) if one}
        self._public |= {site.logout.path, site.logout.action or ""} if site.logout else set()

    def intrusions(self, ways: tuple[Way, ...] = ()) -> Iterator[Intrusion]:
        """What each form did for a stranger, sent as it is meant to be or in one of these ways.

        In the second round the forms that the first has brought; none any more if the owner's account is lost.
        """
        for _ in range(_ROUNDS):
            for form in list(self._forms()):
                self.tried.append(pattern(form))
                own = Way(form.method.upper())
                yield from self._through(form, (own, *(way for way in ways if way != own)))
                if self._lost:
                    return
                if _makes_something(form):
                    self._used(form)

    def _forms(self) -> Iterator[Form]:
        """Forms of the pages that open for the user, each pattern once, the account's own last."""
        features, owner = self.scene.site.features, self.scene.regular()
        own = [one.form.path for one in (features.profile, features.change, features.deletion) if one]
        known = {*self._public, *self.tried}
        for path in dict.fromkeys([*(path for path in self.grounds.inside if path not in own), *own]):
            for form in _sendable(owner.visit(path)):
                if pattern(form) not in known and len(self.tried) < _MOST_FORMS:
                    known.add(pattern(form))
                    yield form

    def _through(self, form: Form, ways: tuple[Way, ...]) -> Iterator[Intrusion]:
        """The first way that does what the form does, if any."""
        noise = self._noise(form)
        for way in ways:
            sent: list[Exchange] = []
            done = self._kinds(partial(self._intrude, form, way, sent)) - noise
            if done and (did := self._as_meant(form, done)):
                yield Intrusion(form, way, sent[0], tuple(sorted(did)))
                return

    def _as_meant(self, form: Form, done: Kinds) -> Kinds:
        """What of that the form does for its owner too; all but new rows, if what it was about is gone."""
        gone = frozenset(one for one in done if one[0] != "insert")
        try:
            return done & self._used(form) or (gone if self._is_gone(form) else frozenset())
        except Inconclusive:  # the owner cannot log in any more
            self._lost = True
            return gone

    def _intrude(self, form: Form, way: Way, sent: list[Exchange]) -> None:
        """Send the form as its owner has it before their eyes, but with a stranger's token and a made-up password."""
        stranger, owner = self.scene.visitor(), self.scene.regular()
        tokens = tokens_of(self.scene, stranger)
        guess: dict[str, str | None] = {one.name: self.scene.people.password() for one in form.passwords}
        mine: dict[str, str | None] = {
            one.name: tokens[one.name] for one in form.fields if one.kind == "hidden" and one.name in tokens
        }
        typed = fill(form, owner, self.scene.people) | guess | mine
        sent.append(way.send(stranger, form.action, filled(form, typed)))

    def _noise(self, form: Form) -> Kinds:
        """What visits and refused requests change, whatever is asked for: counters, journals, sessions."""

        def visit() -> None:
            nowhere = self.scene.site.at(f"/{self.scene.people.letters(10)}")
            for url in (self.scene.site.login.form.path, nowhere):
                for way in (Way("POST"), Way("GET"), Way("DELETE")):
                    self._intrude(replace(form, action=url), way, [])
            self.scene.visitor().visit(same_site_path(form.page))

        return self._kinds(visit)

    def _used(self, form: Form) -> Kinds:
        """What the form changes when its owner sends it; what opening its page changes taken off."""
        owner, page = self.scene.regular(), same_site_path(form.page)
        noise = self._kinds(lambda: owner.visit(page))
        again = next((one for one in _sendable(owner.visit(page)) if pattern(one) == pattern(form)), form)
        return self._kinds(lambda: _submit(owner, again, self.grounds)) - noise

    def _is_gone(self, form: Form) -> bool:
        """Whether its owner is not shown the form any more: the thing that it was about is no more."""
        page = self.scene.regular().visit(same_site_path(form.page))
        return form.action not in [one.action for one in _sendable(page)]

    def _kinds(self, act: Callable[[], object]) -> Kinds:
        return frozenset((kind, table) for kind, table, _ in self.watch.changes(act))


def _sendable(page: Exchange) -> Iterable[Form]:
    """The forms of a page that change something, and its links that sound as if they did."""
    read = read_page(page)
    yield from (form for form in read.forms if form.method == "post")
    for link in read.links:
        if suggests("harm", link.url) and link.url.startswith(page.request.url.partition("/")[0]):
            yield Form(page.request.url, link.url, "get")


def _makes_something(form: Form) -> bool:
    """Whether a form is for writing something new, which may bring new buttons; none that takes a password."""
    typed = [one for one in form.fields if one.is_text or one.kind == "textarea"]
    return bool(typed) and not form.passwords


def _submit(owner: Visitor, form: Form, grounds: Grounds) -> None:
    """Send the form as it is meant to be sent."""
    if form.method == "get":
        owner.visit(form.action)
    else:
        owner.submit(form, fill(form, owner, grounds.scene.people))
