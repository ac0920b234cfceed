"""What a person does on the pages of the reference app, led by the words that stand there."""

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.e2e.pages import field


@dataclass(frozen=True)
class Person:
    """Somebody with an account, or about to make one."""

    username: str = "alice"
    email: str = "alice@example.com"
    password: str = "slow yellow tandem bicycle"

    def register(self, page: Page, slips: Mapping[str, str] | None = None) -> None:
        """Fill in the form for newcomers; `slips` are what is typed by mistake, by the label of its field."""
        page.goto("/register")
        self.fill_in_registration(page, slips or {})

    def fill_in_registration(self, page: Page, slips: Mapping[str, str]) -> None:
        """Register on the page that is open; a password with a slip is repeated with it."""
        typed = {"Username": self.username, "Email": self.email, "Password": self.password} | slips
        for label, text in ({"Repeat password": typed["Password"]} | typed).items():
            field(page, label).fill(text)
        page.get_by_role("main").get_by_role("button", name="Register").click()

    def log_in(self, page: Page, remember: bool = False) -> None:
        """Go to the login page and log in."""
        page.goto("/login")
        self.fill_in_login(page, remember)

    def fill_in_login(self, page: Page, remember: bool = False) -> None:
        """Log in on the login page that is open."""
        field(page, "Username or email").fill(self.username)
        field(page, "Password").fill(self.password)
        page.get_by_label("Remember me").set_checked(remember)
        page.get_by_role("main").get_by_role("button", name="Log in").click()

    def log_out(self, page: Page) -> None:
        """Press Logout in the navigation."""
        page.get_by_role("navigation").get_by_role("button", name="Logout").click()

    def change_password(self, page: Page, new: str, repeated: str | None = None) -> None:
        """From the account page, choose a new password."""
        page.goto("/account")
        page.get_by_role("link", name="Change password").click()
        field(page, "Current password").fill(self.password)
        field(page, "New password").fill(new)
        field(page, "Repeat password").fill(new if repeated is None else repeated)
        page.get_by_role("button", name="Change password").click()

    def delete_account(self, page: Page) -> None:
        """From the account page, leave for good."""
        page.goto("/account")
        page.get_by_role("link", name="Delete account").click()
        field(page, "Password").fill(self.password)
        page.get_by_role("button", name="Delete my account").click()

    def ask_for_link(self, page: Page) -> None:
        """From the login page, ask for a mail because the password is forgotten."""
        page.goto("/login")
        page.get_by_role("link", name="Forgot your password?").click()
        field(page, "Email").fill(self.email)
        page.get_by_role("button", name="Mail me a link").click()

    def set_password(self, page: Page, link: str) -> None:
        """Open the mailed link and choose the password that this person has from now on."""
        page.goto(link)
        field(page, "New password").fill(self.password)
        field(page, "Repeat password").fill(self.password)
        page.get_by_role("button", name="Set password").click()

    def end_other_sessions(self, page: Page) -> None:
        """From the account page, log out everywhere else."""
        page.goto("/account")
        page.get_by_role("button", name="End all other sessions").click()
