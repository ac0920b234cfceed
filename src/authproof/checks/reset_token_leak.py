"""Reset links that others can read (CWE-640, CWE-312, CWE-200)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, Severity, Shows
from authproof.probes.new_password import new_password, somebody
from authproof.probes.reset import ResetDesk, secrets_of
from authproof.probes.reset_leaks import answered, logged, stored, told_to_others
from authproof.visitor import Scene


@check(
    severity=Severity.HIGH,
    cwe=(640, 312, 200),
    asvs=("14.2.3", "16.2.5", "6.5.2"),
    wstg=("ATHN-09",),
    shows=Shows.STORY,
)
def reset_token_leak(scene: Scene) -> Iterator[Finding]:
    """The secret in a reset link is known to the mailbox alone: no answer, log, table or third party has it.

    Why it matters:
        Whoever reads the secret chooses the new password. In the answer to the request it is a gift to anybody who
        knows an address; in a log, a table or the Referer of a foreign picture it waits for whoever looks there.

    How it is tried:
        A link is asked for twice; what differs between the two is the secret. It is looked for in every answer to
        the request: pages, headers, redirects, and in what can be read out of cookies. Then the link is followed to
        a new password, and the secret is looked for in all that the app printed and logged, and in every column of
        its databases, as it was before the link was used. The page behind the link is read for foreign pictures,
        scripts and frames together with a Referrer-Policy that sends them the whole address; where it has these or
        scripts, Chromium opens it, and the secret must not go to another host, in Referer, address or body. The
        control is that the followed link did set the password.

    How to fix it in Flask:
        Mail the token, store its digest, say nothing more:

            token = secrets.token_urlsafe(32)
            row = ResetToken(user_id=user.id, token_hash=hashlib.sha256(token.encode()).hexdigest())
            db.session.add(row)
            db.session.commit()
            send_mail(user.email, url_for("reset", token=token, _external=True))
            flash("If this address has an account, a link is on its way.")

        and send `Referrer-Policy: no-referrer` with the page behind it.

    References:
        CWE-640, CWE-312, CWE-200, WSTG-ATHN-09, ASVS v5.0.0-14.2.3, v5.0.0-16.2.5, v5.0.0-6.5.2
    """
    desk, account = ResetDesk(scene), somebody(scene)
    first, mailed = desk.ask(account), desk.ask(account)
    secrets = secrets_of(mailed.link, (first.link,)) or secrets_of(mailed.link, ("/",))
    yield from answered(mailed, secrets)
    cells = tuple(desk.inside.databases.cells())
    told = list(told_to_others(scene, scene.visitor().visit(mailed.link), secrets, mailed.link))
    new = new_password(scene, account)
    sent = desk.follow(mailed.link, new)
    if sent is None or not scene.visitor(account=new).try_log_in():
        raise Inconclusive("the mailed link did not set a password that logs in")
    yield from logged(desk.inside.output.text(), secrets)
    yield from stored(cells, secrets)
    yield from told
