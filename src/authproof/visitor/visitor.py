"""A person with a fresh browser: registers, logs in, visits, logs out, restarts it, steals a cookie."""

from abc import ABC, abstractmethod

from authproof.client.agent import CrossSite, UserAgent
from authproof.client.jar import CookieJar
from authproof.exchange import Exchange
from authproof.site import confirmation, steps
from authproof.site.accounts import Account
from authproof.site.html import Form
from authproof.site.model import Site, Witness
from authproof.site.steps import FormGone


class Visitor(ABC):
    """Acts on a site as a person does, in whichever body. `account` is who this person last claimed to be.

    What is abstract here are the verbs, which every body has its own way of doing. `agent`, and what is built on it
    (`login_form`, `submit`), is for requests that no browser's hands could make.
    """

    def __init__(self, site: Site, account: Account) -> None:
        """Be that person on that site; `proof` is the exchange by which was last seen who is signed in."""
        self.site, self.account = site, account
        self.proof: Exchange | None = None

    @property
    @abstractmethod
    def agent(self) -> UserAgent:
        """The browser as a program sees it.

        Raises:
            NotApplicable: this person has hands alone.
        """

    @property
    @abstractmethod
    def cookies(self) -> CookieJar:
        """This browser's cookies; `.copy()` is what a thief takes along."""

    @property
    @abstractmethod
    def history(self) -> list[Exchange]:
        """Every exchange of this browser, the oldest first."""

    @abstractmethod
    def register(self, account: Account | None = None, *, query: str = "") -> Exchange:
        """Fill in the registration form and send it; whether it made an account is seen by logging in.

        Raises:
            FormGone: the page shows no registration form.
        """

    @abstractmethod
    def log_in(
        self, account: Account | None = None, *, remember: bool = False, query: str = "", follow: bool = True
    ) -> Exchange:
        """Open the login page (with `query` behind its address), fill in and submit; returns the last answer.

        Raises:
            FormGone: the page shows no login form.
        """

    @abstractmethod
    def visit(self, path: str, *, follow: bool = True, site: CrossSite = CrossSite.NO) -> Exchange:
        """Open a page."""

    @abstractmethod
    def look(self, path: str) -> Exchange:
        """Open a page to see what it shows, beside the one that is open."""

    @abstractmethod
    def log_out(self) -> Exchange:
        """Take the site's way out.

        Raises:
            FormGone: its button is not there.
        """

    @abstractmethod
    def restart_browser(self) -> None:
        """Close the browser and open it again: session cookies are gone, persistent ones stay."""

    @property
    def last_exchange(self) -> Exchange:
        """The latest request and its response."""
        return self.history[-1]

    def try_log_in(self, account: Account | None = None, *, remember: bool = False) -> bool:
        """Log in and look whether that worked; a missing form counts as a refusal."""
        try:
            self.log_in(account, remember=remember)
        except FormGone:
            return False
        return self.is_logged_in()

    def is_logged_in(self, account: Account | None = None) -> bool:
        """Whether a private page opens; `proof` then holds the exchange that shows it.

        Decided by pages that were seen to differ for anonymous visitors, never by a status or a word.
        """
        return any(self.sees(witness, account) for witness in self.site.witnesses[:2])

    def sees(self, witness: Witness, account: Account | None = None) -> bool:
        """Whether that page shows itself as it does to the account's owner."""
        self.proof = self.look(witness.path)
        return steps.shows_signed_in(self.proof, witness, account or self.account)

    def login_form(self, query: str = "") -> Form:
        """Open the login page and read its form, to be submitted in a way of one's own.

        Raises:
            FormGone: the page shows no login form.
        """
        page = self.agent.get(steps.with_query(self.site.login.form.path, query))
        return steps.find_form(page, self.site.login.form)

    def submit(
        self,
        form: Form,
        values: dict[str, str | None],
        *,
        follow: bool = True,
        site: CrossSite = CrossSite.NO,
    ) -> Exchange:
        """Submit a form with these values over what the page had in it; None leaves a control out."""
        return steps.submit(self.agent, form, steps.filled(form, values), follow=follow, site=site)


class AgentVisitor(Visitor):
    """A person whose browser is a `UserAgent`, over whichever client it has."""

    def __init__(self, agent: UserAgent, site: Site, account: Account) -> None:
        """Sit down at that browser as that person."""
        super().__init__(site, account)
        self._agent = agent

    @property
    def agent(self) -> UserAgent:
        """The browser."""
        return self._agent

    @property
    def cookies(self) -> CookieJar:
        """This browser's cookies; `.copy()` is what a thief takes along."""
        return self._agent.jar

    @property
    def history(self) -> list[Exchange]:
        """Every exchange of this browser, the oldest first."""
        return self._agent.history

    def register(self, account: Account | None = None, *, query: str = "") -> Exchange:
        """Fill in the registration form and send it."""
        self.account = account or self.account
        assert self.site.register is not None  # checks ask `scene.new_user`, which looks first
        return confirmation.register(self._agent, self.site.register, self.account, query=query)

    def log_in(
        self, account: Account | None = None, *, remember: bool = False, query: str = "", follow: bool = True
    ) -> Exchange:
        """Fill in the login form and send it."""
        self.account = account or self.account
        return steps.log_in(
            self._agent, self.site.login, self.account, remember=remember, query=query, follow=follow
        )

    def visit(self, path: str, *, follow: bool = True, site: CrossSite = CrossSite.NO) -> Exchange:
        """Open a page."""
        return self._agent.get(path, follow=follow, site=site)

    def look(self, path: str) -> Exchange:
        """Open a page: this browser has no windows."""
        return self._agent.get(path)

    def log_out(self) -> Exchange:
        """Take the site's way out."""
        assert self.site.logout is not None  # checks ask `scene.need_logout` first
        return steps.log_out(self._agent, self.site.logout)

    def steal_cookies(self, victim: Visitor) -> None:
        """Take a copy of somebody's cookies, and claim to be that person."""
        self._agent.jar, self.account = victim.cookies.copy(), victim.account

    def restart_browser(self) -> None:
        """Close the browser and open it again."""
        self._agent.jar = self._agent.jar.after_restart()
