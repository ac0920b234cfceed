"""Password hashing in the target: every call is counted, equal calls are computed once.

A password hash is a pure function of its arguments, so remembering its answers changes nothing but the time:
200 logins cost what one costs. Timing oracles become exact: the number and the cost of calls is the work that
was done.
"""

import importlib
import importlib.util
import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from threading import BoundedSemaphore
from types import ModuleType
from typing import Any

from authproof.target.replacing import replace_everywhere

# Functions of (secret, salt, parameters) and the package that must be there for them.
_FUNCTIONS = (
    ("hashlib", "scrypt"),
    ("hashlib", "pbkdf2_hmac"),
    ("argon2.low_level", "hash_secret"),
    ("argon2.low_level", "verify_secret"),
    ("bcrypt", "hashpw"),
    ("bcrypt", "checkpw"),
    ("bcrypt", "kdf"),
)


@dataclass(frozen=True, slots=True)
class HashCall:
    """One call of a password hash: its function, what decides its cost, and how long the real work took.

    `salt` is what went in beside the secret, `answer` the digest or the encoded hash that came out; a verification
    has neither.
    """

    scheme: str
    cost: str
    seconds: float
    salt: bytes = b""
    answer: bytes = b""

    @property
    def work(self) -> str:
        """The work that was done, in the same words for hashing and for verifying: both cost the same."""
        family = self.scheme.partition(".")[0]
        if family == "argon2":
            return f"argon2({_argon2_figures(self.cost)})"
        one_work = {"bcrypt.hashpw", "bcrypt.checkpw"}
        return f"{family if self.scheme in one_work else self.scheme}({self.cost})"


class HashLedger:
    """Counts the target's hash calls and remembers their answers. `real` computes each one anew.

    Each call is computed within `around()`: whoever sends requests in parallel can let their hashes overlap. No more
    are computed at a time than there are cores: more are no faster, and each of them may take 32 MB or more.
    """

    def __init__(self, *, real: bool = False) -> None:
        """Start with nothing counted and nothing remembered."""
        self.real = real
        self.calls: list[HashCall] = []
        self.around: Callable[[], AbstractContextManager[None]] = nullcontext
        self._room = BoundedSemaphore(os.cpu_count() or 1)
        self._answers: dict[object, tuple[bool, Any, float]] = {}
        self._wrapped: list[tuple[object, object]] = []

    def install(self) -> None:
        """Wrap the hash functions that this environment has, wherever they were already imported by name."""
        for module_name, function_name in _FUNCTIONS:
            if module := _module_if_present(module_name):
                original = getattr(module, function_name)
                counted = self._counting(f"{module_name}.{function_name}", original)
                replace_everywhere(original, counted)
                self._wrapped.append((original, counted))

    def uninstall(self) -> None:
        """Put the functions of before back."""
        while self._wrapped:
            original, counted = self._wrapped.pop()
            replace_everywhere(counted, original)

    @property
    def floor_s(self) -> float:
        """What all counted calls would have cost without the memory, in seconds of this machine."""
        return sum(call.seconds for call in self.calls)

    def _counting(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - passes through what the library takes
            key = (name, _frozen(args), _frozen(sorted(kwargs.items())))
            with self.around(), self._room:
                if self.real or key not in self._answers:
                    self._answers[key] = _timed(original, args, kwargs)
            fine, answer, seconds = self._answers[key]
            made = answer if isinstance(answer, bytes) else b""
            self.calls.append(
                HashCall(name, _cost(name, args, kwargs), seconds, _salt(name, args, kwargs), made)
            )
            if fine:
                return answer
            raise answer.with_traceback(None)

        counted.__name__ = original.__name__
        counted.__wrapped__ = original  # type: ignore[attr-defined]
        return counted


def _timed(original: Callable[..., Any], args: Any, kwargs: Any) -> tuple[bool, Any, float]:  # noqa: ANN401
    """Run the real function: whether it returned, what it returned or raised, and how long it took."""
    start = time.thread_time()
    try:
        answer, fine = original(*args, **kwargs), True
    except Exception as error:  # noqa: BLE001 - a refusal is an answer too, remembered and raised again
        answer, fine = error, False
    return fine, answer, time.thread_time() - start


def _cost(name: str, args: Any, kwargs: Any) -> str:  # noqa: ANN401
    """What decides the cost of the call: every small number and short word, but neither secret nor salt."""
    if name in {"bcrypt.hashpw", "bcrypt.checkpw", "argon2.low_level.verify_secret"}:
        stored = next((_text(value) for value in args if _text(value).startswith("$")), "")
        return "$".join(stored.split("$")[: 4 if "argon2" in stored else 3])
    plain = [value for value in args if isinstance(value, int | str)]  # a word is pbkdf2's digest
    named = [f"{key}={value}" for key, value in sorted(kwargs.items()) if isinstance(value, int)]
    return ",".join([*map(str, plain), *named])


def _argon2_figures(cost: str) -> str:
    """Memory, time and lanes of an encoded hash, or of the arguments that made one, named or in their order."""
    parts = [part.partition("=") for part in cost.rpartition("$")[2].split(",")]
    plain = [name for name, sign, _ in parts if not sign]
    named = dict(zip(("time_cost", "memory_cost", "parallelism"), plain, strict=False))
    named |= {name: value for name, sign, value in parts if sign}
    short = (("m", "memory_cost"), ("t", "time_cost"), ("p", "parallelism"))
    return ",".join(f"{key}={named.get(key) or named.get(name, '?')}" for key, name in short)


def _salt(name: str, args: Any, kwargs: Any) -> bytes:  # noqa: ANN401
    position = {"hashlib.pbkdf2_hmac": 2, "argon2.low_level.hash_secret": 1, "bcrypt.hashpw": 1}.get(name, 99)  # nosec B105
    value = args[position] if position < len(args) else kwargs.get("salt")
    return bytes(value) if isinstance(value, bytes | bytearray) else b""


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _frozen(value: object) -> object:
    """A hashable copy of an argument."""
    if isinstance(value, list | tuple):
        return tuple(_frozen(item) for item in value)
    return bytes(value) if isinstance(value, bytearray | memoryview) else value


def _module_if_present(name: str) -> ModuleType | None:
    package = name.partition(".")[0]
    return importlib.import_module(name) if importlib.util.find_spec(package) else None
