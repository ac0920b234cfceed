"""The other forms of the private pages, tried from another site; the effect is seen in the database."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice

from authproof.client.urls import same_site_path
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, finding
from authproof.probes.crossing import Break, Crossing, lure
from authproof.probes.forgery import (
    Forgery,
    bait_of,
    forge,
    forgeries,
    other_forms,
    pattern,
    same_form,
    travels,
    without_same_site,
)
from authproof.probes.row_changes import Change, RowWatch
from authproof.site import AccountMaker, Form
from authproof.visitor import Scene, Visitor
from authproof.visitor.browser import Chromium

_MOST_FORMS, _MOST_PAGES = 6, 12
_FILLERS = {
    "number": "42",
    "range": "42",
    "date": "1990-05-17",
    "tel": "+15550100123",
    "url": "https://example.com/",
}
Values = dict[str, str | None]


class Bystanders:
    """A victim, and an attacker with an account of his own, before a form of one kind."""

    def __init__(self, scene: Scene) -> None:
        """Sign both in."""
        self.scene, self.watch = scene, RowWatch(scene.need_inside())
        self.victim, self.attacker = scene.signed_in(), scene.signed_in(scene.other)

    def forms(self) -> Iterator[Form]:
        """What the victim meets on the private pages, beside the forms that are tried by themselves."""
        site = self.scene.site
        own = (site.features.change, site.features.deletion, site.features.profile, site.features.reset)
        known = {one.form.action for one in (site.login, site.register, *own) if one}
        known |= {path for path in (site.logout.action, site.logout.path) if path} if site.logout else set()
        pages = [*(witness.path for witness in site.witnesses), *(one.form.path for one in own[:3] if one)]
        yield from islice(
            other_forms(self.victim, tuple(dict.fromkeys(pages))[:_MOST_PAGES], known), _MOST_FORMS
        )

    def effect(self, form: Form) -> frozenset[Change]:
        """What the form changes when it is sent as it is meant to be; nothing where that cannot be told."""
        theirs = self.open(self.attacker, form)
        if theirs is None:
            return frozenset()
        noise = self.watch.changes(lambda: self.open(self.attacker, form))
        typed = fill(theirs, self.attacker, self.scene.people)
        return self.watch.changes(lambda: self.attacker.submit(theirs, typed)) - noise

    def open(self, visitor: Visitor, form: Form) -> Form | None:
        """The form on its page, for somebody who is in; who was thrown out comes in again."""
        if not (visitor.is_logged_in() or visitor.try_log_in()):
            return None
        return same_form(visitor.visit(same_site_path(form.page)), form)

    def forged(self, forgery: Forgery, form: Form, effect: frozenset[Change]) -> Exchange | None:
        """The forged request, if it had that effect."""
        mine, theirs = self.open(self.victim, form), self.open(self.attacker, form)
        if mine is None or theirs is None:
            return None
        browser = self.scene.visitor(without_same_site(self.victim.cookies))
        typed = fill(mine, self.victim, self.scene.people)
        changes = self.watch.changes(lambda: forge(forgery, browser, mine, theirs, typed))
        sent = next(
            (one for one in browser.history if one.request.header("Sec-Fetch-Site") == "cross-site"), None
        )
        return sent if sent and effect <= changes and sent.response.status < 400 else None


def forged_rows(scene: Scene) -> Iterator[Break | None]:
    """What is broken, or None, for each form that changes something."""
    people = Bystanders(scene)
    for form in people.forms():
        if effect := people.effect(form):
            yield _tried(people, form, effect)


def _tried(people: Bystanders, form: Form, effect: frozenset[Change]) -> Break | None:
    theirs = people.open(people.attacker, form)
    if theirs is None:
        return None
    for forgery in forgeries(form, theirs):
        through = travels(people.scene, people.victim.cookies, people.scene.user, forgery, form)
        if sent := people.forged(forgery, form, effect):
            return Break(
                through,
                partial(_told, form, forgery, sent, effect),
                partial(_in_browser, people, form, forgery, effect),
            )
    return None


def _in_browser(
    people: Bystanders, form: Form, forgery: Forgery, effect: frozenset[Change], chromium: Chromium
) -> Crossing:
    """The same into a real browser; what its visits write by themselves is no effect.

    Raises:
        Inconclusive: the form is gone by now.
    """
    victim = chromium.signed_in(people.scene.user)
    mine, theirs = people.open(people.victim, form), people.open(people.attacker, form)
    if mine is None or theirs is None:
        raise Inconclusive("the form has gone from its page")
    bait = bait_of(forgery, mine, theirs, fill(mine, people.victim, people.scene.people))
    made = list[Crossing]()
    changes = people.watch.changes(lambda: made.append(lure(chromium, victim, bait, lambda: False)))
    taken = any(one.response.status < 400 for one in made[0].exchanges[:1])
    return replace(made[0], worked=taken and effect <= changes)


def _told(form: Form, forgery: Forgery, sent: Exchange, effect: frozenset[Change], through: bool) -> Finding:
    what = ", ".join(
        f"{kind} {table}{f'.{column}' if column else ''}" for kind, table, column in sorted(effect)
    )
    blocked = "" if through else "; only the cookie's SameSite keeps browsers from it"
    return finding(
        f"{pattern(form)} takes effect from another site, {forgery.said}{blocked}",
        evidence=(f"the request does what the site's own form does: {what}", sent),
        severity=Severity.MEDIUM if through else Severity.LOW,
        location=sent.view,
    )


def fill(form: Form, visitor: Visitor, people: AccountMaker) -> Values:
    """Something in every control that is empty; words are new each time. The name of the only account stays."""
    typed: Values = {}
    for field in form.fields:
        if visitor.site.only_name(field.value, visitor.account.username):
            continue
        if field.kind == "password":
            typed[field.name] = visitor.account.password
        elif field.kind == "email":
            typed[field.name] = f"{people.letters(12)}@example.com"
        elif field.is_text or field.kind == "textarea":
            typed[field.name] = people.letters(12)
        elif field.kind in _FILLERS and not field.value:
            typed[field.name] = _FILLERS[field.kind]
        elif field.kind == "select" and not field.value:
            typed[field.name] = next((one for one in field.options if one), "")
    return typed
