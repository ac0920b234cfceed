"""What the door and the target's process say to each other; both ends are our own code on one machine."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from authproof.target.meter import Bounds
from authproof.target.spec import TargetSpec


@dataclass(frozen=True, slots=True)
class Load:
    """To the target's process: put the guards up and import this, with a private folder to work in.

    Of a URL nothing is imported; `bounds` are for it.
    """

    spec: TargetSpec
    folder: str
    real_hashing: bool
    time_limit: float
    bounds: Bounds = field(default_factory=Bounds)


@dataclass(frozen=True, slots=True)
class Call:
    """To the target's process: run `function(place, *arguments)`.

    With a `ticket` it runs in a forked child that ends afterwards and may take `time_limit` seconds; without
    one it runs in the process itself, and what it did stays for the children.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    ticket: str | None = None
    time_limit: float = 60.0


@dataclass(frozen=True, slots=True)
class Progress:
    """From the target's process: what is being tried now."""

    text: str


@dataclass(frozen=True, slots=True)
class Returned:
    """From the target's process: what a call returned."""

    value: Any
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """From the target's process: what a call raised; `error` is set for our own titled errors."""

    trace: str
    ticket: str | None = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Died:
    """From the target's process: a forked child gave no answer; `how` says what ended it."""

    how: str
    ticket: str
