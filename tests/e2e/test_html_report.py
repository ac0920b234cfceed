"""The HTML report in a real Chromium: it can be read on every screen and on paper, and nothing in it runs."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from authproof.reports import to_html
from tests.e2e.pages import DESK, PHONE
from tests.unit.harness.reported import HOSTILE, MARKUP, full_report

TEXT = "".join(MARKUP) + HOSTILE


@pytest.fixture
def report(tmp_path):
    """The address of a report in which every field holds hostile text."""
    file = tmp_path / "report.html"
    file.write_text(to_html(full_report(TEXT)), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def reader(browser):
    """Opens an address, and gives the page with what it asked for and complained of."""
    contexts = []

    def opened(address, **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        heard = []
        page.on("console", lambda message: heard.append(message.text))
        page.on("dialog", lambda dialog: heard.append(dialog.message))
        page.on("request", lambda request: heard.append(request.url))
        page.goto(address)
        return page, heard

    yield opened
    for context in contexts:
        context.close()


def test_nothing_runs_and_nothing_is_fetched(reader, report):
    """One request, for the file itself, and pictures that stand in it; its own policy blocks nothing of it."""
    _, heard = reader(report, viewport=DESK)
    assert [one for one in heard if not one.startswith("data:image/jpeg")] == [report]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_everything_fits_the_screen(reader, report, viewport):
    """Nobody has to move the page sideways, with all of it unfolded."""
    page, _ = reader(report, viewport=viewport)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_it_can_be_unfolded_without_scripts(reader, report):
    """The exchanges are there for who has scripts switched off."""
    page, _ = reader(report, viewport=DESK, java_script_enabled=False)
    page.locator("article details summary").first.click()
    assert page.locator("article pre").nth(1).is_visible()


def test_paper_shows_what_is_folded(reader, report):
    """On paper nobody can unfold anything."""
    page, _ = reader(report, viewport=DESK)
    request = page.locator("article figure").first
    assert not request.is_visible()
    page.emulate_media(media="print")
    assert request.is_visible()


def test_day_and_night_have_colours_of_their_own(reader, report):
    """As the reader's system is set."""
    colours = {
        reader(report, color_scheme=scheme)[0].evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert len(colours) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(reader, report, scheme):
    """Contrast, names, order and landmarks, with all of it unfolded, by day and night."""
    page, _ = reader(report, viewport=DESK, color_scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
