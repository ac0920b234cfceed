"""Single steps on forms, as a person takes them: open the page, fill in, press the button."""

from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from authproof.client.agent import CrossSite, Fields, UserAgent
from authproof.client.urls import same_site_path
from authproof.exchange import Exchange, Headers
from authproof.site.accounts import Account
from authproof.site.basic import basic_form, submit_basic
from authproof.site.html import Field, Form, read_page
from authproof.site.json_api import json_form, take_token
from authproof.site.model import FormRecipe, LoginRecipe, LogoutRecipe, RegisterRecipe, Site, Witness


class FormGone(Exception):  # noqa: N818 - a fact about the page that the caller decides on
    """The form is not on the page any more: somebody signed in is sent on, somebody throttled is told so."""

    def __init__(self, exchange: Exchange) -> None:
        """Keep the answer in which the form was looked for."""
        super().__init__(f"no such form on {exchange.request.path} (status {exchange.response.status})")
        self.exchange = exchange


def find_form(exchange: Exchange, recipe: FormRecipe) -> Form:
    """The form of that shape on a page; a JSON endpoint needs no page, nor does HTTP Basic.

    Raises:
        FormGone: the page has none.
    """
    if recipe.encoding != "form":
        split = urlsplit(exchange.request.url)
        url = f"{split.scheme}://{split.netloc}{recipe.action}"
        return json_form(exchange, recipe, url) if recipe.encoding == "json" else basic_form(exchange, url)
    alike = [form for form in read_page(exchange).forms if form.shape == recipe.shape]
    exact = [form for form in alike if urlsplit(form.action).path == recipe.action]
    for form in exact or alike:
        return with_second_page(form, recipe)
    raise FormGone(exchange)


def with_second_page(form: Form, recipe: FormRecipe) -> Form:
    """The form together with what is asked on the page behind it, as if it stood on one."""
    more = tuple(Field(name, kind, hint=name) for name, kind in recipe.then)
    return replace(form, fields=form.fields + more, then=tuple(name for name, _ in recipe.then))


def _second(
    page: Exchange, names: tuple[str, ...], pairs: Fields, site: CrossSite
) -> tuple[Form | None, Fields]:
    """The form of the second page, known by its controls, and what it is filled in with.

    Another site knows where that form posts to, and nothing that stands in it.
    """
    forms = read_page(page).forms
    form = next((one for one in forms if {*names} <= {field.name for field in one.fields}), None)
    given = dict(pairs)
    values = {name: given.get(name) for name in names}
    if form and site is CrossSite.YES:
        values = {field.name: values.get(field.name) for field in form.fields}
    return form, filled(form, values) if form else []


def filled(form: Form, values: dict[str, str | None]) -> Fields:
    """The pairs that a browser sends: given values, else what the page had; None leaves a control out.

    Boxes that were not ticked are left out, a `values` entry ticks them.
    """
    pairs: Fields = []
    for field in form.fields:
        given = values.get(field.name, "") if field.name in values else field.value
        ticked = field.name in values or field.checked
        if given is None or (field.kind in {"checkbox", "radio"} and not ticked):
            continue
        if field.kind == "radio" and any(name == field.name for name, _ in pairs):
            continue
        pairs.append((field.name, (field.value or "on") if field.kind == "checkbox" else given))
    return pairs + list(form.buttons[:1])


def submit(
    agent: UserAgent,
    form: Form,
    pairs: Fields,
    *,
    headers: Headers = (),
    follow: bool = True,
    site: CrossSite = CrossSite.NO,
) -> Exchange:
    """Press the button, and that of the second page where the form goes on there."""
    if form.then:
        first = [pair for pair in pairs if pair[0] not in form.then]
        page = submit(agent, replace(form, then=()), first, headers=headers, site=site)
        second, rest = _second(page, form.then, pairs, site)
        return submit(agent, second, rest, headers=headers, follow=follow, site=site) if second else page
    if form.encoding == "basic":
        return submit_basic(agent, form, pairs, follow=follow, site=site)
    if form.encoding == "json":
        answer = agent.post_json(
            form.action, dict(pairs), method=form.method.upper(), follow=follow, site=site
        )
        take_token(agent, answer)
        return answer
    if form.method == "post":
        headers = (*_as_scripts_do(form, site), *headers)
        return agent.post(form.action, pairs, headers=headers, follow=follow, site=site)
    url = form.action.partition("?")[0] + "?" + urlencode(pairs)
    return agent.get(url, headers=headers, follow=follow, site=site)


