"""Where a target's signing keys are: in its configuration, and perhaps in its source."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from authproof.exchange import CodeLocation
from authproof.target import facts
from authproof.target.inside import Inside

_SETTINGS = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "JWT_SECRET_KEY", "WTF_CSRF_SECRET_KEY")


def live_keys(inside: Inside | None) -> tuple[tuple[str, bytes], ...]:
    """The keys that the loaded app signs or verifies with, each with the setting that holds it."""
    if inside is None:
        return ()
    config: dict[str, object] = {**_django_settings(), **inside.config}
    found: dict[bytes, str] = {}
    for name in _SETTINGS:
        value = config.get(name)
        for one in value if isinstance(value, list | tuple) else (value,):
            if isinstance(one, str | bytes) and one:
                found.setdefault(one.encode("utf-8", "surrogatepass") if isinstance(one, str) else one, name)
    return tuple((name, key) for key, name in found.items())


def literal(inside: Inside | None, key: bytes) -> CodeLocation | None:
    """The line of the target's own source on which the key stands as it is; one that speaks of a key goes first."""
    if inside is None:
        return None
    places = sorted(_literals(inside, key), key=lambda found: not found[1])
    return places[0][0] if places else None


def _literals(inside: Inside, key: bytes) -> Iterator[tuple[CodeLocation, bool]]:
    given = (str(Path.cwd()), sys.path[0], str(getattr(inside.app, "root_path", "") or Path.cwd()))
    files = {file: text for root in dict.fromkeys(given) for file, text in facts.own_source(Path(root))}
    for file, text in files.items():
        lines = text.splitlines()
        for line in _lines_with(text, key):
            said = lines[line - 1].lower() if line <= len(lines) else ""
            yield CodeLocation(file, line), "key" in said or "secret" in said


def _lines_with(text: str, key: bytes) -> Iterator[int]:
    """The lines of a module on which this very value is written."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            value = node.value.encode("utf-8", "surrogatepass") if isinstance(node.value, str) else node.value
            if value == key:
                yield node.lineno


def _django_settings() -> dict[str, object]:
    """Django's settings where it runs; read past the wrapper that raises for an empty key."""
    settings = getattr(sys.modules.get("django.conf"), "settings", None)
    wrapped = getattr(settings, "_wrapped", None)
    return {name: getattr(wrapped, name) for name in _SETTINGS if hasattr(wrapped, name)}
