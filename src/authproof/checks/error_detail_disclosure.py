"""What error pages tell of the inside (CWE-209, CWE-497)."""

import re
from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, Inconclusive, Severity, finding, note
from authproof.probes.disclosures import disclosures
from authproof.probes.mishaps import mishaps, outage
from authproof.visitor import Scene

_VERSION = re.compile(r"[A-Za-z][\w.+-]*/\d+\.\d+")
_TELLING = ("Server", "X-Powered-By", "X-AspNet-Version", "X-Generator", "Via")
_SECRET_WORDS = ("SECRET", "PASSWORD", "TOKEN", "API_KEY", "SALT", "DATABASE_URI")


@check(
    severity=Severity.MEDIUM,
    cwe=(209, 497),
    asvs=("16.5.1", "13.4.6"),
    wstg=("ERRH-01", "ERRH-02", "INFO-08"),
)
def error_detail_disclosure(scene: Scene) -> Iterator[Finding]:
    """When something goes wrong, a visitor learns that it did, and nothing of the inside.

    Why it matters:
        A trace, a statement or a path tells an attacker which library, which table and which line to look at. It
        turns blind guessing at an injection into reading its result, and now and then shows a secret outright.

    How it is tried:
        Addresses that are not there, methods that are not taken, broken bodies and cookies, NUL and lone surrogates,
        very long names and names that are taken are sent to the pages of the login. In process the private copy of
        the database then loses its tables, and the flow is gone through once more, as on the day when the real one
        fails. In every answer we look for what a usual page does not show: stack traces, SQL (also the very
        statements that the app sent), the database driver's words, exception names, paths of source files and
        secrets of the configuration. A version in a header such as Server is a note. Whether a page breaks at
        all is malformed-input-crash; an exception that leaves the app shows nothing here.

    How to fix it in Flask:
        One plain page for whatever happens, the details only into the log:

            from werkzeug.exceptions import HTTPException

            @app.errorhandler(Exception)
            def sorry(error):
                if isinstance(error, HTTPException):
                    return error
                app.logger.exception("unexpected")
                return "Something went wrong. Please try again later.", 500

        and never `flash(str(error))`.

    References:
        CWE-209, CWE-497, WSTG-ERRH-01, WSTG-ERRH-02, WSTG-INFO-08, ASVS v5.0.0-16.5.1, v5.0.0-13.4.6
    """
    usual, answers = _usual(scene), [*mishaps(scene), *(outage(scene, scene.inside) if scene.inside else ())]
    if not any(one.response.status >= 400 for one in answers):
        raise Inconclusive("no odd request ended in an error page")
    told, known = list[str](), (_statements(scene), _secrets(scene))
    for one in answers:
        found = [it for it in disclosures(_body(one), usual, *known) if it.what not in told]
        if found:
            told += [it.what for it in found]
            yield finding(
                f"{one.request.method} {one.request.path.partition('?')[0]} shows {', '.join(it.what for it in found)}",
                evidence=[Evidence(f"{it.what}: …{it.excerpt}…", one) for it in found],
            )
    yield from _versions(answers)


def _usual(scene: Scene) -> str:
    """What pages show when all is well."""
    visitor = scene.signed_in()
    visitor.is_logged_in()
    return "\n".join(one.response.text for one in visitor.history)


def _body(exchange: Exchange) -> str:
    """What a visitor gets to see; where an exception left the app, the server answers instead of it."""
    return "" if exchange.crash else exchange.response.text


def _statements(scene: Scene) -> tuple[str, ...]:
    return tuple(dict.fromkeys(scene.inside.databases.statements)) if scene.inside else ()


def _secrets(scene: Scene) -> tuple[str, ...]:
    config = scene.inside.config if scene.inside else {}
    return tuple(
        value
        for key, value in sorted(config.items())
        if isinstance(value, str) and any(word in key.upper() for word in _SECRET_WORDS)
    )


def _versions(answers: list[Exchange]) -> Iterator[Finding]:
    told: list[str] = []
    for one in answers:
        for name in _TELLING:
            value = one.response.header(name)
            if _VERSION.search(value) and name not in told:
                told.append(name)
                yield note(f"the header {name} tells a version: {value}", evidence=one)
