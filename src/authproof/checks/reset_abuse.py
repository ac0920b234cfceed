"""Asking for reset links as a weapon (CWE-640, CWE-799, CWE-93)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, Shows, finding, note
from authproof.probes.new_password import new_password, somebody
from authproof.probes.reset import PAUSE_S, ResetDesk
from authproof.probes.reset_mail import misdirected
from authproof.site import Account
from authproof.site.steps import FormGone
from authproof.visitor import Scene, Visitor

_REQUESTS = 20


@check(
    severity=Severity.MEDIUM,
    cwe=(640, 799, 93),
    asvs=("2.4.1", "1.3.11", "6.4.3"),
    wstg=("ATHN-09", "BUSL-05"),
    shows=Shows.STORY,
)
def reset_abuse(scene: Scene) -> Iterator[Finding]:
    """Asking for a reset mails little, to the owner alone, and changes nothing before the link is used.

    Why it matters:
        Anybody can ask for anybody. Without a limit the form floods a mailbox in the site's name; if asking already
        voids the password or the sessions, it locks people out; and if what was typed decides who gets the mail, the
        link goes to a stranger.

    How it is tried:
        Somebody who is signed in asks for a link, then the session and the old password must still work. Twenty
        requests for one account, each from another address, must send fewer than twenty mails; the account must
        still open with its password. Then the address is sent in odd spellings: with a second one behind a line
        break, a comma, a semicolon, a blank; twice in one form; with letters that only look alike or fold to the
        same. It is a finding if a mail goes to anybody but the owner. The control is that a plain request sends a
        link.

    How to fix it in Flask:
        Count per account, and mail to the address that is stored, never to the one that was typed:

            limiter = Limiter(get_remote_address, app=app)

            @app.post("/reset")
            @limiter.limit("5 per hour", key_func=lambda: request.form.get("email", "").strip().lower())
            def ask_for_reset():
                user = find_user(request.form.get("email", ""))
                if user:
                    send_mail(user.email, link_for(user))
                return redirect(url_for("login"))

    References:
        CWE-640, CWE-799, CWE-93, WSTG-ATHN-09, WSTG-BUSL-05, ASVS v5.0.0-2.4.1, v5.0.0-1.3.11, v5.0.0-6.4.3
    """
    desk, account = ResetDesk(scene), _somebody_foldable(scene)
    alice = scene.signed_in(account)
    desk.ask(account, pause=0)
    yield from _changed_by_asking(scene, alice)
    yield from misdirected(desk, account)
    yield from _flood(desk, somebody(scene))


def _somebody_foldable(scene: Scene) -> Account:
    """Somebody in whose name there are letters that others fold to."""
    if scene.site.register is None:
        return scene.user
    name = f"{scene.people.letters(9)}kis"
    return scene.new_user(
        account=new_password(scene, Account(name, f"{name}@mail.example.com", scene.user.password))
    )


def _changed_by_asking(scene: Scene, alice: Visitor) -> Iterator[Finding]:
    """A mere request, made by anybody."""
    if not alice.is_logged_in():
        yield finding(
            "after a mere request for a link the account's sessions have ended", evidence=alice.last_exchange
        )
    yield from _locked_out(scene, alice.account, "a mere request for a link")


def _locked_out(scene: Scene, account: Account, after: str) -> Iterator[Finding]:
    newcomer = scene.visitor(account=account)
    if not newcomer.try_log_in():
        yield finding(f"after {after} the right password does not work", evidence=newcomer.last_exchange)


def _flood(desk: ResetDesk, account: Account) -> Iterator[Finding]:
    """Many requests in one moment, each from an address of its own; then, where all had a mail, from one address."""
    many, sent = _mails(desk, account, [f"127.0.1.{number}" for number in range(1, _REQUESTS + 1)])
    yield from _locked_out(desk.scene, account, f"{_REQUESTS} requests for a link")
    if many < _REQUESTS:
        return
    few, sent = _mails(desk, account, ["127.0.0.1"] * _REQUESTS)
    said = f"{_REQUESTS} requests for one account, an address each, sent {_REQUESTS} mails; from one address {few}"
    if desk.scene.policy.throttled_at_proxy:
        yield note(f"{said}; by the policy a proxy limits that")
    else:
        yield finding(said, evidence=sent, severity=Severity.LOW if few < _REQUESTS else None)


def _mails(desk: ResetDesk, account: Account, addresses: list[str]) -> tuple[int, Exchange]:
    """How many of the requests sent a mail, and the last of them; a page without the form is a refusal.

    Raises:
        Inconclusive: not one did.
    """
    desk.inside.clock.advance(PAUSE_S)
    count, last = 0, None
    for address in addresses:
        try:
            asked, mails = desk.request(account, address=address)
        except FormGone:
            continue
        if mails:
            count, last = count + 1, next(one for one in asked if one.request.method == "POST")
    if last is None:
        raise Inconclusive(f"{len(addresses)} requests sent no mail at all, though one before them did")
    return count, last
