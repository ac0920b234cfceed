"""Forms and addresses that change an account, aimed at somebody else's."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from authproof.client.urls import same_site_path
from authproof.exchange import Exchange
from authproof.probes.aimed_reads import Pages
from authproof.probes.attackers import Attacker
from authproof.probes.forgery import pattern
from authproof.probes.names_read import names_read
from authproof.probes.references import Aimed, Reference, aimed, alike, swapped
from authproof.probes.rules import Rule, rules
from authproof.probes.victims import Victim
from authproof.site import Form, read_page
from authproof.site.candidates import recipe_for
from authproof.site.crawl import risk
from authproof.site.html import Field
from authproof.site.model import FormRecipe
from authproof.site.steps import FormGone, filled, find_form, submit, with_query
from authproof.visitor import Visitor

_MOST_FORMS, _MOST_NAMES, _MOST_TWINS = 12, 40, 3


@dataclass(frozen=True, slots=True)
class Written:
    """A request about somebody else that took effect: what it was, by what it was aimed, what it did."""

    said: str
    by: str
    done: str
    sent: Exchange


def forms_of(visitor: Visitor, pages: Pages, known: Sequence[Reference]) -> list[FormRecipe]:
    """The forms by which people change something, where each kind is found first; what ends the account comes last."""
    site = visitor.site
    ends = {path for path in (site.logout.action, site.logout.path) if path} if site.logout else set[str]()
    ends |= {one.form.action for one in (site.login, site.register, site.features.reset) if one}
    own = [site.features.change, site.features.profile]
    found = {(one.form.action, one.form.shape): one.form for one in own if one}
    seen = {(one.form.action, one.form.shape) for one in own if one}
    # Of forms that differ in a number only, the one about this visitor.
    for form in sorted(_posts(pages.opened.values()), key=lambda one: not any(aimed(one, known))):
        recipe = recipe_for(form)
        if recipe.action not in ends and (pattern(form), recipe.shape) not in seen:
            seen.add((pattern(form), recipe.shape))
            found.setdefault((recipe.action, recipe.shape), recipe)
    last = site.features.deletion.form if site.features.deletion else None
    return [*[one for one in found.values() if one != last][:_MOST_FORMS], *([last] if last else [])]


def written(
    attacker: Attacker, victim: Victim, recipe: FormRecipe, known: Sequence[Reference], tried: list[str]
) -> Written | None:
    """The first way of aiming this form at the victim that does something; `tried` gets each."""
    for number in range(len(_aims(attacker.ready(), victim, recipe, known))):
        visitor = attacker.ready()
        aims = _aims(visitor, victim, recipe, known)
        if number < len(aims):
            tried += [] if aims[number].guessed else [recipe.action]
            if done := _sent(attacker, victim, aims[number]):
                return done
    return None


def by_links(
    attacker: Attacker, victim: Victim, pages: Pages, known: Sequence[Reference]
) -> Iterator[Written]:
    """Links that destroy something when they are followed, aimed at the victim."""
    links = [link.url for page in pages.opened.values() for link in read_page(page).links]
    for path in dict.fromkeys(map(same_site_path, links)):
        if risk(path) == 1 and swapped(path, known) != path:
            visitor, target = attacker.ready(), swapped(path, known)
            if done := victim.struck(lambda v=visitor, t=target: [v.visit(t) and ""]):  # type: ignore[misc]
                yield Written(f"the link {target}", "its address", done, visitor.last_exchange)


def by_rules(
    attacker: Attacker, victim: Victim, known: Sequence[Reference], tried: list[str]
) -> Iterator[Written]:
    """Addresses of the URL map that take arguments and change something, filled with what names the victim."""
    for rule in rules(victim.scene, [one.theirs for one in known]):
        for as_json in (False, True):
            visitor = attacker.ready()
            tried.append(rule.path)
            if done := victim.struck(lambda r=rule, v=visitor, j=as_json: _asked(attacker, r, v, j)):  # type: ignore[misc]
                yield Written(f"{rule.method} {rule.path}", "its address", done, visitor.last_exchange)
                return


def _asked(attacker: Attacker, rule: Rule, visitor: Visitor, as_json: bool) -> list[str]:
    values = rule.values(attacker.visitor, attacker.new)
    ask = visitor.agent
    if as_json:
        ask.post_json(rule.path, values, method=rule.method, follow=False)
    else:
        rule.send(ask, values)
    return list(values.values())


def _sent(attacker: Attacker, victim: Victim, aim: Aimed) -> Written | None:
    visitor = attacker.visitor
    typed = {name: value for name, value in attacker.typed(aim.form).items() if name not in aim.kept}
    pairs = filled(aim.form, typed)
    before = len(visitor.history)

    def act() -> list[str]:
        submit(visitor.agent, aim.form, pairs, follow=False)
        return [value for _, value in pairs]

    if not (done := victim.struck(act)):
        return None
    path = same_site_path(aim.form.action)
    return Written(f"the form of {path}", " and ".join(aim.by), done, visitor.history[before])


def _aims(visitor: Visitor, victim: Victim, recipe: FormRecipe, known: Sequence[Reference]) -> list[Aimed]:
    """The form as it is now, aimed in each way: by names and numbers, and as the victim's own looks."""
    found: list[Aimed] = []
    for path in dict.fromkeys((recipe.path, swapped(recipe.path, known))):
        with suppress(FormGone):
            form = _opened(visitor, path, recipe, known)
            if path != recipe.path:
                found.append(Aimed(form, ("the address of its page",)))
            found += aimed(form, known)
    with suppress(FormGone):
        form = _opened(visitor, recipe.path, recipe, known)
        twins = _twins(victim, recipe, form)
        found += [Aimed(replace(form, action=one.action), ("its address",)) for one in twins]
        if recipe in account_forms(visitor):
            found += _with_more(visitor, victim, form, known)
    return found


