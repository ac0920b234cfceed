"""The people whom an audit brings to a server that keeps them: who they are, and how they leave again."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import parse_qsl, urlsplit

from authproof.client import UserAgent
from authproof.client.agent import Client
from authproof.exchange import Exchange, Request
from authproof.findings import MadeUser, Traffic
from authproof.site import Account, Site
from authproof.site.account_steps import delete_account
from authproof.site.steps import FormGone, gets_in
from authproof.target import Remote

# Passwords tried for somebody whose password a check may have changed; more would be an attack.
_MOST_TRIES = 4
# Names that the report tells in a sentence.
_SHOWN, _LONGEST = 10, 40


class GuestBook:
    """Hears what a check sends and notes whom the registration form is sent for, and each new password that is chosen.

    It goes by what is on the wire, whoever wrote it: a visitor, an attack, a browser. Before the `site` is known it
    remembers what it heard.
    """

    def __init__(self, remote: Remote, who: str, site: Site | None = None) -> None:
        """Note on behalf of that check."""
        self.remote, self.who, self._site = remote, who, site
        self._early: list[Request] = []

    def hear(self, exchange: Exchange) -> None:
        """Hear of one exchange."""
        request = exchange.request
        if not request.body:
            return
        if self._site is None:
            self._early.append(request)
        else:
            self._note(request, self._site)

    def settle(self, site: Site) -> None:
        """Learn which form is the registration, and note what was heard before."""
        self._site = site
        for request in self._early:
            self._note(request, site)

    def _note(self, request: Request, site: Site) -> None:
        path, change = urlsplit(request.url).path, site.features.change
        if site.register is not None and path == site.register.form.action:
            typed = _typed(request)
            name, email, password = (_first(typed, site.register.fields_for(role)) for role in _ROLES)
            self.remote.note(
                who=self.who, name=name or email.partition("@")[0], email=email, password=password
            )
        elif change is not None and path == change.form.action:
            chosen = [name for name, role in change.roles if role == "new"]
            self.remote.note(who=self.who, chosen=_first(_typed(request), tuple(chosen)))


_ROLES = ("username", "email", "password")


@dataclass(slots=True)
class Guest:
    """Somebody who may have an account now, the passwords that it may have, the last one first; `gone` if deleted."""

    account: Account
    passwords: list[str] = field(default_factory=list)
    gone: bool = False


def guests(remote: Remote) -> list[Guest]:
    """Everybody in the book, each once."""
    met: dict[tuple[str, str], Guest] = {}
    by_check: dict[str, list[Guest]] = {}
    for line in remote.noted():
        if "chosen" in line:
            for guest in by_check.get(line["who"], []):
                guest.passwords.insert(0, line["chosen"])
        elif "gone" in line:
            met[line["gone"], line["email"]].gone = True
        elif line["name"]:
            account = Account(line["name"], line["email"], line["password"])
            guest = met.setdefault((line["name"], line["email"]), Guest(account))
            guest.passwords.insert(0, line["password"])
            by_check.setdefault(line["who"], []).append(guest)
    return list(met.values())


def traffic_of(remote: Remote) -> Traffic:
    """What the audit has done at the target so far."""
    users = [MadeUser(one.account.username, one.account.email, one.gone) for one in guests(remote)]
    bounds = remote.meter.bounds
    return Traffic(remote.meter.sent, bounds.requests, bounds.pace, tuple(users))


def send_off(client: Client, remote: Remote, site: Site) -> None:
    """Delete the accounts that were made, where the site lets people do that, and note which are gone."""
    for number, guest in enumerate(guests(remote)):
        place = f"127.1.{number // 250 % 250}.{number % 250 + 1}"
        if _leaves(partial(UserAgent, client, site.base, address=place), site, guest):
            remote.note(who="tidy-up", gone=guest.account.username, email=guest.account.email)


def _leaves(browser: Callable[[], UserAgent], site: Site, guest: Guest) -> bool:
    """Whether the account was there, and is gone now."""
    deletion = site.features.deletion
    if deletion is None:
        return False
    for account in _possible(guest):
        agent = browser()
        if gets_in(agent, site, account):
            try:
                delete_account(agent, deletion, account)
            except FormGone:
                return False
            return not gets_in(browser(), site, account)
    return False


def _possible(guest: Guest) -> Iterator[Account]:
    for password in list(dict.fromkeys(guest.passwords))[:_MOST_TRIES]:
        yield guest.account.with_password(password)


def _typed(request: Request) -> dict[str, str]:
    """The fields of a form or the keys of a JSON object, the first of each name."""
    text = request.body.decode("utf-8", "replace")
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):  # no JSON, or nested so deep that only an attack can be meant
        read = None
    if isinstance(read, dict):
        return {str(name): str(value) for name, value in read.items()}
    return dict(reversed(parse_qsl(text, keep_blank_values=True)))


def _first(typed: dict[str, str], names: tuple[str, ...]) -> str:
    return next((typed[name] for name in names if name in typed), "")


def traffic_words(traffic: Traffic | None) -> Iterator[str]:
    """What the report says of an audit of a URL: what it took, and who may be left there."""
    if traffic is None:
        return
    pace = f"{traffic.pace:g} a second" if traffic.pace else "as fast as they were answered"
    yield f"{traffic.requests} requests were sent, {pace}; the checks may send {traffic.budget}"
    gone = sum(one.removed for one in traffic.users)
    left = [one.name for one in traffic.users if not one.removed]
    if traffic.users:
        yield (
            f"{len(traffic.users)} people were typed into the registration form; {gone} accounts were deleted again, "
            "others may be left: the site refused some of them"
        )
    if left:
        shown = ", ".join(name[:_LONGEST] for name in left[:_SHOWN])
        more = f" and {len(left) - _SHOWN} more, all of them in the JSON report" if len(left) > _SHOWN else ""
        yield f"not deleted: {shown}{more}"
