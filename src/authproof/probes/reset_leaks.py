"""Where the secret of a reset link may stand besides the mail: answers, logs, tables, foreign servers."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from authproof.client.jar import parse_set_cookie
from authproof.client.urls import leaves_site, where_leads
from authproof.exchange import Exchange
from authproof.findings import Finding, Severity, finding
from authproof.probes.looking import unseen
from authproof.probes.payloads import readings
from authproof.probes.requests_out import Asked, Outlook
from authproof.probes.reset import Mailed
from authproof.target.cells import Cell
from authproof.visitor import Scene
from authproof.visitor.browser import Chromium
from authproof.visitor.scene import Unseen

# Policies that send the whole address, its secret included, to another origin (Referrer Policy, section 3).
_TALKATIVE = ("unsafe-url", "no-referrer-when-downgrade")
_PARTS = "img[src], script[src], iframe[src], embed[src], video[src], audio[src], link[rel~=stylesheet][href]"
# What is shorter stands in many texts by chance.
_SHORTEST = 5


def answered(mailed: Mailed, secrets: tuple[str, ...]) -> Iterator[Finding]:
    """The secret in an answer to whoever asked."""
    for exchange in mailed.asked:
        for place, text in _texts(exchange):
            if holds(text, secrets):
                said = f"the answer to a request for a reset link has its secret in {place}"
                yield finding(said, evidence=exchange)
                return


def _texts(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """All that an answer says, cookies read as far as that needs no key."""
    yield "the page", exchange.response.text
    for name, value in exchange.response.headers:
        yield f"the header {name}", value
        if name.lower() == "set-cookie" and (cookie := parse_set_cookie(value, exchange.request.url)):
            yield f"the cookie {cookie.name}", "\n".join(one.text for one in readings(cookie.value))


def logged(output: str, secrets: tuple[str, ...]) -> Iterator[Finding]:
    """The secret in what the app printed or logged; never the line itself, which opens the account."""
    if holds(output, secrets):
        line = next(line for line in output.splitlines() if secrets[0] in line)
        yield finding(
            "the secret of a reset link is printed or logged",
            evidence=f"the line begins: {line.partition(secrets[0])[0][:60]!r}",
            severity=Severity.MEDIUM,
            cause="reset-token-in-log",
        )


def stored(cells: tuple[Cell, ...], secrets: tuple[str, ...]) -> Iterator[Finding]:
    """The secret in a table; one part in clear to look the other up by (selector and verifier) gives nothing away."""
    places = [next((cell for cell in cells if holds(_text(cell.value), (one,))), None) for one in secrets]
    if all(places) and places[0]:
        yield finding(
            f"the secret of a reset link is stored in clear in {places[0].table}.{places[0].column}",
            evidence=f"a value of {len(_text(places[0].value))} characters that has the secret in it",
            severity=Severity.MEDIUM,
        )


def told_to_others(scene: Scene, page: Exchange, secrets: tuple[str, ...], link: str) -> Iterator[Finding]:
    """Requests that the page behind the link makes, with its address: those of Chromium, else those it would make."""
    declared = [(urlsplit(url).netloc, policy) for url, policy in foreign_parts(page) if policy in _TALKATIVE]
    declared = declared if holds(page.request.url, secrets) else []
    answer = scene.in_browser(lambda chromium: _spied(chromium, link)) if _asks(page) else ()
    spied = () if isinstance(answer, Unseen) else [one for one in answer if one.tells_all(secrets)]
    for one in spied:
        yield finding(
            f"the page behind a reset link sends its secret to {one.host}",
            evidence=(
                f"Chromium asked {one.host} for a {one.kind}, the secret in address, Referer or body",
                page,
            ),
            severity=Severity.MEDIUM,
        )
        break
    for host, policy in declared[:1] if not spied else ():
        idle = "" if isinstance(answer, Unseen) else "; Chromium, as things stand, does not"
        yield finding(
            f"the page behind a reset link sends its address, the secret in it, to {host}{idle}",
            evidence=(f"Referrer-Policy: {policy}", page),
            severity=Severity.LOW if idle else Severity.MEDIUM,
        )
    if isinstance(answer, Unseen):
        yield unseen(answer, "what the page behind the link asks others for")


def _spied(chromium: Chromium, link: str) -> list[Asked]:
    """What somebody who follows the link asks other hosts for."""
    outlook, anybody = Outlook(chromium), chromium.window()
    anybody.open(urljoin(chromium.site.base, link))
    outlook.note(anybody, link)
    return outlook.asked


def _asks(page: Exchange) -> bool:
    """Whether a page could ask another host for anything: inert ones need no browser."""
    tree = LexborHTMLParser(page.response.text)
    return bool(foreign_parts(page) or tree.css("script, style, iframe, object, embed, [style], [onload]"))


def holds(text: str, secrets: tuple[str, ...]) -> bool:
    """Whether all parts of the secret stand in a text."""
    return bool(secrets) and all(len(one) >= _SHORTEST and one in text for one in secrets)


def foreign_parts(page: Exchange) -> list[tuple[str, str]]:
    """What a page makes a browser fetch from other origins, each with the Referrer-Policy that goes for it."""
    tree = LexborHTMLParser(page.response.text)
    header = page.response.header("Referrer-Policy").rpartition(",")[2].strip().lower()
    metas = [one.attributes.get("content") or "" for one in tree.css('meta[name="referrer" i]')]
    found = []
    for node in tree.css(_PARTS):
        url = where_leads(node.attributes.get("src") or node.attributes.get("href") or "", page.request.url)
        own = (node.attributes.get("referrerpolicy") or "").lower()
        if url and leaves_site(url, page.request.url):
            found.append((url, own or (metas[-1].strip().lower() if metas else header)))
    return found


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
