"""Whoever registers has to type the password: pasting it is stopped."""

import base64
import hashlib

from _planting import reference
from flask import Flask

from app import security
from app.forms import RegistrationForm

CATCHES = ("password-field-hostile",)
HANDLER = "return false"


def create_app() -> Flask:
    """Plant it: one attribute, and its hash in the policy, for without it browsers would not run it."""
    digest = base64.b64encode(hashlib.sha256(HANDLER.encode()).digest()).decode()
    security.CONTENT_SECURITY_POLICY["script-src"] = f"'self' 'unsafe-hashes' 'sha256-{digest}'"
    kwargs = RegistrationForm.password.kwargs
    kwargs["render_kw"] = {**kwargs.get("render_kw", {}), "onpaste": HANDLER}
    return reference()
