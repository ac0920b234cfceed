"""What is published, tried: `contents DIST`, `alone` and `audit SPECIMEN`; `nox -s package` runs all three.

Standard library only, for the last two run where nothing is installed but the wheel (and what the specimen needs).
"""

import importlib.metadata
import importlib.util
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SOURCE = {
    str(path.relative_to(ROOT / "src"))
    for path in (ROOT / "src/authproof").rglob("*")
    if path.is_file() and "__pycache__" not in path.parts
}
# hatchling adds .gitignore, by which it chose the files, so that a wheel built from the sdist is the same one.
BESIDE = {"README.md", "CHANGELOG.md", "LICENSE", "PKG-INFO", "pyproject.toml", ".gitignore"}


def contents(dist: str) -> None:
    """Wheel and sdist hold the package whole, and of the repository nothing else."""
    (wheel,), (sdist,) = Path(dist).glob("*.whl"), Path(dist).glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if not re.match(r"authproof-[^/]+\.dist-info/", name)}
    same("the wheel", packed, SOURCE)
    with tarfile.open(sdist) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames() if "/" in name}
    same("the sdist", packed, {f"src/{name}" for name in SOURCE} | BESIDE)


def same(where: str, packed: set[str], wanted: set[str]) -> None:
    """End with a word about the difference, if there is one."""
    if packed != wanted:
        sys.exit(f"{where} has too much: {sorted(packed - wanted)}, lacks: {sorted(wanted - packed)}")


def alone() -> None:
    """Console script and module answer with the project's version, typed, and with no framework installed."""
    found = importlib.util.find_spec("authproof")
    if found is None or found.origin is None or ROOT / "src" in Path(found.origin).parents:
        sys.exit(f"not the installed package: {found}")
    if not (Path(found.origin).parent / "py.typed").exists() or importlib.util.find_spec("flask"):
        sys.exit("py.typed is missing, or flask is there although nothing asks for it")
    if importlib.metadata.metadata("authproof").get_all("Provides-Extra") != sorted(
        PROJECT["optional-dependencies"]
    ):
        sys.exit("the extras are others than in pyproject.toml")
    for command in ([str(Path(sys.executable).with_name("authproof"))], [sys.executable, "-m", "authproof"]):
        if PROJECT["version"] not in run(0, *command, "--version") or "open-redirect" not in run(
            0, *command, "checks"
        ):
            sys.exit(f"{command} does not answer as it should")
    run(0, sys.executable, "-m", "pip", "check") if importlib.util.find_spec("pip") else None


def audit(specimen: str) -> None:
    """The installed package finds the specimen's flaw, by a check that asks much of the harness."""
    command = [sys.executable, "-m", "authproof", "audit", specimen, "--only", "open-redirect"]
    if "evil.test" not in run(1, *command):
        sys.exit("the flaw of the specimen was not found")


def run(code: int, *command: str) -> str:
    """What a command prints; anything but the exit code it should have ends the trial."""
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode != code:
        sys.exit(f"{command}: exit {ended.returncode}, not {code}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


if __name__ == "__main__":
    {"contents": contents, "alone": alone, "audit": audit}[sys.argv[1]](*sys.argv[2:])
