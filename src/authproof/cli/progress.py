"""Progress of an audit on standard error: what is being tried now, how many checks are through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from authproof.audit import AuditOptions, chosen_checks
from authproof.findings import Outcome
from authproof.reports.text import visible


@contextmanager
def step_by_step(first: str) -> Iterator[Callable[[str], None]]:
    """A line on standard error that says what is being tried, and goes away; gives what tells it."""
    console = Console(stderr=True)
    with console.status(Text(visible(first))) as status:
        yield lambda text: status.update(Text(visible(text)))


class AuditProgress:
    """A progress bar that goes away when it is done; silent where nobody looks."""

    def __init__(self, console: Console, options: AuditOptions) -> None:
        """Prepare a bar as long as the chosen checks."""
        total = len(chosen_checks(options))
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left:"),
            TimeRemainingColumn(compact=True),
        )
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._progress.add_task(f"loading {options.target.text}", total=total)

    def __enter__(self) -> Self:
        """Show the bar."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._progress.stop()

    def watch(self, what: str, outcome: Outcome | None) -> None:
        """Hear of a step, or of a check that has ended."""
        self._progress.update(self._task, description=what, advance=0 if outcome is None else 1)
