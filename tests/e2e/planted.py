"""What the security tests know of faults; their folder is no package, so it is loaded by its path."""

import importlib.util
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location(
    "faults", Path(__file__).parents[1] / "security" / "test_faults.py"
)
faults = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(faults)
