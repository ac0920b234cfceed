"""A debugger, or switches made for tests, in what ships (CWE-489)."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Severity, Shows, finding, note
from authproof.probes.hashes import parse
from authproof.probes.switches import Parts, Switch, debug_runs, fast_hasher, switches
from authproof.target import facts
from authproof.target.inside import Inside
from authproof.visitor import Scene

_RESOURCE = "__debugger__=yes&cmd=resource&f=style.css"
# Newer versions of the debugger answer only under these names.
_HOSTS = ("127.0.0.1", "localhost")


@check(
    severity=Severity.CRITICAL,
    cwe=(489, 215, 1188),
    asvs=("13.4.2", "15.2.3"),
    wstg=("CONF-02",),
    shows=Shows.STORY,
)
def debug_mode_enabled(scene: Scene) -> Iterator[Finding]:
    """What ships has no debugger and no guard switched off for tests.

    Why it matters:
        Werkzeug's debugger runs whatever Python its visitor types, behind a PIN that can be worked out or guessed.
        A switch that makes tests easier (no login, no CSRF token, no limit, a fast hash) makes attacks easier in
        just the same way, and nothing on the pages shows it.

    How it is tried:
        The debugger is asked for its own style sheet on the start and login pages; an app without it answers as
        it does without those parameters. Then the configuration is read as the factory made it, before anything of
        this audit touches it, and never changed: DEBUG, LOGIN_DISABLED and WTF_CSRF_ENABLED=False are high,
        RATELIMIT_ENABLED=False and a setting that makes the stored hashes cheap (under a tenth of the OWASP floor)
        medium, TESTING low. A setting counts only where its extension is in use. With `test-config` in the policy
        all of these are notes, for then the configuration is meant for tests.

    How to fix it in Flask:
        Ship the safe values, and let tests pass their own to the factory:

            def create_app(config=None):
                app = Flask(__name__)
                app.config.update(DEBUG=False, TESTING=False)
                app.config.from_mapping(config or {})
                return app

        For development, `flask --app app run --debug` needs no setting in the code.

    References:
        CWE-489, CWE-215, CWE-1188, WSTG-CONF-02, ASVS v5.0.0-13.4.2, v5.0.0-15.2.3
    """
    console = _console(scene)
    if console:
        yield finding(
            "Werkzeug's debugger answers: it runs the code of whoever gets past its PIN", evidence=console
        )
    if scene.inside is None:
        return
    for one in (*_switched(scene.inside), *_hashing(scene, scene.inside)):
        if not (console and one.setting.startswith("DEBUG")):
            yield _told(scene, one)
    for file, line in _run_with_debug(scene):
        yield note(f"{Path(file).name}:{line} starts the debugger when the file is run as a script")


def _console(scene: Scene) -> tuple[Exchange, ...]:
    """The debugger's own file, with the control that shows that it is not the page's."""
    base = scene.site.base
    own = base.partition("//")[2].partition("/")[0]
    for host in dict.fromkeys((own, *_HOSTS)):
        elsewhere = replace(scene, site=replace(scene.site, base=base.replace(own, host, 1)))
        for path in dict.fromkeys((scene.site.at("/"), scene.site.login.form.path)):
            visitor = elsewhere.visitor()
            control = visitor.visit(f"{path}?{_RESOURCE.replace('yes', 'no')}", follow=False)
            seen = visitor.visit(f"{path}?{_RESOURCE}", follow=False)
            if seen.response.status == 200 and _is_style(seen) and not _is_style(control):
                return control, seen
    return ()


def _is_style(exchange: Exchange) -> bool:
    return exchange.response.media_type == "text/css"


def _switched(inside: Inside) -> tuple[Switch, ...]:
    extensions = getattr(inside.app, "extensions", {})
    parts = Parts(hasattr(inside.app, "login_manager"), "flask_wtf" in sys.modules, "limiter" in extensions)
    return tuple(switches({**facts.django_settings(), **inside.config}, parts))


def _hashing(scene: Scene, inside: Inside) -> tuple[Switch, ...]:
    """Settings that made the user's own stored hash a fast one."""
    names = (scene.user.username, scene.user.email)
    own = [cell for cell in inside.databases.cells() if any(value in names for _, value in cell.row)]
    hashes = [made for cell in own if isinstance(cell.value, str) and (made := parse(cell.value))]
    config = {**facts.django_settings(), **inside.config}
    return tuple(one for made in hashes[:1] for one in fast_hasher(config, made))


def _told(scene: Scene, one: Switch) -> Finding:
    message, seen = f"{one.setting}: {one.follows}", f"{one.setting} in the configuration as the app made it"
    known = scene.policy.throttled_at_proxy and one.setting.startswith("RATELIMIT")
    if scene.policy.test_config or known:
        return note(message, evidence=seen)
    return finding(message, evidence=seen, severity=one.severity, cause=one.cause)


def _run_with_debug(scene: Scene) -> Iterator[tuple[str, int]]:
    """Where the app's own file calls `run(debug=True)`."""
    view = scene.visitor().visit(scene.site.login.form.path).view
    with suppress(OSError, SyntaxError, ValueError):
        source = Path(view.file).read_text(encoding="utf-8") if view else ""
        yield from ((view.file, line) for line in debug_runs(source) if view)
