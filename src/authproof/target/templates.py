"""Template sources that the target compiles while it answers: user input among them is a template injection."""

import importlib
import importlib.util
from typing import Any


class TemplateWatch:
    """Remembers the source of every Jinja template that is compiled."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self.sources: list[str] = []

    def install(self) -> None:
        """Listen to Jinja's compiler, where Jinja is installed."""
        if importlib.util.find_spec("jinja2") is None:
            return
        environment: Any = importlib.import_module("jinja2").Environment
        compiled, sources = environment.compile, self.sources

        def compile_and_tell(self: Any, source: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - Jinja's own
            if isinstance(source, str):
                sources.append(source)
            return compiled(self, source, *args, **kwargs)

        environment.compile = compile_and_tell
