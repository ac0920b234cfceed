"""The list of people is for staff; the button on it works for everybody who sends its form."""

from _admin import with_admin_area
from _planting import reference
from flask import Flask

from app.extensions import login_required

CATCHES = ("privilege-escalation",)


def create_app() -> Flask:
    """Plant it: the guard was put on the page and not on what its form posts to."""
    return with_admin_area(reference(), removal=login_required)
