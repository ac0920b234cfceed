"""The list of people asks whether somebody is signed in; the page that leads there asks for more."""

from _admin import with_admin_area
from _planting import reference
from flask import Flask

from app.extensions import login_required

CATCHES = ("privilege-escalation",)


def create_app() -> Flask:
    """Plant it: one of three routes of the admin area has the wrong guard."""
    return with_admin_area(reference(), people=login_required)
