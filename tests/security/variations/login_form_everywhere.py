"""Odd: every page for strangers has the login form in its header. Right: all of them post to /login."""

from _varying import PASSWORD, Person, reference, rewrite
from flask import Flask

LINK = """<a class="btn btn-outline-primary" href="{{ url_for('auth.login') }}">Login</a>"""
FORM = """{% if request.endpoint != 'auth.login' %}
    <form method="post" action="{{ url_for('auth.login') }}" class="d-flex gap-2" id="header-login">
      <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
      <input name="username" aria-label="Username or email" autocomplete="username" autocapitalize="none">
      <input name="password" type="password" aria-label="Password" autocomplete="current-password">
      <label><input name="remember_me" type="checkbox" value="y"> Remember me</label>
      <button class="btn btn-outline-primary" type="submit">Login</button>
    </form>{% endif %}"""


def create_app() -> Flask:
    """Put the form where the link was."""
    app = reference()
    rewrite(app, "base.html", (LINK, FORM))
    return app


def shown(person: Person) -> bool:
    """Alice logs in from the page for a forgotten password."""
    alice = person.newcomer()
    there = 'name="password"' in alice.get("/reset").text
    alice.send("/login", "/reset", username="alice", password=PASSWORD)
    return there and alice.is_in
