"""Secrets in a response: in its headers, inside its cookies, in its body."""

from collections.abc import Iterator
from dataclasses import dataclass

from authproof.client.jar import parse_set_cookie
from authproof.exchange import Exchange
from authproof.probes.spellings import in_cookie, packed_in, spelt_in, times_in
from authproof.site import read_page


@dataclass(frozen=True, slots=True)
class Leak:
    """One place in a response in which a secret stands, and how; `refilled` where it is a field to type into."""

    where: str
    how: str
    refilled: bool = False


def leaks(exchange: Exchange, secret: str) -> Iterator[Leak]:
    """Every part of a response that holds the secret."""
    response = exchange.response
    for name, value in response.headers:
        cookie = parse_set_cookie(value, exchange.request.url) if name.lower() == "set-cookie" else None
        if cookie and (how := in_cookie(cookie.value, secret) or packed_in(cookie.value, secret)):
            yield Leak(f"the cookie {cookie.name}", how)
        elif not cookie and (how := spelt_in(value, secret)):
            yield Leak(f"the header {name}", how)
    if how := spelt_in(response.text, secret) or spelt_in(response.body, secret):
        fields = [one for form in read_page(exchange).forms for one in form.fields if one.value == secret]
        only_there = bool(fields) and times_in(response.text, secret) <= len(fields)
        refilled = only_there and exchange.request.method == "POST"
        yield Leak("a field of the form" if refilled else "the page", how, refilled)
