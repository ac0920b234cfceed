"""Remember cookies and a new password (CWE-613)."""

from collections.abc import Iterator
from functools import partial

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, Severity, Shows, finding, note
from authproof.probes.after_new_password import offered, survivor
from authproof.probes.cookies import opens, remembered_login
from authproof.probes.new_password import ways
from authproof.probes.remembered import remember_cause
from authproof.site import Account
from authproof.visitor import Scene, Visitor


@check(severity=Severity.HIGH, cwe=(613,), asvs=("7.4.3",), wstg=("ATHN-05", "ATHN-09"), shows=Shows.STORY)
def remember_token_survives_password_change(scene: Scene) -> Iterator[Finding]:
    """A remember cookie opens nothing after the password was changed or reset.

    Why it matters:
        A remember cookie logs in for weeks without a password. Whoever copied one keeps the account, whatever its
        owner does about the password. Flask-Login's own cookie is the user id and a keyed hash of it: no password
        change touches it.

    How it is tried:
        Log in with the box ticked and keep the remember cookies, which are the persistent ones that open the account
        without any other. The password is changed in another browser, and, where the site mails reset links, reset
        by such a link; each time the new password must log in. Then a clean browser comes with the kept cookies
        alone. The controls: cookies of a login just before do open the account, and strangers are refused.

    How to fix it in Flask:
        Put something that a new password changes where Flask-Login puts the user id:

            class User(UserMixin, db.Model):
                id = db.Column(db.Integer, primary_key=True)
                stamp = db.Column(db.String(43), unique=True)  # set anew with each password

                def get_id(self):
                    return self.stamp

            @login_manager.user_loader
            def load_user(stamp):
                return db.session.scalar(select(User).filter_by(stamp=stamp))

        with `stamp = secrets.token_urlsafe(32)`, or delete the rows of the user's remember tokens.

    References:
        CWE-613, WSTG-ATHN-05, WSTG-ATHN-09, ASVS v5.0.0-7.4.3
    """
    possible, login = ways(scene), remembered_login(scene)
    leave = partial(_leave_cookies, names=login.names)
    for way in possible:
        left = survivor(scene, way, leave)
        if left is None:
            continue
        named = ", ".join(f"`{name}`" for name in login.names)
        if asked := offered(scene, way, leave):
            yield note(
                f"remember cookies outlive a new password, unless by {asked.said}", evidence=left.proof
            )
            continue
        yield finding(
            f"a remember cookie {named} from before still opens {left.proof.request.path} after {way.said}",
            evidence=(left.taken.sent, left.proof),
            location=left.taken.sent.view,
            cause=remember_cause(scene, login),
        )


def _leave_cookies(scene: Scene, account: Account, *, names: tuple[str, ...]) -> Visitor:
    """A clean browser with the remember cookies of a login, unused: some may be used only once.

    Raises:
        Inconclusive: such cookies do not even open the account before.
    """
    if not opens(scene, scene.signed_in(account, remember=True).cookies.only(*names), account):
        raise Inconclusive(f"the cookies {', '.join(names)} did not open the account even before the change")
    stolen = scene.signed_in(account, remember=True).cookies.only(*names)
    return scene.visitor(stolen, account=account)
