"""One Chromium for all the audits of a test process, as one audit has one for all its checks."""

import atexit
from contextlib import ExitStack
from functools import cache

from authproof.client.browser_host import hosted

_OPEN = ExitStack()


@cache
def shared() -> str:
    """Where it can be asked for; it ends with the process."""
    atexit.register(_OPEN.close)
    return _OPEN.enter_context(hosted(80))
