"""The gate of authproof: `nox` runs it whole, `nox -s NAME` one part, `nox -l` tells what the parts are.

All parts but `package` share one virtual environment, `.nox/dev`: to install the same packages for each would take
longer than to run them. Packages and versions stand in pyproject.toml; tox.ini multiplies the tests by versions.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"  # the first in which a session can require another
nox.options.default_venv_backend = "uv" if shutil.which("uv") else "virtualenv"
nox.options.reuse_venv = "yes"

PROJECT = nox.project.load_toml("pyproject.toml")
HERE = Path(__file__).parent
REAL = tomllib.loads((HERE / "tests/e2e/real/expected.toml").read_text(encoding="utf-8"))
MEASURED = Path(".nox", "coverage").absolute()

# A part of the gate runs in what `dev` has installed, and so has no virtual environment of its own.
gate = nox.session(python=False, requires=["dev"])
# In a virtual environment of its own, made anew: what an earlier run has installed would hide what is missing.
alone = nox.session(requires=["dev"], reuse_venv=False)
on_demand = nox.session(python=False, requires=["dev"], default=False)


@nox.session(default=False)
def dev(session: nox.Session) -> None:
    """Make or update .nox/dev, where all parts work; activate it to work there yourself."""
    install(session, "dev")
    os.environ["PATH"] = os.pathsep.join([session.bin, os.environ["PATH"]])


@gate
def lint(session: nox.Session) -> None:
    """Style: ruff's rules and layout (`ruff check --fix` and `ruff format` repair), docstrings, action, changelog."""
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("interrogate", "src", "app", "conftest.py", "noxfile.py")
    # Every test says its promise in a sentence; the helpers beside it may speak for themselves.
    session.run("interrogate", "--whitelist-regex", "^test_", "tests")
    session.run("zizmor", "--offline", "--no-progress", "action.yml")
    session.run("towncrier", "build", "--draft", "--version", "next", silent=True)


@gate
def types(session: nox.Session) -> None:
    """Types: mypy, strict, over authproof and the reference app."""
    session.run("mypy")


@gate
def imports(session: nox.Session) -> None:
    """Rooms: import-linter holds the contracts of [tool.importlinter] in pyproject.toml."""
    session.run("lint-imports", "--no-logo")


@gate
def bandit(session: nox.Session) -> None:
    """Known bad patterns in the source of the reference app and of authproof."""
    session.run("bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", "app", "src")


@gate
def site(session: nox.Session) -> None:
    """The documentation site, in site/: stale pages, links that lead nowhere and loads from other hosts fail."""
    session.run("python", "docs/generate.py", "--check")
    session.run("zensical", "build", "--clean", "--strict")
    session.run("python", "tests/site.py", "site")


@alone
def package(session: nox.Session) -> None:
    """Wheel and sdist: only authproof inside; each installs alone, and the wheel audits a specimen."""
    folder = Path(session.create_tmp()).absolute()
    shutil.rmtree(folder / "dist", ignore_errors=True)
    session.run("pyproject-build", "--outdir", str(folder / "dist"), external=True)
    session.run("python", "tests/package.py", "contents", str(folder / "dist"))
    for kind in ("tar.gz", "whl"):  # the wheel last: it stays, and is tried
        (built,) = (folder / "dist").glob(f"*.{kind}")
        session.install("--force-reinstall", str(built))
    session.chdir(folder)
    python = str(Path(session.bin, "python"))
    session.run(python, str(HERE / "tests/package.py"), "alone")
    session.install(*nox.project.dependency_groups(PROJECT, "app"))
    session.run(python, str(HERE / "tests/package.py"), "audit", str(HERE / "examples/mega_tutorial.py"))


@gate
def unit(session: nox.Session) -> None:
    """Tests of single parts; `nox -s unit -- -k hashing` picks some, as every session of tests does."""
    test(session, "unit", "-n", "auto")


@gate
def security(session: nox.Session) -> None:
    """Attacks on the reference app and the specimens; every check seen to catch its planted fault."""
    test(session, "security", "-n", "auto", "--dist", "loadgroup")


@gate
def hostile(session: nox.Session) -> None:
    """Targets that misbehave, on the wire and in their own process: they wait more than they work."""
    test(session, "hostile", "-n", "6")


@gate
def e2e(session: nox.Session) -> None:
    """A person's day with the served app in a real Chromium, which is found or installed first."""
    session.run("python", "tests/e2e/chromium.py")
    test(session, "e2e", "-n", "auto", "--ignore=tests/e2e/real")  # those are for `nox -s real`


