"""The HTML report is one file that needs nothing: no script, no other file, no network."""

import base64
import hashlib
import re

from selectolax.lexbor import LexborHTMLParser

from authproof.exchange import CodeLocation
from authproof.findings import Evidence, Outcome, finding
from authproof.reports import to_html
from tests.unit.harness.reported import full_report
from tests.unit.harness.support import answered, reported


def page_of(report):
    return LexborHTMLParser(to_html(report))


def policy_of(page):
    return page.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]


def test_the_page_forbids_scripts_and_allows_its_own_style():
    """By a policy under which nothing is fetched; the style's hash is that of the style."""
    page = page_of(full_report("plain"))
    style = page.css_first("style").text()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy_of(page).startswith(f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:;")
    assert not page.css("script, link, iframe, object, [onclick], [style]")


def test_the_page_names_no_other_place():
    """Each address in it is a part of itself: an anchor, or a picture that stands in it."""
    page = page_of(full_report("plain"))
    addresses = [node.attributes.get("href") or node.attributes["src"] for node in page.css("[href], [src]")]
    assert addresses
    assert all(address.startswith(("#", "data:image/jpeg;base64,")) for address in addresses)
    assert not re.search(r"url\(|@import", page.css_first("style").text())


def test_each_anchor_leads_somewhere():
    """The parts of the report, and the checks that a cause explains."""
    page = page_of(full_report("plain"))
    anchors = {node.attributes["href"][1:] for node in page.css("a")}
    assert anchors <= {node.attributes["id"] for node in page.css("[id]")}


def test_a_finding_has_its_exchange_and_place():
    """Promise, message, file and line, request, response, remedy, and how to see it again."""
    exchange = answered(("Location", "//evil.test"), status=302)
    found = finding("it leaves", evidence=exchange, location=CodeLocation("app.py", 3))
    words = page_of(reported(found)).css_first("article").text()
    wanted = [
        "high",
        "open-redirect",
        "Whoever logs in stays here.",
        "it leaves",
        "app.py:3",
        "GET /login → 302",
    ]
    wanted += ["Location: //evil.test", "How to fix it:", "--only open-redirect"]
    assert [word for word in wanted if word not in words] == []


def test_a_screenshot_stands_in_the_page():
    """As data, with the words of the evidence for those who do not see it."""
    picture = Evidence("Back shows the page", screenshot=b"\xff\xd8picture")
    image = page_of(reported(finding("x", evidence=picture))).css_first("article img")
    assert image.attributes["alt"] == "Back shows the page"
    assert base64.b64decode(image.attributes["src"].partition(",")[2]) == b"\xff\xd8picture"


def test_what_held_is_told_by_wstg_and_asvs():
    """Each number with the checks that held, those that did not, and those that decided nothing."""
    tables = page_of(full_report("plain")).css("#held table")
    assert [table.css_first("th[scope=row]").text() for table in tables] == ["WSTG-CLNT-04", "v5.0.0-plain"]
    row = [cell.text() for cell in tables[1].css("tr")[2].css("th, td")]
    undecided = "check-errored, check-inconclusive, check-not-applicable"
    assert row == ["v5.0.0-3.7.2", "check-passed", "check-failed", undecided]


def test_a_clean_report_says_so():
    """No empty part, and no link to one."""
    page = page_of(reported(outcome=Outcome.PASSED))
    assert "No finding stands." in page.body.text()
    assert not page.css("#findings, #undecided, a[href='#findings']")


def test_the_policy_has_its_sources():
    """Which threshold counted, and who set it."""
    row = [cell.text() for cell in page_of(full_report("plain")).css("#policy tbody th, #policy tbody td")]
    assert row == ["idle-limit", "plain", "plain"]
