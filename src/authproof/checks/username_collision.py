"""Two names that are one (CWE-178, CWE-176, CWE-362)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from authproof.checks._registry import check
from authproof.findings import Evidence, Finding, Severity, Shows, finding, note
from authproof.probes.crowd import addresses, can_crowd, newcomer, register_at_once
from authproof.probes.namesakes import Rival, account_tables, count_rows, register_rival, spellings
from authproof.visitor import Scene

_CROWD = 20


@check(
    severity=Severity.HIGH,
    cwe=(178, 176, 362),
    asvs=("2.2.1", "1.1.1", "15.4.2"),
    wstg=("IDNT-02", "IDNT-04"),
    shows=Shows.STORY,
)
def username_collision(scene: Scene) -> Iterator[Finding]:
    """Of two names that people or the app take for one, only the first becomes an account.

    Why it matters:
        Who reads `alice` and `Alice` reads one person. Where both exist, one can speak as the other, and
        wherever the app lowers, trims or normalises a name it may open, reset or overwrite the wrong account.

    How it is tried:
        With an account in place its name is registered again with another password: the same, with a capital,
        a space, a wide Unicode letter, an invisible letter, a NUL. Critical if the old password stops working
        or the new one opens the old account, medium if both stand side by side: as rows whose names are equal
        after NFKC, case folding and trimming, or because both sign in. Then one new name is registered 20
        times at once.

    How to fix it in Flask:
        Store a canonical key beside the shown name, and let the database hold it unique:

            username_key = db.Column(db.String(255), unique=True, nullable=False)

            user.username_key = unicodedata.normalize("NFKC", name).casefold().strip()
            try:
                db.session.commit()
            except IntegrityError:
                db.session.rollback()
                flash("This name is taken.")

        The PRECIS profile UsernameCaseMapped (package precis-i18n) also refuses invisible letters.

    References:
        CWE-178, CWE-176, CWE-362, WSTG-IDNT-02, WSTG-IDNT-04, ASVS v5.0.0-2.2.1, v5.0.0-1.1.1, v5.0.0-15.4.2,
        RFC 8265
    """
    scene.need_registration()
    where = addresses()
    tables = account_tables(scene, next(where))
    rivals: list[Rival] = []
    for label, spelt in spellings(scene.user, scene.site.login.identity):
        rivals.append(register_rival(scene, label, spelt, tables, where))
        if rivals[-1].severity is Severity.CRITICAL:
            yield _taken_over(rivals[-1])
            break
    yield from _side_by_side(rivals)
    scene.new_user()  # the refusals were about the names: registration works
    yield from _race(scene, tables)


def _taken_over(rival: Rival) -> Finding:
    effect = "locks its owner out" if rival.owner_out else "opens the account with a second password"
    return finding(
        f"registering a taken name again, with {rival.label}, {effect}",
        evidence=(rival.answer, rival.proof),
        severity=Severity.CRITICAL,
    )


def _side_by_side(rivals: Sequence[Rival]) -> Iterator[Finding]:
    beside = [one for one in rivals if one.severity is Severity.MEDIUM]
    if beside:
        labels = ", ".join(one.label for one in beside)
        yield finding(
            f"a taken name becomes another account when registered with {labels}",
            evidence=[Evidence(one.label, one.answer) for one in beside],
            severity=Severity.MEDIUM,
        )


def _race(scene: Scene, tables: Sequence[str]) -> Iterator[Finding]:
    kind = scene.site.login.identity
    first, *others = [newcomer(scene) for _ in range(_CROWD)]
    shared = {"username": first.username} if kind == "username" else {"email": first.email}
    if not tables or not can_crowd(scene):
        yield note(f"{_CROWD} registrations at once were not tried: the rows of the accounts cannot be read")
        return
    answers = register_at_once(scene, [first, *(replace(one, **shared) for one in others)])
    rows = max(count_rows(scene, first.identity(kind))[table] for table in tables)
    if rows > 1:  # how many depends on the moment, so no report says it
        made = [one for one in answers if one.response.status < 400]
        yield finding(
            f"{_CROWD} registrations of one new name at the same moment leave more than one account",
            evidence=made[:2] or answers[:2],
            severity=Severity.MEDIUM,
        )
    elif rows == 0:
        yield note(f"of {_CROWD} registrations of one new name at the same moment none made an account")
