"""The way in: which form, filled in how, makes somebody an account, and which lets that somebody in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from authproof.client.agent import UserAgent
from authproof.client.urls import same_site_path
from authproof.errors import TargetError
from authproof.exchange import Exchange
from authproof.site import steps
from authproof.site.accounts import Account, AccountMaker
from authproof.site.basic import basic_logins
from authproof.site.candidates import (
    forms_of,
    identity_kinds,
    login_in_two_steps,
    login_recipes,
    opening_forms,
    register_recipes,
)
from authproof.site.confirmation import confirm
from authproof.site.crawl import is_risky
from authproof.site.html import Form, read_page
from authproof.site.insider import Insider
from authproof.site.json_api import json_login_recipes, json_register_recipes, learned
from authproof.site.model import LoginRecipe, RegisterRecipe, Witness
from authproof.site.trail import Trail
from authproof.site.witness import witnesses

Recipe = TypeVar("Recipe", LoginRecipe, RegisterRecipe)
Way = tuple[LoginRecipe, RegisterRecipe | None, Account]
# So many readings of the forms are tried before we give up.
_MOST_TRIES = 60
# So many forms that ask for a single name are looked behind.
_MOST_OPENINGS = 6


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user told us: paths override what discovery would find, `register` may be `none`."""

    login: str | None = None
    register: str | None = None
    logout: str | None = None
    protected: tuple[str, ...] = ()
    username: str | None = None
    password: str | None = None
    email: str | None = None

    @property
    def account(self) -> Account:
        """The account that the user named; a name is its address as well where no other is known."""
        name = self.username or ""
        return Account(name, self.email or name, self.password or "")


@dataclass(frozen=True, slots=True)
class Entry:
    """A way in that worked: recipes, account, the browser that is in, and what it sees that others do not."""

    login: LoginRecipe
    register: RegisterRecipe | None
    account: Account
    agent: Insider
    witnesses: tuple[Witness, ...]


