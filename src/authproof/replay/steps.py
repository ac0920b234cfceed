"""Requests as steps of a script: what every client sends by itself left out, what a page had held taken from it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from authproof.exchange import Exchange, Request
from authproof.findings.replay import Pairs, Step, Taken, Value
from authproof.replay.sources import Earlier, taken

_HOME = "127.0.0.1"
_FORM = "application/x-www-form-urlencoded"
# Every client says its own of these, or computes them.
_OWN = frozenset(
    {"accept", "accept-language", "content-length", "cookie", "user-agent"}
    | {f"sec-fetch-{one}" for one in ("dest", "mode", "user")}
)
_OF_ORIGIN = frozenset({"sec-fetch-site", "origin", "referer"})


def steps_of(
    turns: Mapping[int, Exchange], owners: Mapping[int, tuple[int, Pairs]], addresses: Sequence[str]
) -> tuple[Step, ...]:
    """The steps of these turns, numbered from 0, without pages that were opened and never used.

    `owners` tells the browser of each turn and what was planted in it, `addresses` where each came from.
    """
    steps: dict[int, Step] = {}
    for at, exchange in turns.items():
        browser, planted = owners[at]
        own = [(one, turns[one]) for one in steps if steps[one].browser == browser]
        step = replace(_step(exchange.request, own), browser=browser, address=addresses[at])
        steps[at] = step if own else replace(step, planted=planted)
    used = {value.step for step in steps.values() for value in _values(step) if isinstance(value, Taken)}
    kept = {*used, max(turns)}
    again = {(step.browser, step.url): at for at, step in steps.items()}
    told = [
        (at, step)
        for at, step in steps.items()
        if at in kept or not _is_idle(step, turns[at], again[step.browser, step.url] > at)
    ]
    return _renumbered(_of_one_address(told))


def _is_idle(step: Step, exchange: Exchange, comes_again: bool) -> bool:
    """Whether a page was only looked at: it gave nothing that was used, or is looked at again."""
    looks = step.method == "GET" and not step.planted
    return looks and (comes_again or not exchange.response.all("Set-Cookie"))


def _step(request: Request, own: Earlier) -> Step:
    fields = _fields(request)
    return Step(
        0,
        request.method,
        request.url,
        tuple((name, taken(own, value)) for name, value in _headers(request, as_form=bool(fields))),
        tuple((name, taken(own, value)) for name, value in fields),
        "" if fields else request.body.decode("latin-1"),
    )


def _fields(request: Request) -> list[tuple[str, str]]:
    """The submitted form, where the same bytes come of it again."""
    if request.header("Content-Type").partition(";")[0].strip().lower() != _FORM:
        return []
    try:
        pairs = parse_qsl(request.body.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        return []
    return pairs if urlencode(pairs).encode() == request.body else []


def _headers(request: Request, *, as_form: bool) -> list[tuple[str, str]]:
    """What a browser would not say by itself; where a request comes from only if that is another site."""
    crossing = request.header("Sec-Fetch-Site") == "cross-site"
    # Flask-WTF asks for the Referer of an https page.
    left_out = _OWN | (frozenset() if crossing or request.url.startswith("https:") else _OF_ORIGIN)
    left_out |= {"content-type"} if as_form else set()
    return [(name, value) for name, value in request.headers if name.lower() not in left_out]


def _of_one_address(steps: Sequence[tuple[int, Step]]) -> Sequence[tuple[int, Step]]:
    """Where everything comes from one address, which it is says nothing."""
    if len({step.address for _, step in steps}) > 1:
        return steps
    return [(at, replace(step, address=_HOME)) for at, step in steps]


def _values(step: Step) -> list[Value]:
    return [value for pairs in (step.headers, step.fields, step.planted) for _, value in pairs]


def _renumbered(steps: Sequence[tuple[int, Step]]) -> tuple[Step, ...]:
    """The steps and browsers counted from 0, in their order."""
    numbers = {at: number for number, (at, _) in enumerate(steps)}
    browsers = {
        browser: number for number, browser in enumerate(dict.fromkeys(step.browser for _, step in steps))
    }

    def moved(pairs: Pairs) -> Pairs:
        return tuple(
            (name, replace(value, step=numbers[value.step]) if isinstance(value, Taken) else value)
            for name, value in pairs
        )

    return tuple(
        replace(
            step,
            browser=browsers[step.browser],
            headers=moved(step.headers),
            fields=moved(step.fields),
            planted=moved(step.planted),
        )
        for _, step in steps
    )
