"""Import the target and find its WSGI or ASGI app, by the names that Flask looks for."""

import ast
import importlib
import inspect
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from authproof.errors import TargetError
from authproof.target.asgi import as_wsgi, is_asgi_app
from authproof.target.spec import TargetSpec

WsgiApp = Callable[..., Any]

_APP_NAMES = ("app", "application")
_FACTORY_NAMES = ("create_app", "make_app")


def load_app(spec: TargetSpec) -> WsgiApp:
    """Import the module and return its WSGI app, calling a factory where that is what was found.

    Raises:
        TargetError: the module has no app, or the attribute is none, or it is an ASGI app and the extra for these
            is not installed. What the target raises goes through.
    """
    os.environ.update(spec.environ)
    module = _import(spec)
    found = _named(module, spec.attribute) if spec.attribute else _found(module)
    return _callable_app(found) or _called(found, module)


def source_of(spec: TargetSpec) -> str:
    """The file of a loaded target, absolute; empty where there is none."""
    if spec.file is not None:
        return str(Path(spec.file).resolve())
    return str(getattr(sys.modules.get(spec.module or ""), "__file__", None) or "")


def is_wsgi_app(value: object) -> bool:
    """Whether this is called as `app(environ, start_response)` (PEP 3333)."""
    if hasattr(
        type(value), "wsgi_app"
    ):  # asked of the type: a context-bound proxy would answer with an error
        return True
    return callable(value) and not isinstance(value, type) and _required_arguments(value) == 2


def _callable_app(value: object) -> WsgiApp | None:
    """The value as a WSGI app, if it is one, or an ASGI app."""
    if is_wsgi_app(value):
        return cast("WsgiApp", value)
    return as_wsgi(cast("Any", value)) if is_asgi_app(value) else None


def _import(spec: TargetSpec) -> ModuleType:
    """A file is imported as a module under its own name with its folder on the path, as Flask does."""
    if spec.file is None:
        sys.path.insert(0, str(Path.cwd()))
        return importlib.import_module(spec.module or "")
    path = Path(spec.file).resolve()
    if not path.exists():
        raise TargetError(
            "The target does not exist",
            tried=f"to import {spec.file}",
            seen="no such file",
            advice="check the path; it is taken from the folder in which authproof runs",
        )
    parts = [path.parent.name] if path.name == "__init__.py" else [path.stem]
    folder = path.parent.parent if path.name == "__init__.py" else path.parent
    while (folder / "__init__.py").exists():
        parts.insert(0, folder.name)
        folder = folder.parent
    sys.path[:0] = [str(folder), str(Path.cwd())]
    return importlib.import_module(".".join(parts))


def _named(module: ModuleType, attribute: str) -> object:
    """`name`, `name.of.part` or a call with literal arguments, as `flask --app` takes it."""
    tree = ast.parse(attribute.strip(), mode="eval").body
    call = tree if isinstance(tree, ast.Call) else None
    value: Any = module
    for name in ast.unparse(call.func if call else tree).split("."):
        if not hasattr(value, name):
            raise _no_app(module, f"it has no attribute {name!r}")
        value = getattr(value, name)
    if call is None:
        return value
    keywords = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords if keyword.arg}
    return value(*[ast.literal_eval(argument) for argument in call.args], **keywords)


def _found(module: ModuleType) -> object:
    for name in _APP_NAMES:
        value = getattr(module, name, None)
        if is_wsgi_app(value) or is_asgi_app(value):
            return value
    apps = [value for value in vars(module).values() if hasattr(type(value), "wsgi_app")]
    if len(apps) == 1:
        return apps[0]
    for name in _FACTORY_NAMES:
        if callable(getattr(module, name, None)):
            return getattr(module, name)
    raise _no_app(module, "neither app, application, create_app nor make_app is there")


def _called(factory: object, module: ModuleType) -> WsgiApp:
    if not callable(factory) or _required_arguments(factory) != 0:
        raise _no_app(module, f"{factory!r} is neither a WSGI app nor a factory without required arguments")
    made = factory()
    app = _callable_app(made)
    if app is None:
        raise _no_app(module, f"the factory returned {type(made).__name__}, which is no WSGI app")
    return app


def _required_arguments(value: Callable[..., object]) -> int:
    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):  # a callable written in C tells nothing: believe that it is an app
        return 2
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(one.kind in positional and one.default is inspect.Parameter.empty for one in parameters)


def _no_app(module: ModuleType, seen: str) -> TargetError:
    return TargetError(
        "There is no app in the target",
        tried=f"to find a WSGI app or a factory in {module.__name__}",
        seen=seen,
        advice="name it: package.module:attribute or path/to/file.py:attribute",
    )
