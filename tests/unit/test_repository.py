"""The repository keeps its own word: what is said in two places agrees."""

import ast
import configparser
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from authproof.checks import catalogue
from authproof.checks._registry import HEADINGS

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
TEST_COMMAND = "python3 -m pip install nox && python3 -m nox"


def read(name):
    return (ROOT / name).read_text()


def modules(folder):
    """The files of a folder that are what the folder is for; an underscore marks the others."""
    return {path.stem for path in (ROOT / folder).glob("*.py") if not path.name.startswith("_")}


def package(requirement):
    """The name in a requirement such as `coverage[toml]>=7.10`."""
    return re.split(r"[\[<>=;~! ]", requirement)[0]


def gate_sessions():
    """The sessions that `nox` runs when none is named, in their order."""
    functions = [node for node in ast.parse(read("noxfile.py")).body if isinstance(node, ast.FunctionDef)]
    return [
        function.name
        for function in functions
        if {"gate", "alone"} & {ast.unparse(d) for d in function.decorator_list}
    ]


def test_every_check_is_a_file_and_a_fault():
    """A check, its file and the fault that proves it have one name."""
    slugs = {check.slug.replace("-", "_") for check in catalogue()}
    assert slugs == modules("src/authproof/checks")
    assert slugs <= modules("tests/security/faults")


def imports_of(file):
    """The modules that a file imports from, `from package import module` taken apart."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield from [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_check_imports_another():
    """A check can be read, changed and removed alone; what checks share is in probes."""
    checks = {f"authproof.checks.{name}" for name in modules("src/authproof/checks")}
    files = (ROOT / "src/authproof/checks").glob("*.py")
    assert not [(file.name, name) for file in files for name in imports_of(file) if name in checks]


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_check_is_documented(heading):
    """A check's docstring is its page, and no part of it is missing."""
    assert not [check.slug for check in catalogue() if not check.section(heading)]


def test_every_specimen_has_its_expected_findings():
    """Each file of examples/ stands in expected.toml, and nothing else does."""
    assert modules("examples") == set(tomllib.loads(read("examples/expected.toml")))


def test_expected_findings_name_checks_that_exist():
    """A misspelt slug would expect nothing."""
    expected = tomllib.loads(read("examples/expected.toml")).values()
    assert {slug for findings in expected for slug in findings} <= {check.slug for check in catalogue()}


def test_the_readme_names_the_sessions_of_the_gate():
    """Who runs the README's command gets what the README says."""
    assert ", ".join(gate_sessions()) in " ".join(read("README.md").split())


def test_ci_runs_the_command_of_the_readme():
    """What CI proves is what a newcomer types."""
    assert read(".ci/run").splitlines()[-1] == TEST_COMMAND
    assert TEST_COMMAND in [line.partition("#")[0].strip() for line in read("README.md").splitlines()]


def test_every_dependency_has_its_reason():
    """CONTRIBUTING.md has one line for each dependency in pyproject.toml, and none for any other."""
    groups = [
        PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"].values(),
        *GROUPS.values(),
    ]
    named = {package(entry) for group in groups for entry in group if isinstance(entry, str)}
    reasons = read("CONTRIBUTING.md").partition("## Why each dependency")[2]
    assert named == set(re.findall(r"^\| ([a-z0-9-]+) \|", reasons, re.MULTILINE)) - {"package"}


def test_the_lowest_group_pins_the_lower_bounds():
    """The oldest versions that tox tests are the ones that pyproject.toml promises."""
    assert {pin.replace("==", ">=") for pin in GROUPS["lowest"]} <= set(GROUPS["app"])


def test_tox_runs_the_promised_pythons():
    """Each Python among the classifiers has its environment."""
    tox = configparser.ConfigParser()
    tox.read_string(read("tox.ini"))
    promised = re.findall(r"Python :: 3\.(\d+)", " ".join(PROJECT["project"]["classifiers"]))
    assert tox["tox"]["env_list"].startswith(f"py{{{','.join('3' + minor for minor in promised)}}}-newest")


def test_the_lowest_rooms_are_kept_from_every_dependency():
    """A new dependency of authproof is also one that `exchange` and `errors` may not import."""
    contracts = {contract["name"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
    forbidden = contracts["Exchanges and errors need the standard library alone"]["forbidden_modules"]
    depended_on = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["browser"],
    ]
    assert set(forbidden) == {package(entry).replace("-", "_") for entry in depended_on}


def test_the_pages_made_from_the_checks_are_current():
    """What the documentation says of a check is what its docstring says: run `nox -s docs`."""
    command = [sys.executable, "docs/generate.py", "--check"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
