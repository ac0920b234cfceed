"""Whoever registers has to type the password: pasting it is stopped."""

from _planting import reference
from flask import Flask

from app.forms import RegistrationForm

CATCHES = ("password-field-hostile",)


def create_app() -> Flask:
    """Plant it: one attribute."""
    kwargs = RegistrationForm.password.kwargs
    kwargs["render_kw"] = {**kwargs.get("render_kw", {}), "onpaste": "return false"}
    return reference()
