"""Which forms could be the login or the registration, the likeliest first; what they are is then tried."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from authproof.client.urls import same_site_path
from authproof.exchange import Exchange
from authproof.site.html import Field, Form, read_page
from authproof.site.model import FormRecipe, LoginRecipe, RegisterRecipe
from authproof.site.words import suggests

# How the made-up person fills in: password length, punctuation in it, everything ticked and filled in (also what no
# person sees), addresses everywhere.
_ATTEMPTS = (
    (20, True, False, False),
    (20, True, True, False),
    (32, True, True, False),
    (12, True, True, False),
    (12, False, True, True),
    (20, True, True, True),
)
_FILLERS = {
    "number": "42",
    "range": "42",
    "date": "1990-05-17",
    "tel": "+15550100123",
    "url": "https://example.com/",
    "month": "1990-05",
    "time": "12:00",
    "datetime-local": "1990-05-17T12:00",
    "week": "1990-W20",
    "color": "#336699",
}


def forms_of(pages: Iterable[Exchange]) -> list[Form]:
    """All forms with a password control, each shape and action once, from the page that it posts to if it is there.

    A login may stand in the header of every page; the one that others lead to, with their `next`, is its own page.
    """
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    for exchange in pages:
        for form in read_page(exchange).forms:
            key = (urlsplit(form.action).path, form.shape)
            if form.passwords and (key not in found or _at_home(form) > _at_home(found[key])):
                found[key] = form
    return list(found.values())


def _at_home(form: Form) -> tuple[bool, bool]:
    """Whether a form stands on the page that it posts to, and whether that page was asked for without a query.

    A `next` in the address would go before one that a check puts there.
    """
    page = urlsplit(form.page)
    return page.path == urlsplit(form.action).path, not page.query


def recipe_for(form: Form) -> FormRecipe:
    """How to find this form again."""
    return FormRecipe(same_site_path(form.page), form.shape, urlsplit(form.action).path)


def login_recipes(forms: Iterable[Form]) -> list[LoginRecipe]:
    """Every reading of a form as a login, the likeliest first."""
    ranked = sorted((form for form in forms if len(form.passwords) == 1 and form.texts), key=_unlike_login)
    return [recipe for form in ranked for recipe in _login_readings(form)]


def opening_forms(pages: Iterable[Exchange]) -> list[Form]:
    """Forms that ask for one thing and no password: a login may go on behind them."""
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    for exchange in pages:
        for form in read_page(exchange).forms:
            if len(form.texts) == 1 and not form.passwords:
                found.setdefault((urlsplit(form.action).path, form.shape), form)
    return sorted(found.values(), key=lambda form: not _sounds_like("login", form))


def login_in_two_steps(first: Form, second: Form, kind: str) -> LoginRecipe | None:
    """The login whose second page asks for the password; None where that page wants a name anew."""
    if len(second.passwords) != 1 or any(not field.value for field in second.texts):
        return None
    box, password = _remember_box(second), second.passwords[0].name
    then = ((password, "password"), *(((box, "checkbox"),) if box else ()))
    return LoginRecipe(replace(recipe_for(first), then=then), first.texts[0].name, password, box, kind)


def identity_kinds(field: Field) -> tuple[str, str]:
    """What may be typed into a control, the likelier first."""
    return ("email", "username") if _takes_address(field) else ("username", "email")


def register_recipes(forms: Iterable[Form]) -> list[RegisterRecipe]:
    """Every reading of a form as a registration, the likeliest first, plain ways of filling in before odd."""
    ranked = sorted((form for form in forms if form.texts), key=_unlike_registration)
    readings = [register_recipe(form, *attempt) for attempt in _ATTEMPTS for form in ranked]
    return list(dict.fromkeys(readings))


def register_recipe(
    form: Form, length: int, special: bool, tick_all: bool, addresses: bool
) -> RegisterRecipe:
    """One way in which a person could fill in a form to register."""
    roles = tuple(_roles(form, tick_all=tick_all, addresses=addresses))
    return RegisterRecipe(recipe_for(form), roles, length, special)


def _login_readings(form: Form) -> Iterator[LoginRecipe]:
    password = form.passwords[0]
    before = [field for field in form.texts if form.fields.index(field) < form.fields.index(password)]
    identity = (before or list(form.texts))[0 if len(before) < 2 else -1]
    where = recipe_for(form)
    for kind in identity_kinds(identity):
        yield LoginRecipe(where, identity.name, password.name, _remember_box(form), kind)


def _remember_box(form: Form) -> str | None:
    boxes = [field for field in form.fields if field.kind == "checkbox"]
    named = [box.name for box in boxes if suggests("remember", box.hint)]
    return next(iter(named or [box.name for box in boxes]), None)


def _takes_address(field: Field) -> bool:
    return field.kind == "email" or field.autocomplete == "email" or suggests("email", field.hint)


def _roles(form: Form, *, tick_all: bool, addresses: bool) -> Iterator[tuple[str, str]]:
    for field in form.fields:
        role = _role(field, tick_all=tick_all, addresses=addresses)
        if role is not None:
            yield field.name, role


def _role(  # noqa: PLR0911 - a table of kinds, read from top to bottom
    field: Field, *, tick_all: bool, addresses: bool
) -> str | None:
    if field.kind == "password" or field.is_unmasked:
        return "password"
    if field.unseen and not tick_all:
        return None
    if field.is_text and field.kind in {"text", "email", "search", ""}:
        if _takes_address(field) or addresses:
            return "email"
        return "username"  # a full name, a nickname: whatever it is, it is this person's alone
    if field.kind == "checkbox":
        return "tick" if (field.required or tick_all) and not suggests("remember", field.hint) else None
    if field.kind == "select":
        return "=" + (field.value or next((one for one in field.options if one), ""))
    if field.kind == "radio":
        return f"={field.value}" if field.required or field.checked or tick_all else None
    if field.kind == "textarea":
        return "=Hello from Ada"
    return f"={_FILLERS[field.kind]}" if field.kind in _FILLERS and not field.value else None


def _unlike_login(form: Form) -> tuple[bool, bool, int]:
    current = any(field.autocomplete == "current-password" for field in form.passwords)
    return (not current, _sounds_like("register", form) or not _sounds_like("login", form), len(form.fields))


def _unlike_registration(form: Form) -> tuple[bool, int, bool, int]:
    fresh = any(field.autocomplete == "new-password" for field in form.passwords)
    sounds = _sounds_like("register", form) and not _sounds_like("login", form)
    return (not fresh, -len(form.passwords), not sounds, -len(form.texts))


def _sounds_like(what: str, form: Form) -> bool:
    return suggests(what, urlsplit(form.page).path, form.hint)
