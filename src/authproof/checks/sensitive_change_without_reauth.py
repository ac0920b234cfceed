"""Changing what an account hangs on without saying who one is (CWE-620, CWE-306)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Severity, note
from authproof.probes.new_password import need_change
from authproof.probes.reauth import address_change, deletion, password_change
from authproof.visitor import Scene


@check(severity=Severity.HIGH, cwe=(620, 306), asvs=("6.2.3", "7.5.1"), wstg=("ATHN-09",))
def sensitive_change_without_reauth(scene: Scene) -> Iterator[Finding]:
    """Password, address and the account itself change only for somebody who types the current password.

    Why it matters:
        An open session is not always its owner: a machine left alone, a stolen cookie, a script in the page. Without
        the current password one minute of it is enough to keep the account for good or to destroy it.

    How it is tried:
        A new password is sent with the field for the current one left out, left empty, and with a wrong password in
        it, and, where the form asks for none, as it is. It is a finding if the new password then logs in. The same
        with deletion, which is a finding if the account is gone, and with the address that the account was
        registered with, if another one is kept. Where the site can remember people, what asks for no password is
        tried in a browser that only its remember cookie signed in: refused there, it is a note. The controls: the
        old password works after the refused tries, and with it the change goes through.

    How to fix it in Flask:
        Ask for the current password in the form itself and check it before anything else:

            @app.post("/account/password")
            @login_required
            def change_password():
                if not check_password_hash(current_user.password_hash, request.form.get("current", "")):
                    abort(403)
                current_user.set_password(request.form["new"])
                db.session.commit()
                return redirect(url_for("account"))

        The same for the address and for deletion. Count the failures as those of the login.

    References:
        CWE-620, CWE-306, WSTG-ATHN-09, ASVS v5.0.0-6.2.3, v5.0.0-7.5.1, v5.0.0-6.2.2
    """
    features = scene.site.features
    if features.change is None:
        yield note("no password change was found; ASVS v5.0.0-6.2.2 asks for one")
    if not (features.change or features.deletion or (features.profile and features.profile.email_field)):
        need_change(scene)
    yield from password_change(scene)
    yield from address_change(scene)
    yield from deletion(scene)
