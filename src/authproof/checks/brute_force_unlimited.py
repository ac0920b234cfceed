"""Guessing passwords at the login (CWE-307)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, NotApplicable, Severity, Shows, finding, note
from authproof.probes.siege import besiege, prove_limit
from authproof.visitor import Scene


@check(
    severity=Severity.HIGH,
    cwe=(307, 799),
    asvs=("6.3.1", "2.4.1"),
    wstg=("ATHN-03", "BUSL-05"),
    shows=Shows.STORY,
)
def brute_force_unlimited(scene: Scene) -> Iterator[Finding]:
    """After a few wrong passwords for one account in a row, even the right one has to wait.

    Why it matters:
        People choose passwords that others have chosen before them. Whoever may guess without end gets into
        some account by the most common thousand, and into a chosen one by patience.

    How it is tried:
        As a guesser who keeps no cookies, from one address: 10 wrong passwords, then the right one. If that
        still signs in, 100 wrong ones, then the right one. 100 is the most that NIST allows; between 10 and
        100 the finding is low. A lock, a CAPTCHA, 429 and a delay that grows all count, for they refuse or
        slow down the right password too. That it was a limit is proved by time: an hour later, or for another
        account, the right password signs in.

    How to fix it in Flask:
        Count the failures of each account, and refuse before the password is looked at (Flask-Limiter):

            def account():
                return request.form.get("username", "").strip().lower()

            @app.post("/login")
            @limiter.limit("10 per 15 minutes", key_func=account,
                           deduct_when=lambda response: response.status_code != 302)
            def log_in():
                return sign_in(request.form)  # looks at the password

        Where a server in front does this, say `throttled-at-proxy = true` in the policy.

    References:
        CWE-307, CWE-799, WSTG-ATHN-03, WSTG-BUSL-05, ASVS v5.0.0-6.3.1, v5.0.0-2.4.1, NIST SP 800-63B-4 3.2.2
    """
    limit, bound = scene.policy.failure_limit, scene.policy.failure_bound
    if scene.policy.throttled_at_proxy:
        raise NotApplicable("the policy says that a server in front limits attempts (throttled-at-proxy)")
    siege = besiege(scene, limit)
    if not siege.held:
        siege = besiege(scene, bound)
        if not siege.held:
            yield finding(f"after {siege} the right one signs in at once", evidence=(siege.last, siege.right))
            return
    if siege.opened:
        yield note(f"after {siege} the answer takes {siege.delay:g} s longer", evidence=siege.right)
    else:
        prove_limit(scene, str(siege))
        yield note(f"after {siege} the right one is refused", evidence=siege.right)
    if siege.wrong > limit:
        yield finding(
            f"the right password still signs in after {limit} wrong ones, and not after {siege.wrong}",
            evidence=(siege.last, siege.right),
            severity=Severity.LOW,
        )
