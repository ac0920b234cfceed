"""The parameters by which a login page may be told where to go afterwards."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from authproof.client.agent import UserAgent
from authproof.client.urls import same_site_path, where_leads
from authproof.exchange import Exchange
from authproof.site.html import read_page
from authproof.site.model import Site
from authproof.site.trail import Trail

# Names tried where the target reveals none (CATALOGUE, section 6).
USUAL_NAMES = (
    "next",
    "url",
    "redirect",
    "redirect_url",
    "redirect_uri",
    "redir",
    "return",
    "returnTo",
    "return_to",
    "return_path",
    "returnUrl",
    "return_url",
    "rurl",
    "continue",
    "dest",
    "destination",
    "go",
    "goto",
    "target",
    "to",
    "back",
    "from",
    "checkout_url",
    "view",
    "image_url",
    "came_from",
    "success_url",
    "callback",
    "forward",
    "next_url",
    "r",
    "u",
    "ref",
    "referrer",
    "origin",
    "path",
    "page",
    "weiter",
    "ziel",
    "suivant",
    "siguiente",
    "retour",
)


def next_parameters(
    agent: UserAgent, site: Site, pages: Iterable[Exchange], trail: Trail | None = None
) -> tuple[str, ...]:
    """Parameter names to try, those that the target itself uses first; `trail` hears of these."""
    revealed: dict[str, None] = {}
    for witness in site.witnesses:
        if witness.guarded:
            revealed |= dict.fromkeys(_in_redirect(agent.get(witness.path, follow=False), witness.path))
    for page in pages:
        revealed |= dict.fromkeys(_in_redirect(page, page.request.path))
        revealed |= dict.fromkeys(_in_forms(page))
    if trail and revealed:
        trail.note("next", site.login.form.path, ", ".join(revealed))
    return tuple(dict.fromkeys([*revealed, *USUAL_NAMES]))


def _in_redirect(exchange: Exchange, path: str) -> list[str]:
    """Names in a redirect's query whose value is the page that was asked for."""
    target = (
        where_leads(exchange.response.location, exchange.request.url)
        if exchange.response.is_redirect
        else None
    )
    pairs = parse_qsl(urlsplit(target).query) if target else []
    return [name for name, value in pairs if same_site_path(value).rstrip("?") in {path, path.rstrip("?")}]


def _in_forms(exchange: Exchange) -> list[str]:
    """Hidden fields of login-like forms that hold a path."""
    forms = [form for form in read_page(exchange).forms if form.passwords]
    return [
        field.name
        for form in forms
        for field in form.fields
        if field.kind == "hidden" and field.value.startswith("/")
    ]
