"""What makes a function a check, and the list of them all."""

import difflib
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from authproof.errors import UsageError
from authproof.findings import Finding, Severity, Shows
from authproof.visitor.scene import Scene

Story = Callable[[Scene], Iterator[Finding]]
_MARK = "_authproof_check"
# The headings of a check's docstring, which is its documentation page.
HEADINGS = ("Why it matters", "How it is tried", "How to fix it in Flask", "References")


@dataclass(frozen=True, slots=True)
class Check:
    """One question about one promise. `severity` is what a finding has that names none itself.

    `shows` tells where its findings show themselves to a client.
    """

    slug: str
    story: Story
    severity: Severity
    cwe: tuple[int, ...]
    asvs: tuple[str, ...]
    wstg: tuple[str, ...]
    shows: Shows = Shows.ANSWER

    @property
    def page(self) -> str:
        """The documentation page: the docstring of the story."""
        return inspect.getdoc(self.story) or ""

    @property
    def promise(self) -> str:
        """The first paragraph: what a good login promises."""
        return " ".join(self.page.partition("\n\n")[0].split())

    def section(self, heading: str) -> str:
        """The text under one of the page's headings, empty where it is missing."""
        lines = self.page.splitlines()
        if f"{heading}:" not in lines:
            return ""
        start = lines.index(f"{heading}:") + 1
        ends = [
            at
            for at, line in enumerate(lines[start:], start)
            if line.rstrip(":") in HEADINGS and line.endswith(":")
        ]
        return textwrap.dedent("\n".join(lines[start : ends[0] if ends else None])).strip("\n")


def check(
    *,
    severity: Severity,
    cwe: tuple[int, ...],
    asvs: tuple[str, ...],
    wstg: tuple[str, ...],
    shows: Shows = Shows.ANSWER,
) -> Callable[[Story], Story]:
    """Make a function a check; its name is the slug, its docstring the documentation.

    Args:
        severity: what its findings have unless they say otherwise.
        cwe: CWE numbers without prefix.
        asvs: requirements of ASVS 5.0.0, such as `7.4.1`.
        wstg: tests of the WSTG without prefix, such as `SESS-06`.
        shows: where a client sees that the promise is broken, for the script that tells it again.
    """

    def mark(story: Story) -> Story:
        slug = story.__name__.replace("_", "-")
        setattr(story, _MARK, Check(slug, story, severity, cwe, asvs, wstg, shows))
        return story

    return mark


@cache
def catalogue() -> tuple[Check, ...]:
    """Every check, sorted by slug."""
    package = importlib.import_module("authproof.checks")
    names = [
        module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_")
    ]
    modules = [importlib.import_module(f"authproof.checks.{name}") for name in sorted(names)]
    return tuple(getattr(getattr(module, module.__name__.rpartition(".")[2]), _MARK) for module in modules)


def find_check(slug: str) -> Check:
    """The check of that slug.

    Raises:
        UsageError: there is none; names the nearest.
    """
    for one in catalogue():
        if one.slug == slug:
            return one
    near = difflib.get_close_matches(slug, [one.slug for one in catalogue()], 1, 0.4)
    raise UsageError(
        f"There is no check {slug!r}",
        tried="to find it in the catalogue",
        seen=f"{len(catalogue())} checks, none of that name",
        advice=(f"did you mean {near[0]}? " if near else "") + "authproof checks lists them all",
    )
