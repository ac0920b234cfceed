"""Names keep their capitals: `Alice` registers beside `alice`, and people take the two for one."""

from _planting import reference
from flask import Flask
from precis_i18n import get_profile

from app import identity

CATCHES = ("username-collision",)


def create_app() -> Flask:
    """Plant it: the key of a name is the name as typed, and no longer its lower-case form."""
    identity._USERNAME = get_profile("UsernameCasePreserved")
    identity._fold = lambda text: text
    return reference()
