"""The methods with which a stranger may ask for a page: those of HTTP, an unknown one, and the ways to mean another."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from authproof.client.agent import Fields
from authproof.exchange import Exchange, Headers, Request
from authproof.site import read_page
from authproof.site.steps import with_query
from authproof.visitor import Scene, Visitor

OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
_PLAIN = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "BREW", "TRACE")
# What is sent, and what it is meant to be taken for.
_MEANT = (("GET", "POST"), ("GET", "HEAD"), ("GET", "OPTIONS"), ("POST", "GET"), ("POST", "PUT"),
          ("POST", "PATCH"), ("POST", "DELETE"), ("HEAD", "GET"), ("OPTIONS", "GET"))  # fmt: skip
_TOKEN_HEADERS = ("X-CSRFToken", "X-CSRF-Token")


@dataclass(frozen=True, slots=True)
class Way:
    """A method, and perhaps another that it is meant to be taken for: said in headers, or as `_method`."""

    method: str
    meant: str = ""
    by_header: bool = False

    @property
    def said(self) -> str:
        """The way in words."""
        if not self.meant:
            return self.method
        return f"{self.method} that says {self.meant} in {OVERRIDES[0] if self.by_header else '`_method`'}"

    def send(self, visitor: Visitor, url: str, fields: Fields) -> Exchange:
        """Ask so, redirects not followed; the fields stand in the body where the method has one, else in the query."""
        named = [("_method", self.meant)] if self.meant and not self.by_header else []
        body = urlencode([*fields, *named]) if self.method in {"POST", "PUT", "PATCH"} else ""
        query = urlencode([*([] if body or self.method in {"BREW", "TRACE"} else fields), *named])
        headers: list[tuple[str, str]] = [
            (name, self.meant) for name in OVERRIDES if self.meant and self.by_header
        ]
        if body:
            headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        request = Request(self.method, visitor.agent.absolute(with_query(url, query)), _with_token(headers, fields),
                          body.encode())  # fmt: skip
        return visitor.agent.send(request, follow=False)


def ways() -> Iterator[Way]:
    """All of them."""
    yield from map(Way, _PLAIN)
    for method, meant in _MEANT:
        yield from (Way(method, meant, by_header) for by_header in (True, False))


def tokens_of(scene: Scene, visitor: Visitor) -> dict[str, str]:
    """The hidden fields that this visitor gets on the login page: what any stranger may send as a token."""
    forms = read_page(visitor.visit(scene.site.login.form.path)).forms
    return {field.name: field.value for form in forms for field in form.fields if field.kind == "hidden"}


def _with_token(headers: list[tuple[str, str]], fields: Fields) -> Headers:
    """A token as a script would send it; one that has the form's other fields beside it is among them."""
    token = max(
        (value for name, value in fields if "csrf" in name.lower() or "token" in name.lower()), default=""
    )
    return (*headers, *((name, token) for name in _TOKEN_HEADERS if token))
