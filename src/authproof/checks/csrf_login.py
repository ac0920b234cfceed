"""Logging somebody in from another site (CWE-352)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from authproof.checks._registry import check
from authproof.client.agent import CrossSite
from authproof.exchange import Exchange, Headers
from authproof.findings import Finding, Inconclusive, Severity, finding
from authproof.probes.cookies import session_login
from authproof.site import Account, steps
from authproof.site.html import Form
from authproof.site.steps import FormGone
from authproof.visitor import Scene

Values = dict[str, str | None]
# What a browser sends from a sandboxed frame that wants no Referer (Fetch standard, "null" as an opaque origin).
_ANONYMOUS: Headers = (("Origin", "null"), ("Referer", ""))


@dataclass(frozen=True, slots=True)
class Forgery:
    """One way for another site to send a form: what it puts into the hidden fields, and whose cookies are there."""

    said: str
    hidden: Callable[[str], str | None]
    visited: bool = False
    headers: Headers = ()


_FORGERIES = (
    Forgery("without hidden fields", lambda _value: None),
    Forgery("without hidden fields, after a visit", lambda _value: None, visited=True),
    Forgery("without hidden fields, Origin `null` and no Referer", lambda _value: None, headers=_ANONYMOUS),
    Forgery("with empty hidden fields", lambda _value: "", visited=True),
    Forgery("with the attacker's own hidden fields", lambda value: value),
    Forgery("with the attacker's own hidden fields, after a visit", lambda value: value, visited=True),
)


@check(severity=Severity.LOW, cwe=(352,), asvs=("3.5.1",), wstg=("SESS-05",))
def csrf_login(scene: Scene) -> Iterator[Finding]:
    """No other site can log a browser in, neither by the login form nor by registration.

    Why it matters:
        The victim works in the attacker's account without noticing: what is searched, uploaded or paid for there is
        the attacker's. Together with a script that shows only to its own account it is a way into the victim's page.

    How it is tried:
        Another site posts the login form with the attacker's name and password: without the hidden fields, with empty
        ones, with those of the attacker's own page; into a browser that knows the site and one that does not; with a
        foreign Origin, and with Origin `null` and no Referer. Only the cookies travel that SameSite lets travel. It is
        a finding if the browser is then in the attacker's account. Where registration signs in, the same is done with
        it. The control: the form sent from the site itself works. Checking Origin or Sec-Fetch-Site is a defence, too.

    How to fix it in Flask:
        Flask-WTF checks a token in every form, also for people who are not logged in yet:

            csrf = CSRFProtect(app)

        and in each form:

            <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">

    References:
        CWE-352, WSTG-SESS-05, ASVS v5.0.0-3.5.1
    """
    session_login(scene)
    attacker = scene.other or scene.user
    if scene.visitor(account=attacker).is_logged_in():
        raise Inconclusive("the private page opens without a login")
    for forgery in _FORGERIES:
        if proof := _forced_login(scene, attacker, forgery):
            yield finding(
                f"another site logs a browser in by posting the login form {forgery.said}",
                evidence=proof,
                location=proof[0].view,
            )
            break
    if not scene.site.signed_in_after_register:
        return
    for forgery in _FORGERIES:
        if proof := _forced_registration(scene, forgery):
            yield finding(
                f"another site signs a browser in by posting the registration {forgery.said}",
                evidence=proof,
                location=proof[0].view,
            )
            return


def _forced_login(scene: Scene, attacker: Account, forgery: Forgery) -> tuple[Exchange, ...]:
    form = scene.visitor(account=attacker).login_form()
    return _force(scene, attacker, form, steps.login_values(scene.site.login, attacker), forgery)


def _forced_registration(scene: Scene, forgery: Forgery) -> tuple[Exchange, ...]:
    recipe = scene.need_registration()
    account = scene.people.account(password_length=recipe.password_length, special=recipe.special)
    try:
        form = steps.find_form(scene.visitor().visit(recipe.form.path), recipe.form)
    except FormGone:
        return ()
    return _force(scene, account, form, steps.register_values(recipe, account), forgery)


def _force(
    scene: Scene, account: Account, form: Form, typed: Values, forgery: Forgery
) -> tuple[Exchange, ...]:
    """The request and the private page that it opened, empty where the victim's browser stayed out."""
    victim = scene.visitor(account=account)
    if forgery.visited:
        victim.visit(form.page)
    hidden = {field.name: forgery.hidden(field.value) for field in form.fields if field.kind == "hidden"}
    pairs = steps.filled(form, {**hidden, **typed})
    before = len(victim.history)
    steps.submit(victim.agent, form, pairs, headers=forgery.headers, site=CrossSite.YES)
    victim.cookies.authorization = None  # no script of the site has run that could have kept a token
    return (victim.history[before], victim.last_exchange) if victim.is_logged_in() else ()
