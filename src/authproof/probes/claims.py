"""Requests that say who somebody is, or what they may do: in cookies, in the query, in headers."""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from authproof.exchange import Request
from authproof.probes.altered import Change, with_cookies, with_headers, with_more_query
from authproof.probes.dodges import ADDRESS_HEADERS
from authproof.probes.names_read import names_read
from authproof.site import Account
from authproof.visitor import Scene

# Names under which an application may be told who somebody is, and what.
_IDENTITIES = (
    "user", "username", "user_name", "user_id", "userid", "uid", "id", "email", "login", "account",
    "account_id", "name", "member", "auth_user", "remote_user", "current_user", "session_user", "remember",
    "as", "as_user", "impersonate", "login_as", "token",
)  # fmt: skip
_FLAGS = (
    "authenticated", "is_authenticated", "logged_in", "loggedin", "isLoggedIn", "auth", "admin", "is_admin",
    "isAdmin", "role", "access", "internal",
)  # fmt: skip
# Headers in which a proxy that did the login hands the name on.
_HEADERS = (
    "X-Forwarded-User", "X-Forwarded-Email", "X-Forwarded-Preferred-Username", "X-Remote-User", "Remote-User",
    "X-User", "X-User-Id", "X-User-Name", "X-Username", "X-User-Email", "X-Email", "X-Auth-User", "X-Auth-Username",
    "X-Authenticated-User", "X-Auth-Request-User", "X-Auth-Request-Email", "X-Webauth-User", "X-Account-Id",
    "X-Authenticated", "X-Admin", "X-Role", "X-Internal",
)  # fmt: skip
_SAID = ("1", "true", "yes", "admin")
_AT_ONCE = 16
_MOST_IDS = 3
_SHORT = 12
_KEY = re.compile(r"id|pk|uid|uuid|guid|(?:user|account|member|person|public)_?(?:id|no|number|uuid)")
_UUID = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A value under one or more names, in one or more places: `cookie`, `parameter`, `header`."""

    value: str
    what: str
    names: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """As a person would say it."""
        told = [f"the {place} `{name}`" for place, name in self.names]
        return " and ".join(told)

    def of(self, place: str) -> list[tuple[str, str]]:
        """The pairs of one place."""
        return [(name, self.value) for where, name in self.names if where == place]

    def change(self, request: Request) -> Request:
        """What it adds to a request."""
        steps: list[Change] = [with_headers(*self.of("header"))]
        if cookies := self.of("cookie"):
            steps.append(with_cookies(cookies))
        if parameters := self.of("parameter"):
            steps.append(with_more_query(urlencode(parameters)))
        for step in steps:
            request = step(request)
        return request

    def alone(self) -> Iterator["Claim"]:
        """The same with one name at a time."""
        return (replace(self, names=(name,)) for name in self.names)


def claims_of(scene: Scene, account: Account) -> Iterator[Claim]:
    """Every claim to be that account."""
    groups = list(_groups(scene))
    for what, value in identities(scene, account):
        yield from (Claim(value, what, group) for group in groups)
        for credentials in (f"Bearer {value}", f"Basic {base64.b64encode(f'{value}:'.encode()).decode()}"):
            yield Claim(credentials, what, (("header", "Authorization"),))
    for value in (account.username, account.email):
        packed = base64.b64encode(value.encode()).decode()
        yield Claim(packed, "the name in base64", tuple(("cookie", name) for name in _cookie_names(scene)))


def bare_claims(scene: Scene) -> Iterator[Claim]:
    """Claims to be somebody, whoever that is: signed in, in charge, or on the machine itself."""
    named = [*_FLAGS, *scene.site.cookies, *names_read(scene).values]
    for value in _SAID:
        yield from (Claim(value, f"`{value}`", group) for group in _grouped(named, _HEADERS))
    headers = tuple(("header", name) for name in ADDRESS_HEADERS if name != "Forwarded")
    yield Claim("127.0.0.1", "the machine's own address", headers)


def identities(scene: Scene, account: Account) -> list[tuple[str, str]]:
    """What an account may be called by: its name, its address, the keys of its row."""
    names = [("the user's name", account.username), ("the user's address", account.email)]
    known = {account.username, account.email}
    keys = [key for key in _keys(scene, account) if key not in known]
    return [*dict.fromkeys(names), *(("the key of the user's row", key) for key in keys[:_MOST_IDS])]


def _keys(scene: Scene, account: Account) -> list[str]:
    """The keys of the one row that names the account, the same before and after a login: none of a session's."""
    if scene.inside is None:
        return []
    before = [pair for cells in _rows(scene, account).values() for pair in cells]
    scene.signed_in(account)
    single = [
        cells for cells in _rows(scene, account).values() if len({name for name, _ in cells}) == len(cells)
    ]
    return list(dict.fromkeys(key for cells in single for name, key in cells if (name, key) in before))


def _rows(scene: Scene, account: Account) -> dict[str, list[tuple[str, str]]]:
    """By table: the columns that look like keys in the rows that name the account, with their values."""
    found: dict[str, list[tuple[str, str]]] = {}
    for cell in scene.need_inside().databases.cells():
        named = any(value in (account.username, account.email) for _, value in cell.row)
        if named and _KEY.fullmatch(cell.column.lower()) and _is_telling(str(cell.value)):
            found.setdefault(cell.table, []).append((cell.column, str(cell.value)))
    return found


def _is_telling(value: str) -> bool:
    """Whether a key says whose row it is; a long one may be there to be secret, unless it is a UUID."""
    return 0 < len(value) <= _SHORT or _UUID.fullmatch(value) is not None


def _groups(scene: Scene) -> Iterator[tuple[tuple[str, str], ...]]:
    read = names_read(scene)
    return _grouped([*_IDENTITIES, *scene.site.cookies, *read.values], [*_HEADERS, *read.headers])


def _grouped(names: Sequence[str], headers: Sequence[str]) -> Iterator[tuple[tuple[str, str], ...]]:
    """Names a few at a time, as cookies and as parameters: one that does harm hides only a few others."""
    yield tuple(("header", name) for name in dict.fromkeys(headers))
    each = list(dict.fromkeys(names))
    for place in ("cookie", "parameter"):
        for start in range(0, len(each), _AT_ONCE):
            yield tuple((place, name) for name in each[start : start + _AT_ONCE])


def _cookie_names(scene: Scene) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*_IDENTITIES, *scene.site.cookies]))
