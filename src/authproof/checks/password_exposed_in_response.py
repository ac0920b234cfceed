"""Passwords and their hashes in what the site sends (CWE-200, CWE-201, CWE-549)."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, Shows, finding
from authproof.probes.digests import recipe_of, salts_in
from authproof.probes.leaks import Leak, leaks
from authproof.probes.spellings import need_distinct
from authproof.probes.stored import Trace, all_hashes, text_of, trace_of
from authproof.site.crawl import crawl
from authproof.site.steps import FormGone
from authproof.target.facts import routes_with_samples
from authproof.visitor import Scene, Visitor

# A digest of 128 bits in base64: what is shorter may be no hash at all.
_SHORTEST_HASH = 22


@check(
    severity=Severity.HIGH,
    cwe=(200, 201, 549),
    asvs=("14.2.6", "15.3.1"),
    wstg=("APIT-03", "ATHN-05"),
    shows=Shows.STORY,
)
def password_exposed_in_response(scene: Scene) -> Iterator[Finding]:
    """Neither a password nor its stored hash ever comes back in a page, a header, a cookie or a redirect.

    Why it matters:
        What a response holds lies in browser caches, proxies and histories, and any script on the page reads
        it. A hash can be guessed at leisure. A password field filled in again after a mistake puts the
        password into the page's source.

    How it is tried:
        Register, register the same name again, log in wrongly and rightly, log out, and visit every page that
        can be reached. Each response is searched for the passwords typed and for what the database keeps of
        them: in clear, HTML-, URL- and JSON-escaped, in hex and base64, and inside cookies (Flask's session is
        base64 of compressed JSON). A field that is filled in again is medium, all else high.

    How to fix it in Flask:
        Send only what the page needs, and leave password fields empty:

            return jsonify(id=user.id, name=user.username)  # not vars(user), not every column

            password = PasswordField("Password")  # WTForms does not fill it in again

    References:
        CWE-200, CWE-201, CWE-549, WSTG-APIT-03, WSTG-ATHN-05, ASVS v5.0.0-14.2.6 and 15.3.1
    """
    blank = scene.visitor()
    need_distinct(scene.user, blank.visit(scene.site.login.form.path).response.text)
    trace, wrong = _trace(scene), scene.people.password(24)
    exchanges = tuple(_exchanges(scene, trace, wrong))
    typed = (("the password", trace.account.password), ("a mistyped password", wrong))
    told: list[tuple[str, str]] = []
    for what, secret in (*typed, *(("a stored hash", text) for text in _hashes(scene, trace))):
        for exchange in exchanges:
            for leak in leaks(exchange, secret):
                if (what, leak.where) not in told:
                    told.append((what, leak.where))
                    yield _finding(what, leak, exchange)


def _finding(what: str, leak: Leak, exchange: Exchange) -> Finding:
    if leak.refilled:
        message = f"after an error {what} is filled in again in the form at {exchange.request.path}"
        return finding(message, evidence=exchange, severity=Severity.MEDIUM)
    asked = f"{exchange.request.method} {exchange.request.path}"
    return finding(f"{what} comes back {leak.how} in {leak.where} that answers {asked}", evidence=exchange)


def _trace(scene: Scene) -> Trace:
    """Somebody fresh where possible, and what the database keeps of the account where it can be read."""
    if scene.inside:
        return trace_of(scene)
    return Trace(scene.new_user() if scene.site.register else scene.user, (), ())


def _hashes(scene: Scene, trace: Trace) -> tuple[str, ...]:
    """The stored hashes, other people's among them, which nobody may see."""
    others = all_hashes(scene.inside) if scene.inside else ()
    texts = dict.fromkeys((*trace.guarded, *_fast_digests(trace), *others))
    return tuple(text for text in texts if len(text) >= _SHORTEST_HASH)


def _fast_digests(trace: Trace) -> Iterator[str]:
    """Stored texts that a plain fast hash makes of the password."""
    for cell in trace.cells:
        salts = salts_in(value for _, value in cell.row)
        if recipe_of(cell.value, trace.account.password, salts, stretched=False):
            yield text_of(cell.value)


def _exchanges(scene: Scene, trace: Trace, wrong: str) -> Iterator[Exchange]:
    """All that the site answers to a registration, its repetition, a wrong login, and a visit from in to out."""
    account = trace.account
    namesake = scene.people.account().with_password(account.password)
    acts: list[Callable[[Visitor], object]] = [
        lambda one: one.log_in(account.with_password(wrong)),
        lambda one: _walk(scene, one, trace.number),
    ]
    if scene.site.register is not None:
        acts = [lambda one: one.register(namesake), lambda one: one.register(account), *acts]
    for act in acts:
        visitor = scene.visitor(account=account)
        with suppress(FormGone):
            act(visitor)
        yield from visitor.history


def _walk(scene: Scene, visitor: Visitor, number: str) -> None:
    """Log in, open every page, log out."""
    visitor.log_in()
    if not visitor.is_logged_in():
        raise Inconclusive("the login with the right password was refused, so no private page was seen")
    starts = [*(one.path for one in scene.site.witnesses), *scene.site.public]
    samples = routes_with_samples(scene.inside.app, visitor.account.username, number) if scene.inside else ()
    crawl(visitor.agent, [*starts, *samples])
    if scene.site.logout:
        visitor.log_out()
