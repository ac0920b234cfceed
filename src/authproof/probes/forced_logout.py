"""How another site logs somebody out: by a link, a form, or a link to a page whose script then does the rest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

from authproof.client.agent import CrossSite, Fields
from authproof.client.jar import Cookie, CookieJar
from authproof.exchange import Exchange
from authproof.findings import Finding, Severity, finding, note
from authproof.probes import baits
from authproof.probes.controls import scripts_of
from authproof.probes.crossing import Crossing, looks, lure, shown, told
from authproof.probes.forgery import without_same_site
from authproof.probes.pages import is_html
from authproof.site.html import read_page
from authproof.visitor import Scene, Visitor
from authproof.visitor.browser import Chromium
from authproof.visitor.scene import Unseen

# A script that might press the button: only then is a browser asked whether it does.
_ACTS = re.compile(r"\.(?:submit|requestSubmit|click)\s*\(|\bfetch\s*\(|XMLHttpRequest|sendBeacon")


@dataclass(frozen=True, slots=True)
class Forgery:
    """What another site sends: the method, the path and the fields."""

    method: str
    path: str
    fields: Fields

    def send(self, visitor: Visitor) -> Exchange:
        """The first exchange of a navigation that another site begins."""
        before = len(visitor.history)
        if self.method == "GET":
            visitor.visit(self.path, site=CrossSite.YES)
        else:
            visitor.agent.post(self.path, list(self.fields), site=CrossSite.YES)
        return visitor.history[before]


def forgeries(scene: Scene) -> Iterator[Forgery]:
    """What another site can send: links, and forms without fields, with empty ones, with the attacker's own token."""
    paths = _paths(scene)
    yield from (Forgery("GET", path, []) for path in paths)
    attacker = scene.signed_in(scene.other)
    forms = [form for path in paths for form in read_page(attacker.visit(path)).forms if form.is_bare]
    own = next((form for form in forms if urlsplit(form.action).path == paths[0]), None)
    hidden = [(field.name, field.value) for field in own.fields] if own else []
    for fields in ([], [(name, "") for name, _ in hidden], hidden):
        yield Forgery("POST", paths[0], fields)


def crossed(sent: Exchange, jar: CookieJar, names: tuple[str, ...]) -> tuple[Cookie, ...]:
    """The cookies that open the account and travelled with the request."""
    header = sent.request.header("Cookie").split("; ")
    return tuple(one for one in jar if one.name in names and f"{one.name}={one.value}" in header)


def judge(method: str, path: str, through: tuple[Cookie, ...], seen: tuple[Exchange, ...]) -> Finding:
    """A link always carries these cookies, a form by their SameSite."""
    form = f"a form on another site that posts to {path} logs out"
    if method == "GET":
        return finding(f"a link on another site to {path} logs out", evidence=seen, location=seen[0].view)
    if any(cookie.same_site == "none" for cookie in through):
        return finding(form, evidence=seen, location=seen[0].view)
    when = "in Chromium while the cookie is younger than two minutes, in other browsers always"
    return note(f"without SameSite {form} {when}", evidence=seen)


def in_browser(scene: Scene, found: Finding, forgery: Forgery, keys: tuple[str, ...]) -> Finding:
    """The finding by what a real browser makes of it; what fails there is a note. A note needs no browser."""
    if found.severity is Severity.INFO:
        return found
    [look] = looks(scene, [partial(_attack, scene, forgery)], keys)
    if isinstance(look, Unseen) or look.worked:
        return told(found, look, Severity.LOW)
    return replace(shown(found, look), message=f"{found.message}; {look.words}", severity=Severity.INFO)


def by_script(scene: Scene, visitor: Visitor) -> Iterator[Finding]:
    """A link to a page that asks, and whose script answers: nothing but a browser sees that."""
    for path in _paths(scene):
        page = visitor.visit(path)
        if not (is_html(page) and any(map(_ACTS.search, (page.response.text, *scripts_of(scene, page))))):
            continue
        [look] = looks(scene, [partial(_follow, scene, path)])
        if isinstance(look, Unseen):
            said = f"{path} has a script that might log out by itself"
            yield shown(note(said, evidence=page), look)
        elif look.worked:
            said = f"a link on another site to {path} logs out: the script of that page does it"
            yield shown(finding(said, evidence=page, location=page.view), look)
            return


def only_same_site(scene: Scene, visitor: Visitor) -> Iterator[Finding]:
    """A form that would log out if the browser sent the cookies that SameSite holds back."""
    for forgery in forgeries(scene):
        browser = scene.visitor(without_same_site(visitor.cookies), account=visitor.account)
        if forgery.method == "GET" or not browser.is_logged_in():
            continue
        sent = forgery.send(browser)
        if not browser.is_logged_in():
            said = f"only the cookie's SameSite keeps a form on another site that posts to {forgery.path}"
            yield note(f"{said} from logging out", evidence=sent)
            return


def _attack(scene: Scene, forgery: Forgery, chromium: Chromium) -> Crossing:
    if forgery.method == "GET":
        return _follow(scene, forgery.path, chromium)
    victim = chromium.signed_in(scene.user)
    bait = baits.post(_url(scene, forgery.path), forgery.fields)
    return lure(chromium, victim, bait, lambda: not victim.is_logged_in())


def _follow(scene: Scene, path: str, chromium: Chromium) -> Crossing:
    """A picture, which nobody has to click; then a link."""
    victim, url = chromium.signed_in(scene.user), _url(scene, path)
    picture = lure(chromium, victim, baits.picture(url), lambda: not victim.is_logged_in())
    if picture.worked:
        return replace(picture, how=", by a picture that nobody clicks")
    return lure(chromium, victim, baits.link(url), lambda: not victim.is_logged_in())


def _paths(scene: Scene) -> tuple[str, ...]:
    """Where the way out leads to, and the page on which it stands."""
    recipe = scene.site.logout
    return tuple(dict.fromkeys((recipe.action or recipe.path, recipe.path))) if recipe else ()


def _url(scene: Scene, path: str) -> str:
    return scene.visitor().agent.absolute(path)
