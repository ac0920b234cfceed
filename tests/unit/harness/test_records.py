"""Log records that reach a handler."""

import logging

import pytest

from authproof.target.records import Record, Records


@pytest.fixture
def records(monkeypatch):
    """Ears that are taken off again after the test."""
    monkeypatch.setattr(logging.Handler, "handle", logging.Handler.handle)
    heard = Records()
    heard.install()
    return heard


@pytest.fixture
def logger():
    """A logger of its own with one handler, from INFO on."""
    made = logging.Logger("records-test", logging.INFO)
    handler = logging.StreamHandler(stream=None)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    made.addHandler(handler)
    return made


def test_a_record_is_heard_as_its_formatter_writes_it(records, logger):
    """With its line breaks, and under its logger's name."""
    logger.info("a %s", "b\nc")
    assert records.since(0) == (Record("records-test", "INFO a b\nc"),)


def test_what_the_level_drops_was_not_logged(records, logger):
    """The configuration decides, not the listener."""
    logger.debug("nothing")
    assert records.since(0) == ()


def test_what_a_filter_drops_was_not_logged(records, logger):
    """Neither by the handler's own filter."""
    logger.handlers[0].addFilter(lambda record: False)
    logger.info("nothing")
    assert records.since(0) == ()


def test_only_what_came_since_then_is_told(records, logger):
    """The count so far is the mark."""
    logger.info("old")
    mark = records.heard
    logger.info("new")
    assert [one.text for one in records.since(mark)] == ["INFO new"]


def test_arguments_that_do_not_fit_break_nothing(records, logger, capsys):
    """The app's own mistake stays its own."""
    logger.info("%d", "x")
    assert [one.text for one in records.since(0)] == ["%d"]
    assert "Logging error" in capsys.readouterr().err
