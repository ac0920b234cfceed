"""The documentation, read: its code blocks with their language, title and place."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[1]
RECIPES = ROOT / "examples/recipes"
# Their code stands in the checks' docstrings, and tests/unit/checks/test_remedies.py runs it.
MADE = {"docs/checks.md", "docs/configuration.md", "docs/coverage.md"}
READMES = ("README.md", "CONTRIBUTING.md", "examples/README.md", "tests/README.md")
DOCUMENTS = (*READMES, *sorted({str(one.relative_to(ROOT)) for one in ROOT.glob("docs/**/*.md")} - MADE))
COMMANDS = tomllib.loads((ROOT / "tests/security/commands.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: `page` is the document's path, `title` the file that the block stands for."""

    page: str
    line: int
    language: str
    title: str
    text: str

    def __str__(self) -> str:
        """Where it stands, for test ids and messages."""
        return f"{self.page}:{self.line}"

    @property
    def recipe(self) -> Path | None:
        """The folder of the recipe that its page tells, if it tells one."""
        folder = RECIPES / Path(self.page).stem.replace("-", "_")
        return folder if self.page.startswith("docs/recipes/") and folder.is_dir() else None

    @property
    def commands(self) -> list[str]:
        """The commands of a block of shell, continued lines joined, comments gone."""
        if self.language == "console":
            return [line[2:] for line in self.text.splitlines() if line.startswith("$ ")]
        lines = self.text.replace("\\\n", " ").splitlines()
        return [line.partition(" #")[0].strip() for line in lines if line.strip()]


def blocks(*languages: str) -> list[Block]:
    """All blocks in these languages; in any, if none is named."""
    found = [one for page in DOCUMENTS for one in _blocks(page)]
    return [one for one in found if not languages or one.language in languages]


def _blocks(page: str) -> Iterator[Block]:
    for token in MarkdownIt().parse((ROOT / page).read_text(encoding="utf-8")):
        if token.type in {"fence", "code_block"}:
            language, _, more = token.info.partition(" ")
            title = re.search(r'title="([^"]+)"', more)
            yield Block(page, (token.map or [0])[0] + 1, language, title[1] if title else "", token.content)
