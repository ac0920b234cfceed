"""Input that is compiled as a template (CWE-1336)."""

import sys
from collections.abc import Iterator, Sequence

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Severity, Shows, finding
from authproof.probes.inlets import Inlet, carrier, inlets
from authproof.visitor import Scene

_MOST = 5
# Products of such numbers stand on no page by chance.
_FIRST, _SECOND = 8009, 9907


@check(severity=Severity.CRITICAL, cwe=(1336,), asvs=("1.3.7",), wstg=("INPV-18",), shows=Shows.STORY)
def template_injection(scene: Scene) -> Iterator[Finding]:
    """What a visitor sends is filled into templates and never becomes part of one.

    Why it matters:
        A template is a program. Whoever may write a piece of it reads the configuration with the secret key, and
        mostly runs commands on the server. It happens where a page is put together from text and input first and
        rendered after that: in error pages, greetings and mails.

    How it is tried:
        A made-up word and a multiplication in the braces of Jinja and Mako, or of Django in a Django app, are sent
        through every field, parameter, header and cookie of the auth pages, and as the path of an unknown page. In
        process the source of every Jinja template that is compiled is known: the word must stand in none.
        Everywhere the product, which was never sent, must not stand in an answer or in a mail. A word that arrives
        in a source without its braces is medium.

    How to fix it in Flask:
        Give values to a template, whose own text is always the same:

            @app.errorhandler(404)
            def no_such_page(error):
                return render_template_string("<p>There is no page {{ path }}.</p>", path=request.path), 404

    References:
        CWE-1336, WSTG-INPV-18, ASVS v5.0.0-1.3.7
    """
    scene.signed_in()  # the control: what follows is sent through forms that work
    found: dict[tuple[str, str], tuple[list[str], Finding]] = {}
    for turn, inlet in enumerate(one for one in inlets(scene) if not one.secret):
        for one in _tried(scene, inlet, turn):
            view = one.location
            place = (f"{view.file}:{view.line}", "") if view else ("", one.message)
            words, _ = found.setdefault(place, ([], one))
            words.append(inlet.words)
    for words, one in list(found.values())[:_MOST]:
        named = ", ".join(list(dict.fromkeys(words))[:_MOST])
        yield finding(f"{named}: {one.message}", evidence=one.evidence, severity=one.severity)


def _tried(scene: Scene, inlet: Inlet, turn: int) -> Iterator[Finding]:
    """What came of sending calculations through one place, the first that was done."""
    token = scene.people.letters(6)
    for value, answer in _calculations(token, turn, _engines(scene)):
        sources = scene.inside.templates.sources if scene.inside else []
        mails = scene.inside.mailbox.mails if scene.inside else []
        compiled, mailed = len(sources), len(mails)
        history = inlet.send(value)
        done = next((one for one in history if answer in _said(one)), None)
        posted = any(answer in mail.content for mail in mails[mailed:])
        source = [text for text in sources[compiled:] if token in text]
        if done or posted or source:
            yield _judged(token, source, done, carrier(history, token), posted=posted)
            return


def _judged(
    token: str, source: Sequence[str], done: Exchange | None, sent: Exchange, *, posted: bool
) -> Finding:
    """The most certain sign first: the calculation was done, or the text was compiled, whole or filtered."""
    evidence = [] if done is None or done is sent else [done]
    if done or posted:
        where = "in a mail" if posted and not done else "in the answer"
        return finding(f"a calculation that is sent there is done {where}", evidence=(*evidence, sent))
    near = source[0][max(0, source[0].find(token) - 40) :][:120]
    whole = any(f"{token}{{{{" in text for text in source)
    return finding(
        "what is sent there is compiled as a template" + ("" if whole else ", its braces filtered before"),
        evidence=(f"the source: {near}", sent),
        severity=None if whole else Severity.MEDIUM,
    )


def _engines(scene: Scene) -> tuple[str, ...]:
    """Whose braces to use: of a target at a URL nothing is known, a Django app has no use for Jinja's."""
    if scene.inside is None:
        return ("jinja", "django")
    return ("django",) if "django" in sys.modules and not hasattr(scene.inside.app, "url_map") else ("jinja",)


def _calculations(token: str, turn: int, engines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Values with a calculation in them, each with its result."""
    one, two = _FIRST + 2 * turn, _SECOND - 4 * turn
    if "jinja" in engines:
        # Jinja takes the first pair of braces, Mako the second; the other stays as it is.
        yield f"{token}{{{{{one}*{two}}}}}${{{one}*{two}}}", str(one * two)
    if "django" in engines:
        yield f'{token}{{{{"{one * two}"|add:"{one}"}}}}', str(one * two + one)


def _said(exchange: Exchange) -> str:
    """Everything in an answer in which a result can stand."""
    return "\n".join([exchange.response.text, *(value for _, value in exchange.response.headers)])
