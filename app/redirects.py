"""Back to the page first asked for, and nowhere else."""

import re

# A path of this site: segments of letters, digits, '_', '.', '~' and '-', each after one slash, then perhaps
# a query. Two slashes, backslashes, control characters, and in the path ':' and '%', do not exist here, so
# neither a browser nor Werkzeug can read a host, a scheme or a new header line into it.
_PATH = r"(?:/[\w.~-]+)*/?"
_QUERY = r"(?:[\w.~=&+/:-]|%[0-9A-Fa-f]{2})+"
_SAME_SITE = re.compile(rf"(?=/){_PATH}(?:\?{_QUERY})?", re.ASCII)

MAX_LENGTH = 2000


def safe_next(target: str | None) -> str | None:
    """Return the target if it is provably a page of this site, else nothing."""
    if target and len(target) <= MAX_LENGTH and _SAME_SITE.fullmatch(target):
        return target
    return None
