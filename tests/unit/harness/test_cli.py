"""The command line: what goes in, what comes out, and with which exit code."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from authproof import __version__
from authproof.checks import catalogue
from authproof.cli import main
from authproof.cli.options import output_formats
from authproof.errors import UsageError
from authproof.reports import REPORTERS
from tests.unit.harness.support import APPS, EXAMPLES, ROOT

ONE = ("--only", "session-replay-after-logout")
GOOD = str(APPS / "two_forms.py")
FLAWED = str(EXAMPLES / "user_authentication.py")
DIES_IN_CHECKS = """
import os, sys
sys.path.insert(0, {apps!r})
import two_forms
home = os.getpid()
def die():
    if os.getpid() != home:
        os._exit(70)
def create_app():
    app = two_forms.create_app({database!r})
    app.before_request(die)
    return app
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Our own pyproject.toml says nothing about these targets."""
    monkeypatch.chdir(tmp_path)


def run(*words, **options):
    return CliRunner().invoke(main, words, **options)


def test_a_promise_that_holds_ends_with_0(tmp_path):
    """The report names the pages and what passed."""
    result = run("audit", GOOD, *ONE)
    assert result.exit_code == 0
    assert "login / · register / · logout /session/end" in result.stdout.replace("\n", " ")
    assert "1 passed" in result.stdout


def test_a_broken_promise_ends_with_1(tmp_path):
    """The report on the terminal names it, and so does the one in the file."""
    result = run("audit", FLAWED, *ONE, "--format", "json=out.json")
    report = json.loads((tmp_path / "out.json").read_text())
    assert (result.exit_code, report["summary"]["exit"]) == (1, 1)
    assert "HIGH     session-replay-after-logout" in result.stdout


def test_a_finding_below_the_threshold_ends_with_0():
    """It is reported all the same."""
    result = run("audit", FLAWED, *ONE, "--fail-on", "critical")
    assert result.exit_code == 0
    assert "1 failed" in result.stdout


def test_an_accepted_finding_ends_with_0(tmp_path):
    """What the team wrote into its pyproject.toml counts for its own target."""
    accepted = "[tool.authproof.accept.session-replay-after-logout]\n"
    accepted += 'reason = "cookies are short-lived"\nuntil = 2999-01-01\n'
    (tmp_path / "pyproject.toml").write_text(
        f'[tool.authproof]\ntarget = "{FLAWED}"\nonly = ["session-replay-after-logout"]\n{accepted}'
    )
    result = run("audit")
    assert result.exit_code == 0
    assert "cookies are short-lived" in " ".join(result.stdout.split())


def test_a_check_that_dies_ends_with_4(tmp_path):
    """The audit is incomplete, and says how the check's process ended."""
    (tmp_path / "dies.py").write_text(DIES_IN_CHECKS.format(apps=str(APPS), database=str(tmp_path / "x.db")))
    result = run("audit", "dies.py", *ONE, "--format", "json")
    (check,) = json.loads(result.stdout)["checks"]
    assert (result.exit_code, check["outcome"]) == (4, "errored")
    assert "exit code 70" in check["reason"]


def test_an_account_may_come_from_options_and_the_environment():
    """The password stands in no command line when AUTHPROOF_PASSWORD has it, and in no report."""
    secret = "vingt-trois pommes vertes"
    result = run(
        "audit",
        str(APPS / "seeded.py"),
        *ONE,
        "--username",
        "erika",
        "--format",
        "json",
        env={"AUTHPROOF_PASSWORD": secret},
    )
    report = json.loads(result.stdout)
    assert (report["site"]["login"], report["checks"][0]["outcome"]) == ("/connexion", "failed")
    assert secret not in result.output
    assert "pommes" not in result.output


WRONG = [
    (["audit"], "There is no target"),
    (["audit", "not-a-target"], "The target is not understood"),
    (["audit", "http://app.example.com"], "The target is on another machine"),
    (["audit", GOOD, "--only", "no-such-check"], "There is no check 'no-such-check'"),
    (["audit", GOOD, "--skip", "no-such-check"], "There is no check 'no-such-check'"),
    (["audit", GOOD, "--format", "yodel"], "The format is not known"),
    (["audit", GOOD, "--format", "json", "--format", "text"], "Two reports for one output"),
    (["audit", GOOD, "--quiet", "--verbose"], "Quiet and verbose exclude each other"),
    (["audit", GOOD, "--fail-on", "severe"], "severe"),
    (["audit", GOOD, "--jobs", "-1"], "-1"),
    (["audit", GOOD, "--no-such-option"], "No such option"),
    (["checks", "no-such-check"], "There is no check 'no-such-check'"),
    (["no-such-command"], "No such command"),
]


