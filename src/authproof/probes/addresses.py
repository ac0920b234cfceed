"""What travels in addresses: forms that put it there, logins that take it from there, pages that hand it on."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import quote, quote_plus, unquote, unquote_plus, urlencode

from authproof.client.agent import Fields
from authproof.exchange import Exchange
from authproof.probes.cookies import BEARER, cookies_set, login_of, value_of
from authproof.site import Form, read_page
from authproof.site.json_api import take_token
from authproof.site.steps import FormGone, filled, find_form, login_values, with_query
from authproof.visitor import Scene, Visitor

# Names under which servers take a session or token from the query.
_USUAL = (
    "sid", "session", "sessionid", "session_id", "sessid", "token", "access_token", "auth_token", "auth",
    "jwt", "key", "api_key", "ticket",
)  # fmt: skip
# Shorter values stand in addresses by chance.
_SHORTEST = 8


def credential_forms(scene: Scene) -> Iterator[tuple[Exchange, Form]]:
    """The forms into which a password goes, each with its page."""
    site, change = scene.site, scene.site.features.change
    recipes = [(scene.visitor(), site.login.form)]
    recipes += [(scene.visitor(), site.register.form)] if site.register else []
    recipes += [(scene.signed_in(), change.form)] if change else []
    for visitor, recipe in recipes:
        if recipe.encoding != "json":
            page = visitor.visit(recipe.path)
            with suppress(FormGone):
                yield page, find_form(page, recipe)


def login_by_query(scene: Scene, method: str) -> tuple[Exchange, ...]:
    """The login with name and password in the query, and the page that it opened; nothing where it is refused."""
    visitor = scene.visitor()
    try:
        form = visitor.login_form()
    except FormGone:
        return ()
    pairs = filled(form, login_values(scene.site.login, scene.user))
    hidden = [field.name for field in form.fields if field.kind == "hidden"]
    url = form.action.partition("?")[0]
    if method == "GET":
        answer = visitor.agent.get(f"{url}?{urlencode(pairs)}", follow=False)
    else:
        typed = urlencode([pair for pair in pairs if pair[0] not in hidden])
        answer = _post(visitor, form, f"{url}?{typed}", [pair for pair in pairs if pair[0] in hidden])
    take_token(visitor.agent, answer)
    return (answer, visitor.last_exchange) if visitor.is_logged_in() else ()


def key_in_query(scene: Scene) -> tuple[str, Exchange] | None:
    """The name under which a session or token in the query opens a private page, and that page."""
    login = login_of(scene, scene.signed_in())
    for own in login.names or (BEARER,):
        value = value_of(login.jar, own)
        names = list(dict.fromkeys([own, own.lower(), own.rpartition("-")[2], *_USUAL]))
        if value and _opened_by(scene, names, value):
            for name in names:
                if page := _opened_by(scene, [name], value):
                    return name, page
    return None


def walk_through(scene: Scene) -> Visitor:
    """Somebody who mistypes, logs in, looks around and logs out."""
    visitor = scene.visitor()
    wrong = scene.user.with_password(scene.people.password())
    with suppress(FormGone):
        visitor.log_in(wrong)
    with suppress(FormGone):
        visitor.log_in(scene.user, remember=True)
    for witness in scene.site.witnesses:
        visitor.visit(witness.path)
    with suppress(FormGone):
        if scene.site.logout:
            visitor.log_out()
    return visitor


def secrets_of(scene: Scene, visitor: Visitor) -> dict[str, str]:
    """The secret values of this visitor, with what each is called."""
    names = login_of(scene, scene.signed_in(remember=True)).names
    found = {scene.user.password: "the password"}
    for cookie, _ in cookies_set(visitor.history):
        if cookie.name in names and len(cookie.value) >= _SHORTEST:
            found[cookie.value.strip('"')] = f"the value of `{cookie.name}`"
    for one in visitor.history:
        if token := one.request.header(BEARER).rpartition(" ")[2]:
            found[token] = "the bearer token"  # nosec B105
    return found


def carried_in(exchange: Exchange, values: Iterable[str]) -> bool:
    """Whether a redirect, link or form of this answer has one of these values in its address."""
    page = read_page(exchange)
    urls = [link.url for link in page.links]
    urls += [form.action for form in page.forms]
    urls += [exchange.response.header("Location"), exchange.response.header("Refresh"), page.refresh or ""]
    return any(holds(url, value) for value in values for url in urls)


def holds(url: str, value: str) -> bool:
    """Whether an address holds a value, however it is escaped."""
    spelt = (url, unquote(url), unquote_plus(url))
    return any(form in text for text in spelt for form in (value, quote(value, safe=""), quote_plus(value)))


def _opened_by(scene: Scene, names: list[str], value: str) -> Exchange | None:
    for witness in scene.site.witnesses[:2]:
        path = with_query(witness.path, urlencode([(name, value) for name in names]))
        stranger = scene.visitor()
        if stranger.sees(replace(witness, path=path)) and stranger.sees(
            replace(witness, path=path, marked=False)
        ):
            return stranger.last_exchange
    return None


def _post(visitor: Visitor, form: Form, url: str, hidden: Fields) -> Exchange:
    if form.encoding == "json":
        return visitor.agent.post_json(url, dict(hidden))
    return visitor.agent.post(url, hidden, follow=False)
