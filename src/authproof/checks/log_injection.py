"""Lines in the log that a visitor wrote (CWE-117)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import quote

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, NotApplicable, Severity, Shows, finding
from authproof.probes.stored import file_text
from authproof.site import Account, account_steps, steps
from authproof.site.steps import FormGone
from authproof.visitor import Scene, Visitor

_CLEAR_LINE = "\x1b[2K"


@check(severity=Severity.LOW, cwe=(117,), asvs=("16.4.1",), wstg=("CONF-02",), shows=Shows.STORY)
def log_injection(scene: Scene) -> Iterator[Finding]:
    """What a visitor types cannot add a line to the log, nor steer the terminal in which somebody reads it.

    Why it matters:
        Who can write a line break into the log can write whole lines: a login of somebody else that never
        happened, or a hundred of them to bury the real one. An escape character hides or recolours what a
        reader sees in the terminal.

    How it is tried:
        A name with a line break, a made-up line and an escape sequence behind it is sent wherever names are taken:
        login, registration, the reset form, an address that does not exist, a parameter. Then every record, as the
        app's own handlers and formatters wrote it, all that was printed and log files are searched: a finding is a
        made-up line that begins a line, or an escape character that arrived as it was sent. Where no record shows
        what visitors sent, the check does not apply.

    How to fix it in Flask:
        Let the text show its control characters instead of obeying them:

            app.logger.info("login failed for %s", ascii(name))

        or use a formatter that writes JSON.

    References:
        CWE-117, WSTG-CONF-02, ASVS v5.0.0-16.4.1
    """
    inside, heard = scene.need_inside(), scene.need_inside().records.heard
    old = {name: file_text(name) for name in inside.files.written}
    plain, fake, hidden = (scene.people.letters(10) for _ in range(3))
    sent = [
        exchange
        for name in (plain, f"{plain}\r\n{fake}{_CLEAR_LINE}{hidden}")
        for visitor in _everywhere(scene, name)
        for exchange in visitor.history
    ]
    files = (file_text(name).removeprefix(old.get(name, "")) for name in inside.files.written)
    said = (*(record.text for record in inside.records.since(heard)), inside.output.text(), *files)
    if line := next(forged(said, fake), None):
        yield finding(
            "a line break in a name begins a new line of the log", evidence=_shown(sent, fake, line)
        )
    if line := next(steered(said, hidden), None):
        yield finding(
            "an escape sequence in a name reaches the log as it is", evidence=_shown(sent, hidden, line)
        )
    known = (plain, fake, hidden, scene.user.username)
    if not any(word in text for text in said for word in known):
        raise NotApplicable(
            "no record shows anything that a visitor sent, looked for the names typed into the forms"
        )


def forged(said: tuple[str, ...], fake: str) -> Iterator[str]:
    """The texts in which the made-up line begins a line."""
    yield from (text for text in said if f"\n{fake}" in text or f"\r{fake}" in text)


def steered(said: tuple[str, ...], hidden: str) -> Iterator[str]:
    """The texts in which the escape sequence stands as it was sent."""
    yield from (text for text in said if f"{_CLEAR_LINE}{hidden}" in text)


def _everywhere(scene: Scene, name: str) -> Iterator[Visitor]:
    """Send that name wherever a visitor's text is taken."""
    visitor = scene.visitor()
    typed = {**steps.login_values(scene.site.login, scene.user), scene.site.login.identity_field: name}
    with suppress(FormGone):
        visitor.submit(visitor.login_form(), typed)
    for path in (
        f"/{quote(name, safe='')}",
        f"{scene.site.login.form.path}?next={quote(f'/{name}', safe='')}",
    ):
        visitor.visit(path)
    yield visitor
    if recipe := scene.site.features.reset:
        asking = scene.visitor()
        with suppress(FormGone):
            account_steps.request_reset(asking.agent, recipe, _called(scene, scene.user, name))
        yield asking
    if scene.site.register and "\n" in name:
        length, special = scene.site.register.password_length, scene.site.register.special
        person = _called(scene, scene.people.account(password_length=length, special=special), name)
        newcomer = scene.visitor(account=person)
        with suppress(FormGone):
            newcomer.register(person)
            newcomer.log_in()
        yield newcomer


def _called(scene: Scene, person: Account, name: str) -> Account:
    """That person under this name; where people have only an address, the name stands in it."""
    recipe = scene.site.register
    by_name = recipe.fields_for("username") if recipe else scene.site.login.identity == "username"
    return replace(person, username=name) if by_name else replace(person, email=f"{name}@example.com")


def _shown(sent: list[Exchange], word: str, line: str) -> tuple[Evidence, ...]:
    """The request that carried the word, and the text around it with its control characters spelt out."""
    at = line.index(word)
    carrying = [one for one in sent if word in one.request.url or word in one.request.body.decode("latin-1")]
    first = carrying[0] if carrying else None
    return (Evidence(f"in the log: {line[max(0, at - 80) : at + len(word)]!a}", first),)
