"""Nobody counts the mails: whoever knows an address fills the mailbox behind it."""

from _planting import reference
from flask import Flask

CATCHES = ("reset-abuse",)


def create_app() -> Flask:
    """Plant it: limits that nobody meets."""
    return reference(THROTTLE_RESET="100000 per hour", THROTTLE_RESET_ACCOUNT="100000 per hour")
