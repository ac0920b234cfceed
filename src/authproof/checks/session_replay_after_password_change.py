"""Other sessions and a new password (CWE-613)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Severity, Shows, finding, note
from authproof.probes.after_new_password import Survivor, ended_by, offered, survivor
from authproof.probes.cookies import carries_identity
from authproof.probes.new_password import ways
from authproof.site import Account, account_steps
from authproof.visitor import Scene, Visitor


@check(severity=Severity.MEDIUM, cwe=(613,), asvs=("7.4.3",), wstg=("SESS-06", "ATHN-09"), shows=Shows.STORY)
def session_replay_after_password_change(scene: Scene) -> Iterator[Finding]:
    """A new password ends the sessions that were open elsewhere, or lets the person end them.

    Why it matters:
        People change their password because somebody else may be in. If the other sessions go on, the new password
        locks out nobody: the thief's cookie opens the account as before.

    How it is tried:
        Somebody is signed in in two browsers, not remembered. The password is changed in the first, and, where the
        site mails reset links, reset by such a link; each time the new password must log in. Then the second browser
        opens a private page. A fresh browser is the control that strangers are refused. If the session goes on, the
        change is made again with every box of its form ticked: if that ends the session, the option is a note. If
        only a button on another page ends it, the finding is low.

    How to fix it in Flask:
        Give each user a random stamp, keep it in the session and compare it on every request:

            @login_manager.user_loader
            def load_user(stamp):                       # User.get_id() returns self.stamp
                return db.session.scalar(select(User).filter_by(stamp=stamp))

            def set_password(user, password):
                user.password_hash = hash_password(password)
                user.stamp = secrets.token_urlsafe(32)  # every other session ends here
                db.session.commit()

        and call `login_user(user)` once more in the view that changes the password, so that this browser stays in.

    References:
        CWE-613, WSTG-SESS-06, WSTG-ATHN-09, ASVS v5.0.0-7.4.3
    """
    for way in ways(scene):
        left = survivor(scene, way, _stay_signed_in)
        if left is None:
            continue
        if asked := offered(scene, way, _stay_signed_in):
            yield note(
                f"other sessions go on after a new password, unless by {asked.said}", evidence=left.proof
            )
        else:
            yield _told(scene, left)


def _stay_signed_in(scene: Scene, account: Account) -> Visitor:
    """The second browser, in the middle of a session."""
    browser = scene.signed_in(account)
    browser.is_logged_in()
    return browser


def _told(scene: Scene, left: Survivor) -> Finding:
    """The finding; a button somewhere that ends the session makes it low."""
    button = ended_by(scene, left)
    said = f"a session that was open elsewhere goes on after {left.way.said}"
    if button:
        said += f"; only the button that posts to {account_steps.action_path(button)} ends it"
    return finding(
        said,
        evidence=(left.taken.sent, left.proof),
        severity=Severity.LOW if button else None,
        location=left.taken.sent.view,
        cause="stateless-session-cookie" if carries_identity(scene) else None,
    )
