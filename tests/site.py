"""The built site, looked at: no page of it loads anything from another host. `nox -s site` runs this."""

import sys
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

LOADED = {"script": "src", "img": "src", "iframe": "src", "link": "href"}


def loaded(page: Path) -> list[str]:
    """What a browser would load from another host to show a page."""
    tree = LexborHTMLParser(page.read_text(encoding="utf-8"))
    found = [node.attributes.get(name) or "" for tag, name in LOADED.items() for node in tree.css(tag)]
    return [f"{page}: {address}" for address in found if address.startswith(("http:", "https:", "//"))]


if __name__ == "__main__":
    pages = sorted(Path(sys.argv[1]).rglob("*.html"))
    sys.exit(
        "\n".join(one for page in pages for one in loaded(page)) or (0 if pages else "no page was built")
    )
