"""Private pages asked for with another method (CWE-650, CWE-288)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Confidence, Finding, NotApplicable, Severity, finding
from authproof.probes.intruders import Intruders, Intrusion
from authproof.probes.methods import Way, tokens_of, ways
from authproof.probes.refused import Grounds, RefusedPage, breach
from authproof.target.views import ViewWatch
from authproof.visitor import Scene

Breach = tuple[Way, str, Severity, Exchange]
# A form is sent as it is meant to be, and in the ways in which a careless rule may be passed.
_FORM_WAYS = tuple(Way(one) for one in ("POST", "GET", "PUT", "PATCH", "DELETE"))
_MOST_NAMED = 4


@check(severity=Severity.HIGH, cwe=(650, 288), asvs=("4.1.4", "13.4.4"), wstg=("CONF-06", "INPV-03"))
def auth_bypass_method(scene: Scene) -> Iterator[Finding]:
    """A page that is closed to strangers is closed to every method with which they ask.

    Why it matters:
        Guards are often written for the method that a browser uses: `if request.method == "GET"`, or a list of
        methods that need no login. Flask-Login's `login_required` lets OPTIONS pass, so a view that answers OPTIONS
        itself does so for everybody. A guard that sees POST and a router that believes `_method=DELETE` disagree.

    How it is tried:
        A stranger asks for every page that opens for somebody signed in and is closed to strangers: with HEAD,
        OPTIONS, POST, PUT, PATCH, DELETE, TRACE and a made-up method, and with methods that say in
        X-HTTP-Method-Override and its kin or as `_method` that they mean another. Then a stranger sends the forms of
        the private pages, with a token of its own. It is a finding if the answer holds the page; if, in process, the
        view's code runs that does not run for a stranger's GET, and the answer is no refusal (medium for HEAD and for
        a crash); or if rows change as they do when the owner sends the form (medium where they are only added, at an
        address that no GET opens). An empty answer to OPTIONS is none. TRACE that sends the request's headers back
        is low. The owner's and the stranger's GET are the controls.

    How to fix it in Flask:
        Guard the view for all methods, and let Flask answer OPTIONS:

            @app.route("/account", methods=["GET", "POST"])
            @login_required
            def account():
                return f"Signed in as {current_user.get_id()}"

        A view that must answer OPTIONS itself asks `current_user.is_authenticated` before it says anything.

    References:
        CWE-650, CWE-288, WSTG-CONF-06, WSTG-INPV-03, ASVS v5.0.0-4.1.4, v5.0.0-13.4.4
    """
    grounds = Grounds(scene)
    yield from _echoed(scene)
    for page in grounds.pages:
        if found := [] if page.leaks else list(_broken(grounds, page)):
            yield _told(page, found)
    intruders = Intruders(grounds, scene.inside) if scene.inside else None
    for done in intruders.intrusions(_FORM_WAYS) if intruders else ():
        if not grounds.turned_away(done.sent):
            yield _done(grounds, done)
    if not grounds.pages and not (intruders and intruders.tried):
        raise NotApplicable(
            "no page or form that is closed to strangers was found, looked at all that open for the user"
        )


def _broken(grounds: Grounds, page: RefusedPage) -> Iterator[Breach]:
    """The ways that get a stranger past the guard of a page."""
    scene = grounds.scene
    stranger = scene.visitor()
    fields = list(tokens_of(scene, stranger).items())
    for way in ways():
        with ViewWatch(scene.inside.app if scene.inside else None).watching() as ran:
            answer = way.send(stranger, page.path, fields)
        if broken := breach(page, (answer,), ran, refused=grounds.turned_away(answer)):
            yield way, *broken, answer


def _told(page: RefusedPage, found: list[Breach]) -> Finding:
    """One finding for the page, the worst way first; a method that passes by itself needs no other meaning."""
    ranked = sorted(found, key=lambda one: (-one[2], bool(one[0].meant)))
    plain = [way.method for way, *_ in ranked if not way.meant]
    ways_in = [way.said for way, *_ in ranked if not way.meant or way.method not in plain]
    named = ", ".join(ways_in[:_MOST_NAMED])
    more = f" and {len(ways_in) - _MOST_NAMED} more ways" if len(ways_in) > _MOST_NAMED else ""
    _, said, severity, answer = ranked[0]
    return finding(
        f"{page.path} {said} for a stranger who asks with {named}{more}",
        evidence=(page.outside[0], answer),
        severity=severity,
        location=answer.view or page.inside.view,
    )


def _done(grounds: Grounds, done: Intrusion) -> Finding:
    """A form that strangers can send; one that only adds, where no page is closed, may be meant for everybody."""
    sure = done.writes_over or done.form.action in [page.inside.request.url for page in grounds.pages]
    path = done.sent.request.path.partition("?")[0]
    return finding(
        f"the form of {path} takes effect for a stranger who sends it with {done.way.said}: {done.said}",
        evidence=done.sent,
        severity=Severity.HIGH if sure else Severity.MEDIUM,
        confidence=Confidence.HIGH if sure else Confidence.MEDIUM,
    )


def _echoed(scene: Scene) -> Iterator[Finding]:
    """TRACE that is answered with the request's own headers (RFC 9110, section 9.3.8)."""
    word = scene.people.letters(16)
    paths = dict.fromkeys(["/", scene.site.login.form.path, *scene.site.protected[:1]])
    for path in paths:
        stranger = scene.visitor()
        stranger.agent.jar.authorization = f"Bearer {word}"
        answer = Way("TRACE").send(stranger, path, [])
        if 200 <= answer.response.status < 300 and word in answer.response.text:
            yield finding(
                f"TRACE {path} sends the request's headers back", evidence=answer, severity=Severity.LOW
            )
            return
