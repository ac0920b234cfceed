"""Logout is a link again: whoever opens the address is logged out."""

from _planting import reference
from flask import Flask

from app import auth

CATCHES = ("csrf-logout",)


class Confirmed:
    """A question that answers itself."""

    def validate_on_submit(self) -> bool:
        """Say yes."""
        return True


def create_app() -> Flask:
    """Plant it: GET no longer asks."""
    auth.ConfirmForm = Confirmed
    return reference()
