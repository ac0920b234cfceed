"""Password controls with all that their page says about them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from authproof.client import leaves_site, where_leads
from authproof.exchange import Exchange
from authproof.site import account_steps, read_page
from authproof.site.html import Form
from authproof.site.model import FormRecipe
from authproof.site.steps import FormGone, find_form
from authproof.visitor import Scene

_MOST_SCRIPTS = 6
# A paste handler and, within the reach of a short function, what makes it a refusal.
_HEARS = r"(?:addEventListener|\.on|\.bind)\s*\(\s*[\"'`][^\"'`]*\bpaste\b|\bonpaste\s*=|\.paste\s*\("
_STOPS = r"preventDefault\s*\(|return\s+false|returnValue\s*=\s*false"
_REFUSES = re.compile(f"(?:{_HEARS})[^\\0]{{0,200}}?(?:{_STOPS})")
_STOPPED = re.compile(_STOPS)


@dataclass(frozen=True, slots=True)
class Control:
    """One control that takes a password; `handler` is an `onpaste` on it or around it that stops the paste."""

    page: Exchange
    where: str
    name: str
    kind: str
    handler: str = ""
    autocomplete: str = ""
    read_only: bool = False


def controls_of(scene: Scene) -> Iterator[Control]:
    """The password controls of all forms that the site has for passwords."""
    site, features = scene.site, scene.site.features
    yield from _on(scene.visitor().visit(site.login.form.path), site.login.form, (site.login.password_field,))
    if site.register:
        page = scene.visitor().visit(site.register.form.path)
        yield from _on(page, site.register.form, site.register.fields_for("password"))
    if features.change:
        page = scene.signed_in().visit(features.change.form.path)
        yield from _on(page, features.change.form, tuple(name for name, _ in features.change.roles))
    if features.reset:
        yield from _behind_reset(scene)


def scripts_of(scene: Scene, page: Exchange) -> Iterator[str]:
    """The scripts of a page: those in it, and those that it loads from its own site."""
    yield read_page(page).scripts
    sources = [node.attributes.get("src") or "" for node in _tree(page).css("script[src]")]
    urls = (where_leads(source, page.request.url) for source in sources)
    own = (url for url in urls if url and not leaves_site(url, page.request.url))
    for url in islice(own, _MOST_SCRIPTS):
        answer = scene.visitor().visit(url)
        if answer.response.status == 200 and "jquery" not in url and "bootstrap" not in url:
            yield answer.response.text


def refuses_paste(script: str) -> bool:
    """Whether a script listens for pastes and stops them."""
    return _REFUSES.search(script) is not None


def _on(page: Exchange, recipe: FormRecipe, names: tuple[str, ...]) -> Iterator[Control]:
    if recipe.encoding == "json":
        return
    try:
        find_form(page, recipe)
    except FormGone:
        return
    yield from _controls(page, recipe.path, names)


def _behind_reset(scene: Scene) -> Iterator[Control]:
    """The page behind a mailed link."""
    if scene.inside is None or scene.site.features.reset is None:
        return
    visitor, before = scene.visitor(), len(scene.inside.mailbox.mails)
    try:
        account_steps.request_reset(visitor.agent, scene.site.features.reset, scene.user)
        for mail in scene.inside.mailbox.mails[before:]:
            for link in account_steps.links_in(mail.content)[:1]:
                page = visitor.visit(link)
                form: Form = account_steps.reset_form(page)
                names = tuple(field.name for field in form.passwords)
                yield from _controls(page, "the page behind a reset link", names)
    except FormGone:
        return


def _controls(page: Exchange, where: str, names: tuple[str, ...]) -> Iterator[Control]:
    for node in _tree(page).css("input, textarea"):
        attributes = node.attributes
        name = attributes.get("name") or ""
        if name in names:
            yield Control(
                page,
                where,
                name,
                (attributes.get("type") or "text").lower() if node.tag == "input" else "textarea",
                _handler(node),
                (attributes.get("autocomplete") or "").lower(),
                "readonly" in attributes,
            )


def _handler(node: LexborNode | None) -> str:
    """The first `onpaste` on a control or around it that stops the paste."""
    while node is not None:
        said = node.attributes.get("onpaste") or ""
        if _STOPPED.search(said):
            return said
        node = node.parent
    return ""


def _tree(page: Exchange) -> LexborHTMLParser:
    return LexborHTMLParser(page.response.text)
