"""Guards that are written down and do not run: above the route, or switched off in the configuration."""

import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager

from authproof.visitor import Scene

# Decorators on one view, counted from the outside; nobody writes more.
_DEEPEST = 8
SWITCH = "LOGIN_DISABLED"


def idle_guards(scene: Scene) -> dict[str, object]:
    """Endpoints whose module holds the view in a wrapper that the URL map does not know, with that wrapper."""
    views = _mapping(scene, "view_functions")
    found: dict[str, object] = {}
    for endpoint, view in views.items():
        module = sys.modules.get(str(getattr(view, "__module__", "")))
        outer = getattr(module, str(getattr(view, "__name__", "")), None)
        if outer is not view and callable(outer) and _wraps(outer, view):
            found[endpoint] = outer
    return found


@contextmanager
def put_in_place(scene: Scene, endpoint: str, guard: object) -> Iterator[None]:
    """Let the URL map call the wrapper, as its author believed it does."""
    views = _mapping(scene, "view_functions")
    before, views[endpoint] = views[endpoint], guard
    try:
        yield
    finally:
        views[endpoint] = before


@contextmanager
def switched_on(scene: Scene) -> Iterator[None]:
    """Take back the setting that lets everybody pass."""
    config = _mapping(scene, "config")
    before, config[SWITCH] = config.get(SWITCH), False
    try:
        yield
    finally:
        config[SWITCH] = before


def _mapping(scene: Scene, name: str) -> MutableMapping[str, object]:
    found = getattr(scene.inside.app if scene.inside else None, name, None)
    return found if isinstance(found, dict) else {}


def _wraps(outer: object, view: object, depth: int = 0) -> bool:
    """Whether a decorator's function holds the view in its closure, perhaps behind other decorators."""
    if depth > _DEEPEST:
        return False
    cells = getattr(outer, "__closure__", None) or ()
    held = [getattr(cell, "cell_contents", None) for cell in cells]
    return any(one is view or (callable(one) and _wraps(one, view, depth + 1)) for one in held)
