"""Sessions as a check handles them: begun without being remembered, kept by somebody who ignores their expiry."""

from dataclasses import replace

from authproof.client.jar import CookieJar
from authproof.site import Account, steps
from authproof.site.steps import FormGone
from authproof.visitor import Scene, Visitor


def plain_login(scene: Scene, account: Account | None = None, *, address: str = "127.0.0.1") -> Visitor:
    """Somebody who is in and did not ask to be remembered; a box that the page ticks by itself is unticked.

    Raises:
        Inconclusive: the right password was refused.
    """
    field = scene.site.login.remember_field
    if field is not None:
        visitor = scene.visitor(account=account, address=address)
        try:
            values = steps.login_values(scene.site.login, visitor.account)
            visitor.submit(visitor.login_form(), {**values, field: None})
        except FormGone:  # somebody throttled is shown no form: the plain way waits it out
            return scene.signed_in(account, address=address)
        if visitor.is_logged_in():
            return visitor
    return scene.signed_in(account, address=address)


def lasting(jar: CookieJar) -> CookieJar:
    """The same cookies in the hands of somebody who lets none expire: a browser's promise binds no thief."""
    kept = CookieJar(replace(one, expires=None) for one in jar)
    kept.authorization = jar.authorization
    return kept
