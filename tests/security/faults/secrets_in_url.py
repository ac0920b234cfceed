"""The login takes name and password from wherever they stand: also from the address."""

from _planting import reference
from flask import Flask, request
from werkzeug.datastructures import MultiDict

from app.forms import PageForm

CATCHES = ("secrets-in-url",)


def wrap(_meta: object, _form: object, _formdata: object) -> MultiDict[str, str] | None:
    """Take the posted fields, and those of the query."""
    return request.values if request.method == "POST" else None


def create_app() -> Flask:
    """Plant it: `request.values` in the place of `request.form`."""
    PageForm.Meta.wrap_formdata = wrap
    return reference()
