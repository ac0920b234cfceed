"""The forms read JSON too, as Flask-WTF does by itself: a deep or an odd document ends in an exception."""

from _planting import reference
from flask import Flask

from app.forms import PageForm

CATCHES = ("malformed-input-crash",)


def create_app() -> Flask:
    """Plant it: the forms no longer keep to form fields."""
    del PageForm.Meta.wrap_formdata
    return reference()
