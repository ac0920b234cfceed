"""The documentation's commands do what the pages say: each is run, as commands.toml beside this file tells."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from authproof.cli.options import output_formats
from authproof.errors import UsageError
from tests.documents import COMMANDS, ROOT, Block, blocks

SHELL = blocks("sh", "console")
OWN_APP = ROOT / "tests/security/apps/two_forms.py"
ONE_CHECK = "--only wrong-password-accepted"


def trials():
    """Each command that is run in the checkout or on one's own app, once; a recipe's block is one trial."""
    once = {}
    for block in SHELL:
        groups = [block.commands] if block.recipe else [[command] for command in block.commands]
        for group in groups:
            ways = [(command, COMMANDS[block.page].get(command, {})) for command in group]
            once.setdefault((block.recipe, str(ways)), pytest.param(block, ways, id=f"{block}: {group[-1]}"))
    return once.values()


def has(kind):
    """Whether this authproof writes that kind of report."""
    try:
        return bool(output_formats((f"{kind}=file",)))
    except UsageError:
        return False


def need(*kinds):
    missing = [kind for kind in kinds if not has(kind)]
    if missing:
        pytest.skip(f"no such report yet: {', '.join(missing)}")


def shell(command, folder, **environ):
    """A command as a reader types it, with this environment's programs first on the path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environ = {**os.environ, "PATH": path, "COLUMNS": "120", "PYTHON_COLORS": "0", **environ}
    options = {"cwd": folder, "env": environ, "capture_output": True, "text": True}
    return subprocess.run(["bash", "-c", command], check=False, **options)


def one_line(text):
    return " ".join(text.split())


@pytest.fixture
def own(tmp_path):
    """A reader's project: an app, and every file that docs/index.md and docs/ci.md show."""
    shutil.copy(OWN_APP, tmp_path / "yourpackage.py")
    for block in blocks():
        if block.page in {"docs/index.md", "docs/ci.md"} and block.title:
            file = tmp_path / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("block", "ways"), trials())
def test_a_documented_command_does_what_the_page_says(block: Block, ways, own, tmp_path_factory):
    """It ends with the exit code that the page says, and shows what the page says it shows."""
    folder = shutil.copytree(block.recipe, tmp_path_factory.mktemp("recipe") / "app") if block.recipe else own
    for command, way in ways:
        if "not-run" in way:
            pytest.skip(way["not-run"])
        need(*way.get("needs", ()))
        place = ROOT if way.get("where") == "checkout" else folder
        ended = shell(f"{way.get('instead', command)} {way.get('add', '')}", place)
        assert ended.returncode == way.get("exit", 0), f"{command}\n{ended.stdout}{ended.stderr}"
        assert way.get("shows", "") in one_line(ended.stdout)


def test_what_the_readme_shows_is_what_is_printed():
    """The sample at the top of the README, line by line; `...` stands for what is left out."""
    (sample,) = blocks("console")
    lines = [line.strip() for line in sample.text.splitlines()[1:] if line.strip() != "..."]
    printed = one_line(shell(f"{sample.commands[0]} --only open-redirect", ROOT).stdout)
    assert lines
    assert [line for line in lines if one_line(line) not in printed] == []


def action(own, **inputs):
    """Run the audit step of action.yml as a runner does: its script, its variables, its files."""
    described = yaml.safe_load((ROOT / "action.yml").read_text())
    given = {name: one["default"] for name, one in described["inputs"].items()} | inputs
    (step,) = [one for one in described["runs"]["steps"] if one.get("id") == "audit"]
    environ = {key: given[value[len("${{ inputs.") : -len(" }}")]] for key, value in step["env"].items()}
    files = {name: str(own / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    ended = shell(f"set -eo pipefail\n{step['run']}", own, RUNNER_TEMP=str(own), **environ, **files)
    said = Path(files["GITHUB_OUTPUT"])
    lines = said.read_text().splitlines() if said.exists() else []
    return ended, dict(line.split("=", 1) for line in lines)


def test_the_action_audits_and_names_its_reports(own):
    """Exit code, summary and both files, with the target that pyproject.toml names."""
    need("sarif", "markdown")
    ended, said = action(own, args=ONE_CHECK)
    assert (ended.returncode, said["exit-code"]) == (0, "0"), ended.stderr
    assert Path(said["sarif"]).read_text().startswith("{")
    assert (own / "GITHUB_STEP_SUMMARY").read_text() == Path(said["markdown"]).read_text()


def test_the_action_ends_as_the_audit_does(own):
    """An app that is not there is exit 3, and no report is named."""
    need("sarif", "markdown")
    ended, said = action(own, target="nowhere:app", args=ONE_CHECK)
    assert (ended.returncode, said) == (3, {"exit-code": "3"}), ended.stderr


def test_the_action_refuses_options_that_it_cannot_read(own):
    """An open quote is no audit without options: it is an error."""
    ended, said = action(own, args="--only 'open-redirect")
    assert (ended.returncode, said) == (2, {})


def test_the_pre_commit_hook_audits_what_is_pushed(own, tmp_path_factory):
    """pre-commit runs the hook of this repository in a user's own, and shows what the audit says."""
    home = tmp_path_factory.mktemp("hooks")
    published = tmp_path_factory.mktemp("published")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", published)
    text = '[tool.authproof]\ntarget = "yourpackage:create_app"\nonly = ["wrong-password-accepted"]\n'
    (own / "pyproject.toml").write_text(text)
    commit = "git init -q . && git add -A && git -c user.name=a -c user.email=a@example.com commit -qm a"
    assert [shell(commit, folder).returncode for folder in (published, own)] == [0, 0]
    command = f"pre-commit try-repo {published} authproof --hook-stage manual --verbose"
    ended = shell(command, own, PRE_COMMIT_HOME=str(home))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "1 passed" in ended.stdout
