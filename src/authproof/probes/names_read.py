"""Under which names does the target look into a request? In process its source and its own look-ups tell."""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from authproof.client import UserAgent, WsgiClient
from authproof.target import facts
from authproof.visitor import Scene

_METHODS = frozenset({"get", "getlist", "getone", "pop", "get_cookie", "get_signed_cookie", "getfirst"})
_NAME = re.compile(r"[A-Za-z][\w.-]{0,40}")
_REQUEST = re.compile(
    r"request|environ|cookie|header|args|params|query|META|GET|POST|form|fields", re.IGNORECASE
)
_MOST_NAMES, _MOST_HEADERS = 60, 20
# Headers that every browser sends, and that frameworks read by themselves.
_PLAIN = frozenset(
    {"host", "cookie", "user-agent", "referer", "origin", "if-none-match", "if-modified-since"}
)


@dataclass(frozen=True, slots=True)
class NamesRead:
    """`values` are names that the target's own code looks up in anything, `headers` those it asks a request for."""

    values: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()


def names_read(scene: Scene) -> NamesRead:
    """The names, those looked up in a request first; none where the target runs elsewhere."""
    if scene.inside is None or scene.inside.app is None:
        return NamesRead()
    root = str(getattr(scene.inside.app, "root_path", "") or Path.cwd())
    values = _in_source((str(Path.cwd()), sys.path[0], root))
    spoken = [*_headers_asked(scene, scene.inside.app), *(name.lower() for name in values if "-" in name)]
    return NamesRead(values[:_MOST_NAMES], tuple(dict.fromkeys(spoken))[:_MOST_HEADERS])


@lru_cache(maxsize=1)
def _in_source(roots: tuple[str, ...]) -> tuple[str, ...]:
    files = {file: text for root in dict.fromkeys(roots) for file, text in facts.own_source(Path(root))}
    found = [one for text in files.values() for one in looked_up(text)]
    return tuple(dict.fromkeys(name for name, _ in sorted(found, key=lambda one: not one[1])))


def looked_up(source: str) -> Iterator[tuple[str, bool]]:
    """The constant names in `x["name"]` and `x.get("name")` of a module, and whether `x` sounds like a request."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            yield from _constants([node.slice], node.value)
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS
        ):
            yield from _constants(node.args[:1], node.func.value)


def _constants(nodes: Iterable[ast.expr], owner: ast.expr) -> Iterator[tuple[str, bool]]:
    asked = _REQUEST.search(ast.unparse(owner)) is not None
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _NAME.fullmatch(node.value):
            yield node.value, asked


class _Listening(dict[str, Any]):
    """A WSGI environ that writes down which request headers it is asked for."""

    def __init__(self, environ: dict[str, Any], asked: dict[str, None]) -> None:
        super().__init__(environ)
        self._asked = asked

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - whatever a server puts there
        self._note(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - whatever a server puts there
        self._note(key)
        return super().get(key, default)

    def _note(self, key: object) -> None:
        if isinstance(key, str) and key.startswith("HTTP_"):
            self._asked[key.removeprefix("HTTP_").replace("_", "-").lower()] = None


def _headers_asked(scene: Scene, app: Callable[..., Any]) -> Iterator[str]:
    """Headers that a visit of a private page and of the login asks for, those of every visit left out."""
    asked: dict[str, None] = {}
    client = WsgiClient(lambda environ, start: app(_Listening(environ, asked), start))
    agent = UserAgent(client, scene.site.base)
    for path in (scene.site.witnesses[0].path, scene.site.login.form.path):
        agent.get(path)
    yield from (name for name in asked if name not in _PLAIN and not name.startswith(("accept", "sec-")))
