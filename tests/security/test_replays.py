"""A finding on paper: the report is read, its scripts are run, by others' tools."""

import json
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from authproof.audit import AuditOptions, audit
from authproof.cli import main
from authproof.client import WsgiClient
from authproof.client.serving import Serving
from authproof.reports import REPORTERS
from authproof.target import load_app, parse_target
from tests.security.served import served as on_a_port
from tests.unit.harness.support import EXAMPLES

TOLD = (
    "open-redirect",
    "session-replay-after-logout",
    "csrf-logout",
    "short-password-accepted",
    "malformed-input-crash",
)
SEEN_INSIDE = "password-hash-work-factor"


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    """The tutorial's app, in a folder where it may keep its database: these scripts guard nothing."""
    return shutil.copy(EXAMPLES / "mega_tutorial.py", tmp_path_factory.mktemp("tutorial"))


@pytest.fixture(scope="module")
def report(tmp_path_factory, target):
    """A report of that app, with findings of several kinds."""
    chosen = (*TOLD, SEEN_INSIDE, "clickjacking")
    told, _ = audit(AuditOptions(parse_target(str(target)), only=chosen, browser=False))
    file = tmp_path_factory.mktemp("report") / "report.json"
    file.write_text(REPORTERS["json"](told))
    return file


@pytest.fixture(autouse=True)
def in_a_suite(tmp_path, monkeypatch):
    """We work in a folder that has tests."""
    (tmp_path / "tests").mkdir()
    monkeypatch.chdir(tmp_path)


def run(*words):
    return CliRunner().invoke(main, ["replay", *map(str, words)])


@pytest.mark.parametrize("slug", [*TOLD, SEEN_INSIDE, "clickjacking"])
def test_a_finding_becomes_a_failing_test_of_the_users_suite(report, tmp_path, slug):
    """Pytest runs the file that was written, and its assertion fails."""
    assert run(report, slug, "--as", "pytest").exit_code == 0
    file = tmp_path / "tests" / f"test_authproof_{slug.replace('-', '_')}.py"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert "1 failed" in done.stdout
    assert "AssertionError" in done.stdout or "\nE       assert" in done.stdout


@pytest.mark.parametrize("slug", TOLD)
def test_curl_lines_show_a_finding_on_a_served_app(report, served, slug):
    """The script ends with 1 while the app answers so, however often it is asked."""
    assert run(report, slug, "--as", "curl", "-o", "again.sh").exit_code == 0
    for _ in range(2):
        done = subprocess.run(
            ["sh", "again.sh", served], capture_output=True, text=True, check=False, timeout=60
        )
        assert (done.returncode, done.stdout.splitlines()[-1], done.stderr) == (1, "still so", "")


@pytest.fixture(scope="module")
def served(target):
    """The same app on a socket of this machine."""
    with Serving(WsgiClient(load_app(parse_target(str(target))))) as serving:
        yield f"http://127.0.0.1:{serving.port}"


def test_a_finding_at_a_url_carries_its_curl_lines(tmp_path, target):
    """They stand in the report, `replay` prints the same, and they show it on the server that was audited."""
    with on_a_port(target) as url:
        told, _ = audit(AuditOptions(parse_target(url), only=("open-redirect",), browser=False))
        (tmp_path / "url.json").write_text(REPORTERS["json"](told))
        script = run("url.json", "open-redirect").stdout
        done = subprocess.run(["sh"], input=script, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "still so")
    assert json.loads((tmp_path / "url.json").read_text())["checks"][0]["findings"][0]["replay"] == script


def test_without_a_word_the_test_is_printed(report):
    """For an app in this process it is a test."""
    assert "def test_open_redirect(app):" in run(report, "open-redirect").stdout


def test_a_file_that_is_there_is_kept(report, tmp_path):
    """Only --force writes over it."""
    for _ in range(2):
        result = run(report, "open-redirect", "--as", "pytest")
    assert (result.exit_code, "--force" in result.stderr) == (2, True)
    assert run(report, "open-redirect", "--as", "pytest", "--force").exit_code == 0


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("xss-auth-pages",), "The report has no such finding"),
        (("open-redirect", "--finding", "99"), "The check has fewer findings"),
        ((SEEN_INSIDE, "--as", "curl"), "No few requests show this finding"),
        (("open-redirect", "-o", "nowhere/x.py"), "The script cannot be written"),
    ],
)
def test_what_cannot_be_told_again_is_one_titled_error(report, words, title):
    """It says what was tried, what was seen and what to do."""
    result = run(report, *words)
    assert (result.exit_code, title in result.stderr, "  do " in result.stderr) == (2, True, True)


def test_a_report_from_a_newer_version_is_refused(report, tmp_path):
    """Its steps may mean something else."""
    newer = json.loads(report.read_text()) | {"schema": "authproof.report/2"}
    (tmp_path / "newer.json").write_text(json.dumps(newer))
    assert "from a newer authproof" in run("newer.json", "open-redirect").stderr
