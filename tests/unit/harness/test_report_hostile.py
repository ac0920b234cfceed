"""Whatever a target writes, every reporter shows it as text, and no reader of the report obeys it."""

import json
import re
import unicodedata
import xml.etree.ElementTree as ET

import jsonschema
import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from authproof.reports import REPORTERS, Verbosity, to_html, to_json, to_junit, to_markdown, to_sarif, to_text
from tests.unit.harness.reported import HOSTILE, MARKUP, full_report, hostile
from tests.unit.harness.schemas import REPORT_SCHEMA, SARIF_SCHEMA

UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
PLAIN = full_report("plain")
LINKS = re.compile(r"@\w|#\d|\bgh-\d|https?://|www\.\w|\b[0-9a-f]{7,40}\b", re.IGNORECASE)
# A whole report each time: fewer examples than elsewhere.
some = settings(max_examples=40)


def unsafe(text, allowed="\n"):
    """Characters that a program would obey or hide."""
    return {char for char in text if unicodedata.category(char) in UNSAFE and char not in allowed}


def tags(html):
    """The elements of a page in their order, with their attributes' names."""
    root = LexborHTMLParser(html).root
    return [(node.tag, tuple(node.attributes)) for node in root.traverse(include_text=False)]


def rendered(markdown):
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)


@pytest.mark.parametrize("verbosity", Verbosity)
@some
@given(text=hostile)
@example(text=HOSTILE)
def test_plain_text_holds_nothing_that_a_terminal_obeys(verbosity, text):
    """Escape sequences, NULs and marks of direction are spelled out, however much is told."""
    assert not unsafe(to_text(full_report(text), verbosity))


@some
@given(hostile)
def test_json_keeps_to_its_schema(text):
    """It is ASCII without halves of characters, and has the shape that is published."""
    told = json.loads(to_json(full_report(text)).encode("ascii"))
    json.dumps(told, ensure_ascii=False).encode("utf-8")
    jsonschema.validate(told, REPORT_SCHEMA)


@some
@given(hostile)
def test_sarif_keeps_to_its_schema(text):
    """The official schema takes it, and each place of a file is a relative or file URI of ASCII signs."""
    log = json.loads(to_sarif(full_report(text)).encode("ascii"))
    SARIF_SCHEMA.validate(log)
    uris = [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in log["runs"][0]["results"]
    ]
    assert all(re.fullmatch(r"[\w./~%:-]+", uri, re.ASCII) for uri in uris)


@some
@given(hostile)
@example("]]>")
@example("\x00\ufffe\udcff")
def test_junit_is_well_formed(text):
    """The same elements as for a harmless report, and nothing in them that XML forbids."""
    root, plain = (ET.fromstring(to_junit(one).encode()) for one in (full_report(text), PLAIN))
    assert [one.tag for one in root.iter()] == [one.tag for one in plain.iter()]
    assert not unsafe("".join(root.itertext()))


@some
@given(hostile)
def test_html_has_no_markup_of_the_targets(text):
    """The elements and attributes are those of a harmless report."""
    page = to_html(full_report(text))
    assert tags(page) == tags(to_html(PLAIN))
    assert not unsafe(page)


@some
@given(hostile)
def test_markdown_has_no_markup_of_the_targets(text):
    """What is rendered has the elements of a harmless report: no link, no picture, no list, no heading."""
    assert tags(rendered(to_markdown(full_report(text)))) == tags(rendered(to_markdown(PLAIN)))


@some
@given(hostile)
def test_markdown_mentions_nobody(text):
    """In what is rendered, a code host finds no name, number, address or commit outside of blocks of code."""
    page = LexborHTMLParser(rendered(to_markdown(full_report(text))))
    for block in page.css("pre"):
        block.decompose()
    assert not LINKS.findall(page.root.text().replace("\u200b", "|"))


@pytest.mark.parametrize("text", [one for one in MARKUP if one.isascii() and one.isprintable()])
def test_hostile_text_can_still_be_read(text):
    """It is shown, not swallowed: in the page and in the test report."""
    assert text in LexborHTMLParser(to_html(full_report(text))).root.text()
    assert text in "".join(ET.fromstring(to_junit(full_report(text)).encode()).itertext())


@pytest.mark.parametrize("word", REPORTERS)
def test_a_megabyte_does_not_fill_a_report(word):
    """A long answer is cut, and the report says so."""
    report = full_report("x" * (1 << 20))  # in each of its fields
    assert len(REPORTERS[word](report)) < 500_000


@pytest.mark.parametrize("word", REPORTERS)
def test_the_same_report_is_told_the_same_twice(word):
    """Nothing of the clock or of a set's order is in the text."""
    assert REPORTERS[word](full_report(HOSTILE)) == REPORTERS[word](full_report(HOSTILE))