def _as_scripts_do(form: Form, site: CrossSite) -> Headers:
    """The page's token in the headers that Flask-WTF, Rails, Laravel and Express read; no other site knows it."""
    if not form.token or site is CrossSite.YES:
        return ()
    return ("X-CSRFToken", form.token), ("X-CSRF-Token", form.token)


def log_in(
    agent: UserAgent,
    recipe: LoginRecipe,
    account: Account,
    *,
    remember: bool = False,
    query: str = "",
    follow: bool = True,
) -> Exchange:
    """Open the login page (with `query` behind its address), fill in and submit.

    Raises:
        FormGone: the page shows no login form.
    """
    page = agent.get(with_query(recipe.form.path, query))
    form = find_form(page, recipe.form)
    return submit(agent, form, filled(form, login_values(recipe, account, remember=remember)), follow=follow)


def login_values(recipe: LoginRecipe, account: Account, *, remember: bool = False) -> dict[str, str | None]:
    """What is typed into the login form."""
    values: dict[str, str | None] = {
        recipe.identity_field: account.identity(recipe.identity),
        recipe.password_field: account.password,
    }
    if recipe.remember_field:
        values[recipe.remember_field] = (
            "on" if remember else None
        )  # a box that the page has ticked is unticked
    return values


def register(agent: UserAgent, recipe: RegisterRecipe, account: Account, *, query: str = "") -> Exchange:
    """Open the registration page, fill in and submit; whether it worked is seen by logging in.

    Raises:
        FormGone: the page shows no registration form.
    """
    form = find_form(agent.get(with_query(recipe.form.path, query)), recipe.form)
    return submit(agent, form, filled(form, register_values(recipe, account)))


def register_values(recipe: RegisterRecipe, account: Account) -> dict[str, str | None]:
    """What is typed into the registration form."""
    typed = {"username": account.username, "email": account.email, "password": account.password, "tick": "on"}
    return {name: role[1:] if role.startswith("=") else typed[role] for name, role in recipe.roles}


def log_out(agent: UserAgent, recipe: LogoutRecipe) -> Exchange:
    """Take the way out: follow the link, or press the button.

    Of a JSON endpoint that says yes, the page's script forgets its token: whether the server does is for checks.

    Raises:
        FormGone: the button is not there.
    """
    if recipe.encoding == "json":
        answer = agent.post_json(recipe.action or recipe.path, {}, method=recipe.method)
        if 200 <= answer.response.status < 300:
            agent.jar.authorization = None
        return answer
    page = agent.get(recipe.path)
    if recipe.action is None:
        return page
    for form in read_page(page).forms:
        if form.is_bare and urlsplit(form.action).path == recipe.action:
            return submit(agent, form, filled(form, {}))
    raise FormGone(page)


def shows_signed_in(exchange: Exchange, witness: Witness, account: Account) -> bool:
    """Whether this answer to a visit of the witness page is what a signed-in person gets."""
    if not 200 <= exchange.response.status < 300:
        return False
    if witness.marked:
        return account.username in exchange.response.text
    if path_of(exchange) != witness.arrives:
        return False
    return witness.refused_with is None or form_shapes(exchange) != witness.refused_with


def path_of(exchange: Exchange) -> str:
    """The path on which a visit ended, without its query."""
    return same_site_path(exchange.request.url).partition("?")[0]


def form_shapes(exchange: Exchange) -> tuple[tuple[str, ...], ...]:
    """The shapes of a page's forms, in their order."""
    return tuple(form.shape for form in read_page(exchange).forms)


def with_query(path: str, query: str) -> str:
    """A path with one more piece of query."""
    if not query:
        return path
    return f"{path}{'&' if '?' in path else '?'}{query}"


def is_in(agent: UserAgent, site: Site, account: Account) -> bool:
    """Whether a browser is signed in as this account, by the first two pages that tell."""
    return any(shows_signed_in(agent.get(one.path), one, account) for one in site.witnesses[:2])


def gets_in(agent: UserAgent, site: Site, account: Account) -> bool:
    """Whether the login lets a fresh browser in as this account; a page without its form does not."""
    try:
        log_in(agent, site.login, account)
    except FormGone:
        return False
    return is_in(agent, site, account)
