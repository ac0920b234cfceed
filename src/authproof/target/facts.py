"""What the loaded app tells of itself: versions, base address, configuration, routes, places of views."""

import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from authproof.exchange import CodeLocation
from authproof.target.network import is_loopback

_ARGUMENT = re.compile(r"<(?:(?P<converter>[^:<>]+):)?(?P<name>[^<>]+)>")
_STACK = (
    "flask",
    "werkzeug",
    "flask-login",
    "flask-wtf",
    "sqlalchemy",
    "django",
    "bottle",
    "pyramid",
    "starlette",
    "fastapi",
)


@dataclass(frozen=True, slots=True)
class Route:
    """One rule of the URL map: its path if it takes no argument, the endpoint's name and its methods."""

    path: str
    endpoint: str
    methods: tuple[str, ...]


def stack() -> tuple[tuple[str, str], ...]:
    """Versions of Python and of the packages that decide how a login behaves, those that are loaded."""
    loaded = [name for name in _STACK if name.replace("-", "_") in sys.modules]
    return (
        ("python", ".".join(map(str, sys.version_info[:3]))),
        *((name, _version(name)) for name in loaded),
    )


def config_of(app: object) -> Mapping[str, Any]:
    """A Flask app's configuration as the factory produced it; empty for other apps."""
    config = getattr(app, "config", None)
    return dict(config) if isinstance(config, Mapping) else {}


def django_settings() -> Mapping[str, Any]:
    """Django's settings as they are in force, empty where Django is not in use."""
    django = sys.modules.get("django.conf")
    if django is None or not django.settings.configured:
        return {}
    return {name: getattr(django.settings, name) for name in dir(django.settings) if name.isupper()}


def base_url(app: object) -> str:
    """Where the target believes to be served: by SERVER_NAME or its cookies' domain, else plain loopback.

    Away from loopback, an app whose session cookie is Secure lives on https: over http nobody could log in.
    """
    config = config_of(app)
    domain = str(config.get("SESSION_COOKIE_DOMAIN") or "").lstrip(".")
    name = config.get("SERVER_NAME") or domain or "localhost"
    scheme, root = config.get("PREFERRED_URL_SCHEME") or "http", config.get("APPLICATION_ROOT") or "/"
    if config.get("SESSION_COOKIE_SECURE") and not is_loopback(str(name).partition(":")[0]):
        scheme = "https"
    return f"{scheme}://{name}{root.rstrip('/')}"


def routes(app: object) -> tuple[Route, ...]:
    """The addresses that take no argument: a Flask or Starlette app's URL map, or Django's."""
    if "django.urls" in sys.modules and not hasattr(app, "url_map"):
        return tuple(django_routes(sys.modules["django.urls"].get_resolver().url_patterns))
    if hasattr(app, "asgi_app"):
        return tuple(starlette_routes(getattr(app.asgi_app, "routes", ())))
    url_map = getattr(app, "url_map", None)
    rules = url_map.iter_rules() if url_map is not None else ()
    return tuple(
        Route(str(rule), str(rule.endpoint), tuple(sorted(rule.methods or ())))
        for rule in rules
        if not rule.arguments and not str(rule.endpoint).endswith("static")
    )


def routes_with_samples(app: object, name: str, number: str) -> tuple[str, ...]:
    """The addresses of a Flask app that take arguments, a number or a name in the place of each."""
    url_map = getattr(app, "url_map", None)
    rules = [rule for rule in url_map.iter_rules() if rule.arguments] if url_map is not None else []
    readable = [str(rule) for rule in rules if "GET" in (rule.methods or ())]
    return tuple(
        _ARGUMENT.sub(lambda match: number if _counts(match) else name, rule)
        for rule in readable
        if "<path:" not in rule
    )


def django_routes(patterns: Any, prefix: str = "/") -> Iterator[Route]:  # noqa: ANN401 - Django's own
    """Addresses of Django's URL patterns that hold no argument, included ones after their prefix."""
    for pattern in patterns:
        part = str(pattern.pattern).lstrip("^").rstrip("$")
        if hasattr(pattern, "url_patterns"):
            yield from django_routes(pattern.url_patterns, prefix + part)
        elif not set("<(\\[?*+") & set(prefix + part):
            yield Route(prefix + part, str(pattern.name or part), ("GET", "HEAD", "OPTIONS", "POST"))


def starlette_routes(routes: Any, prefix: str = "") -> Iterator[Route]:  # noqa: ANN401 - Starlette's own
    """Addresses of Starlette's routes that hold no argument, mounted ones after their prefix."""
    for route in routes:
        path = prefix + str(getattr(route, "path", ""))
        if getattr(route, "routes", None):
            yield from starlette_routes(route.routes, path)
        elif getattr(route, "methods", None) and "{" not in path:
            yield Route(path, str(route.name), tuple(sorted(route.methods)))


def flask_session(app: Any, environ: dict[str, Any]) -> dict[str, Any] | None:  # noqa: ANN401 - any framework's app
    """What a Flask app's own session interface reads for a request, wherever it keeps it; None for other apps."""
    if not hasattr(app, "request_context") or not hasattr(app, "session_interface"):
        return None
    try:
        with app.request_context(environ) as context:
            return dict(context.session)
    except Exception:  # noqa: BLE001 - the target's own store
        return None


def view_location(app: Any, endpoint: str | None) -> CodeLocation | None:  # noqa: ANN401 - any app
    """File and line of the function behind an endpoint, decorators looked through."""
    view = getattr(app, "view_functions", {}).get(endpoint)
    if view is None:
        return None
    view = inspect.unwrap(getattr(view, "view_class", view))
    try:
        return CodeLocation(inspect.getsourcefile(view) or "?", inspect.getsourcelines(view)[1])
    except (OSError, TypeError):
        return None


class ViewFinder:
    """Tells which view answers a request, by the app's own URL map; remembers where each view stands."""

    def __init__(self, app: object) -> None:
        """Look into that app's URL map, where it has one."""
        self._app = app
        self._known: dict[str, CodeLocation | None] = {}

    def of(self, environ: dict[str, Any]) -> CodeLocation | None:
        """Where the view for this WSGI environ stands, None where no rule fits."""
        url_map = getattr(self._app, "url_map", None)
        if url_map is None:
            return None
        try:
            endpoint = str(url_map.bind_to_environ(environ).match()[0])
        except Exception:  # noqa: BLE001 - no route, a redirect, a hostile Host header: no view answered
            return None
        if endpoint not in self._known:
            self._known[endpoint] = view_location(self._app, endpoint)
        return self._known[endpoint]


def own_source(root: Path) -> Iterator[tuple[str, str]]:
    """Name and text of every loaded module that lies under a folder and is not an installed package."""
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if not file or "site-packages" in file or not Path(file).is_relative_to(root):
            continue
        if Path(file).suffix == ".py" and not name.startswith("authproof"):
            yield file, Path(file).read_text(encoding="utf-8", errors="replace")


def _counts(argument: re.Match[str]) -> bool:
    """Whether an argument takes a number: by its converter, or by a name such as `user_id`."""
    return (argument["converter"] or "").startswith(("int", "float")) or argument["name"].endswith(
        ("id", "pk")
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