@pytest.mark.parametrize(("words", "said"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_word_ends_with_2(words, said):
    """It is named, without a trace, and nothing is printed where reports go."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_wrong_configuration_ends_with_2(tmp_path):
    """The key is named with the one that was meant."""
    (tmp_path / "pyproject.toml").write_text("[tool.authproof]\ntargt = 'app:app'\n")
    result = run("audit")
    assert result.exit_code == 2
    assert "did you mean 'target'" in result.stderr


def test_a_report_that_cannot_be_written_ends_with_2():
    """It says where it should have gone."""
    result = run("audit", GOOD, *ONE, "--format", "json=no/such/folder/out.json")
    assert result.exit_code == 2
    assert "The report cannot be written" in result.stderr


def test_a_target_that_does_not_load_ends_with_3():
    """Nothing was audited, and the first line says so."""
    result = run("audit", "no_such_file.py")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("The target does not exist\n")


@pytest.mark.parametrize(
    ("given", "formats"),
    [
        ((), (("text", None),)),
        (("json",), (("json", None),)),
        (("json=out.json",), (("text", None), ("json", "out.json"))),
        (("text=a=b.txt", "json"), (("text", "a=b.txt"), ("json", None))),
    ],
)
def test_text_goes_to_the_terminal_unless_something_else_does(given, formats):
    """One report for standard output, any number for files."""
    assert output_formats(given) == formats


@pytest.mark.parametrize(
    ("word", "meant"),
    [("md", "markdown"), ("SARIF", "sarif"), ("jsno", "json"), ("xml", "junit"), ("htm", "html")],
)
def test_an_unknown_format_names_the_near_one(word, meant):
    """Also where people have another word for it."""
    with pytest.raises(UsageError, match=f"did you mean {meant}") as error:
        output_formats((f"{word}=out",))
    assert all(known in error.value.advice for known in REPORTERS)


@pytest.mark.parametrize("place", ["missing/out.html", "."])
def test_a_place_that_cannot_be_written_is_told_before_the_audit(place):
    """A folder that is not there, and a folder itself."""
    result = run("audit", GOOD, "--format", f"html={place}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("The report cannot be written\n")


def test_every_format_is_written_by_one_audit(tmp_path):
    """One file each, and findings alone on the terminal."""
    files = [word for kind in REPORTERS for word in ("--format", f"{kind}={kind}.out")]
    result = run("audit", FLAWED, *ONE, *files, "--format", "json", "-q")
    assert all((tmp_path / f"{kind}.out").stat().st_size for kind in REPORTERS)
    assert result.stdout == (tmp_path / "json.out").read_text()


def test_a_quiet_audit_tells_findings_alone():
    """Nothing on standard error, a line for each finding, and the last line."""
    result = run("audit", FLAWED, *ONE, "--quiet", "--no-color")
    first, last = result.stdout.splitlines()
    assert (result.stderr, first.split(":")[0]) == ("", "HIGH     session-replay-after-logout")
    assert "1 failed" in last


def test_a_terminal_of_ascii_gets_its_report():
    """Signs that it does not know are question marks, and the words are there."""
    command = [sys.executable, "-m", "authproof", "audit", GOOD, *ONE]
    environ = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "? 1 passed" in done.stdout


def test_two_reports_cannot_share_the_terminal():
    """Neither could be read."""
    with pytest.raises(UsageError, match="give all but one a file"):
        output_formats(("json", "json"))


def test_the_catalogue_lists_every_check():
    """One line each, with severity and promise."""
    lines = run("checks").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [one.slug for one in catalogue()]


def test_a_check_explains_itself():
    """What, why, how it is tried, how to fix it, references."""
    shown = run("checks", "session-replay-after-logout").stdout
    assert all(
        f"{heading}:" in shown
        for heading in ("Why it matters", "How it is tried", "How to fix it in Flask", "References")
    )


def test_the_module_and_the_script_are_one_door():
    """`python -m authproof` works from the repository's root and from anywhere else."""
    for folder in (ROOT, "/"):
        done = subprocess.run(
            [sys.executable, "-m", "authproof", "--version"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == f"authproof, version {__version__}\n"
