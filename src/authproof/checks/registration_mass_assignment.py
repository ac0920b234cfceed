"""Fields that nobody asked for, and that are stored all the same (CWE-915)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, Severity, Shows, finding
from authproof.probes.granting import Grant, doors, grants, opened_pages, row_of
from authproof.visitor import Scene

# Longer values are keys and hashes, of which a report shows nothing.
_SHOWN = 30


@check(
    severity=Severity.CRITICAL,
    cwe=(915,),
    asvs=("15.3.3", "8.2.3"),
    wstg=("INPV-20", "IDNT-01", "IDNT-02"),
    shows=Shows.STORY,
)
def registration_mass_assignment(scene: Scene) -> Iterator[Finding]:
    """A field that the form does not have sets nothing: not a role, not an id, not a balance.

    Why it matters:
        Code that copies a whole request into a row is short, and lets everybody write `is_admin=1` behind the
        fields that they see. Column names are easy to guess.

    How it is tried:
        The row of a new account is looked up in the private copy of the database. For each column that the form
        does not have, and that does not hold what the person typed, a value of its type is sent along: as form
        fields in several spellings, and as JSON where the registration takes it. The same with the form of the
        profile. A finding is a column that then holds the value sent, and did not without it. Roles and identities
        are critical, others medium. Optional texts that are empty otherwise are a person's own to say. Where no
        row can be seen, usual names are sent, and no page may open by them that is closed to others.

    How to fix it in Flask:
        Name what you take:

            user = User(username=form.username.data, email=form.email.data)

    References:
        CWE-915, WSTG-INPV-20, WSTG-IDNT-01, WSTG-IDNT-02, ASVS v5.0.0-15.3.3 and 8.2.3
    """
    if scene.site.features.profile is None:
        scene.need_registration()
    ways = list(doors(scene))
    for door in ways:
        for grant in grants(scene, door):
            yield _told(grant)
    # The control after it all: people can still register, and their rows are seen.
    if not row_of(scene, scene.spare_user()) and scene.site.register is None:
        raise Inconclusive("nobody can register, and no stored row names the user: nothing could be seen")
    if not row_of(scene, scene.spare_user()):
        yield from _by_pages(scene)


def _told(grant: Grant) -> Finding:
    wish = grant.wish
    sent, usual = ("…" if len(str(one)) > _SHOWN else repr(one) for one in (wish.value, wish.before))
    return finding(
        f"{grant.words} sets the column {wish.column!r}, which its form does not have: {sent} instead of {usual}",
        evidence=(f"{wish.column} holds the value that was sent along", grant.exchange),
        severity=Severity.CRITICAL if wish.powerful else Severity.MEDIUM,
    )


def _by_pages(scene: Scene) -> Iterator[Finding]:
    """Without a look at what is stored: a page that opens by the extra fields alone."""
    try:
        opened = opened_pages(scene)
    except LookupError:
        raise Inconclusive(
            "no stored row names a new account, and no page is closed to ordinary accounts: nothing could be seen"
        ) from None
    if opened:
        sent, page = opened
        yield finding(
            f"registration with extra fields opens {page.request.path}, which is closed to others",
            evidence=(sent, page),
        )
