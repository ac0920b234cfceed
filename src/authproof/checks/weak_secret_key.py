"""The key that signs cookies (CWE-321)."""

from collections.abc import Iterator
from dataclasses import replace

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, NotApplicable, Severity, Shows, finding
from authproof.probes.cookies import BEARER, Login, login_of, names_of, value_of
from authproof.probes.key_sources import literal, live_keys
from authproof.probes.signatures import fitting, forged, found_among, schemes_of
from authproof.probes.weak_keys import common_keys, weakness
from authproof.visitor import Scene

Signed = tuple[tuple[Login, str, str], ...]


@check(
    severity=Severity.CRITICAL,
    cwe=(321, 1392, 331),
    asvs=("13.3.1", "11.5.1"),
    wstg=("SESS-01", "CRYP-04"),
    shows=Shows.STORY,
)
def weak_secret_key(scene: Scene) -> Iterator[Finding]:
    """The key that signs sessions is long, random, and known to nobody who reads tutorials or the source.

    Why it matters:
        Flask's session and Flask-Login's remember cookie are readable; only their signature says that they are genuine.
        Whoever has the key writes a cookie for any user, administrators first, and no log shows a login.

    How it is tried:
        Some ten thousand keys that people write while they learn (`dev`, `your-secret-key`, and what a small grammar
        makes of such words) are tried on the signature of one's own cookies, offline. In process the configured keys
        are judged themselves: made of such words, shorter than 8 bytes (critical) or 16 (high), with hardly any
        chance in it (high), written in the app's own source (low). A key that was found is proved: a cookie of one's
        own is changed and signed anew, a clean browser gets in with it, and with a wrong key it does not. A key that
        signs none of the cookies seen is at most a medium finding.

    How to fix it in Flask:
        Make one with `python3 -c "import secrets; print(secrets.token_hex(32))"`, keep it out of the source, and let
        the app refuse to start without it:

            app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]

    References:
        CWE-321, CWE-1392, CWE-331, WSTG-SESS-01, WSTG-CRYP-04, ASVS v5.0.0-13.3.1, v5.0.0-11.5.1
    """
    signed, keys = _signed(scene), live_keys(scene.inside)
    if not signed and not keys:
        raise NotApplicable("no cookie or token is signed in a known way, and no SECRET_KEY is configured")
    if not any(fitting(value, key) for _, _, value in signed for _, key in keys):
        keys = (
            *keys,
            *(
                ("the signing key", key)
                for key in found_among(common_keys(), [value for _, _, value in signed])
            ),
        )
    for setting, key in keys:
        place = literal(scene.inside, key)
        if (problem := weakness(key, written=place is not None)) is None:
            continue
        fits = tuple(one for one in signed if fitting(one[2], key))
        proof = next(
            (seen for login, name, value in fits if (seen := _forgery(scene, login, name, value, key))), None
        )
        said = "" if fits else "; nothing that was seen is signed with it"
        said += f"; a session forged with it opened {proof.request.path}" if proof else ""
        yield finding(
            f"{setting} {problem[1]}{said}",
            evidence=(_described(key, fits), *([proof] if proof else [])),
            severity=problem[0] if fits else min(problem[0], Severity.MEDIUM),
            location=place,
        )


def _signed(scene: Scene) -> Signed:
    """What one's own browser was given in a signed form, after a plain login and after one with the box ticked."""
    logins = [login_of(scene, scene.signed_in())]
    if scene.site.login.remember_field is not None:
        logins.append(login_of(scene, scene.signed_in(remember=True)))
    given = (
        (login, name, value_of(login.jar, name))
        for login in logins
        for name in (*names_of(login.jar), BEARER)
    )
    return tuple(one for one in given if schemes_of(one[2]))


def _forgery(scene: Scene, login: Login, name: str, value: str, key: bytes) -> Exchange | None:
    """The private page, opened with what was signed here; None where that proves nothing."""
    right, wrong = (_opened(scene, login, name, forged(value, key, signer)) for signer in (key, key + b"?"))
    return right if wrong is None else None


def _opened(scene: Scene, login: Login, name: str, value: str | None) -> Exchange | None:
    if value is None:
        return None
    jar = login.jar.only(*login.names)
    if name == BEARER:
        jar.authorization = f"Bearer {value}"
    for cookie in login.jar.only(name):
        jar.plant(replace(cookie, value=value))
    forger = scene.visitor(jar)
    return forger.last_exchange if forger.is_logged_in() else None


def _described(key: bytes, fits: Signed) -> Evidence:
    """The key by its length and beginning, and what it signs."""
    shown = f"{len(key)} bytes, beginning with {key[:2].decode('latin-1')!r}"
    named = dict.fromkeys(
        f"`{name}` ({scheme.name})" for _, name, value in fits if (scheme := fitting(value, key))
    )
    return Evidence(shown + (f"; it signs {', '.join(named)}" if named else ""))
