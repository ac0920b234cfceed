"""Which view functions are entered: whether the guard in front of one let somebody pass."""

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any


class ViewWatch:
    """Knows the innermost function of each view of a Flask app, decorators looked through, and sees it entered."""

    def __init__(self, app: Any) -> None:  # noqa: ANN401 - any framework's app
        """Look up the code of every view."""
        views = getattr(app, "view_functions", {})
        self._codes = {code: name for name, view in views.items() for code in _codes(view)}

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """Yields a list that fills with the endpoints whose own code runs, in the order in which it is entered."""
        entered: list[str] = []

        def see(frame: FrameType, event: str, _argument: object) -> None:
            if event == "call" and frame.f_code in self._codes:
                entered.append(self._codes[frame.f_code])

        before = sys.getprofile()
        sys.setprofile(see)
        try:
            yield entered
        finally:
            sys.setprofile(before)


def _codes(view: Any) -> Iterator[CodeType]:  # noqa: ANN401 - whatever was registered
    """The code of a function view, or of each method of a class-based one."""
    if hasattr(view, "view_class"):
        for method in ("get", "post", "put", "patch", "delete", "head", "options"):
            if function := getattr(view.view_class, method, None):
                yield from _codes(function)
        return
    inner = inspect.unwrap(view)
    if hasattr(inner, "__code__"):
        yield inner.__code__
