"""One object in the place of another, wherever it was already imported by name."""

import sys


def replace_everywhere(original: object, replacement: object) -> None:
    """Rebind a name in every loaded module: `from argon2.low_level import ...` copies it."""
    for module in list(sys.modules.values()):
        known = getattr(module, "__dict__", {})  # a name that is not to be imported stands there as None
        for name in [name for name, value in list(known.items()) if value is original]:
            setattr(module, name, replacement)
