"""Passwords that are wrong and log in all the same (CWE-287, CWE-1390)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, NotApplicable, Severity, finding
from authproof.probes.attempts import Entry, Submit, gets_in
from authproof.probes.digests import looks_like_digest
from authproof.probes.stored import text_of, trace_of
from authproof.site import Account
from authproof.site.json_api import take_token
from authproof.site.steps import filled, login_values, submit
from authproof.visitor import Scene, Visitor

# JSON can say more than text: what a loose comparison takes for a match.
_JSON_VALUES: tuple[tuple[str, object], ...] = (
    ("the JSON value true", True),
    ("the JSON value null", None),
    ("the JSON number 0", 0),
    ("an empty JSON list", []),
    ("a JSON object with an operator", {"$ne": None}),
)


@check(severity=Severity.CRITICAL, cwe=(287, 1390), asvs=("15.3.5", "6.2.8"), wstg=("ATHN-04",))
def wrong_password_accepted(scene: Scene) -> Iterator[Finding]:
    """No password but the right one ever logs in: not an empty one, not a pattern, not the stored hash.

    Why it matters:
        If anything else opens an account, the password protects nothing. It happens where a missing field
        skips the comparison, where lengths or patterns are compared, where a query does the comparing, or
        where the stored value is compared with what was typed.

    How it is tried:
        For a fresh account: a blank password, none at all, a space, one of the same length, SQL and shell
        patterns, `password[]` in the field's place, the account's name, another person's password, the right
        one with something behind it (also behind a NUL), and the stored hash. Where the login takes JSON also
        true, null, 0, lists and objects. After each, the right password must still log in, so that a lock is
        not taken for a refusal.

    How to fix it in Flask:
        Ask one function that says yes or no, and let everything else fail:

            password = request.form.get("password", "")
            if user is None or not check_password_hash(user.password_hash, password):
                return render_template("login.html", error="Wrong name or password."), 401

    References:
        CWE-287, CWE-1390, WSTG-ATHN-04, ASVS v5.0.0-6.2.8 and 15.3.5
    """
    account, stored = _account(scene)
    ways = [*_texts(scene, account, stored), *_shapes(scene, account)]
    opened = [(what, entry) for what, way in ways if (entry := gets_in(scene, account, way))]
    if opened:
        first: Entry = opened[0][1]
        kinds = ", ".join(what for what, _ in opened)
        yield finding(f"the account opens with a wrong password: {kinds}", evidence=(first.sent, first.proof))


def _account(scene: Scene) -> tuple[Account, tuple[str, ...]]:
    """Somebody fresh where possible, and what the database keeps of the password."""
    try:
        trace = trace_of(scene)
    except NotApplicable:
        return (scene.new_user() if scene.site.register else scene.user), ()
    digests = [text_of(cell.value) for cell in trace.cells if looks_like_digest(cell.value)]
    return trace.account, (trace.guarded or tuple(digests))[:2]


def _texts(scene: Scene, account: Account, stored: tuple[str, ...]) -> Iterator[tuple[str, Submit]]:
    """Wrong values for the password field, None for no field at all."""
    right, other = account.password, scene.other or scene.user
    values: list[tuple[str, str | None]] = [
        ("a blank one", ""),
        ("none at all", None),
        ("another person's", other.password),
        ("a space", " "),
        ("one of the same length", "_" * len(right)),
        ("`%`", "%"),
        ("`*`", "*"),
        ("a piece of SQL", "' OR '1'='1"),
        ("the account's name", account.username),
        ("the right one and a letter", f"{right}x"),
        ("the right one, a NUL and a letter", f"{right}\0x"),
        *(("the stored hash", text) for text in stored),
    ]
    for what, value in values:
        if value != right:
            yield what, _typing(scene, account, value)


def _typing(scene: Scene, account: Account, value: str | None) -> Submit:
    recipe = scene.site.login
    values = {**login_values(recipe, account), recipe.password_field: value}
    return lambda visitor: visitor.submit(visitor.login_form(), values)


def _shapes(scene: Scene, account: Account) -> Iterator[tuple[str, Submit]]:
    """The password in another shape than a text: as a list of a form, and as JSON where the login takes that."""
    recipe = scene.site.login

    def listed(visitor: Visitor) -> Exchange:
        form = visitor.login_form()
        pairs = filled(form, {**login_values(recipe, account), recipe.password_field: None})
        return submit(visitor.agent, form, [*pairs, (f"{recipe.password_field}[]", "x")])

    def as_json(value: object) -> Submit:
        def send(visitor: Visitor) -> Exchange:
            form = visitor.login_form()
            values: dict[str, object] = dict(filled(form, login_values(recipe, account)))
            answer = visitor.agent.post_json(form.action, {**values, recipe.password_field: value})
            take_token(visitor.agent, answer)
            return answer

        return send

    yield f"`{recipe.password_field}[]`", listed
    if gets_in(scene, account, as_json(account.password)):
        yield from ((what, as_json(value)) for what, value in _JSON_VALUES)
