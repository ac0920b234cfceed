"""Make the pages about checks and configuration from the code: `nox -s docs`; with `--check`, only compare."""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from authproof.audit.keys import ACCEPT_KEYS, KEYS, POLICY_KEYS, Key, Kind
from authproof.audit.starter import spelled
from authproof.checks import Check, catalogue
from authproof.checks._registry import HEADINGS
from authproof.findings import Policy

DOCS = Path(__file__).parent
NOTE = "<!-- Made by docs/generate.py from the checks' docstrings: edit those. -->"


def checks_page() -> str:
    """All checks, each with its documentation."""
    count = f"{len(catalogue())} promises of a login. `authproof checks SLUG` prints one of them."
    parts = [f"# The checks\n\n{NOTE}\n\n{count}\n"]
    parts += [f"- [{one.slug}](#{one.slug}): {one.promise}" for one in catalogue()]
    parts += [check_section(one) for one in catalogue()]
    return "\n".join(parts)


def check_section(one: Check) -> str:
    """One check as Markdown."""
    severity = f"*Severity {one.severity.word} unless a finding says otherwise. {references(one)}*"
    sections = [f"### {heading}\n\n{one.section(heading)}\n" for heading in HEADINGS]
    return "\n".join([f"\n## {one.slug}\n", f"{one.promise}\n", f"{severity}\n", *sections])


def references(one: Check) -> str:
    """The standards' numbers of a check."""
    names = [
        *(f"CWE-{n}" for n in one.cwe),
        *(f"WSTG-{n}" for n in one.wstg),
        *(f"ASVS {n}" for n in one.asvs),
    ]
    return ", ".join(names)


def coverage_page() -> str:
    """Each test and requirement with the checks that try it, or why none can."""
    standards = tomllib.loads((DOCS / "standards.toml").read_text(encoding="utf-8"))
    wstg, asvs = table("WSTG-", standards["wstg"], "wstg"), table("v5.0.0-", standards["asvs"], "asvs")
    head = f"# What the standards ask, and which check tries it\n\n{NOTE}\n"
    return "\n".join([head, "## OWASP WSTG\n", *wstg, "\n## OWASP ASVS 5.0.0, V6 and V7\n", *asvs, ""])


def table(prefix: str, rows: dict[str, dict[str, str]], attribute: str) -> Iterator[str]:
    """The rows of one standard."""
    yield "| id | asks | automatable | checks | what no check can tell |\n|---|---|---|---|---|"
    for number, row in rows.items():
        slugs = tried_by(row.get("see", number), attribute)
        named = ", ".join(f"[{slug}](checks.md#{slug})" for slug in slugs) or "–"
        merged = f"merged into {prefix}{row['see']}" if "see" in row else row.get("why", "")
        yield f"| {prefix}{number} | {row['title']} | {row['auto']} | {named} | {merged} |"


def tried_by(number: str, attribute: str) -> list[str]:
    """Slugs of the checks that name a test or requirement."""
    return [one.slug for one in catalogue() if number in getattr(one, attribute)]


def configuration_page() -> str:
    """Every key of [tool.authproof]."""
    policy = {key.name: spelled(getattr(Policy(), key.name.replace("-", "_"))) for key in POLICY_KEYS}
    parts = [CONFIGURATION, *key_rows(KEYS), "\n## `[tool.authproof.environ]`\n"]
    parts += [f"Variables that the app alone sees, each {Kind.VARIABLE.value}.", RANDOM]
    parts += ["## `[tool.authproof.policy]`\n", *key_rows(POLICY_KEYS, policy)]
    parts += ["\n## `[tool.authproof.accept.SLUG]`\n", ACCEPT, *key_rows(ACCEPT_KEYS), ""]
    return "\n".join(parts)


def key_rows(keys: tuple[Key, ...], defaults: dict[str, str] | None = None) -> Iterator[str]:
    """A table of keys, with their defaults where there are some."""
    yield (
        "| key | value | default | meaning |\n|---|---|---|---|"
        if defaults
        else "| key | value | meaning |\n|---|---|---|"
    )
    for key in keys:
        default = f" `{defaults[key.name]}` |" if defaults else ""
        yield f"| `{key.name}` | {key.kind.value} |{default} {key.meaning} |"


CONFIGURATION = """# Configuration

<!-- Made by docs/generate.py from src/authproof/audit/keys.py: edit that. -->

It stands in the `pyproject.toml` of the folder in which you run authproof, and counts for the target that it names and
for no other. `authproof init TARGET` prints one with what it discovered, `--write` adds it to the file. What the
command line says goes before it. A key or a value that is not understood ends the audit with exit 2, file and line.

## `[tool.authproof]`
"""
RANDOM = """
`{ random = 32 }` is a fresh secret of so many bytes for each audit.
"""
ACCEPT = """One table for each check whose findings the team accepts for now:
[a recipe](recipes/accept-a-finding.md) tells more.
"""
PAGES = {"checks.md": checks_page, "coverage.md": coverage_page, "configuration.md": configuration_page}


def said(name: str) -> str:
    """What a page says now."""
    return (DOCS / name).read_text(encoding="utf-8") if (DOCS / name).exists() else ""


def main() -> None:
    """Write the pages, or end with 1 where one is not up to date."""
    stale = [name for name, page in PAGES.items() if said(name) != page()]
    if "--check" in sys.argv:
        sys.exit(f"not up to date: {', '.join(stale)}; run nox -s docs" if stale else 0)
    for name in stale:
        (DOCS / name).write_text(PAGES[name](), encoding="utf-8")


if __name__ == "__main__":
    main()
