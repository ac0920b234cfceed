"""Pure functions from a report to text."""

from authproof.reports.json_v1 import to_json
from authproof.reports.terminal import to_terminal

__all__ = ["to_json", "to_terminal"]
