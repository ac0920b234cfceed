"""Reports for the tests of reporters: with all that can stand in a report, filled with a text of one's choice."""

from hypothesis import strategies as st

from authproof.exchange import CodeLocation, Exchange, Request, Response
from authproof.findings import (
    CheckResult,
    Confidence,
    Evidence,
    Finding,
    Outcome,
    Report,
    Severity,
    SiteMap,
    TargetFacts,
    finding,
)

HOSTILE = "\x1b]0;owned\x07\x1b[2Jred\x00\x9b31m\u202egpj.exe\u2066\u200f\r\x08\u2028[bold]x[/bold][/nothing]"
MARKUP = (
    "<script>alert(1)</script>",
    "</pre></style></details><img src=x onerror=alert(1)>",
    "]]></system-out><failure/>",
    "a\x00b\ufffe\udcff",
    "| a | b |\n|---|---|\n# title\n- [ ] item\n```\n",
    "![x](https://evil.test/x.png) [y](javascript:alert(1)) <https://evil.test>",
    "@octocat closes #1, GH-2, owner/repo#3, https://evil.test, www.evil.test, a@b.test, deadbeefdeadbeef, :smile:",
    "{{ 7 * 7 }}{% raw %}",
    "1. `code` \\`\\| **bold** _x_ ~~y~~ &lt;b&gt; $x$ &#64;octocat",
    "- x", "+ x", "2) x", "    code", "--- ", "=== ", "../../etc/passwd", "//evil.test", "%SRCROOT%/%00",
    HOSTILE,
)  # fmt: skip
# Text of every kind, halves of characters among it.
texts = st.text(st.characters(exclude_categories=()), min_size=1, max_size=30)
hostile = st.sampled_from(MARKUP) | texts | st.builds(str.__add__, st.sampled_from(MARKUP), texts)


def full_report(text: str, count: int = 1) -> Report:
    """A report with every outcome and every field; whatever a target can write holds this text."""
    found = tuple(_finding(text) for _ in range(count))
    results = (
        _result(text, Outcome.FAILED, findings=found, notes=(text,), reason=f"stopped: {text}"),
        _result(text, Outcome.PASSED, accepted=(text,)),
        *(
            _result(text, one, reason=f"because {text}")
            for one in Outcome
            if one.value not in ("failed", "passed")
        ),
    )
    target = TargetFacts("wsgi", text, (("flask", text),), text, "/repository")
    site = SiteMap(text, text, text, (text, text))
    return Report("0.1.0", target, site, results, 4, 0.5, (text,), (("idle-limit", text, text),))


def _finding(text: str) -> Finding:
    body = text.encode("utf-8", "surrogatepass")
    exchange = Exchange(
        Request("POST", f"http://localhost/{text}", ((text, text), ("X", text)), body),
        Response(302, (("Location", text), ("Set-Cookie", text), ("Set-Cookie", text)), body),
        crash=f"ValueError: {text}",
        view=CodeLocation(text, 3),
    )
    pieces = (Evidence(text), Evidence(text, exchange), Evidence("exchange", exchange, b"\xff\xd8picture"))
    return finding(
        text, evidence=pieces, location=CodeLocation(text, 1), cause=text, confidence=Confidence.MEDIUM
    )


def _result(text: str, outcome: Outcome, **more) -> CheckResult:
    return CheckResult(
        f"check-{outcome.value}", outcome, Severity.HIGH, (601, 22), ("3.7.2", text), ("CLNT-04", text),
        title=text, remedy=f"{text}\n\n    code", page=(("Why it matters", text), ("References", text)), **more,
    )  # fmt: skip
