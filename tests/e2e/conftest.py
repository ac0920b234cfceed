"""A served reference app and a real Chromium for each test; a failure leaves a screenshot behind."""

import re
import threading
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from authproof.client import chromium
from tests.e2e.pages import DESK, greeting, news
from tests.e2e.person import Person

SCREENSHOTS = Path(__file__).parent / "screenshots"
FAILED = pytest.StashKey[bool]()
PATIENCE = 10_000  # milliseconds: pages come in a tenth of a second, but CI may be busy


@pytest.fixture(scope="session")
def playwright():
    """Playwright's driver, one for the whole run."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def launch(playwright: Playwright):
    """What every start of Chromium is given."""
    return {
        "executable_path": chromium.demand(playwright.chromium.executable_path),
        "args": list(chromium.FLAGS),
        "ignore_default_args": list(chromium.KEPT_AS_PEOPLE_HAVE_IT),
    }


@pytest.fixture(scope="session")
def browser(playwright, launch):
    """One Chromium for the whole run; each test has a context of its own in it."""
    with playwright.chromium.launch(**launch) as chrome:
        yield chrome


@pytest.fixture
def settings():
    """What a test asks of the reference app beyond its defaults."""
    return {}


@pytest.fixture
def application(settings, tmp_path):
    """The reference app over an embedded database of its own."""
    return create_app({"SECRET_KEY": token_hex(32), "INSTANCE_PATH": str(tmp_path)} | settings)


@pytest.fixture
def outbox(application):
    """The mail that the app has sent, the latest last."""
    return application.extensions["outbox"]


@pytest.fixture
def served(application):
    """The address of the reference app, served by threads."""
    # The system picks a port above those that Chromium refuses to open (the highest of them is 10080).
    server = make_server("127.0.0.1", 0, application, threaded=True)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    address = f"http://127.0.0.1:{server.server_port}"
    application.config["PUBLIC_URL"] = address  # where mailed links lead
    yield address
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def viewport():
    """The size of the window: a desk's, where a test does not ask for more."""
    return DESK


@pytest.fixture
def open_page(browser, served, viewport):
    """Open a page as in another browser: with nothing of the others' cookies; addresses are relative to the app."""
    with ExitStack() as opened:

        def fresh():
            context = opened.enter_context(browser.new_context(base_url=served, viewport=viewport))
            context.set_default_timeout(PATIENCE)
            return context.new_page()

        yield fresh


@pytest.fixture
def page(request, open_page):
    """A fresh page of a person who has never been here."""
    page = open_page()
    yield page
    keep_screenshot(request, page)


@pytest.fixture
def signed_in(page):
    """The page of Alice, who has just made her account."""
    Person().register(page)
    expect(greeting(page)).to_be_visible()
    return page


@pytest.fixture
def registered(signed_in):
    """The page of Alice, who has an account and is logged out."""
    Person().log_out(signed_in)
    expect(news(signed_in)).to_have_text("You are logged out.")
    return signed_in


@pytest.fixture
def start_browser(request, playwright, launch, served, tmp_path):
    """Start a browser and give its page; started again after it was closed, it has the same profile."""
    started = []

    def start():
        profile = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", base_url=served, **launch
        )
        profile.set_default_timeout(PATIENCE)
        started.append(profile)
        return profile.pages[0]

    yield start
    for profile in started[-1:]:
        keep_screenshot(request, profile.pages[0])
        profile.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let the fixtures know how their test went."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def keep_screenshot(request, page):
    """Keep what the person saw when the test failed."""
    if request.node.stash.get(FAILED, False):
        name = re.sub(r"\W+", "-", request.node.name)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
