"""Ctrl-C while Chromium looks at a page: the browser ends with the audit."""

from signal import SIGINT, SIGTERM

import pytest

from tests.interrupted import interrupted, left_behind


@pytest.mark.parametrize("number", [SIGINT, SIGTERM])
def test_no_browser_is_left(tmp_path_factory, number):
    """Neither Chromium, nor what started it, nor its profile."""
    folder = tmp_path_factory.mktemp("i")  # a longer name would be too long for Chromium's socket in it
    done = interrupted(folder, number, "browser", "--only", "clickjacking")
    assert (done.returncode, done.stdout) == (128 + number, "")
    assert left_behind(folder) == []
