"""Other ways in than the login that people see: forms elsewhere, endpoints that speak JSON, Basic authentication."""

import base64
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from authproof.client.agent import CrossSite
from authproof.exchange import Exchange
from authproof.probes.altered import altered, with_headers
from authproof.site import Account, steps
from authproof.site.candidates import forms_of, login_recipes
from authproof.site.json_api import take_token
from authproof.site.model import LoginRecipe
from authproof.site.steps import FormGone
from authproof.target import facts
from authproof.visitor import Scene, Visitor

# Addresses tried where no URL map is at hand.
_USUAL = ("/api/login", "/api/auth/login", "/api/v1/login", "/auth/token", "/token", "/oauth/token")
_NAMES = ("username", "user", "login", "name", "identifier")
_PASSWORDS = ("password", "pass", "passwd", "pwd")
_MOST_FORMS, _MOST_ENDPOINTS = 6, 40
Enter = Callable[[str, CrossSite], Visitor]


@dataclass(frozen=True, slots=True)
class Way:
    """One way in: `words` names it; `enter` lets an account try it, seen from its own site or from another one."""

    words: str
    enter: Callable[[Account, str, CrossSite], Visitor]

    def tries(self, account: Account, address: str = "127.0.0.1", site: CrossSite = CrossSite.NO) -> Visitor:
        """Somebody who has just tried to get in so."""
        return self.enter(account, address, site)

    def opens(
        self, account: Account, address: str = "127.0.0.1", site: CrossSite = CrossSite.NO
    ) -> Visitor | None:
        """Somebody who got in so, None where this account is refused."""
        visitor = self.tries(account, address, site)
        return visitor if visitor.is_logged_in(account) else None


def main_way(scene: Scene) -> Way:
    """The login that was discovered."""
    return _by_form(scene, scene.site.login)


def other_ways(scene: Scene) -> Iterator[Way]:
    """What lets the right password in, and no wrong one."""
    wrong, told = scene.people.password(), set[str]()
    basic = () if scene.site.login.form.encoding == "basic" else _basic(scene)
    for way in (*_forms(scene), *_endpoints(scene), *basic):
        if way.words in told:
            continue
        if way.opens(scene.user) and not way.opens(scene.user.with_password(wrong)):
            told.add(way.words)
            yield way


def _forms(scene: Scene) -> Iterator[Way]:
    site = scene.site
    known = [site.login.form.action, *([site.register.form.action] if site.register else [])]
    pages = [scene.visitor().visit(path) for path in site.public]
    fitting = (one for one in login_recipes(forms_of(pages)) if one.form.action not in known)
    for recipe in list(fitting)[: 2 * _MOST_FORMS]:
        yield _by_form(scene, recipe)


def _by_form(scene: Scene, recipe: LoginRecipe) -> Way:
    def enter(account: Account, address: str, site: CrossSite) -> Visitor:
        visitor = scene.visitor(account=account, address=address)
        values = steps.login_values(recipe, account)
        with suppress(FormGone):
            page = scene.visitor(address=address) if site is CrossSite.YES else visitor
            form = steps.find_form(page.visit(recipe.form.path), recipe.form)
            hidden = {field.name: None for field in form.fields if field.kind == "hidden"}
            visitor.submit(form, {**hidden, **values} if site is CrossSite.YES else values, site=site)
        return visitor

    return Way(f"the form on {recipe.form.path}", enter)


def _endpoints(scene: Scene) -> Iterator[Way]:
    """Addresses that take a POST, tried with every usual name at once: as JSON, and as a form's fields."""
    app, site = scene.inside.app if scene.inside else None, scene.site
    mapped = [route.path for route in facts.routes(app) if "POST" in route.methods]
    left_out = [site.logout.action or site.logout.path] if site.logout else []
    left_out += [site.register.form.action] if site.register else []
    for path in dict.fromkeys([site.login.form.action, *(mapped or map(site.at, _USUAL))][:_MOST_ENDPOINTS]):
        if path in left_out:
            continue
        for encoding in ("json", "form"):
            if path != site.login.form.action or encoding != site.login.form.encoding:
                yield Way(
                    f"{path} ({'JSON' if encoding == 'json' else 'form fields'})",
                    _posting(scene, path, encoding),
                )


def _posting(scene: Scene, path: str, encoding: str) -> Callable[[Account, str, CrossSite], Visitor]:
    def enter(account: Account, address: str, site: CrossSite) -> Visitor:
        visitor = scene.visitor(account=account, address=address)
        fields = _fields(scene, account)
        if site is CrossSite.NO:
            fields |= _hidden(visitor)
        answer: Exchange
        if encoding == "json":
            answer = visitor.agent.post_json(path, fields, site=site)
        else:
            answer = visitor.agent.post(path, {**fields, "grant_type": "password"}, site=site)
        if site is CrossSite.NO:
            take_token(visitor.agent, answer)
        return visitor

    return enter


def _fields(scene: Scene, account: Account) -> dict[str, str]:
    """What is typed, under all usual names and the login's own."""
    login = scene.site.login
    typed = {**dict.fromkeys(_NAMES, account.identity(login.identity)), "email": account.email}
    typed |= dict.fromkeys(_PASSWORDS, account.password)
    return typed | {
        login.identity_field: account.identity(login.identity),
        login.password_field: account.password,
    }


def _hidden(visitor: Visitor) -> dict[str, str]:
    """The hidden fields of the login form, a token perhaps."""
    try:
        form = visitor.login_form()
    except FormGone:
        return {}
    return {field.name: field.value for field in form.fields if field.kind == "hidden"}


def _basic(scene: Scene) -> Iterator[Way]:
    """The private page itself, with name and password in each request (RFC 7617)."""

    def enter(account: Account, address: str, _site: CrossSite) -> Visitor:
        pair = f"{account.identity(scene.site.login.identity)}:{account.password}".encode()
        change = with_headers(("Authorization", f"Basic {base64.b64encode(pair).decode()}"))
        visitor = altered(scene, change, account=account, address=address)
        visitor.visit(scene.site.witnesses[0].path)
        return visitor

    yield Way("Basic authentication", enter)
