"""What init writes is understood as it stands, with every comment taken away, and by an audit."""

import re
import tomllib

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from authproof.audit.configuration import TargetConfig, read_config
from authproof.audit.starter import spelled, starter
from authproof.cli import main
from authproof.findings import Policy
from authproof.site import Wishes
from tests.unit.harness.support import APPS, discovered

TARGET = APPS / "two_forms.py"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """The configuration is written where we run."""
    monkeypatch.chdir(tmp_path)


def run(*words):
    return CliRunner().invoke(main, list(map(str, words)))


def understood(folder, text):
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return read_config(folder)


def test_what_discovery_finds_by_itself_is_a_comment(tmp_path):
    """The target alone is said; its pages can be read, and change nothing."""
    text = run("init", TARGET).stdout
    assert understood(tmp_path, text) == TargetConfig(str(TARGET))
    assert '# logout = "/session/end"' in text
    assert '# protected = ["/shelf"]' in text


def test_what_had_to_be_said_is_said(tmp_path):
    """Pages and the account's name; its password stands in no file."""
    wishes = Wishes("/", None, "/session/end", ("/shelf",), "erika", "vingt-trois", "erika@example.com")
    text = starter("app:app", wishes, discovered(TARGET).site)
    said = Wishes("/", None, "/session/end", ("/shelf",), "erika", None, "erika@example.com")
    assert understood(tmp_path, text).wishes == said
    assert "vingt-trois" not in text


def test_with_its_comments_taken_away_it_says_the_defaults(tmp_path):
    """Every line that is offered is understood as it stands."""
    text = starter("app:app", Wishes(), discovered(TARGET).site)
    offered = re.sub(r"^# (?=\[|[a-zA-Z_-]+ = )", "", text, flags=re.MULTILINE)
    config = understood(tmp_path, offered)
    (accepted,) = config.policy.acceptances
    assert config.policy == Policy(acceptances=(accepted,))
    assert (accepted.check, config.wishes.logout, len(dict(config.environ)["SECRET_KEY"])) == (
        "csrf-logout", "/session/end", 64,
    )  # fmt: skip


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_spelled_as_toml_on_one_line(text):
    """Names of pages are the target's choice."""
    line = f"x = {spelled([text])}"
    assert tomllib.loads(line) == {"x": [text]}
    assert "\n" not in line


@pytest.mark.parametrize("before", [None, "", '[project]\nname = "x"', "[tool.other]\r\nx = 1\r\n"])
def test_it_is_added_to_what_stands_there(tmp_path, before):
    """A new file, an empty one, one without a last line end, one from Windows; an audit then needs no further word."""
    if before is not None:
        (tmp_path / "pyproject.toml").write_bytes(before.encode())
    assert run("init", TARGET, "--write").exit_code == 0
    text = (tmp_path / "pyproject.toml").read_bytes().decode()
    assert text.startswith(before or "[tool.authproof]")
    assert ("\r\n" in text) == (re.search(r"(?<!\r)\n", text) is None)
    assert read_config().target == str(TARGET)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("[tool.authproof]\ntarget = 'x:y'\n", "it is there already"),
        ("[tool", "Expected"),
        ("tool = { other = 1 }\n", "Cannot declare"),
    ],
)
def test_what_stands_there_is_never_overwritten(tmp_path, text, seen):
    """It says why, and the file is as it was."""
    (tmp_path / "pyproject.toml").write_text(text)
    result = run("init", TARGET, "--write", "--no-browser")
    assert (result.exit_code, (tmp_path / "pyproject.toml").read_text()) == (2, text)
    assert seen in result.stderr


def test_an_audit_works_with_it(tmp_path):
    """`authproof audit` with no further word."""
    run("init", TARGET, "--write")
    result = run("audit", "--only", "session-replay-after-logout")
    assert (result.exit_code, "1 passed" in result.stdout) == (0, True)


def test_without_a_login_there_is_nothing_to_write():
    """The same error as of an audit."""
    result = run("init", APPS / "bad/no_login.py", "--write")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("No login page was found\n")
