"""Accounts that come with the app, under passwords that everybody knows (CWE-1392, CWE-798)."""

from collections.abc import Iterator, Sequence

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Severity, finding, note
from authproof.probes.crowd import addresses, sent
from authproof.probes.guessing import PAIRS, Seeded, guesses, seeded
from authproof.probes.renown import is_in_nameless
from authproof.site import Account, AccountMaker
from authproof.site.steps import FormGone
from authproof.visitor import Scene

# So many failures no sensible lock counts; after them an hour passes, where the clock can be moved.
_PACE = 3


@check(severity=Severity.CRITICAL, cwe=(1392, 798), asvs=("6.3.2", "6.4.1"), wstg=("ATHN-02",))
def default_credentials(scene: Scene) -> Iterator[Finding]:
    """No account comes with the app under a default, blank or easily guessed password.

    Why it matters:
        An administrator that a script made for the first start, with `admin` as the password, is tried by every
        scanner within minutes. Nobody remembers to change it.

    How it is tried:
        In process the rows of the account table are read: who is there and was not made up by this audit was there
        before. For up to four of them some thirty passwords are tried at the real login: none, the name and what
        follows from it, and what everybody tries. Each guess comes from another address, and an hour passes after
        every third, so that no lock hides a right guess. Where no rows can be seen, sixteen well-known pairs of
        name and password are tried. A finding is an account that opens. The account that the audit was given is
        compared with its guesses as well.

    How to fix it in Flask:
        Make the first account by a command that asks, and ship none:

            @app.cli.command("create-admin")
            @click.argument("username")
            @click.password_option()
            def create_admin(username, password):
                user = User(username=username, is_admin=True)
                user.set_password(password)
                db.session.add(user)
                db.session.commit()

    References:
        CWE-1392, CWE-798, WSTG-ATHN-02, ASVS v5.0.0-6.3.2 and 6.4.1
    """
    scene.signed_in()  # the control: the login lets the right password in
    where = addresses()
    kind = scene.site.login.identity
    rows = tuple(scene.inside.databases.cells()) if scene.inside else ()
    seen = any(str(one.value).casefold() == scene.user.identity(kind).casefold() for one in rows)
    found = seeded(rows, scene.user, kind, AccountMaker.invented)
    tries = [(one.name, guesses(one)) for one in found] if seen else _pairs()
    for name, words in tries:
        if hit := _guessed(scene, name, words, where):
            password, exchanges = hit
            what = "no password at all" if not password else f"the password {password!r}"
            yield finding(
                f"the account {name!r}, which was there before anybody registered, opens with {what}",
                evidence=exchanges,
            )
    if scene.site.register is None and scene.user.password in guesses(Seeded(scene.user.identity(kind))):
        message = f"the account {scene.user.identity(kind)!r} has a password that everybody tries"
        yield finding(message, evidence="compared with the passwords that are tried first")
    if found:
        names = ", ".join(one.name for one in found)
        scene.signed_in()  # the control once more: the guesses were not refused because all were
        yield note(
            f"accounts that are there from the start: {names}", evidence="rows that this audit did not make"
        )


def _pairs() -> list[tuple[str, Iterator[str]]]:
    names = dict.fromkeys(name for name, _ in PAIRS)
    return [(one, iter([word for name, word in PAIRS if name == one])) for one in names]


def _guessed(
    scene: Scene, name: str, words: Iterator[str], where: Iterator[str]
) -> tuple[str, Sequence[Exchange]] | None:
    """The first password with which the account opens, and the exchanges that show it."""
    for count, word in enumerate(words, 1):
        visitor = scene.visitor(account=Account(name, name, word), address=next(where))
        try:
            visitor.log_in()
        except FormGone:
            continue
        login = sent(visitor)
        if is_in_nameless(scene, visitor):
            return word, (login, visitor.last_exchange)
        if count % _PACE == 0:
            scene.wait_out_lock()
    return None
