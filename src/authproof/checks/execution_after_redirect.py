"""Refusals that come too late (CWE-698)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, NotApplicable, Severity, Shows, finding
from authproof.probes.intruders import Intruders
from authproof.probes.refused import Grounds
from authproof.visitor import Scene


@check(severity=Severity.HIGH, cwe=(698,), asvs=("8.3.1",), wstg=("ATHZ-02", "INFO-05"), shows=Shows.STORY)
def execution_after_redirect(scene: Scene) -> Iterator[Finding]:
    """A request that is refused brings nothing of the page along, and does nothing.

    Why it matters:
        A redirect to the login is only a header: a browser follows it and shows nothing, whoever asks by hand reads the
        body that came with it. A view that does its work first, or goes on after it has said "log in", works for
        everybody, and every test in a browser looks fine.

    How it is tried:
        Every page that opens for somebody signed in is asked for by a stranger; the answers that refuse (3xx, 401,
        403 and the like, as they are sent) are searched for the user's name and for lines that only its owner reads.
        In process, the forms and the deleting links of the private pages are sent by a stranger as the user has them
        before the eyes, with a token of its own and a made-up password. It is a finding if the answer refuses, and
        yet rows change as they do when the owner sends the form. What any refused request changes (counters,
        journals, sessions) is no effect. The page and the form in the owner's hands are the controls.

    How to fix it in Flask:
        Refuse before anything else, and return:

            @app.post("/notes/<int:number>/delete")
            def delete(number):
                if not current_user.is_authenticated:
                    return redirect(url_for("login"))
                ...

        `redirect()` alone only makes a response; `abort(401)` or `@login_required` end the request by themselves.

    References:
        CWE-698, WSTG-ATHZ-02, WSTG-INFO-05, ASVS v5.0.0-8.3.1
    """
    grounds = Grounds(scene)
    for page in grounds.pages:
        if leak := next((one for one in page.outside if page.shown_in(one)), None):
            message = f"{page.path} refuses a stranger with {leak.response.status}, and sends the page along"
            yield finding(message, evidence=(page.inside, leak), location=leak.view or page.inside.view)
    intruders = Intruders(grounds, scene.inside) if scene.inside else None
    for done in intruders.intrusions() if intruders else ():
        if grounds.turned_away(done.sent):
            path, status = done.sent.request.path, done.sent.response.status
            message = f"{path} refuses a stranger with {status}, and does it all the same: {done.said}"
            yield finding(message, evidence=done.sent)
    if not grounds.pages and not (intruders and intruders.tried):
        raise NotApplicable(
            "no page or form that is closed to strangers was found, looked at all that open for the user"
        )
