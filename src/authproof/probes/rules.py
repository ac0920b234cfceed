"""Rules of the URL map that take arguments and change something, without a page that shows their form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from urllib.parse import urlencode

from authproof.client import UserAgent
from authproof.exchange import Request
from authproof.probes.names_read import names_read
from authproof.site import read_page
from authproof.site.words import suggests
from authproof.visitor import Scene, Visitor

_WRITING = ("POST", "PUT", "PATCH", "DELETE")
_MOST_FILLINGS, _MOST_RULES, _MOST_NAMES = 4, 24, 40
_SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, its arguments filled in; `names` are those that the target's source looks up in a request."""

    path: str
    method: str
    endpoint: str
    names: tuple[str, ...] = ()

    def values(self, visitor: Visitor, password: str) -> dict[str, str]:
        """Something for each name: a password, an address or a word; and the token of the visitor's own forms."""
        people = visitor.account
        word = f"{people.username[::-1]}q"
        said = {
            name: password
            if suggests("password", name)
            else f"{word}@example.com"
            if suggests("email", name)
            else word
            for name in self.names
        }
        return {**said, **own_tokens(visitor)}

    def send(self, agent: UserAgent, values: dict[str, str]) -> None:
        """Send the values as a form does."""
        kind = (("Content-Type", "application/x-www-form-urlencoded"),)
        body = urlencode(values).encode()
        agent.send(Request(self.method, agent.absolute(self.path), kind, body), follow=False)


def rules(scene: Scene, values: Sequence[str]) -> tuple[Rule, ...]:
    """The rules of a Werkzeug URL map that write and take arguments, filled with these values."""
    url_map = getattr(scene.inside.app if scene.inside else None, "url_map", None)
    names = names_read(scene).values[:_MOST_NAMES] if url_map is not None else ()
    found: list[Rule] = []
    for rule in url_map.iter_rules() if url_map is not None else ():
        methods = [one for one in _WRITING if one in (rule.methods or ())]
        for path in _filled(rule, values) if rule.arguments and methods else ():
            found += [Rule(path, method, str(rule.endpoint), names) for method in methods]
    return tuple(found[:_MOST_RULES])


def own_tokens(visitor: Visitor) -> dict[str, str]:
    """The long hidden values of the first form that this visitor sees on a page of the account."""
    for page in [visitor.visit(one.path) for one in visitor.site.witnesses[:2]]:
        for form in read_page(page).forms:
            hidden = {
                one.name: one.value
                for one in form.fields
                if one.kind == "hidden" and len(one.value) >= _SHORTEST_TOKEN
            }
            if hidden:
                return hidden
    return {}


def _filled(rule: object, values: Sequence[str]) -> Iterator[str]:
    names = sorted(getattr(rule, "arguments"))  # noqa: B009 - a Werkzeug rule, which we do not import
    numbers = [int(one) for one in values if one.isdecimal()]
    likely: list[str | int] = [*numbers, *values]
    fillings = product(likely, repeat=len(names))
    paths = (_built(rule, dict(zip(names, some, strict=True))) for some in fillings)
    yield from islice(dict.fromkeys(path for path in paths if path), _MOST_FILLINGS)


def _built(rule: object, values: dict[str, str | int]) -> str | None:
    try:
        built = getattr(rule, "build")(values)  # noqa: B009 - a Werkzeug rule, which we do not import
    except (ValueError, TypeError, LookupError, AttributeError):
        return None
    return str(built[1]) if built else None
