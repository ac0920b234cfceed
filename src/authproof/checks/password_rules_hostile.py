"""Rules that make passwords worse (CWE-521, CWE-263)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, Inconclusive, NotApplicable, Severity, Shows, finding, note
from authproof.probes.newcomers import Newcomers, newcomers
from authproof.probes.variants import Variant, variants
from authproof.site import Account, read_page
from authproof.site.steps import path_of
from authproof.visitor import Scene

# Four hundred days in steps, with a login after each: whoever is shut out is so by the password's age.
_STEP_S, _STEPS = 50 * 86_400, 8


@check(
    severity=Severity.LOW,
    cwe=(521, 263),
    asvs=("6.2.10", "6.2.5", "6.2.9"),
    wstg=("ATHN-07",),
    shows=Shows.STORY,
)
def password_rules_hostile(scene: Scene) -> Iterator[Finding]:
    """A good password is not refused for being long, for the characters it has or has not, or for its age.

    Why it matters:
        A limit of 20 characters, "one capital, one digit, one sign" and a change every 90 days lead to `Summer2026!`
        and to notes on the screen. NIST and ASVS forbid such rules; length and a list of common passwords do more.

    How it is tried:
        Register, or change the password where nobody can register: with 64 random characters, with lower-case letters
        alone, with a space, other scripts' letters, all punctuation inside. Where one is refused, a random password
        of that length in the style that the site takes must be accepted next, else the reason was another. In process
        the clock then moves by 400 days, with a login every 50: the user must still get in, and where not, somebody
        who has just registered must.

    How to fix it in Flask:
        Ask for length alone, generously:

            password = PasswordField("Password", [InputRequired(), Length(min=15, max=256)])

    References:
        CWE-521, CWE-263, WSTG-ATHN-07, ASVS v5.0.0-6.2.5, 6.2.9 and 6.2.10, NIST SP 800-63B-4 section 3.1.1.2
    """
    if scene.site.register is not None or scene.site.features.change is not None:
        people = newcomers(scene)
        people.confirm(always=True)  # the control: the known good style is accepted
        for one in variants(people.recipe.password_length, scene.people.letters):
            yield from _refused(people, one)
    elif scene.inside is None:
        raise NotApplicable("nobody can choose a password, and the clock of a URL cannot be moved")
    else:
        yield note("nobody can choose a password, so only the age of the given one was tried")
    yield from _aged(scene)


def _refused(people: Newcomers, one: Variant) -> Iterator[Finding]:
    """A variant that is refused, although a password of that length in the known style is accepted.

    Raises:
        Inconclusive: nothing is accepted any more.
    """
    known = people.random(people.recipe.password_length)
    if people.accepts(one.made_from(known)):
        return
    refusal = people.answer
    people.confirm()
    yield finding(
        f"a password {one.words} is refused",
        evidence=(
            Evidence(f"a usual password of {len(known)} characters is accepted", people.answer),
            *([refusal] if refusal else []),
        ),
    )


def _aged(scene: Scene) -> Iterator[Finding]:
    """The password is too old at some login, although its owner came every fifty days."""
    if scene.inside is None:
        return
    if _kept_out(scene, scene.user):
        raise Inconclusive("the login leads to a form for a new password from the first day on")
    for step in range(1, _STEPS + 1):
        scene.inside.clock.advance(_STEP_S)
        if history := _kept_out(scene, scene.user):
            yield _too_old(scene, step * _STEP_S // 86_400, history)
            return


def _kept_out(scene: Scene, account: Account) -> list[Exchange]:
    """What somebody saw who logs in and comes to no private page, or to one for a new password instead."""
    visitor = scene.visitor(account=account)
    if not visitor.try_log_in() and not (scene.wait_out_lock() and visitor.try_log_in()):
        return visitor.history
    page = visitor.visit(scene.site.witnesses[0].path)
    diverted = path_of(page) != scene.site.witnesses[0].arrives and _asks_new(page)
    return visitor.history if diverted else []


def _too_old(scene: Scene, days: int, history: list[Exchange]) -> Finding:
    """What it means that the right password leads nowhere after so many days.

    Raises:
        Inconclusive: newcomers fare no better, or nothing asks for a new password.
    """
    asks = next((one for one in reversed(history) if _asks_new(one)), None)
    newcomer = scene.new_user() if scene.site.register else None
    if _kept_out(scene, newcomer) if newcomer else asks is None:
        raise Inconclusive(
            f"after {days} days the right password leads nowhere, and its age is not the reason"
        )
    return finding(
        f"a password of {days} days is good for nothing any more: a change is forced by the calendar",
        evidence=asks or history[-1],
    )


def _asks_new(exchange: Exchange) -> bool:
    """Whether a page has a form to choose a new password."""
    forms = read_page(exchange).forms
    return any(
        len(form.passwords) > 1 or any(one.autocomplete == "new-password" for one in form.passwords)
        for form in forms
    )
