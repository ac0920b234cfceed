"""How another site logs a browser in: it sends the login form, or the registration, with values of its own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from authproof.client.agent import CrossSite
from authproof.client.urls import same_site_path
from authproof.exchange import Exchange, Headers
from authproof.findings import Finding, NotApplicable, finding
from authproof.probes import baits
from authproof.probes.baits import Bait
from authproof.probes.crossing import Break, Crossing, lure
from authproof.site import Account, Form, steps
from authproof.site.steps import FormGone
from authproof.visitor import Scene
from authproof.visitor.browser import Chromium

Values = dict[str, str | None]
# What a browser sends from a sandboxed frame that wants no Referer (Fetch standard, "null" as an opaque origin).
_ANONYMOUS: Headers = (("Origin", "null"), ("Referer", ""))


@dataclass(frozen=True, slots=True)
class Forgery:
    """One way for another site to send a form: what it puts into the hidden fields, and whose cookies are there."""

    said: str
    hidden: Callable[[str], str | None]
    visited: bool = False
    headers: Headers = ()

    def pairs(self, entry: "Entry") -> list[tuple[str, str]]:
        """What is sent."""
        fields = [field for field in entry.form.fields if field.kind == "hidden"]
        return steps.filled(
            entry.form, {**{one.name: self.hidden(one.value) for one in fields}, **entry.typed}
        )

    def bait(self, entry: "Entry") -> Bait:
        """The page that makes a browser send it.

        Raises:
            NotApplicable: the form goes on on a second page.
        """
        if entry.form.then:
            raise NotApplicable("the form goes on on a second page, which is not tried there")
        if self.headers and entry.form.encoding == "form" and entry.form.method == "post":
            return baits.nameless_post(entry.form.action, self.pairs(entry))
        return baits.sent(entry.form, self.pairs(entry))


_FORGERIES = (
    Forgery("without hidden fields", lambda _value: None),
    Forgery("without hidden fields, after a visit", lambda _value: None, visited=True),
    Forgery("without hidden fields, Origin `null` and no Referer", lambda _value: None, headers=_ANONYMOUS),
    Forgery("with empty hidden fields", lambda _value: "", visited=True),
    Forgery("with the attacker's own hidden fields", lambda value: value),
    Forgery("with the attacker's own hidden fields, after a visit", lambda value: value, visited=True),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A form as the attacker has it open, what is typed into it, and the account that it opens."""

    form: Form
    typed: Values
    account: Account


def forced_logins(scene: Scene) -> Iterator[Break]:
    """The login form sent by another site, with the attacker's name and password."""
    attacker = scene.other or scene.user

    def entry() -> Entry:
        form = scene.visitor(account=attacker).login_form()
        return Entry(form, steps.login_values(scene.site.login, attacker), attacker)

    return _breaks(scene, entry, "another site logs a browser in by posting the login form")


def forced_registrations(scene: Scene) -> Iterator[Break]:
    """The registration sent by another site; nothing where it does not sign in, or is closed by now."""
    if not scene.site.signed_in_after_register:
        return
    recipe = scene.need_registration()

    def entry() -> Entry:
        account = scene.people.account(password_length=recipe.password_length, special=recipe.special)
        form = steps.find_form(scene.visitor().visit(recipe.form.path), recipe.form)
        return Entry(form, steps.register_values(recipe, account), account)

    with suppress(FormGone):
        yield from _breaks(scene, entry, "another site signs a browser in by posting the registration")


def _breaks(scene: Scene, entry: Callable[[], Entry], said: str) -> Iterator[Break]:
    """The first forgery that works, if one does."""
    for forgery in _FORGERIES:
        if proof := _forced(scene, entry(), forgery):
            tell = partial(_told, f"{said} {forgery.said}", proof)
            yield Break(True, tell, partial(_in_browser, entry, forgery))
            return


def _told(said: str, proof: Iterable[Exchange], _through: bool) -> Finding:
    sent, *rest = proof
    return finding(said, evidence=(sent, *rest), location=sent.view)


def _forced(scene: Scene, entry: Entry, forgery: Forgery) -> tuple[Exchange, ...]:
    """The request and the private page that it opened, empty where the victim's browser stayed out."""
    victim = scene.visitor(account=entry.account)
    if forgery.visited:
        victim.visit(entry.form.page)
    before = len(victim.history)
    steps.submit(victim.agent, entry.form, forgery.pairs(entry), headers=forgery.headers, site=CrossSite.YES)
    victim.cookies.authorization = None  # no script of the site has run that could have kept a token
    return (victim.history[before], victim.last_exchange) if victim.is_logged_in() else ()


def _in_browser(entry: Callable[[], Entry], forgery: Forgery, chromium: Chromium) -> Crossing:
    """The same into a real browser in which nobody is logged in."""
    made = entry()
    victim = chromium.visitor(made.account)
    if forgery.visited:
        victim.visit(same_site_path(made.form.page))
    return lure(chromium, victim, forgery.bait(made), victim.is_logged_in)
