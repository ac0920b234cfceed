"""Links built from what the client says that the site is called (CWE-644, CWE-640)."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Severity, Shows, finding, note
from authproof.probes.hosts import EVIL, FORWARDED, Claim, linked_to, mailed_with, redirected_to, visits
from authproof.visitor import Scene

_HOST = ("Host",)


@check(
    severity=Severity.MEDIUM,
    cwe=(644, 640, 20),
    asvs=("4.1.3",),
    wstg=("INPV-17", "ATHN-09"),
    shows=Shows.STORY,
)
def host_header_poisoning(scene: Scene) -> Iterator[Finding]:
    """The site's own name comes from its configuration: a host that the client names enters no link and no mail.

    Why it matters:
        Flask builds absolute addresses from the Host header. Whoever asks for a reset of somebody else's password and
        writes a host of their own there has the mail point to it: one click, and the token is theirs. In pages such
        a link reaches others through a cache.

    How it is tried:
        All pages of the entrance are opened, and a login and a logout made, with a foreign name in `Host`, then in
        `X-Forwarded-Host`, `Forwarded` and their like; a server turns an absolute request target into a Host header,
        so that is covered. Where the foreign name is refused, one that begins with the site's own is tried. Then a
        reset and a registration are sent like that, and the captured mails are read. It is a finding if the name
        stands in a mail (high), in an absolute address of a page, or in a redirect (low, where it only mirrors `Host`).
        With `host-at-proxy` in the policy, a server in front fixes the header, and all this is only noted.

    How to fix it in Flask:
        Say which names are yours (Flask 3.1), and build mailed links from the configuration:

            app.config["TRUSTED_HOSTS"] = ["www.example.com"]

            link = app.config["PUBLIC_URL"] + url_for("reset", token=token)

    References:
        CWE-644, CWE-640, CWE-20, WSTG-INPV-17, WSTG-ATHN-09, ASVS v5.0.0-4.1.3, RFC 9112 section 3.2.2
    """
    for claim in (_host_claim(scene), Claim(FORWARDED)):
        told = list(_found(scene, claim))
        if told and claim.headers == FORWARDED:
            alone = (Claim((name,)) for name in FORWARDED)
            told = [one for each in alone for one in _found(scene, each)] or told
        yield from told


def _host_claim(scene: Scene) -> Claim:
    """A foreign Host, or one that begins as the site's own does where the first is refused."""
    foreign = Claim(_HOST)
    if next(visits(scene, foreign)).response.status < 400:
        return foreign
    return Claim(_HOST, f"{urlsplit(scene.site.base).hostname}.{EVIL}")


def _found(scene: Scene, claim: Claim) -> Iterator[Finding]:
    answers = list(visits(scene, claim))
    for what, sent in mailed_with(scene, claim):
        yield _told(scene, f"the mail after {what} leads to the host that {claim} names", sent, Severity.HIGH)
    linking = next(((one, link) for one in answers if (link := linked_to(one, claim.host))), None)
    if linking:
        said = f"an address in {linking[0].request.path} takes its host from {claim}: {linking[1][:80]}"
        yield _told(scene, said, linking[0], Severity.MEDIUM)
    sending = next((one for one in answers if redirected_to(one, claim.host)), None)
    if sending:
        severity = Severity.LOW if claim.headers == _HOST else Severity.MEDIUM
        said = f"the redirect of {sending.request.path} takes its host from {claim}"
        yield _told(scene, said, sending, severity)


def _told(scene: Scene, message: str, evidence: Exchange, severity: Severity) -> Finding:
    """A finding, or a note where a server in front fixes the host."""
    if scene.policy.host_at_proxy:
        return note(f"{message}; a server in front fixes it (host-at-proxy)", evidence=evidence)
    return finding(message, evidence=evidence, severity=severity)
