"""The reserved names are refused in small letters only. A page for each name shows everybody who has one."""

from _planting import reference
from flask import Flask, abort
from markupsafe import escape

from app import accounts, forms

CATCHES = ("reserved-username",)


def create_app() -> Flask:
    """Plant it: the name is compared as it was typed."""
    is_reserved = forms.identity.is_reserved
    typed: list[str] = []
    username_key = forms.identity.username_key

    def key_of(name: str) -> str | None:
        typed.append(name)
        return username_key(name)

    forms.identity.username_key = key_of
    forms.identity.is_reserved = lambda _key: is_reserved(typed[-1])
    app = reference()

    @app.get("/u/<name>")
    def person(name: str) -> str:
        user = accounts.find(name) or abort(404)
        return f"<!doctype html><title>Member</title><h1>{escape(user.username)}</h1>"

    return app