@gate
def coverage(session: nox.Session) -> None:
    """What the layers have covered together, by branches."""
    session.run("coverage", "combine", "--quiet", "--keep", *map(str, sorted(MEASURED.glob("*/.coverage"))))
    session.run("coverage", "report")


@nox.session(default=False)
def audit(session: nox.Session) -> None:
    """Audit the reference app, or what is named: `nox -s audit -- examples/mega_tutorial.py`."""
    install(session, "app")
    command = [str(Path(session.bin, "authproof")), "audit", *(session.posargs or ["app:create_app"])]
    # Not session.run: findings are a result, not a command that broke, and of every exit code nox makes a 1.
    if code := subprocess.call(command):
        session.warn(f"authproof exited with {code}")
        sys.exit(code)


@on_demand
def matrix(session: nox.Session) -> None:
    """Every fault against every check, printed as a table: a fault may turn red only what it names."""
    session.run("python", "tests/security/matrix.py", *session.posargs)


@on_demand
def variations(session: nox.Session) -> None:
    """All that looks odd but is right against the whole catalogue; the gate has the oddest of them."""
    command = ["pytest", "tests/security/test_variations.py", *session.posargs]
    session.run(*command, env={"ALL_VARIATIONS": "1"})


@on_demand
def bodies(session: nox.Session) -> None:
    """Every check written in verbs alone, on all its faults: in process, over a socket, in Chromium (half an hour)."""
    session.run("python", "tests/e2e/chromium.py")
    test_file = "tests/e2e/test_bodies.py"
    session.run("pytest", test_file, "--timeout=1200", *session.posargs, env={"ALL_BODIES": "1"})


@on_demand
def styles(session: nox.Session) -> None:
    """Apps in other people's styles, right and with each planted defect, against every check (an hour)."""
    test_file = "tests/security/test_styles.py"
    session.run("pytest", test_file, *session.posargs, env={"AUTHPROOF_STYLES": "whole"})


@on_demand
def docs(session: nox.Session) -> None:
    """Make the pages about checks and configuration from the code; `-- --check` only compares."""
    session.run("python", "docs/generate.py", *session.posargs)


@on_demand
def pictures(session: nox.Session) -> None:
    """Make the pictures in docs/pictures anew: the report of a tutorial's app in a terminal and in Chromium."""
    session.run("python", "tests/e2e/chromium.py")
    session.run("python", "docs/pictures.py")


@on_demand
def hostile_table(session: nox.Session) -> None:
    """Make docs/hostile-targets.md anew: how each way to misbehave ends."""
    session.run("python", "tests/hostile/table.py", env={"PYTHONPATH": "."})


@on_demand
def bench(session: nox.Session) -> None:
    """Whole audits: against the hashing that they would have cost, as the app grows, with and without a browser."""
    session.run("python", "bench/run.py")
    session.run("python", "bench/growth.py", env={"PYTHONPATH": "."})
    session.run("python", "bench/browser.py", env={"PYTHONPATH": "."})


@nox.session(default=False, requires=["dev"])
def peers(session: nox.Session) -> None:
    """What a scanner from outside finds on the same app, and how long it takes: wapiti."""
    session.install("wapiti3")
    environ = {"AUTHPROOF_WAPITI": shutil.which("wapiti", path=session.bin)}
    session.run("python", "bench/peers.py", external=True, env=environ)


@nox.session(default=False, requires=["dev"])
@nox.parametrize("software", sorted(REAL))
def real(session: nox.Session, software: str) -> None:
    """Login software that nobody here wrote, in an environment of its own: what doctor finds, what an audit says."""
    session.install("-e", ".[asgi]", *REAL[software]["packages"])
    environ = {
        "AUTHPROOF_REAL": software,
        "AUTHPROOF_REAL_PYTHON": str(Path(session.bin, "python").absolute()),
    }
    session.run("pytest", "tests/e2e/real/test_real.py", *session.posargs, external=True, env=environ)


def install(session: nox.Session, group: str) -> None:
    """Install authproof, editable, and one of pyproject.toml's dependency groups."""
    session.install("-e", ".", *nox.project.dependency_groups(PROJECT, group))


def test(session: nox.Session, layer: str, *options: str) -> None:
    """Run one layer of tests under coverage; what an earlier run of that layer has measured is dropped."""
    folder = MEASURED / layer
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = ["pytest", f"tests/{layer}", "--cov", "--cov-report=", *options, *session.posargs]
    session.run(*command, env={"COVERAGE_FILE": str(folder / ".coverage")})
