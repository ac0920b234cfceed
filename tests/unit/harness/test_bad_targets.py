"""A target that cannot be audited gets one titled error, in time, and never a pass."""

import os
import tempfile

import pytest
from click.testing import CliRunner

from authproof.audit import AuditOptions, audit
from authproof.cli import main
from authproof.errors import TargetError
from authproof.target import parse_target
from tests.unit.harness.support import BAD

SEEN = {
    "crash_on_request": "it ended with exit code 70",
    "exits": "SystemExit: 7",
    "floods": "No login page was found",
    "hangs": "no answer after 12 s, at File",
    "import_error": "No module named 'a_package_that_nobody_has'",
    "no_app": "neither app, application, create_app nor make_app is there",
    "no_login": "/ gave 200",
    "raises_on_login": "The control login was refused",
    "refuses": "The control login was refused",
    "segfault": "it was killed by SIGSEGV",
    "syntax_error": "SyntaxError: 'return' outside function",
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Our own pyproject.toml says nothing about these targets."""
    monkeypatch.chdir(tmp_path)


def test_every_bad_target_of_the_suite_is_tried():
    """A file that is added there is added here."""
    assert sorted(SEEN) == sorted(path.stem for path in BAD.glob("*.py"))


@pytest.mark.parametrize("name", sorted(set(SEEN) - {"hangs"}))
def test_a_bad_target_ends_with_one_titled_error(name):
    """Exit 3, what was tried, what was seen, what to do; no trace, no report, no pass."""
    before = sorted(BAD.rglob("*"))
    result = CliRunner().invoke(main, ["audit", str(BAD / f"{name}.py")])
    assert (result.exit_code, result.stdout) == (3, "")
    assert SEEN[name] in result.stderr
    assert [word for word in ("tried", "seen", "do  ") if f"\n  {word}" not in result.stderr] == []
    assert "Traceback" not in result.stderr
    assert sorted(BAD.rglob("*")) == before


def test_a_target_that_hangs_is_left_at_its_limit():
    """It says after how long, and at which of its own lines it stood."""
    with pytest.raises(TargetError) as caught:
        audit(AuditOptions(parse_target(str(BAD / "hangs.py")), load_limit=12))
    assert SEEN["hangs"] in caught.value.seen
    assert "hangs.py" in caught.value.seen


def test_megabytes_of_output_do_not_reach_the_terminal():
    """The error is short, whatever the target printed."""
    assert len(CliRunner().invoke(main, ["audit", str(BAD / "floods.py")]).output) < 2000


def test_last_words_are_shown_but_not_obeyed(tmp_path):
    """What a dying target printed is quoted, its escape sequences spelled out."""
    file = tmp_path / "screams.py"
    file.write_text("import os\nprint('\\x1b[2Jhelp\\x07', flush=True)\nos._exit(5)\n")
    stderr = CliRunner().invoke(main, ["audit", str(file)]).stderr
    assert "its last words: \\x1b[2Jhelp\\x07" in stderr
    assert "\x1b" not in stderr


def test_nothing_is_left_of_a_bad_target(tmp_path, monkeypatch):
    """No private folder stays among the temporary files, no variable in the environment."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    environment = dict(os.environ)
    CliRunner().invoke(main, ["audit", str(BAD / "segfault.py")])
    assert dict(os.environ) == environment
    assert list(tmp_path.iterdir()) == []
