"""The pictures of the documentation, made anew from the tutorials' app: `nox -s pictures`.

A terminal of 100 columns as SVG, the HTML report in Chromium at the sizes of a desk and of a phone.
"""

import io
import re
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from authproof.audit import AuditOptions, audit
from authproof.client import chromium
from authproof.findings import Report
from authproof.reports import REPORTERS, to_terminal
from authproof.target import parse_target

FOLDER = Path(__file__).parent / "pictures"
TARGET = "examples/mega_tutorial.py"
# The first screen of the terminal: what a person sees without scrolling back.
LINES = 46
SIZES = {"desk": (1280, 800), "phone": (390, 844)}


def main() -> None:
    """Audit once, and look at the report in both ways."""
    FOLDER.mkdir(exist_ok=True)
    report, _ = audit(AuditOptions(parse_target(TARGET)))
    (FOLDER / "terminal.svg").write_text(terminal(report), encoding="utf-8")
    with sync_playwright() as driver:
        program = chromium.demand(driver.chromium.executable_path)
        with driver.chromium.launch(executable_path=program, args=list(chromium.FLAGS)) as browser:
            for name, size in SIZES.items():
                page_picture(browser, REPORTERS["html"](report), size, FOLDER / f"report-{name}.png")


def terminal(report: Report) -> str:
    """The first lines of the text report, in colours."""
    said = io.StringIO()
    to_terminal(report, Console(file=said, width=100, force_terminal=True, color_system="truecolor"))
    shown = Console(file=io.StringIO(), width=100, record=True, force_terminal=True)
    for line in said.getvalue().splitlines()[:LINES]:
        shown.print(Text.from_ansi(line), soft_wrap=True)
    # Its fonts would come from another host: the reader's own will do.
    plain = re.sub(r"@font-face {.*?}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return shown.export_svg(title=f"authproof audit {TARGET}", code_format=plain)


def page_picture(browser: Browser, html: str, size: tuple[int, int], file: Path) -> None:
    """One screen of the HTML report."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.set_content(html)
    page.screenshot(path=file, type="png")
    page.close()


if __name__ == "__main__":
    main()
