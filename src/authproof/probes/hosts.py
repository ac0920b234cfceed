"""What becomes of a host that only the client names: in redirects, pages and mails."""

import html
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from authproof.client import where_leads
from authproof.exchange import Exchange
from authproof.probes.altered import Change, altered, with_headers
from authproof.probes.crowd import newcomer
from authproof.site.account_steps import request_reset
from authproof.site.steps import FormGone
from authproof.visitor import Scene, Visitor

EVIL = "evil.test"
# Headers in which proxies hand the host on; without one in front the client writes them.
FORWARDED = (
    "X-Forwarded-Host",
    "Forwarded",
    "X-Host",
    "X-Original-Host",
    "X-Forwarded-Server",
    "X-HTTP-Host-Override",
)
# Attributes of HTML that hold addresses, and what JSON and plain text look like around one.
_ADDRESSES = re.compile(
    r"(?:href|src|action|formaction|content|data)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE
)
_IN_TEXT = re.compile(r"(?:https?:)?//[^\s\"'<>]+")


Act = Callable[[Scene, Visitor], None]


@dataclass(frozen=True, slots=True)
class Claim:
    """One way to name a host: the headers, and whether Origin and Referer say the same, as those of a real visit do."""

    headers: tuple[str, ...]
    host: str = EVIL
    moved: bool = False

    def __str__(self) -> str:
        """As a person would say it."""
        return " and ".join(f"`{name}`" for name in self.headers)

    @property
    def change(self) -> Change:
        """What it does to each request."""
        pairs = [(name, f"host={self.host}" if name == "Forwarded" else self.host) for name in self.headers]
        origin = f"http://{self.host}"
        return with_headers(*pairs, *([("Origin", origin), ("Referer", f"{origin}/")] if self.moved else []))


def visits(scene: Scene, claim: Claim) -> Iterator[Exchange]:
    """What the pages of the entrance answer to somebody who makes this claim, redirects not followed."""
    site, stranger = scene.site, _somebody(scene, claim)
    for path in (site.login.form.path, *([site.register.form.path] if site.register else [])):
        yield stranger.visit(path, follow=False)
    for witness in site.witnesses[:2]:
        yield stranger.visit(witness.path, follow=False)
    with suppress(FormGone):
        yield stranger.log_in(follow=False)
    for witness in site.witnesses[:2]:
        yield stranger.visit(witness.path, follow=False)
    if site.logout:
        before = len(stranger.history)
        with suppress(FormGone):
            stranger.log_out()
        yield from stranger.history[before:]


def redirected_to(answer: Exchange, host: str) -> bool:
    """Whether this answer sends the browser to that host."""
    target = where_leads(answer.response.location, answer.request.url)
    return answer.response.is_redirect and target is not None and _is_of(target, host)


def linked_to(answer: Exchange, host: str) -> str | None:
    """The first address in this answer's page that leads to that host."""
    text = answer.response.text
    found = _ADDRESSES.findall(text) if "html" in answer.response.media_type else _IN_TEXT.findall(text)
    targets = (where_leads(html.unescape(one), answer.request.url) for one in found)
    return next((one for one in targets if one and _is_of(one, host)), None)


def mailed_with(scene: Scene, claim: Claim) -> Iterator[tuple[str, Exchange]]:
    """What sends mail in which that host stands, with the request that caused it."""
    for what, act in (("a reset", _ask_for_reset), ("a registration", _register)):
        if not _sends_mail(scene, act):
            continue
        for moved in (False, True):
            mails, answer = _mails(scene, Claim(claim.headers, claim.host, moved), act)
            if answer and any(_names(mail, claim.host) for mail in mails):
                yield what, answer
            if mails:
                break


def _sends_mail(scene: Scene, act: Act) -> bool:
    """Whether that sends mail at all; where nobody has ever been sent one, it need not be tried."""
    if scene.inside is None or not scene.inside.mailbox.mails:
        return False
    return bool(_mails(scene, Claim(()), act)[0])


def _mails(scene: Scene, claim: Claim, act: Act) -> tuple[list[str], Exchange | None]:
    if scene.inside is None:
        return [], None
    scene.wait_out_lock()
    visitor, before = _somebody(scene, claim), len(scene.inside.mailbox.mails)
    with suppress(FormGone):
        act(scene, visitor)
    sent = next((one for one in reversed(visitor.history) if one.request.body), None)
    return [mail.content for mail in scene.inside.mailbox.mails[before:]], sent


def _ask_for_reset(scene: Scene, visitor: Visitor) -> None:
    if recipe := scene.site.features.reset:
        request_reset(visitor.agent, recipe, scene.user)


def _register(scene: Scene, visitor: Visitor) -> None:
    if scene.site.register:
        visitor.register(newcomer(scene))


def _somebody(scene: Scene, claim: Claim) -> Visitor:
    return altered(scene, claim.change)


def _names(text: str, host: str) -> bool:
    return any(_is_of(found, host) for found in _IN_TEXT.findall(text))


def _is_of(url: str, host: str) -> bool:
    try:
        return urlsplit(url).hostname == host
    except ValueError:
        return False
