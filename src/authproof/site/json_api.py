"""Logins that speak JSON: addresses and key names to try where a site shows no form.

A JSON endpoint is handled as a form without a page: the names of its keys are its shape.
"""

from collections.abc import Iterable, Iterator

from authproof.client.agent import UserAgent
from authproof.exchange import Exchange
from authproof.site.html import Field, Form
from authproof.site.model import ChangeRecipe, FormRecipe, LoginRecipe, LogoutRecipe, RegisterRecipe
from authproof.site.words import suggests

# Names under which an answer hands out a token to be sent back as `Authorization: Bearer` (RFC 6750).
_TOKEN_KEYS = (
    "access_token",
    "accessToken",
    "token",
    "auth_token",
    "authToken",
    "jwt",
    "id_token",
    "session_token",
)
# Addresses tried where no URL map is at hand.
_USUAL = (
    "/api/login", "/api/auth/login", "/api/v1/login", "/api/v1/auth/login", "/api/session", "/auth/login",
    "/login", "/api/register", "/api/auth/register", "/api/v1/register", "/api/users", "/api/signup",
    "/auth/register", "/register",
    "/api/logout", "/api/auth/logout", "/auth/logout", "/logout",
)  # fmt: skip
_IDENTITIES = ("username", "email", "user", "login", "name", "identifier")
_PASSWORDS = ("password", "pass", "passwd", "pwd")
_REPEATED = ("password2", "confirm_password", "password_confirm", "password_confirmation", "confirm")
_CURRENT = ("current_password", "currentPassword", "old_password", "oldPassword", "current", "old")
_NEW = ("new_password", "newPassword", "new")
_MOST_PATHS = 4


def json_register_recipes(paths: Iterable[str]) -> list[RegisterRecipe]:
    """Ways to register at the likeliest addresses: everything at once first, then the names one by one."""
    everything = (("username", "username"), ("email", "email"), ("password", "password"))
    generous = (*everything, ("name", "username"), *((name, "password") for name in _REPEATED))
    single = [((name, _role(name)), (word, "password")) for word in _PASSWORDS for name in _IDENTITIES]
    ranked = _ranked("register", paths)
    return [_register(path, roles) for roles in (everything, generous, *single) for path in ranked]


def json_login_recipes(paths: Iterable[str], register: RegisterRecipe | None) -> list[LoginRecipe]:
    """Ways to log in: by the names with which somebody registered, else by all usual ones."""
    names = (
        [name for name, role in register.roles if role in {"username", "email"}]
        if register
        else list(_IDENTITIES)
    )
    words = (
        [name for name, role in register.roles if role == "password"][:1] if register else list(_PASSWORDS)
    )
    return [
        LoginRecipe(
            recipe(path, (name, word)), name, word, None, "email" if _role(name) == "email" else "username"
        )
        for word in words
        for path in _ranked("login", paths)
        for name in names
    ]


def json_changes(paths: Iterable[str]) -> Iterator[ChangeRecipe]:
    """Ways to change the password: all usual names at once; `password` alone may be the current one or the new one."""
    sounding = [path for path in paths if suggests("password", path)]
    for path in sounding[:_MOST_PATHS]:
        for plain in ("current", "new"):
            roles = (
                *((name, "current") for name in _CURRENT),
                ("password", plain),
                *((name, "new") for name in (*_NEW, *_REPEATED)),
            )
            yield ChangeRecipe(recipe(path, tuple(name for name, _ in roles)), roles)


def json_logouts(paths: Iterable[str]) -> Iterator[LogoutRecipe]:
    """Ways out that sound like one."""
    for path in paths:
        if suggests("logout", path):
            yield LogoutRecipe(path, path, "POST", "json")
    for path in paths:
        if suggests("login", path):
            yield LogoutRecipe(path, path, "DELETE", "json")


def recipe(path: str, names: tuple[str, ...]) -> FormRecipe:
    """A JSON endpoint as a form recipe."""
    return FormRecipe(path, tuple(sorted(names)), path, "json")


def json_form(exchange: Exchange, of: FormRecipe, url: str) -> Form:
    """The endpoint as a form to fill in."""
    fields = tuple(Field(name, "password" if _is_password(name) else "text") for name in of.shape)
    return Form(exchange.request.url, url, "post", fields, encoding="json")


def take_token(agent: UserAgent, exchange: Exchange) -> None:
    """Keep the token that an answer hands out, as the page's script would."""
    token = _token(exchange.response.json())
    if token:
        agent.jar.authorization = f"Bearer {token}"


def _token(body: object, depth: int = 0) -> str | None:
    if not isinstance(body, dict) or depth > 2:
        return None
    named = [body[key] for key in _TOKEN_KEYS if isinstance(body.get(key), str)]
    nested = [found for value in body.values() if (found := _token(value, depth + 1))]
    return next(iter([*named, *nested]), None)


def _register(path: str, roles: tuple[tuple[str, str], ...]) -> RegisterRecipe:
    return RegisterRecipe(recipe(path, tuple(name for name, _ in roles)), roles)


def _ranked(what: str, paths: Iterable[str]) -> list[str]:
    known = list(dict.fromkeys(paths)) or list(_USUAL)
    sounding = [path for path in known if suggests(what, path) and not suggests("logout", path)]
    return (sounding + [path for path in known if path not in sounding and not suggests("logout", path)])[
        :_MOST_PATHS
    ]


def _role(name: str) -> str:
    return "email" if "mail" in name else "username"


def _is_password(name: str) -> bool:
    return name in _PASSWORDS or name in _REPEATED