class Entrance:
    """Searches for a way in. `post_paths` are addresses that take a POST, for logins without a form."""

    def __init__(
        self,
        visitor: Callable[[], UserAgent],
        wishes: Wishes,
        people: AccountMaker,
        post_paths: tuple[str, ...] = (),
    ) -> None:
        """Prepare; `visitor` makes fresh browsers."""
        self.visitor, self.wishes, self.people, self.post_paths = visitor, wishes, people, post_paths
        self.trail = Trail()
        self.openings: list[Form] = []

    def found(self, pages: dict[str, Exchange], base: str) -> Entry:
        """The first reading of the forms with which somebody gets in.

        Raises:
            TargetError: there is none; it says what was tried and seen.
        """
        probes, self.openings = _probe_order(pages), opening_forms(pages.values())
        for number, way in enumerate(self._ways(pages)):
            if number >= _MOST_TRIES:
                break
            if found := self._try(*way, probes):
                return found
        if not forms_of(pages.values()):
            seen = [", ".join(_seen(pages)) or "nothing", *self.trail.of("login")[-4:]]
            raise _error("No login page was found", base, "; ".join(seen))
        tried = self.trail.of("login")[-4:]
        raise _error("The control login was refused", base, "; ".join(tried) or "no form could be filled in")

    def _ways(self, pages: dict[str, Exchange]) -> Iterator[Way]:
        """Everything that could be a way in, forms before bare endpoints."""
        forms = forms_of(pages.values())
        logins = self._wished([*login_recipes(forms), *basic_logins(pages.values())], self.wishes.login)
        if self.wishes.username and self.wishes.password:
            account = self.wishes.account
            yield from ((login, None, account) for login in logins or self._endpoint_logins())
            yield from ((login, None, account) for login in self._in_two_steps(account))
        elif self.wishes.register != "none":
            for naming in AccountMaker.namings:  # a site may refuse some
                AccountMaker.naming = naming
                yield from self._ways_by_registration(forms, logins)

    def _ways_by_registration(self, forms: list[Form], logins: list[LoginRecipe]) -> Iterator[Way]:
        yield from self._ways_of(self._wished(register_recipes(forms), self.wishes.register), logins)
        if self.post_paths or not forms:
            known = learned(self.visitor(), "register", self.post_paths)
            endpoints = json_register_recipes(self.post_paths, known)
            yield from self._ways_of(self._wished(endpoints, self.wishes.register), logins)

    def _endpoint_logins(self) -> list[LoginRecipe]:
        known = learned(self.visitor(), "login", self.post_paths)
        return json_login_recipes(self.post_paths, None, known)

    def _ways_of(self, registers: list[RegisterRecipe], logins: list[LoginRecipe]) -> Iterator[Way]:
        for register in registers:
            account = self.people.account(password_length=register.password_length, special=register.special)
            if not self._registered(register, account):
                continue
            letters = self.visitor().inbox(account.email)  # before others come, for a forgotten password
            yield from self._logins_after(register, account, logins)
            if confirm(self.visitor(), letters):
                self.trail.note(
                    "login", f"registered at {register.form.path}", "a link was mailed, and opened"
                )
                yield from self._logins_after(replace(register, confirmed=True), account, logins)

    def _logins_after(
        self, register: RegisterRecipe, account: Account, logins: list[LoginRecipe]
    ) -> Iterator[Way]:
        endpoints = json_login_recipes(self.post_paths, register) if register.form.encoding == "json" else []
        fitting = [*logins, *self._wished(endpoints, self.wishes.login)]
        for login in fitting:
            if login.form != register.form or len(fitting) == 1:
                yield login, register, account
        yield from ((login, register, account) for login in self._in_two_steps(account))

    def _in_two_steps(self, account: Account) -> Iterator[LoginRecipe]:
        """Logins that ask for the name first and, on the page behind that, for the password."""
        for form in self.openings[:_MOST_OPENINGS]:
            for kind in identity_kinds(form.texts[0]):
                agent = self.visitor()
                page = agent.get(form.page)
                fresh = [one for one in read_page(page).forms if one.shape == form.shape]
                if not fresh:
                    continue
                typed: dict[str, str | None] = {form.texts[0].name: account.identity(kind)}
                answer = steps.submit(agent, fresh[0], steps.filled(fresh[0], typed))
                found = (login_in_two_steps(fresh[0], one, kind) for one in read_page(answer).forms)
                yield from self._wished([one for one in found if one], self.wishes.login)

    def _registered(self, register: RegisterRecipe, account: Account) -> bool:
        """Send the registration; whether it made an account is seen by logging in."""
        try:
            answer = steps.register(self.visitor(), register, account)
        except steps.FormGone as gone:
            self.trail.note("login", f"to register at {register.form.path}", str(gone))
            return False
        if register.form.encoding == "json" and not 200 <= answer.response.status < 300:
            return False
        landed = f"status {answer.response.status}, ended on {steps.path_of(answer)}"
        self.trail.note("login", f"registered at {register.form.path}", landed)
        return not answer.failed

    def _try(
        self, login: LoginRecipe, register: RegisterRecipe | None, account: Account, probes: list[str]
    ) -> Entry | None:
        """Log in right and wrong; what only the right one sees is the proof."""
        wrong = self.visitor()

        def enter() -> UserAgent:
            agent = self.visitor()
            steps.log_in(agent, login, account)
            return agent

        try:
            steps.log_in(wrong, login, account.with_password(self.people.password()))
            right = Insider(enter, account)
        except steps.FormGone as gone:
            self.trail.note("login", f"to log in at {login.form.path}", str(gone))
            return None
        landed = right.agent.history[-1]
        paths = list(dict.fromkeys([*self.wishes.protected, steps.path_of(landed), *probes]))
        seen = witnesses(right, wrong, paths, enough=3)
        told = f"status {landed.response.status}, ended on {steps.path_of(landed)}"
        alike = "" if seen else "; no page tells it from a login with a wrong password"
        self.trail.note("login", f"logged in at {login.form.path} with the {login.identity}", told + alike)
        return Entry(login, register, account, right, seen) if seen else None

    @staticmethod
    def _wished(recipes: list[Recipe], path: str | None) -> list[Recipe]:
        if path is None or path == "none":
            return recipes
        return [recipe for recipe in recipes if recipe.form.path.partition("?")[0] == path]


def _probe_order(pages: dict[str, Exchange]) -> list[str]:
    """Pages to look at for a difference: those that refused an anonymous visitor first."""
    refused = [
        path
        for path, page in pages.items()
        if page.response.is_redirect or page.response.status in {401, 403}
    ]
    others = [path for path in pages if path not in refused]
    return [path for path in [*refused, *others] if not is_risky(path)]


def _seen(pages: dict[str, Exchange]) -> Iterator[str]:
    for path, page in list(pages.items())[:12]:
        yield f"{same_site_path(path)} gave {'an exception' if page.crash else page.response.status}"


def _error(title: str, base: str, seen: str) -> TargetError:
    return TargetError(
        title,
        tried=f"to find a form that signs somebody in, from {base}",
        seen=seen,
        advice="name the pages: --login /path --register /path|none --protected /path, "
        "and --username U --password P where nobody can register",
    )
