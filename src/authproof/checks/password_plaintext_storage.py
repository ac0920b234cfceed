"""Passwords that can be read in the database (CWE-256, CWE-257)."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, NotApplicable, Severity, Shows, finding
from authproof.probes.spellings import need_distinct, packed_in, spelt_in
from authproof.probes.stored import Trace, growing_place, need_stored, place_of, stored, text_of, trace_of
from authproof.site import Account
from authproof.site.steps import FormGone, find_form
from authproof.target.cells import Cell
from authproof.target.inside import Inside
from authproof.visitor import Scene

# How much longer the second password is than the first: a cipher's output grows with it, a hash's does not.
_LONGER = 40


@check(
    severity=Severity.CRITICAL,
    cwe=(256, 257),
    asvs=("11.4.2",),
    wstg=("ATHN-04", "ATHN-09"),
    shows=Shows.STORY,
)
def password_plaintext_storage(scene: Scene) -> Iterator[Finding]:
    """Nobody who reads the database, a file or a mail of the app can learn a password from it.

    Why it matters:
        A backup, a stolen disk, one SQL injection or one curious colleague, and every account is open,
        here and wherever people use the same password. Encrypting helps little: the key lies beside the data.

    How it is tried:
        Register with a random password, log in, also wrongly, and ask for a reset. Then look for both passwords in
        every cell of the database, in the files that the app wrote and in its mails: in clear, in any letter case,
        reversed, in hex, base64, rot13, URL- or HTML-escaped, inside packed session data, or cut in half. Then
        register with a password that is 40 characters longer: a stored value that grows with it was encrypted,
        not hashed. The new name must be found in what was read, else the accounts are kept elsewhere.

    How to fix it in Flask:
        Keep only a slow, salted hash:

            from argon2 import PasswordHasher

            def set_password(self, password):
                self.password_hash = PasswordHasher().hash(password)

        and never mail or log what somebody typed. Then make everybody choose a new password.

    References:
        CWE-256, CWE-257, WSTG-ATHN-04, WSTG-ATHN-09, ASVS v5.0.0-11.4.2
    """
    inside = scene.need_inside()
    need_stored(inside)
    before = frozenset(stored(inside)) if scene.site.register else frozenset()
    first = trace_of(scene)
    need_distinct(first.account)
    mistyped, answer = _mistyped(scene, first)
    cells = tuple(cell for cell in stored(inside) if cell not in before)
    _need_account_in(cells, first)
    readable = False
    for what, secret in (("the password", first.account.password), ("a mistyped password", mistyped)):
        for place, how in _places(cells, secret):
            readable = True
            yield finding(f"{what} stands {how} in {place}", evidence=(answer, f"{place}: found {how}"))
    _forget(scene, first.account)
    yield from _mailed(inside, first.account.password)
    if not readable and (growing := growing_place(scene, first, _LONGER)):
        yield finding(
            f"{growing} grows with the length of the password: encrypted, so whoever has the key can read it",
            evidence=f"{growing}: {_LONGER} more characters in the password make a longer value, twice over",
            severity=Severity.HIGH,
        )


def _mistyped(scene: Scene, trace: Trace) -> tuple[str, Exchange]:
    """A wrong password sent to the login, and the answer."""
    wrong, visitor = scene.people.password(24), scene.visitor(account=trace.account)
    try:
        return wrong, visitor.log_in(trace.account.with_password(wrong))
    except FormGone as gone:
        return wrong, gone.exchange


def _forget(scene: Scene, account: Account) -> None:
    """Ask for a new password, where that can be done: some sites mail the old one."""
    recipe = scene.site.features.reset
    if recipe is None:
        return
    visitor = scene.visitor(account=account)
    with suppress(FormGone):
        form = find_form(visitor.visit(recipe.form.path), recipe.form)
        visitor.submit(form, {recipe.identity_field: account.identity(recipe.identity)})


def _need_account_in(cells: Iterable[Cell], trace: Trace) -> None:
    names = (trace.account.username.casefold(), trace.account.email.casefold())
    if not any(name in text_of(cell.value).casefold() for cell in cells for name in names):
        raise NotApplicable(
            "the accounts are kept where we cannot look: the name is in no SQLite table or file"
        )


def _places(cells: Iterable[Cell], secret: str) -> Iterator[tuple[str, str]]:
    """Each place that holds the secret once, and how it is written there."""
    told: list[str] = []
    for cell in cells:
        if place_of(cell) not in told and (how := _readable(cell.value, secret)):
            told.append(place_of(cell))
            yield place_of(cell), how


def _readable(value: object, secret: str) -> str | None:
    raw = value if isinstance(value, bytes) else str(value)
    half = secret[: max(10, len(secret) // 2)]
    return packed_in(raw, secret) or ("cut short" if spelt_in(raw, half) == "in clear" else None)


def _mailed(inside: Inside, password: str) -> Iterator[Finding]:
    how = next((how for mail in inside.mailbox.mails if (how := packed_in(mail.text, password))), None)
    if how:
        what = f"a mail that the app sent holds the password {how}"
        yield finding(what, evidence=f"{len(inside.mailbox.mails)} mails read", severity=Severity.HIGH)
