"""Odd: a search and a newsletter form stand beside the login on every page. Right: neither knows who is in."""

from _varying import PASSWORD, Person, reference, rewrite
from flask import Flask, flash, redirect, render_template_string, request
from flask.typing import ResponseReturnValue

FORMS = """<form method="get" action="/search"><input type="search" name="q" aria-label="Search">
<button>Find</button></form>
<form method="post" action="/newsletter"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input type="email" name="email" aria-label="Email"> <button>Send me news</button></form></header>"""
RESULTS = """{% extends "base.html" %}{% block content %}<p>Nothing about <q>{{ q }}</q>.</p>{% endblock %}"""


def create_app() -> Flask:
    """Add the forms to the header."""
    app = reference()
    readers: set[str] = set()

    def subscribe() -> ResponseReturnValue:
        if len(readers) < 1000:
            readers.add(request.form.get("email", "")[:254])
        flash("Thank you. If that is an address, news will come.", "info")
        return redirect("/")

    def search() -> str:
        return render_template_string(RESULTS, q=request.args.get("q", "")[:200])

    app.add_url_rule("/newsletter", "newsletter", subscribe, methods=["POST"])
    app.add_url_rule("/search", "search", search)
    rewrite(app, "base.html", ("</header>", FORMS))
    return app


def shown(person: Person) -> bool:
    """Strangers find nothing and get news, alice gets in."""
    alice = person.newcomer()
    found = "<q>boat</q>" in alice.get("/search?q=boat").text
    asked = alice.send("/newsletter", "/login", email="reader@example.com").location == "/"
    alice.send("/login", username="alice", password=PASSWORD)
    return found and asked and alice.is_in
