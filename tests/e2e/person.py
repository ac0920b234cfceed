"""What a person does on the pages of the reference app, led by the words that stand there."""

from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Person:
    """Somebody with an account, or about to make one."""

    username: str = "alice"
    email: str = "alice@example.com"
    password: str = "slow yellow tandem bicycle"

    def register(self, page: Page) -> None:
        """Fill in the form for newcomers."""
        page.goto("/register")
        page.get_by_label("Username").fill(self.username)
        page.get_by_label("Email").fill(self.email)
        page.get_by_label("Password", exact=True).fill(self.password)
        page.get_by_label("Repeat password").fill(self.password)
        page.get_by_role("main").get_by_role("button", name="Register").click()

    def log_in(self, page: Page, remember: bool = False) -> None:
        """Go to the login page and log in."""
        page.goto("/login")
        self.fill_in_login(page, remember)

    def fill_in_login(self, page: Page, remember: bool = False) -> None:
        """Log in on the login page that is open."""
        page.get_by_label("Username or email").fill(self.username)
        page.get_by_label("Password").fill(self.password)
        page.get_by_label("Remember me").set_checked(remember)
        page.get_by_role("main").get_by_role("button", name="Log in").click()

    def log_out(self, page: Page) -> None:
        """Press Logout in the navigation."""
        page.get_by_role("navigation").get_by_role("button", name="Logout").click()
