"""Discovery: find the login, the registration, the way out and the private pages, by trying what they do.

Nothing is decided by words. A form is the login when the right password opens a page that the wrong one does
not; a link is the logout when that page closes after it and the same password opens it again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from authproof.client.agent import Client, UserAgent
from authproof.client.jar import parse_set_cookie
from authproof.client.urls import same_site_path
from authproof.errors import TargetError
from authproof.exchange import Exchange
from authproof.site import steps
from authproof.site.accounts import Account, AccountMaker
from authproof.site.candidates import forms_of, login_recipes, register_recipes
from authproof.site.crawl import GUESSES, crawl, is_risky
from authproof.site.features import Bench, Mails, find_features
from authproof.site.logout import find_logout
from authproof.site.model import LoginRecipe, RegisterRecipe, Site, Witness
from authproof.site.nextparam import next_parameters
from authproof.site.witness import witnesses
from authproof.site.words import suggests

Recipe = TypeVar("Recipe", LoginRecipe, RegisterRecipe)
# So many readings of the forms are tried before we give up.
_MOST_TRIES = 40


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user told us: paths override what discovery would find, `register` may be `none`."""

    login: str | None = None
    register: str | None = None
    logout: str | None = None
    protected: tuple[str, ...] = ()
    username: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A way in that worked: recipes, account, the browser that is in, and what it sees that others do not."""

    login: LoginRecipe
    register: RegisterRecipe | None
    account: Account
    agent: UserAgent
    witnesses: tuple[Witness, ...]


class Discovery:
    """Learns a site through a client. `paths` are addresses known beforehand, such as a URL map's."""

    def __init__(
        self,
        client: Client,
        base: str,
        wishes: Wishes,
        paths: Iterable[str] = (),
        tell: Callable[[str], None] = lambda _text: None,
        mails: Mails = list,
    ) -> None:
        """Prepare; `tell` hears what is being tried, `mails` are the texts of what the target has sent."""
        self.client, self.base, self.wishes, self.paths, self.tell = client, base, wishes, tuple(paths), tell
        self.people, self.mails = AccountMaker("discovery"), mails
        self.tried: list[str] = []

    def run(self) -> Site:
        """Learn the site.

        Raises:
            TargetError: there is no login, or nobody can be signed in; it says what was tried and seen.
        """
        self._settle_base()
        self.tell("looking for the login")
        pages = self._pages()
        entry = self._entry(pages)
        self.tell("looking for private pages and the way out")
        inner = crawl(entry.agent, [witness.path for witness in entry.witnesses] + list(pages))
        candidates = [*self.wishes.protected, *(path for path in inner if not is_risky(path))]
        everywhere = self._witnesses(entry, candidates) or entry.witnesses
        site = self._site(entry, everywhere, pages)
        site = replace(
            site, logout=find_logout(self.visitor, self._signed_in, site, inner, self.wishes.logout)
        )
        self.tell("looking for password change, reset, profile and deletion")
        bench = Bench(self.visitor, self._signed_in, self.people, self.mails)
        return replace(site, features=find_features(bench, site, pages.values(), inner.values()))

    def visitor(self) -> UserAgent:
        """A fresh browser."""
        return UserAgent(self.client, self.base)

    def _settle_base(self) -> None:
        """An app that sends http visitors to https is audited over https."""
        first = self.visitor().get("/", follow=False)
        location = first.response.header("Location")
        if (
            first.response.is_redirect
            and self.base.startswith("http:")
            and location.startswith(f"https:{self.base[5:]}")
        ):
            self.base = f"https:{self.base[5:]}"

    def _pages(self) -> dict[str, Exchange]:
        wished = [path for path in (self.wishes.login, self.wishes.register) if path and path != "none"]
        likely = sorted(
            self.paths, key=lambda path: not (suggests("login", path) or suggests("register", path))
        )
        pages = crawl(self.visitor(), [*wished, *self.wishes.protected, "/", *likely])
        if not forms_of(pages.values()):
            pages |= crawl(self.visitor(), [*GUESSES])
        if not forms_of(pages.values()):
            raise self._error("No login page was found", ", ".join(_seen(pages)) or "nothing")
        return pages

    def _entry(self, pages: dict[str, Exchange]) -> Entry:
        """The first reading of the forms with which somebody gets in."""
        logins = self._wished(login_recipes(forms_of(pages.values())), self.wishes.login)
        probes = _probe_order(pages)
        for number, (login, register, account) in enumerate(self._ways(pages, logins)):
            if number >= _MOST_TRIES:
                break
            found = self._try(login, register, account, probes)
            if found:
                return found
        raise self._error(
            "The control login was refused", "; ".join(self.tried[-4:]) or "no form could be filled in"
        )

    def _ways(
        self, pages: dict[str, Exchange], logins: list[LoginRecipe]
    ) -> Iterator[tuple[LoginRecipe, RegisterRecipe | None, Account]]:
        if self.wishes.username and self.wishes.password:
            name = self.wishes.username
            account = Account(name, name, self.wishes.password)
            yield from ((login, None, account) for login in logins)
            return
        if self.wishes.register == "none":
            return
        for register in self._wished(register_recipes(forms_of(pages.values())), self.wishes.register):
            account = self.people.account(password_length=register.password_length, special=register.special)
            if not self._registered(register, account):
                continue
            for login in logins:
                if login.form != register.form or len(logins) == 1:
                    yield login, register, account

    def _registered(self, register: RegisterRecipe, account: Account) -> bool:
        """Send the registration; whether it made an account is seen by logging in."""
        try:
            answer = steps.register(self.visitor(), register, account)
        except steps.FormGone as gone:
            self.tried.append(str(gone))
            return False
        self.tried.append(
            f"registered at {register.form.path}: "
            f"status {answer.response.status}, ended on {steps.path_of(answer)}"
        )
        return not answer.failed

    def _try(
        self, login: LoginRecipe, register: RegisterRecipe | None, account: Account, probes: list[str]
    ) -> Entry | None:
        """Log in right and wrong; what only the right one sees is the proof."""
        right, wrong = self.visitor(), self.visitor()
        try:
            steps.log_in(wrong, login, account.with_password(self.people.password()))
            landed = steps.log_in(right, login, account)
        except steps.FormGone as gone:
            self.tried.append(str(gone))
            return None
        self.tried.append(
            f"logged in at {login.form.path} with the {login.identity}: "
            f"status {landed.response.status}, ended on {steps.path_of(landed)}"
        )
        paths = list(dict.fromkeys([*self.wishes.protected, steps.path_of(landed), *probes]))
        seen = witnesses(right, wrong, account, paths, enough=3)
        return Entry(login, register, account, right, seen) if seen else None

    def _witnesses(self, entry: Entry, paths: Iterable[str]) -> tuple[Witness, ...]:
        agent = self.visitor()
        steps.log_in(agent, entry.login, entry.account)
        return witnesses(agent, self.visitor(), entry.account, list(dict.fromkeys(paths)), enough=40)

    def _signed_in(self, site: Site) -> tuple[UserAgent, Account] | None:
        """A browser that is in, as somebody new where that is possible; None where the login refuses."""
        account = self._somebody(site)
        agent = self.visitor()
        try:
            steps.log_in(agent, site.login, account)
        except steps.FormGone:
            return None
        return (agent, account) if _is_in(agent, site, account) else None

    def _somebody(self, site: Site) -> Account:
        if site.register is None:
            return Account(self.wishes.username or "", self.wishes.username or "", self.wishes.password or "")
        account = self.people.account(
            password_length=site.register.password_length, special=site.register.special
        )
        steps.register(self.visitor(), site.register, account)
        return account

    def _site(self, entry: Entry, everywhere: tuple[Witness, ...], pages: dict[str, Exchange]) -> Site:
        ranked = tuple(sorted(everywhere, key=lambda one: (not one.guarded, not one.marked)))
        site = Site(self.base, entry.login, entry.register, None, ranked)
        if entry.register:
            newcomer = self.visitor()
            account = self.people.account(
                password_length=entry.register.password_length, special=entry.register.special
            )
            steps.register(newcomer, entry.register, account)
            site = replace(site, signed_in_after_register=_is_in(newcomer, site, account))
        return replace(
            site,
            next_parameters=next_parameters(self.visitor(), site, pages.values()),
            cookies=tuple(sorted(_cookies_set(entry.agent))),
            public=tuple(
                path
                for path, page in pages.items()
                if page.response.status < 300 and path not in site.protected
            ),
        )

    @staticmethod
    def _wished(recipes: list[Recipe], path: str | None) -> list[Recipe]:
        if path is None or path == "none":
            return recipes
        return [recipe for recipe in recipes if recipe.form.path.partition("?")[0] == path]

    def _error(self, title: str, seen: str) -> TargetError:
        return TargetError(
            title,
            tried=f"to find a form that signs somebody in, from {self.base}",
            seen=seen,
            advice="name the pages: --login /path --register /path|none --protected /path, "
            "and --username U --password P where nobody can register",
        )


def _probe_order(pages: dict[str, Exchange]) -> list[str]:
    """Pages to look at for a difference: those that refused an anonymous visitor first."""
    refused = [
        path
        for path, page in pages.items()
        if page.response.is_redirect or page.response.status in {401, 403}
    ]
    others = [path for path in pages if path not in refused]
    return [path for path in [*refused, *others] if not is_risky(path)]


def _cookies_set(agent: UserAgent) -> set[str]:
    """Names of all cookies that this browser was ever given, those that a logout took away among them."""
    lines = [(line, one.request.url) for one in agent.history for line in one.response.all("Set-Cookie")]
    return {cookie.name for line, url in lines if (cookie := parse_set_cookie(line, url)) is not None}


def _is_in(agent: UserAgent, site: Site, account: Account) -> bool:
    return any(steps.shows_signed_in(agent.get(one.path), one, account) for one in site.witnesses[:2])


def _seen(pages: dict[str, Exchange]) -> Iterator[str]:
    for path, page in list(pages.items())[:12]:
        yield f"{same_site_path(path)} gave {'an exception' if page.crash else page.response.status}"
