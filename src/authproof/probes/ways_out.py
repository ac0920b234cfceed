"""Private pages from which nothing leads to the logout."""

from urllib.parse import urlsplit

from authproof.exchange import Exchange
from authproof.site import LogoutRecipe, read_page
from authproof.site.words import suggests
from authproof.visitor import Scene


def pages_without(scene: Scene, recipe: LogoutRecipe) -> list[Exchange]:
    """The private pages on which no link and no button leads out; none where scripts may draw one."""
    alice = scene.signed_in()
    seen = [alice.visit(one.path) for one in scene.site.witnesses]
    bare = [one for one in seen if one.response.media_type == "text/html" and not leads_out(one, recipe)]
    scripted = any("<script" in one.response.text.lower() for one in bare)
    return [] if scripted or recipe.encoding == "json" else bare


def leads_out(seen: Exchange, recipe: LogoutRecipe) -> bool:
    """Whether this page has a link or a button to that logout, or one that sounds like it."""
    page, target = read_page(seen), (recipe.action or recipe.path).partition("?")[0]
    ways = [(link.url, link.hint) for link in page.links] + [(form.action, form.hint) for form in page.forms]
    return any(urlsplit(url).path == target or suggests("logout", hint) for url, hint in ways)
