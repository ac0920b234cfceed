"""Cookies that anybody can write (CWE-565, CWE-347, CWE-502)."""

import time
from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.client.jar import CookieJar
from authproof.findings import Evidence, Finding, Inconclusive, NotApplicable, Severity, finding
from authproof.probes.cookies import BEARER, names_of, value_of
from authproof.probes.forgeries import Samples, all_claim, forgeries_of, opened, samples
from authproof.probes.ids import names_of_ids, signed_in
from authproof.probes.jwt import read_jwt
from authproof.probes.layers import pickles
from authproof.visitor import Scene, Visitor

_LONGEST_WAIT_S = 400 * 86400


@check(
    severity=Severity.CRITICAL,
    cwe=(565, 347, 502, 353),
    asvs=("7.2.1", "9.1.1", "9.1.2", "9.2.1", "1.5.2"),
    wstg=("SESS-01", "SESS-10", "ATHN-05", "INPV-23"),
)
def session_cookie_forgeable(scene: Scene) -> Iterator[Finding]:
    """A cookie or token that says who somebody is opens nothing unless the site itself has written it.

    Why it matters:
        A cookie is a text that its owner can edit. If it holds a name or number and the server believes it, anybody
        can be everybody. Base64 is no protection, and a signature is none that nobody checks. A pickle from a browser
        runs whatever code its writer likes.

    How it is tried:
        Two logins of one person and one of another show which words of each session cookie, remember cookie or bearer
        token name the person, under base64, hex, JSON and compression. These words are replaced by the victim's as far
        as others can know them (name, number, digest of a name), with the old signature, without one, with an empty and
        an invented one; tokens (JWT) also with `alg` none, an empty key, the public key and a `kid` of a file. It
        counts if the victim's page opens, with that cookie alone or beside the forger's own. An expired JWT must be
        refused; a pickle is recognised and never sent.

    How to fix it in Flask:
        Let Flask's session hold it, which is signed, and nothing else:

            @app.post("/remember-me")
            def remember_me():
                session["user_id"] = current_user.get_id()
                return "", 204

        and read JWTs with a fixed list of algorithms: `jwt.decode(token, key, algorithms=["HS256"])`.

    References:
        CWE-565, CWE-347, CWE-502, CWE-353, WSTG-SESS-01, WSTG-SESS-10, WSTG-ATHN-05, WSTG-INPV-23,
        ASVS v5.0.0-7.2.1, 9.1.1, 9.1.2, 9.2.1, 1.5.2, RFC 8725
    """
    visitor = signed_in(scene)
    yield from _pickled(visitor)
    names = names_of_ids(scene, visitor)
    if not names:
        raise NotApplicable("no cookie and no bearer token opens the account")
    if scene.visitor().is_logged_in():
        raise Inconclusive("the private page opens without a login")
    for name in dict.fromkeys([*names, *names_of(visitor.cookies)]):
        yield from _forged(scene, samples(scene, name))
    for name in names:
        yield from _expired(scene, visitor, name)


def _forged(scene: Scene, of: Samples) -> Iterator[Finding]:
    """The first forgery that works."""
    if all_claim(of):
        text = f"`{of.name}` holds the name of its owner and nothing else: anybody can write it"
        yield finding(text, evidence=signed_in(scene).last_exchange, cause="unsigned-id-cookie")
        return
    for forgery in forgeries_of(of, _public_keys(scene)):
        if proof := opened(scene, of, forgery):
            token = read_jwt(of.first) is not None
            whose = "another person's account" if of.owner != of.victim else "the account"
            yield finding(
                f"a `{of.name}` that the site never gave out ({forgery.how}) opens {whose}",
                evidence=proof,
                cause=None if token else "unsigned-id-cookie",
            )
            return


def _expired(scene: Scene, visitor: Visitor, name: str) -> Iterator[Finding]:
    """A token that says of itself that it is over, and is believed all the same."""
    token = read_jwt(value_of(visitor.cookies, name))
    wait = (token.expires or 0) - time.time() + 120 if token else 0
    if scene.inside is None or not 0 < wait < _LONGEST_WAIT_S:
        return
    kept = CookieJar() if name == BEARER else visitor.cookies.only(name)
    kept.authorization = visitor.cookies.authorization
    scene.inside.clock.advance(wait)
    late = scene.visitor(kept)
    if late.is_logged_in():
        text = f"the token `{name}` opens the account two minutes after the end that it names itself (`exp`)"
        yield finding(text, evidence=late.last_exchange, severity=Severity.MEDIUM)


def _pickled(visitor: Visitor) -> Iterator[Finding]:
    for cookie in visitor.cookies:
        if pickles(cookie.value):
            seen = Evidence(
                f"the value decodes to a pickle of {len(cookie.value)} characters; it was not loaded"
            )
            yield finding(
                f"the cookie `{cookie.name}` is a pickle: loading it runs what its writer likes",
                evidence=seen,
            )


def _public_keys(scene: Scene) -> tuple[str, ...]:
    """Public keys in the configuration: no secrets, and to some servers good enough for one."""
    values = scene.inside.config.values() if scene.inside else ()
    return tuple(value for value in values if isinstance(value, str) and "PUBLIC KEY-----" in value)
