"""Logins that speak JSON: addresses and key names to try where a site shows no form.

A JSON endpoint is handled as a form without a page: the names of its keys are its shape.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

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
# Words of an answer that may be the names of keys, so many of each, for so many keys of one endpoint.
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,30}")
_MOST_WORDS, _MOST_KEYS = 24, 6
# A key that no endpoint reads: one that complains of it tells nothing by its other complaints.
_NONSENSE = "zqxauthproof"
Learned = Mapping[str, tuple[str, ...]]


def learned(agent: UserAgent, what: str, paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The keys that the likeliest addresses read, as far as their own complaints name them."""
    names = {path: learned_names(agent, path) for path in _ranked(what, paths)}
    return {path: found for path, found in names.items() if found}


def learned_names(agent: UserAgent, path: str) -> tuple[str, ...]:
    """The keys that an endpoint reads: words of its complaint that change the complaint when they are sent along.

    It ends with the first complete pair of a name and a password: more tries would be failed logins.
    """
    known: dict[str, str] = {}
    said = agent.post_json(path, {})
    calm = [agent.post_json(path, values) for values in ({}, {_NONSENSE: "x"})]
    if any(_told(one) != _told(said) for one in calm) or not 400 <= said.response.status < 500:
        return ()
    while len(known) < _MOST_KEYS and not _complete(known):
        words = [word for word in dict.fromkeys(_WORD.findall(said.response.text)) if word not in known]
        for word in words[:_MOST_WORDS]:
            answer = agent.post_json(path, {**known, word: "authproof"})
            if _told(answer) != _told(said):
                known[word], said = "authproof", answer
                break
        else:
            break
    return tuple(known)


def _told(exchange: Exchange) -> tuple[int, str]:
    return exchange.response.status, exchange.response.text


def _complete(known: Iterable[str]) -> bool:
    secret = [_is_password(name) for name in known]
    return any(secret) and not all(secret)


def json_register_recipes(paths: Iterable[str], known: Learned | None = None) -> list[RegisterRecipe]:
    """Ways to register at the likeliest addresses: by the keys that were seen to be read (`known`) first.

    Then with everything at once, then the usual names one by one.
    """
    told = [
        _register(path, tuple((name, _role(name)) for name in names) + missing)
        for path, names in (known or {}).items()
        for missing in _missing_password(names)
    ]
    everything = (("username", "username"), ("email", "email"), ("password", "password"))
    generous = (*everything, ("name", "username"), *((name, "password") for name in _REPEATED))
    single = [((name, _role(name)), (word, "password")) for word in _PASSWORDS for name in _IDENTITIES]
    ranked = _ranked("register", paths)
    return told + [_register(path, roles) for roles in (everything, generous, *single) for path in ranked]


def json_login_recipes(
    paths: Iterable[str], register: RegisterRecipe | None, known: Learned | None = None
) -> list[LoginRecipe]:
    """Ways to log in: by the names with which somebody registered, else by those read (`known`) and all usual ones."""
    read = [name for names in (known or {}).values() for name in names]
    names = (
        [name for name, role in register.roles if role in {"username", "email"}]
        if register
        else list(dict.fromkeys([*(name for name in read if not _is_password(name)), *_IDENTITIES]))
    )
    words = (
        [name for name, role in register.roles if role == "password"][:1]
        if register
        else list(dict.fromkeys([*filter(_is_password, read), *_PASSWORDS]))
    )
    return [
        LoginRecipe(
            recipe(path, (name, word)), name, word, None, "email" if _role(name) == "email" else "username"
        )
        for word in words
        for path in _ranked("login", paths)
        for name in names
    ]


def json_changes(ways: Iterable[tuple[str, str]]) -> Iterator[ChangeRecipe]:
    """Ways to change the password, of addresses and their methods: all usual names at once.

    `password` alone may be the current one or the new one.
    """
    sounding = [way for way in ways if suggests("password", way[0])]
    for path, method in sounding[:_MOST_PATHS]:
        for plain in ("current", "new"):
            roles = (
                *((name, "current") for name in _CURRENT),
                ("password", plain),
                *((name, "new") for name in (*_NEW, *_REPEATED)),
            )
            yield ChangeRecipe(recipe(path, tuple(name for name, _ in roles), method), roles)


def json_logouts(paths: Iterable[str]) -> Iterator[LogoutRecipe]:
    """Ways out that sound like one; the usual addresses where no others are known."""
    known = list(paths) or list(_USUAL)
    for path in known:
        if suggests("logout", path):
            yield LogoutRecipe(path, path, "POST", "json")
    for path in known:
        if suggests("login", path):
            yield LogoutRecipe(path, path, "DELETE", "json")


def recipe(path: str, names: tuple[str, ...], method: str = "post") -> FormRecipe:
    """A JSON endpoint as a form recipe."""
    return FormRecipe(path, tuple(sorted(names)), path, "json", method)


def json_form(exchange: Exchange, of: FormRecipe, url: str) -> Form:
    """The endpoint as a form to fill in."""
    fields = tuple(Field(name, "password" if _is_password(name) else "text") for name in of.shape)
    return Form(exchange.request.url, url, of.method, fields, encoding="json")


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


def _missing_password(names: Iterable[str]) -> list[tuple[tuple[str, str], ...]]:
    """What to add to keys among which no password was named."""
    if any(map(_is_password, names)):
        return [()]
    return [((word, "password"),) for word in _PASSWORDS]


def _role(name: str) -> str:
    if _is_password(name):
        return "password"
    return "email" if "mail" in name else "username"


def _is_password(name: str) -> bool:
    return name in _PASSWORDS or name in _REPEATED or suggests("password", name)
