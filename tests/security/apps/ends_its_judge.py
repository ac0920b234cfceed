"""The library of two_forms.py, which ends the audit that is made of it, as a person does with Ctrl-C.

Odd: it sends the signal STOP_WITH to the process that audits it and then hangs. STOP_AT says when: while it is
imported (`import`), asked by discovery (`discovery`), by the second check (`check`) or by Chromium, which alone
sends Accept-Encoding (`browser`).
"""

import mmap
import os
import signal
import sys
from pathlib import Path

from flask import request

sys.path.insert(0, str(Path(__file__).parent))
import two_forms

HOME, DOOR = os.getpid(), os.getppid()
# Shared by the processes of all checks, each a fork of this one.
CHECKS = mmap.mmap(-1, 1)
counted = []


def stop():
    """Send the signal, and stand in the way."""
    os.kill(DOOR, int(os.environ["STOP_WITH"]))
    signal.pause()


def in_second_check():
    """Whether this process is not the first that was forked and asked."""
    if os.getpid() != HOME and not counted:
        counted.append(True)
        CHECKS[0] += 1
    return CHECKS[0] == 2


WHEN = {
    "import": lambda: False,
    "discovery": lambda: True,
    "check": in_second_check,
    "browser": lambda: "Accept-Encoding" in request.headers,
}


def look():
    """Stop where that was wished."""
    if WHEN[os.environ["STOP_AT"]]():
        stop()


def create_app():
    """The library, under watch."""
    if os.environ["STOP_AT"] == "import":
        stop()
    app = two_forms.create_app(os.environ["TWO_FORMS_DB"])
    app.before_request(look)
    return app
