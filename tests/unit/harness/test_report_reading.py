"""A report is read back as it was written, or refused with a title; nothing else happens."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.errors import UsageError
from authproof.reports import reading, to_json
from authproof.reports.reading import read_report
from tests.unit.harness.reported import MARKUP, full_report, hostile

REAL = to_json(full_report("plain"))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("reports") / "report.json"


def read(place, text):
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_report(place)


def survives(place, text):
    """It is read, or told of with a title; any other exception fails the test."""
    try:
        return read(place, text)
    except UsageError as error:
        return str(error).encode()


def seats(value):
    """Every place in a JSON document: a container and a key."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [seat for key, inner in pairs for seat in ((value, key), *seats(inner))]


@given(hostile)
def test_what_was_written_is_read_back(place, text):
    """Whatever a target said in it."""
    written = to_json(full_report(text))
    assert read(place, written) == json.loads(written)


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_no_report_and_say_so(place, text):
    """A picture, a log, half a page."""
    with pytest.raises(UsageError, match="The report cannot be read"):
        read(place, text)


@given(st.integers(0, len(REAL) - 2))
def test_a_report_that_is_cut_off_says_so(place, length):
    """The last newline alone may be missing."""
    with pytest.raises(UsageError, match="no whole JSON document"):
        read(place, REAL[:length])


@given(st.data(), anything)
def test_a_report_with_anything_in_any_place_is_read_or_refused(place, data, value):
    """Every value of a real report, replaced by what does not belong there."""
    told = json.loads(REAL)
    container, key = data.draw(st.sampled_from(seats(told)))
    container[key] = value
    assert survives(place, json.dumps(told))


@given(st.data())
def test_a_report_that_lacks_a_field_is_read_or_refused(place, data):
    """What the schema demands is refused without it; what an older authproof did not know may be missing."""
    told = json.loads(REAL)
    container, key = data.draw(st.sampled_from(seats(told)))
    del container[key]
    assert survives(place, json.dumps(told))


@given(st.integers(0, len(REAL) - 1), st.binary(max_size=3))
def test_a_report_with_foreign_bytes_is_read_or_refused(place, index, odd):
    """As a bad disk or an editor leaves it."""
    assert survives(place, REAL[:index].encode() + odd + REAL[index + 1 :].encode())


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 100_000,
        b'{"schema": ' + b"9" * 10_000 + b"}",
        b'{"schema": "authproof.report/0"}',
        b'{"schema": "authproof.report/2 or so"}',
        b'{"schema": ["authproof.report/1"]}',
        b'{"schema": "authproof.report/1"}',
        b'["authproof.report/1"]',
        REAL.replace("0.5", "NaN", 1).encode(),
        REAL.replace("plain", "\\udc80", 1).encode(),
        b"",
    ],
    ids=range(10),
)
def test_what_only_looks_like_a_report_is_refused(place, text):
    """Nested too deep, numbers too long, another schema, no field, NaN, half a character, nothing."""
    with pytest.raises(UsageError, match="The report cannot be read"):
        read(place, text)


@pytest.mark.parametrize("version", [2, 10, 999_999_999])
def test_a_report_from_a_newer_version_says_so(place, version):
    """Whatever its fields are by then."""
    with pytest.raises(UsageError, match="from a newer authproof"):
        read(place, f'{{"schema": "authproof.report/{version}"}}')


def test_fields_that_are_new_are_no_error(place):
    """Fields are added within a version: an older reader passes over them."""
    assert read(place, json.dumps(json.loads(REAL) | {"mood": "good"}))["mood"] == "good"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_report_that_a_shell_has_redirected_is_read(place, encoding):
    """PowerShell writes a mark of order, or UTF-16."""
    assert read(place, REAL.encode(encoding)) == json.loads(REAL)


def test_a_huge_file_is_not_taken_into_memory(place, monkeypatch):
    """Its size is bounded; here by less than a real report has."""
    monkeypatch.setattr(reading, "_LIMIT", len(REAL) - 1)
    with pytest.raises(UsageError, match="a report is smaller"):
        read(place, REAL)


@pytest.mark.parametrize("name", ["missing.json", ".", "a\0b"])
def test_a_file_that_cannot_be_opened_is_told(tmp_path, name):
    """Not there, a folder, no name at all."""
    with pytest.raises(UsageError, match="The report cannot be read"):
        read_report(tmp_path / name)


def test_a_refusal_does_not_quote_the_value_that_it_refuses(place):
    """It names the place by its path in the document, which our own schema knows."""
    told = json.loads(to_json(full_report(MARKUP[0])))
    told["checks"][0]["findings"][0]["evidence"] = MARKUP[0]
    with pytest.raises(UsageError) as error:
        read(place, json.dumps(told))
    assert error.value.seen.startswith("$.checks[0].findings[0].evidence is not")
    assert MARKUP[0] not in str(error.value)
