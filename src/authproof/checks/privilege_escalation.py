"""Functions for the powerful, used by people who are not (CWE-269, CWE-862)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Severity, finding
from authproof.probes.admin_area import Area, Reached
from authproof.probes.roles import roles_of
from authproof.probes.self_grants import self_grants
from authproof.visitor import Scene


@check(
    severity=Severity.CRITICAL,
    cwe=(269, 862),
    asvs=("8.2.1",),
    wstg=("IDNT-01", "IDNT-03", "ATHZ-03", "CONF-05"),
)
def privilege_escalation(scene: Scene) -> Iterator[Finding]:
    """Ordinary people reach nothing that is for administrators, and cannot make themselves one.

    Why it matters:
        A guard is forgotten where nobody looks: on the POST behind a page that has one, on the second of two routes.
        To hide the link is no guard: addresses are guessed, and a form can be sent by whoever has seen it once.

    How it is tried:
        Somebody more powerful is looked for in the private copy of the database: an account that was there before (it
        is given a password that we know), or a new one of whose row one cell is changed: a flag turned over, a word
        of the app's source or another account's value written. A role is what opens a page that the user is refused, or
        shows a link that the user does not see. Then the user opens all that only the powerful account is led to,
        also by other methods, and sends its forms in a session of his own. It is a finding if the user reads names or
        addresses of others there, if rows change that are not the user's own, or if the user's own forms write the
        role with its column sent along and the closed page opens. Registration and profile forms that lack the
        column are tried by registration-mass-assignment.

    How to fix it in Flask:
        Guard the whole blueprint, so that no route of it can be forgotten:

            @admin.before_request
            def only_admins():
                if not (current_user.is_authenticated and current_user.is_admin):
                    abort(403)

    References:
        CWE-269, CWE-862, WSTG-IDNT-01, WSTG-IDNT-03, WSTG-ATHZ-03, WSTG-CONF-05, ASVS v5.0.0-8.2.1
    """
    roles = roles_of(scene)
    third = scene.other or scene.user
    area = Area(scene, roles, scene.need_inside(), third)
    for reached in (*area.pages(), *area.methods()):
        yield _told(reached, roles.made_by)
    yield from (_told(one, roles.made_by) for one in area.effects())
    yield from (_told(one, roles.made_by) for one in self_grants(scene, roles))


def _told(reached: Reached, made_by: str) -> Finding:
    return finding(f"an ordinary account: {reached.said}", evidence=(f"meant for {made_by}", reached.sent))
