"""Questions and hints that stand in for the password (CWE-640)."""

from collections.abc import Iterator, Sequence

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Severity, finding, note
from authproof.probes.crowd import addresses
from authproof.probes.inquiry import Person, asking_columns, asking_forms, person, shown_hint, stranger
from authproof.probes.recovery import Knowledge, Trail, follow, public_forms
from authproof.site.model import FormRecipe
from authproof.visitor import Scene


@check(severity=Severity.MEDIUM, cwe=(640,), asvs=("6.4.2",), wstg=("ATHN-08",))
def knowledge_based_auth(scene: Scene) -> Iterator[Finding]:
    """No security question, hint or date of birth opens an account in the place of its password.

    Why it matters:
        Where somebody was born and what the dog is called stands on the web, and few answers are common enough to
        be guessed. A hint mostly is the password in other words.

    How it is tried:
        A new person answers every question and gives every hint that registration and profile ask for, with a
        made-up word. Then a stranger goes every public way that takes a name, form after form, and answers with that
        word, mail address and name; no mail is opened. It is a finding if that signs in or sets a new password;
        a second person and a wrong answer show whether the answer mattered. It is one as well if the word comes
        back to a stranger who types the name and a wrong password, or the name alone. Fields and columns that merely
        sound like a question are notes.

    How to fix it in Flask:
        Take the columns away, and let a mailed link be the only way back:

            token = URLSafeTimedSerializer(app.secret_key, salt="reset").dumps(user.id)
            mail.send(Message("New password", recipients=[user.email], body=url_for("reset", token=token)))

    References:
        CWE-640, WSTG-ATHN-08, ASVS v5.0.0-6.4.2, NIST SP 800-63B-4 section 3.1.1.2
    """
    scene.signed_in()  # the control: the account opens with its password
    where = addresses()
    starts, asked = public_forms(scene), asking_forms(scene)
    if starts or asked:
        one = person(scene, next(where))
        yield from _opened(scene, one, starts, where)
        yield from _shown(scene, starts, where)
    for words in [*asked, *asking_columns(scene)]:
        yield note(f"{words} sounds like a question or a hint", evidence=words)


def _opened(
    scene: Scene, one: Person, starts: Sequence[FormRecipe], where: Iterator[str]
) -> Iterator[Finding]:
    """A public way at whose end the account is open."""
    for start in starts:
        for answer in dict.fromkeys([one.answer, one.account.username]):
            trail = follow(scene, start, Knowledge(one.account, answer, one.new), next(where))
            if trail.opened:
                yield _judged(scene, trail, trail.opened, where)
                return


def _judged(scene: Scene, trail: Trail, opened: Exchange, where: Iterator[str]) -> Finding:
    """Whether the answer mattered: another person's account, and a wrong one."""
    what, severity = "name and mail address alone", Severity.HIGH
    if scene.site.register is not None:
        other = person(scene, next(where))
        again = follow(scene, trail.start, Knowledge(other.account, "nonesuch", other.new), next(where))
        if not again.opened:
            what, severity = "what the owner once answered", Severity.MEDIUM
    sent = [exchange for exchange in trail.history if exchange.request.method == "POST"]
    return finding(
        f"who knows {what} gets into the account, beginning at {trail.start.path}",
        evidence=(opened, *sent),
        severity=severity,
    )


def _shown(scene: Scene, starts: Sequence[FormRecipe], where: Iterator[str]) -> Iterator[Finding]:
    """A stranger reads what the owner answered."""
    one = person(scene, next(where))
    if not one.asked:
        return
    seen = list(stranger(scene, one, next(where)))
    for start in starts:
        seen += follow(scene, start, Knowledge(one.account, "nonesuch", one.new), next(where)).history
    if hint := shown_hint(seen, one):
        yield finding(
            f"{hint.request.path} shows a stranger what the owner answered or hinted", evidence=hint
        )
