"""A configuration to start with: what discovery found by itself and every default stand in it as comments."""

import json
from collections.abc import Iterator
from dataclasses import fields

from authproof.audit.keys import ACCEPT_KEYS, KEYS, POLICY_KEYS
from authproof.audit.telling import site_map
from authproof.findings import Policy, SiteMap
from authproof.site import Site, Wishes

_EXAMPLE = "csrf-logout"
_ACCEPTED = {"reason": "links in our mails log people out", "until": "2030-01-31", "up-to": "low"}
# A character that TOML wants escaped and JSON does not.
_DELETE = "\x7f"


def starter(target: str, wishes: Wishes, site: Site) -> str:
    """The text of [tool.authproof] for a target in whose pages discovery found its way.

    What the user had to say for that (`wishes`) is said in it, but for the password.
    """
    lines = [*_head(target), *_pages(wishes, site_map(site)), *_account(wishes), *_choices(), "", *_environ()]
    return "\n".join([*lines, "", *_policy(), "", *_accept(), ""])


def _head(target: str) -> Iterator[str]:
    yield "[tool.authproof]"
    yield f"target = {spelled(target)}"


def _pages(wishes: Wishes, found: SiteMap) -> Iterator[str]:
    """Pages that were named; those that were found are comments, for they are found again."""
    yield "# Found by what the pages do. Name a page where that goes wrong:"
    for name in ("login", "register", "logout", "protected"):
        said, seen = getattr(wishes, name), getattr(found, name)
        value = list(said or seen or ()) if name == "protected" else said or seen or "none"
        yield f"{'' if said else '# '}{name} = {spelled(value)}  # {_meaning(name)}"


def _account(wishes: Wishes) -> Iterator[str]:
    for name in ("username", "email"):
        if value := getattr(wishes, name):
            yield f"{name} = {spelled(value)}  # {_meaning(name)}"
    if wishes.username:
        yield "# Its password stands in no file: give it as AUTHPROOF_PASSWORD in the environment."


def _choices() -> Iterator[str]:
    for name, value in (("fail-on", "low"), ("browser", True), ("skip", [])):
        yield f"# {name} = {spelled(value)}  # {_meaning(name)}"


def _environ() -> Iterator[str]:
    yield "# Environment variables for the app alone; random is a fresh secret of so many bytes for each audit."
    yield "# [tool.authproof.environ]"
    yield "# SECRET_KEY = { random = 32 }"


def _policy() -> Iterator[str]:
    """Every threshold with its default."""
    yield "# Thresholds and switches with their defaults."
    yield "# [tool.authproof.policy]"
    defaults = {one.name.replace("_", "-"): getattr(Policy(), one.name) for one in fields(Policy)}
    for key in POLICY_KEYS:
        yield f"# {key.name} = {spelled(defaults[key.name])}  # {key.meaning}"


def _accept() -> Iterator[str]:
    yield "# A finding that the team knows and accepts for now."
    yield f"# [tool.authproof.accept.{_EXAMPLE}]"
    for key in ACCEPT_KEYS:
        value = _ACCEPTED[key.name]
        yield f"# {key.name} = {value if key.name == 'until' else spelled(value)}  # {key.meaning}"


def spelled(value: object) -> str:
    """A string, a number, true, false or a list of these in TOML, on one line."""
    plain = list(value) if isinstance(value, tuple) else value
    return json.dumps(plain, ensure_ascii=False).replace(_DELETE, "\\u007F")


def _meaning(name: str) -> str:
    return next(key.meaning for key in KEYS if key.name == name)
