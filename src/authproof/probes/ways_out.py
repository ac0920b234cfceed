"""Private pages from which nothing leads to the logout."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from authproof.exchange import Exchange
from authproof.findings import Finding, Severity, finding
from authproof.probes.looking import unseen
from authproof.probes.pages import is_html
from authproof.site import LogoutRecipe, read_page, steps
from authproof.site.model import Witness
from authproof.site.words import suggests
from authproof.visitor import Scene, sight_scripts
from authproof.visitor.browser import Chromium
from authproof.visitor.scene import Unseen
from authproof.visitor.window import Window

_MOST_PAGES = 6
_MOST_NAMED = 3


def without_way(scene: Scene, recipe: LogoutRecipe) -> Iterator[Finding]:
    """The private pages on which no person sees a way out; where no browser can look, those that hold none.

    A script that leaves has no address, so nothing is said of a logout that speaks JSON.
    """
    if recipe.encoding == "json":
        return
    alice = scene.signed_in()
    pages = {one: alice.visit(one.path) for one in scene.site.witnesses}
    pages = {one: page for one, page in pages.items() if is_html(page)}
    bare = [page for page in pages.values() if not leads_out(page, recipe)]
    answer = scene.in_browser(lambda chromium: _unseen_ways(scene, chromium, recipe, pages)) if pages else []
    if isinstance(answer, Unseen):
        yield unseen(answer, "whether a way out is to be seen")
        scripted = any("<script" in one.response.text.lower() for one in bare)
        answer = [] if scripted else bare
    if answer:
        named = ", ".join(one.request.path for one in answer[:_MOST_NAMED])
        more = " and others" if len(answer) > _MOST_NAMED else ""
        hidden = "that a person can see " if any(one not in bare for one in answer) else ""
        text = f"no link or button {hidden}on {named}{more} leads out"
        yield finding(text, evidence=answer[0], severity=Severity.LOW)


def leads_out(seen: Exchange, recipe: LogoutRecipe) -> bool:
    """Whether this page has a link or a button to that logout, or one that sounds like it."""
    page, target = read_page(seen), (recipe.action or recipe.path).partition("?")[0]
    ways = [(link.url, link.hint) for link in page.links] + [(form.action, form.hint) for form in page.forms]
    return any(urlsplit(url).path == target or suggests("logout", hint) for url, hint in ways)


def _unseen_ways(
    scene: Scene, chromium: Chromium, recipe: LogoutRecipe, pages: dict[Witness, Exchange]
) -> list[Exchange]:
    """The pages on which no way out is seen, in menus neither, as long as the person is in."""
    window = chromium.window_like(next(iter(pages.values())))
    bare = []
    for witness, page in list(pages.items())[:_MOST_PAGES]:
        shown = window.open(page.request.url)
        if shown and steps.shows_signed_in(shown, witness, scene.user) and not sees_way(window, recipe):
            bare.append(page)
    return bare


def sees_way(window: Window, recipe: LogoutRecipe) -> bool:
    """Whether a way out is seen, at once or in a menu that opens under the mouse or by a click."""
    url = window.page.url
    if _is_seen(window, recipe):
        return True
    for element in window.find_all(sight_scripts.AROUND, _places(window, recipe)):
        window.point_at(element)
        if _is_seen(window, recipe):
            return True
    for element in window.find_all(sight_scripts.FOLDED, _places(window, recipe)):
        if suggests("harm", element.inner_text()):
            continue
        window.point_at(element, press=True)
        if window.page.url.partition("#")[0] != url.partition("#")[0]:
            return False
        if _is_seen(window, recipe):
            return True
    return False


def _is_seen(window: Window, recipe: LogoutRecipe) -> bool:
    places = _places(window, recipe)
    return bool(places) and bool(window.ask(sight_scripts.ARE_SEEN, [places]))


def _places(window: Window, recipe: LogoutRecipe) -> list[int]:
    """Which of all that can be clicked leads out, or sounds so."""
    targets = [recipe.action or recipe.path, (recipe.action or recipe.path).partition("?")[0]]
    clickable = window.ask(sight_scripts.LEADS, [targets])
    return [at for at, (leads, words) in enumerate(clickable) if leads or suggests("logout", words)]
