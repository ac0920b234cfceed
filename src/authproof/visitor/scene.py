"""What a check gets: people, the site, the policy, and the inside of the target where there is one."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TypeVar

from authproof.client.agent import Client, Inbox, UserAgent, no_inbox
from authproof.client.browser_host import BrowserAccess
from authproof.client.chromium import LIMIT_S
from authproof.client.jar import CookieJar
from authproof.findings import Inconclusive, NotApplicable, Policy
from authproof.site.accounts import Account, AccountMaker
from authproof.site.model import RegisterRecipe, Site
from authproof.site.steps import FormGone
from authproof.target.inside import Inside
from authproof.visitor.browser import Chromium, chromium_on
from authproof.visitor.visitor import AgentVisitor, Visitor

# Most locks end within the hour (WSTG-ATHN-03: 5 to 30 minutes).
_LOCK_ENDS_S = 3600


Answer = TypeVar("Answer")
# Makes a person on a site, with these cookies, at an address.
Embody = Callable[[Site, Account, CookieJar | None, str], Visitor]


@dataclass(frozen=True, slots=True)
class Unseen:
    """No browser has looked, for that reason."""

    reason: str


@dataclass(slots=True)
class Scene:
    """The stage of one check.

    `user` is a registered account that can log in, `other` a second one where the site lets people register.
    `inside` is None when the target is only a URL. Where the check is played in another body than ours (see
    `bodies`), `embody` makes its people, and `at_chromium` is the browser at which they sit. `one_address` says that
    people cannot come from other addresses than one. `work_s` counts the seconds for which the target has worked.
    """

    client: Client
    site: Site
    policy: Policy
    people: AccountMaker
    user: Account
    other: Account | None = None
    inside: Inside | None = None
    browser: BrowserAccess = field(default_factory=BrowserAccess)
    embody: Embody | None = None
    at_chromium: Chromium | None = None
    one_address: bool = False
    work_s: Callable[[], float] = time.process_time
    tell: Callable[[str], None] = lambda _text: None
    _regular: Visitor | None = None

    def visitor(
        self, cookies: CookieJar | None = None, *, account: Account | None = None, address: str = "127.0.0.1"
    ) -> Visitor:
        """Somebody with a fresh browser, or with these cookies in it.

        All come from one address with one browser unless told otherwise: a session that is bound to its
        address is no reason to pass a replay check (CATALOGUE, F6).
        """
        person = account or self.user
        if self.embody is not None:
            return self.embody(self.site, person, cookies, address)
        agent = UserAgent(self.client, self.site.base, cookies, address, self.inbox)
        return AgentVisitor(agent, self.site, person)

    @property
    def inbox(self) -> Inbox:
        """The mail of our made-up people, where it can be read."""
        return self.inside.mailbox.letters if self.inside else no_inbox

    def signed_in(
        self, account: Account | None = None, *, remember: bool = False, address: str = "127.0.0.1"
    ) -> Visitor:
        """Somebody who is in.

        Raises:
            Inconclusive: the right password was refused, also after an hour; says what was seen.
        """
        visitor = self.visitor(account=account, address=address)
        if visitor.try_log_in(remember=remember) or (
            self.wait_out_lock() and visitor.try_log_in(remember=remember)
        ):
            return visitor
        seen = visitor.last_exchange
        raise Inconclusive(
            f"{visitor.account.username} could not log in: "
            f"{seen.request.path} answered {seen.response.status}"
        )

    def regular(self) -> Visitor:
        """The user in a browser that is signed in once and stays so, for many visits of one check.

        Raises:
            Inconclusive: the login was refused.
        """
        if self._regular is None or not self._regular.is_logged_in():
            self._regular = self.signed_in()
        return self._regular

    def chromium(self, limit_s: float = LIMIT_S) -> AbstractContextManager[Chromium]:
        """A real browser on the target, for as long as the context lasts, but no longer than the limit in seconds.

        Entering it raises:
            NotApplicable: there is none.
            Inconclusive: it does not start, or a page keeps it waiting for too long.
        """
        if self.at_chromium is not None:
            return nullcontext(self.at_chromium)
        return chromium_on(self.client, self.site, self.browser, limit_s)

    def in_browser(self, question: Callable[[Chromium], Answer]) -> Answer | Unseen:
        """What a real browser answers, where the check has a verdict without it too; `Unseen` where none can."""
        try:
            with self.chromium() as chromium:
                return question(chromium)
        except (NotApplicable, Inconclusive, FormGone) as reason:
            return Unseen(str(reason).removeprefix("needs a browser: "))

    def new_user(self, *, password: str | None = None, account: Account | None = None) -> Account:
        """Register somebody new, with a password of the check's choice if given; proved by a login.

        Raises:
            NotApplicable: the site has no registration.
            Inconclusive: the new account cannot log in.
        """
        recipe = self.need_registration()
        made = account or self.people.account(password_length=recipe.password_length, special=recipe.special)
        made = made.with_password(password) if password is not None else made
        if self.registers(made) or (self.wait_out_lock() and self.registers(made)):
            return made
        raise Inconclusive(
            "a new account could be registered, but not logged in"
            if password is None
            else "the account was refused"
        )

    def spare_user(self) -> Account:
        """An account that a check may spoil: a new one, or where nobody can register the given one.

        Raises:
            NotApplicable: that one is no copy, and would stay as the check leaves it.
        """
        if self.site.register is not None:
            return self.new_user()
        if self.inside is None:
            raise NotApplicable(
                "would spoil the only account: nobody can register, and the target is no copy"
            )
        return self.user

    def registers(self, account: Account) -> bool:
        """Whether this account can be registered: the form is sent, and a fresh browser gets in with it."""
        try:
            self.visitor(account=account).register(account)
        except FormGone:
            return False
        return self.visitor(account=account).try_log_in()

    def wait_out_lock(self) -> bool:
        """Let an hour pass, so that throttles and locks end; False where the clock cannot be moved."""
        if self.inside is None:
            return False
        self.inside.clock.advance(_LOCK_ENDS_S)
        return True

    def need_registration(self) -> RegisterRecipe:
        """The registration recipe.

        Raises:
            NotApplicable: there is none.
        """
        if self.site.register is None:
            raise NotApplicable("no registration was found, looked for a form that makes accounts")
        return self.site.register

    def need_logout(self) -> None:
        """Make sure that there is a way out.

        Raises:
            NotApplicable: there is none.
        """
        if self.site.logout is None:
            raise NotApplicable("no logout was found, looked for a link or button that ends the session")

    def need_session(self) -> None:
        """Make sure that a login begins something that can end.

        Raises:
            NotApplicable: name and password go along with every request.
        """
        if self.site.login.form.encoding == "basic":
            raise NotApplicable("HTTP Basic has no session: name and password go along with every request")

    def need_inside(self) -> Inside:
        """The target's inside.

        Raises:
            NotApplicable: the target runs elsewhere.
        """
        if self.inside is None:
            raise NotApplicable("needs the app in this process; the target is a URL")
        return self.inside