def _opened(visitor: Visitor, path: str, recipe: FormRecipe, known: Sequence[Reference]) -> Form:
    """The form on its page as it is now, numbers in its address left open.

    Raises:
        FormGone: it is not there.
    """
    page = visitor.visit(path)
    patterns = [
        pattern(Form("", action, "post")) for action in (recipe.action, swapped(recipe.action, known))
    ]
    exact = [one for one in _posts([page]) if one.shape == recipe.shape and pattern(one) in patterns]
    return next(iter(exact), None) or find_form(page, recipe)


def account_forms(visitor: Visitor) -> tuple[FormRecipe, ...]:
    """The forms by which people change their account."""
    features = visitor.site.features
    return tuple(one.form for one in (features.change, features.profile, features.deletion) if one)


def _with_more(visitor: Visitor, victim: Victim, form: Form, known: Sequence[Reference]) -> Iterator[Aimed]:
    """The form with further fields, all that the target's source looks up, each of which names the victim."""
    own = [field.name for field in form.fields]
    names = [one for one in names_read(victim.scene).values if one not in own][:_MOST_NAMES]
    for value in _likeliest(victim, known) if names else ():
        if not _believed(visitor, victim, names, value):
            more = tuple(Field(name, "hidden", value) for name in names)
            by = "a field that the form does not have and the source looks up"
            yield Aimed(replace(form, fields=form.fields + more), (by,), tuple(names), guessed=True)


def _likeliest(victim: Victim, known: Sequence[Reference]) -> list[str]:
    """What a program would name the victim by: what is typed into the login, and the number of the row."""
    identity = victim.account.identity(victim.scene.site.login.identity)
    numbers = [one.theirs for one in known if one.theirs.isdecimal()]
    return [identity, *numbers[:1]]


def _believed(visitor: Visitor, victim: Victim, names: Sequence[str], value: str) -> bool:
    """Whether every page takes such a field's word for who is there: client-claimed-identity tells of that."""
    path = visitor.site.witnesses[0].path
    page = visitor.visit(with_query(path, urlencode([(name, value) for name in names])))
    told = (victim.account.username, victim.account.email)
    return any(one in page.response.text for one in told if one != value)


def _twins(victim: Victim, recipe: FormRecipe, like: Form) -> list[Form]:
    """The forms on the victim's own page that differ from this one in a number of the address."""
    page = [victim.visitor.visit(recipe.path)] if victim.visitor else []
    return [one for one in _posts(page) if one.shape == like.shape and alike(like.action, one.action)][
        :_MOST_TWINS
    ]


def _posts(pages: Iterable[Exchange]) -> Iterator[Form]:
    yield from (form for page in pages for form in read_page(page).forms if form.method == "post")
