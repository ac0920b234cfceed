"""The checks: one file is one question about one promise of a login. No check imports another.

Adding one edits no shared file: every module here whose name has no leading underscore is a check.
"""

from authproof.checks._registry import HEADINGS, Check, catalogue, check, find_check

__all__ = ["HEADINGS", "Check", "catalogue", "check", "find_check"]
