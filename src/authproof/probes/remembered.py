"""What remember cookies are: how long they say to live, what they are made of."""

from dataclasses import replace

from authproof.client.jar import CookieJar
from authproof.probes.cookies import Login, carries_identity, names_of, unticked
from authproof.visitor import Scene


def remember_cause(scene: Scene, login: Login) -> str | None:
    """One root cause with its neighbours: the session cookie made to last, or one that is the same at every login."""
    if set(login.names) <= set(names_of(unticked(scene))):
        return "stateless-session-cookie" if carries_identity(scene) else None
    again = scene.signed_in(remember=True).cookies
    same = all(again.get(name) == login.jar.get(name) for name in login.names)
    return "static-remember-token" if same else None


def declared_life(jar: CookieJar) -> int:
    """The seconds after which a browser drops the first of these cookies."""
    return round(min((one.expires - one.created for one in jar if one.expires is not None), default=0))


def raw(jar: CookieJar) -> CookieJar:
    """The cookies as a thief keeps them, who does not care when a browser would drop them."""
    return CookieJar(replace(one, expires=None) for one in jar)
