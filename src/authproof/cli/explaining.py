"""One check explained on a terminal: its documentation page, laid out anew for the width that there is."""

import textwrap
from collections.abc import Iterator

from rich.text import Text

from authproof.checks import HEADINGS, Check

# Longer lines are hard to read, however wide the window is.
_WIDEST = 100


def explained(check: Check, width: int) -> Text:
    """The page as paragraphs of that width; code stays as it is."""
    numbers = (
        [f"CWE-{one}" for one in check.cwe]
        + [f"WSTG-{one}" for one in check.wstg]
        + [f"ASVS-{one}" for one in check.asvs]
    )
    text = Text.assemble(
        (check.slug, "bold"), f"  {check.severity.word}  ", (" ".join(numbers), "dim"), "\n\n"
    )
    width = min(width, _WIDEST)
    text.append(textwrap.fill(check.promise, width) + "\n")
    for heading in HEADINGS:
        text.append(f"\n{heading}:\n", style="bold")
        text.append("\n\n".join(_paragraphs(check.section(heading), width)) + "\n")
    return text


def _paragraphs(section: str, width: int) -> Iterator[str]:
    """Paragraphs filled and indented; what stands further in is code."""
    for part in section.split("\n\n"):
        is_code = part.startswith(" ")
        yield (
            textwrap.indent(part, "  ")
            if is_code
            else textwrap.fill(
                part,
                width,
                initial_indent="  ",
                subsequent_indent="  ",
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
