"""All that the target says beside its responses is caught, and goes to private files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.target.messages import Call
from authproof.target.output import tail
from tests.unit.harness import probes
from tests.unit.harness.support import loaded


@pytest.fixture
def target(tmp_path):
    file = tmp_path / "small_target.py"
    file.write_text(
        "import logging\nlogging.basicConfig(format='LOG %(message)s')\napp = lambda environ, start: []\n"
    )
    with loaded(file) as process:
        yield process


def test_prints_logs_and_child_processes_are_heard(target, capfd):
    """As the target's own configuration formats them; none of it reaches our terminal."""
    text = target.here(probes.say, "psst", trying="to speak", time_limit=20)
    assert all(f"psst {way}" in text for way in ("printed", "complained", "echoed"))
    assert "LOG psst logged" in text
    assert "psst" not in "".join(capfd.readouterr())


def test_a_child_hears_itself_alone(target):
    """What one check makes the app say is not heard by the next."""
    target.here(probes.say, "first", trying="to speak", time_limit=20)
    (answer,) = target.fork_all([Call(probes.say, ("second",), "a")], 1)
    assert "second printed" in answer.value
    assert "first" not in answer.value


def test_a_log_file_lies_among_the_copies(target, tmp_path):
    """The log that the target names is heard, and the named file is never made."""
    log = tmp_path / "app.log"
    text, name = target.here(probes.log_to, str(log), "in the file", trying="to log", time_limit=20)
    assert "in the file" in text
    assert (name.startswith(str(target.folder)), log.exists()) == (True, False)


@given(st.binary(max_size=300), st.integers(0, 40))
def test_the_tail_of_a_file_is_its_last_bytes(tmp_path_factory, content, size):
    """However long the file is, as text."""
    path = tmp_path_factory.getbasetemp() / "tail"
    path.write_bytes(content)
    assert tail(path, size) == content[max(0, len(content) - size) :].decode("utf-8", "replace")


def test_the_tail_of_no_file_is_nothing(tmp_path):
    """A target that has said nothing has no file."""
    assert tail(tmp_path / "none") == ""
