"""A private page at the address of a file, which a cache in front keeps for everybody (web cache deception)."""

from authproof.exchange import Exchange
from authproof.probes.pages import Page
from authproof.site import steps
from authproof.visitor import Scene, Visitor

# Addresses that a cache in front takes for a file, and a careless route for the page itself.
_DISGUISES = ("/authproof.css", ";authproof.js")


def disguised(scene: Scene, alice: Visitor, page: Page) -> Exchange | None:
    """The answer in which the page shows itself at such an address to its owner, and not to a stranger."""
    for ending in _DISGUISES:
        plain = page.path.partition("?")[0]
        path = f"{plain if ending[0] == ';' else plain.rstrip('/')}{ending}"
        seen = alice.visit(path, follow=False)
        if _shows(scene, seen, page) and not _shows(scene, scene.visitor().visit(path, follow=False), page):
            return seen
    return None


def _shows(scene: Scene, seen: Exchange, page: Page) -> bool:
    """Whether this is the private page: it shows the name, or is the very same page."""
    if seen.response.status != 200:
        return False
    name = scene.user.username
    if name in page.exchange.response.text:
        return name in seen.response.text
    return (
        steps.form_shapes(seen) == steps.form_shapes(page.exchange)
        and seen.response.body == page.exchange.response.body
    )
