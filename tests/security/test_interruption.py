"""Ctrl-C, and the signals of those who end programs: what is finished is told, and nothing stays behind."""

import json
from signal import SIGHUP, SIGINT, SIGTERM

import jsonschema
import pytest

from authproof.reports import read_report
from tests.interrupted import interrupted, left_behind
from tests.unit.harness.schemas import REPORT_SCHEMA, SARIF_SCHEMA

TWO = ("--jobs", "1", "--only", "clickjacking,csrf-logout")
FILES = [f"--format={kind}={kind}.out" for kind in ("json", "sarif", "junit", "markdown", "html")]


@pytest.mark.parametrize(("number", "code"), [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)])
def test_the_checks_that_had_ended_are_reported(tmp_path, number, code):
    """The report says that it is not all and what is missing, the exit code says which signal it was."""
    done = interrupted(tmp_path, number, "check", *TWO, "--format=json=report.json")
    report = read_report(tmp_path / "home/report.json")
    assert (done.returncode, report["summary"]["exit"], report["interrupted"]) == (code, code, True)
    (ended,) = [one["check"] for one in report["checks"]]
    (missing,) = {"clickjacking", "csrf-logout"} - {ended}
    assert f"interrupted when 1 of 2 checks had ended; not tried: {missing}" in report["notes"]


def test_every_format_says_that_it_is_not_all(tmp_path):
    """The terminal, and the files that were asked for."""
    done = interrupted(tmp_path, SIGINT, "check", *TWO, *FILES)
    texts = {one.stem: one.read_text() for one in (tmp_path / "home").glob("*.out")}
    jsonschema.validate(json.loads(texts["json"]), REPORT_SCHEMA)
    SARIF_SCHEMA.validate(json.loads(texts["sarif"]))
    assert len(texts) == len(FILES)
    assert [kind for kind, text in texts.items() if "nterrupted when 1 of 2 checks" not in text] == []
    assert done.stdout.splitlines()[-1].endswith("exit 130")


@pytest.mark.parametrize("at", ["import", "discovery"])
def test_before_the_first_check_there_is_one_titled_error(tmp_path, at):
    """No report, no trace, the same exit code."""
    done = interrupted(tmp_path, SIGINT, at, "--format=json=report.json")
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (130, "", False)
    assert done.stderr.startswith("Interrupted\n  tried to run authproof audit\n  seen  SIGINT before")
    assert not (tmp_path / "home/report.json").exists()


@pytest.mark.parametrize(("number", "at"), [(SIGTERM, "import"), (SIGINT, "discovery"), (SIGTERM, "check")])
def test_no_process_and_no_file_is_left(tmp_path, number, at):
    """Neither the target's process, nor its forks, nor the copies of its data."""
    interrupted(tmp_path, number, at, *TWO)
    assert left_behind(tmp_path) == []
    assert [one.name for one in (tmp_path / "home").iterdir()] == []
