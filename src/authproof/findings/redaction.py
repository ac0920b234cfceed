"""Secrets leave a report once, here, before any reporter can look."""

import html
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote, quote_plus

from authproof.exchange import Exchange, Headers
from authproof.findings.finding import Evidence, Finding
from authproof.findings.replay import Pairs, Replay, Step

# What stands in the place of a secret.
HIDDEN = "[redacted]"
_COOKIE_HEADERS = {"cookie", "set-cookie"}
# Enough of a cookie's value to tell two apart, too little to use.
_SHOWN = 8
_COOKIE = re.compile(r"([^=;\s]+)=([^;]{9,})")


class Redaction:
    """Hides the given secrets wherever they stand, and the middle of every cookie."""

    def __init__(self, secrets: Iterable[str]) -> None:
        """Take the secrets; what is too short to tell from ordinary words is left out."""
        spelled = {form for secret in secrets if len(secret) >= 6 for form in _spellings(secret)}
        self._secrets = sorted(spelled, key=lambda one: (-len(one), one))

    def finding(self, found: Finding) -> Finding:
        """The finding as a report may hold it."""
        return replace(
            found,
            message=self.text(found.message),
            evidence=tuple(map(self.evidence, found.evidence)),
            replay=self.replay(found.replay) if found.replay else None,
        )

    def replay(self, told: Replay) -> Replay:
        """The story with every secret in its steps hidden."""
        return replace(told, steps=tuple(map(self._step, told.steps)))

    def _step(self, step: Step) -> Step:
        headers, fields, planted = map(self._pairs, (step.headers, step.fields, step.planted))
        url, body = self.text(step.url), self.text(step.body)
        return replace(step, url=url, headers=headers, fields=fields, body=body, planted=planted)

    def _pairs(self, pairs: Pairs) -> Pairs:
        return tuple((name, self.text(value) if isinstance(value, str) else value) for name, value in pairs)

    def evidence(self, piece: Evidence) -> Evidence:
        """The evidence as a report may hold it."""
        exchange = self.exchange(piece.exchange) if piece.exchange else None
        return replace(piece, note=self.text(piece.note), exchange=exchange)

    def exchange(self, exchange: Exchange) -> Exchange:
        """Request and response with headers and bodies gone through."""
        request, response = exchange.request, exchange.response
        return replace(
            exchange,
            request=replace(
                request,
                url=self.text(request.url),
                headers=self._headers(request.headers),
                body=self._bytes(request.body),
            ),
            response=replace(
                response, headers=self._headers(response.headers), body=self._bytes(response.body)
            ),
            crash=self.text(exchange.crash) if exchange.crash else None,
        )

    def text(self, text: str) -> str:
        """A text without the secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def _bytes(self, body: bytes) -> bytes:
        for secret in self._secrets:
            body = body.replace(secret.encode(errors="surrogatepass"), HIDDEN.encode())
        return body

    def _headers(self, headers: Headers) -> Headers:
        return tuple(
            (name, self.text(_shortened(value) if name.lower() in _COOKIE_HEADERS else value))
            for name, value in headers
        )


def _spellings(secret: str) -> set[str]:
    """A secret as it stands in plain text, in a submitted form, a URL, a page, or quoted."""
    ways = ((quote, ""), (quote, "/"), (quote_plus, ""))
    urls = {write(secret, safe=safe, errors="surrogatepass") for write, safe in ways}
    quoted = {repr(secret)[1:-1], json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    page = html.escape(secret)
    pages = {
        page,
        page.replace("&quot;", "&#34;").replace("&#x27;", "&#39;"),
    }  # the latter as Jinja writes it
    return {secret, *urls, *pages, *quoted}


def _shortened(value: str) -> str:
    """Cookie values cut down; attributes such as Expires and Path are kept."""
    first, *rest = value.split(";")
    plain = {"expires", "path", "domain", "max-age", "samesite"}
    parts = [first, *rest]
    return ";".join(
        part if part.partition("=")[0].strip().lower() in plain else _COOKIE.sub(_cut, part) for part in parts
    )


def _cut(match: re.Match[str]) -> str:
    return f"{match[1]}={match[2][:_SHOWN]}…({len(match[2])} characters)"
