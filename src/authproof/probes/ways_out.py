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
    seen = {one: alice.visit(one.path) for one in scene.site.witnesses}
    pages = {one: page for one, page in seen.items() if is_html(page)}
    bare = [page for page in pages.values() if not leads_out(page, recipe)]
    # What a script draws is not in the page.
    plain = [one for one in bare if "<script" not in one.response.text.lower()]
    unsure = dict(sorted(pages.items(), key=lambda pair: pair[1] not in bare)[:_MOST_PAGES])
    looks: dict[Witness, bool] = {}
    answer = scene.in_browser(lambda chromium: looks.update(_look(scene, chromium, recipe, unsure)))
    if isinstance(answer, Unseen):
        yield unseen(answer, "whether a way out is to be seen")
    lost = [page for one, page in pages.items() if not looks.get(one, page not in plain)]
    if lost:
        named = ", ".join(one.request.path for one in lost[:_MOST_NAMED])
        more = " and others" if len(lost) > _MOST_NAMED else ""
        hidden = "that a person can see " if any(one not in bare for one in lost) else ""
        text = f"no link or button {hidden}on {named}{more} leads out"
        yield finding(text, evidence=lost[0], severity=Severity.LOW)


def _look(
    scene: Scene, chromium: Chromium, recipe: LogoutRecipe, pages: dict[Witness, Exchange]
) -> dict[Witness, bool]:
    """Of each page that opens to the person in Chromium, whether a way out is seen there."""
    looks: dict[Witness, bool] = {}
    for witness, page in pages.items():
        window = chromium.window_of(page)
        shown = window.open(page.request.url)
        if shown and steps.shows_signed_in(shown, witness, scene.user):
            looks[witness] = sees_way(window, recipe)
    return looks


def leads_out(seen: Exchange, recipe: LogoutRecipe) -> bool:
    """Whether this page has a link or a button to that logout, or one that sounds like it."""
    page, target = read_page(seen), (recipe.action or recipe.path).partition("?")[0]
    ways = [(link.url, link.hint) for link in page.links] + [(form.action, form.hint) for form in page.forms]
    return any(urlsplit(url).path == target or suggests("logout", hint) for url, hint in ways)


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
