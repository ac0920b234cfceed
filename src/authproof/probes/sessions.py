"""Sessions as a check handles them: kept by somebody who ignores their expiry, and looked into."""

from collections.abc import Mapping
from dataclasses import replace

from authproof.client.jar import CookieJar
from authproof.client.wsgi import wsgi_environ
from authproof.exchange import Request
from authproof.probes.cookies import carries_identity
from authproof.probes.payloads import json_object
from authproof.target import facts
from authproof.visitor import Scene


def lasting(jar: CookieJar) -> CookieJar:
    """The same cookies in the hands of somebody who lets none expire: a browser's promise binds no thief."""
    kept = CookieJar(replace(one, expires=None) for one in jar)
    kept.authorization = jar.authorization
    return kept


def root_of(scene: Scene) -> str | None:
    """The root cause that findings on sessions share where the cookie says by itself whose it is."""
    return "stateless-session-cookie" if carries_identity(scene) else None


def session_data(scene: Scene, jar: CookieJar) -> Mapping[str, object]:
    """What the session of these cookies holds: asked of a Flask app, else read from cookies that hold JSON."""
    base = scene.site.base
    url = base if "/" in base.partition("://")[2] else f"{base}/"
    environ = wsgi_environ(Request("GET", url, (("Cookie", jar.header(url)),)), "127.0.0.1")
    told = facts.flask_session(scene.inside.app, environ) if scene.inside else None
    if told is not None:
        return told
    found: dict[str, object] = {}
    for cookie in jar:
        found.update(json_object(cookie.value) or {})
    return found


def strangers_data(scene: Scene) -> Mapping[str, object]:
    """What the session of somebody holds who has seen the login and private pages and was never in."""
    stranger = scene.visitor()
    for path in (scene.site.login.form.path, *(one.path for one in scene.site.witnesses[:2])):
        stranger.visit(path)
    return session_data(scene, stranger.cookies)
