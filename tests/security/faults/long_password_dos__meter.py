"""The meter of password strength looks at all of the new password, however long that is."""

from functools import partial

from _planting import reference
from flask import Flask

from app import passwords

CATCHES = ("long-password-dos",)


def create_app() -> Flask:
    """Plant it: no maximum, and no shortening before the estimate."""
    passwords.MAX_LENGTH = passwords.ESTIMATED = 1_000_000
    passwords.zxcvbn = partial(passwords.zxcvbn, max_length=1_000_000)
    return reference()
