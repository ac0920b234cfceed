"""What login, registration and reset tell about who has an account (CWE-204)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, Severity, Shows, finding
from authproof.probes.asking import Visit, forms_that_take_a_name, in_turns, send_name, shown, telling, when
from authproof.probes.crowd import addresses, guess, join, newcomer
from authproof.site import Account, Form
from authproof.site.candidates import recipe_for
from authproof.visitor import Scene, Visitor

_PAIRS = 5


@check(severity=Severity.MEDIUM, cwe=(204,), asvs=("6.3.8",), wstg=("IDNT-04", "ATHN-09"), shows=Shows.STORY)
def account_enumeration(scene: Scene) -> Iterator[Finding]:
    """No answer of login, registration or reset tells a stranger whether a name has an account.

    Why it matters:
        A list of names that exist is what password guessing, phishing and blackmail begin with. Sites about
        health, money or love betray a person by the mere fact of an account.

    How it is tried:
        Names with an account and names that nobody has are used in turns, five times each and each time from
        another address: with a wrong password at the login, in every public form that takes a name (such as a
        reset), and for new accounts. Names, tokens and digits are masked. What is left in status, redirect,
        cookies, headers, title and text must not tell the two kinds apart in all pairs. Then both get so many
        wrong passwords that a lock would show, and are compared again. A registration that says what is taken
        is a low finding; `public-names = true` in the policy says that user names are no secret.

    How to fix it in Flask:
        Give one answer for an unknown name and a wrong password, and the same limit for both:

            user = find_user(form.username.data)
            if user is None or not user.check_password(form.password.data):
                flash("Wrong username or password.")
                return render_template("login.html", form=form)

        At registration and reset say "We have sent you a mail" in every case, and let the mail tell the rest.

    References:
        CWE-204, WSTG-IDNT-04, WSTG-ATHN-09, ASVS v5.0.0-6.3.8
    """
    where = addresses()
    known = [one.with_password(scene.people.password()) for one in (scene.user, scene.other) if one]
    pairs = [(one, scene.people.account().with_password(one.password)) for one in known]

    def log_in(account: Account) -> Visitor:
        return guess(scene, account, next(where))

    once = in_turns(log_in, islice(cycle(pairs), _PAIRS))
    yield from _told("the login", once)
    if not telling(*once):
        tries = scene.policy.failure_limit + 2
        often = in_turns(log_in, pairs[:1] * tries)
        yield from _told(f"after {tries} wrong passwords the login", [visits[-3:] for visits in often])
    for form in forms_that_take_a_name(scene):
        asked = in_turns(_sender(scene, form, where), islice(cycle(pairs), _PAIRS))
        yield from _told(f"the form on {recipe_for(form).path}", asked)
    if scene.site.register:
        yield from _registration(scene, where)


def _sender(scene: Scene, form: Form, where: Iterator[str]) -> Callable[[Account], Visitor]:
    return lambda account: send_name(scene.visitor(account=account, address=next(where)), form)


def _told(what: str, kinds: Sequence[Sequence[Visit]]) -> Iterator[Finding]:
    known, strangers = kinds
    for trait in telling(known, strangers)[:1]:
        yield finding(
            f"{what} tells who has an account: {when(known, trait)}", evidence=shown(known, strangers, trait)
        )


def _registration(scene: Scene, where: Iterator[str]) -> Iterator[Finding]:
    recipe = scene.need_registration()
    told = [("user name", "username", scene.user.username), ("mail address", "email", scene.user.email)]
    asked = [(words, role, value) for words, role, value in told if recipe.fields_for(role)]
    rows = [
        [newcomer(scene), *(replace(newcomer(scene), **{role: value}) for _, role, value in asked)]
        for _ in range(_PAIRS)
    ]
    fresh, *taken = in_turns(lambda account: join(scene, account, next(where)), rows)
    if not scene.visitor(account=fresh[0].account, address=next(where)).try_log_in():
        raise Inconclusive(
            "a new account could not log in, so nothing is known of the registration's answers"
        )
    for (words, role, _), visits in zip(asked, taken, strict=True):
        public = role == "username" and scene.policy.public_names
        for trait in telling(visits, fresh)[:1]:
            yield finding(
                f"registration tells that a {words} is taken: {when(visits, trait)}",
                evidence=shown(visits, fresh, trait),
                severity=Severity.INFO if public else Severity.LOW,
            )
