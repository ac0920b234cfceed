"""The steps of a replay as lines of Python on Werkzeug's test client, laid out as a formatter would."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from authproof.findings.redaction import HIDDEN
from authproof.findings.replay import Pairs, Replay, Sign, Step, Taken, Value
from authproof.replay.people import person

# Where the given password stood, which no report shows.
_GIVEN = 'os.environ["AUTHPROOF_PASSWORD"]'
_LITERAL = re.compile(r"""\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'""")
# Columns: of a line in a function, and of a dict that stays on one.
_WIDTH, _SHORT = 96, 72


def test_lines(replay: Replay) -> Iterator[str]:
    """The body of a test function that is given `app`, line by line."""
    for name in replay.names:
        yield f'{_variable(replay.names, name)} = "".join(random.choices(string.ascii_lowercase, k={len(name)}))'
    for line in _lines(replay):
        yield _LITERAL.sub(lambda found: _renamed(found[0], replay.names), line)


def _lines(replay: Replay) -> Iterator[str]:
    names = _names(replay)
    for browser in dict.fromkeys(step.browser for step in replay.steps):
        yield f"{person(browser)} = Client(app)"
    for number, step in enumerate(replay.steps):
        for name, value in step.planted:
            host = urlsplit(step.url).hostname or "localhost"
            domain = "" if host == "localhost" else f", domain={quoted(host)}"
            yield f"{person(step.browser)}.set_cookie({quoted(name)}, {_value(value, names)}{domain})"
        left = f"{names[number]} = " if number in names else ""
        yield from _laid_out(f"{left}{person(step.browser)}.", *_call(step, names))
    yield from _assertion(replay.sign)


def _variable(people: Sequence[str], name: str) -> str:
    return f"name_{people.index(name) + 1}" if len(people) > 1 else "name"


def _renamed(literal: str, people: Sequence[str]) -> str:
    """A literal in which people are called by their variables."""
    told = literal.replace("{", "{{").replace("}", "}}")
    for name in people:
        told = told.replace(name, f"{{{_variable(people, name)}}}")
    if told == literal or not any(name in literal for name in people):
        return literal
    alone = told[2:-2]
    return alone if alone in {_variable(people, one) for one in people} else f"f{told}"


def _names(replay: Replay) -> dict[int, str]:
    """Variables for the answers that are needed later, called after their pages."""
    values = [value for step in replay.steps for _, value in (*step.headers, *step.fields, *step.planted)]
    names: dict[int, str] = {}
    for number in sorted({value.step for value in values if isinstance(value, Taken)}):
        word = re.sub(r"\W+", "_", urlsplit(replay.steps[number].url).path).strip("_").lower() or "home"
        word = word if word.isascii() and word.isidentifier() else "page"
        names[number] = f"{word}_{number + 1}"
    return names | {len(replay.steps) - 1: "answer"}


def _laid_out(left: str, verb: str, parts: list[str]) -> Iterator[str]:
    """A call on one line, or where that is too long with an argument on each."""
    line = f"{left}{verb}({', '.join(parts)})"
    if len(line) <= _WIDTH and "\n" not in line:
        yield line
        return
    yield f"{left}{verb}("
    yield from (f"    {line}" for part in parts for line in f"{part},".splitlines())
    yield ")"


def _call(step: Step, names: dict[int, str]) -> tuple[str, list[str]]:
    """The verb of Werkzeug's client and its arguments."""
    split = urlsplit(step.url)
    method = step.method.lower()
    known = method in {"get", "post", "put", "patch", "delete", "head", "options"}
    path = (split.path or "/") + (f"?{split.query}" if split.query else "")
    parts = [quoted(path)] if known else [quoted(path), f"method={quoted(step.method)}"]
    base = f"{split.scheme}://{split.netloc}"
    parts += [f"base_url={quoted(base)}"] if base != "http://localhost" else []
    parts += [f"headers={_dict(step.headers, names)}"] if step.headers else []
    parts += [f"data={_dict(step.fields, names)}"] if step.fields else []
    parts += [f"data={_bytes(step.body)}"] if step.body else []
    parts += (
        [f'environ_overrides={{"REMOTE_ADDR": {quoted(step.address)}}}']
        if step.address != "127.0.0.1"
        else []
    )
    return method if known else "open", parts


def quoted(text: str) -> str:
    """A Python literal, in the quotation marks that formatters like."""
    plain = repr(text)
    return f'"{plain[1:-1]}"' if plain.startswith("'") and '"' not in text else plain


def _bytes(body: str) -> str:
    secret = f".replace({quoted(HIDDEN)}, {_GIVEN})" if HIDDEN in body else ""
    return f'{quoted(body)}{secret}.encode("latin-1")'


def _dict(pairs: Pairs, names: dict[int, str]) -> str:
    """Pairs as a dict; a name that is given more than once has the list of its values, which Werkzeug spreads."""
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(_value(value, names))
    items = [f"{quoted(name)}: {_one_or_list(values)}" for name, values in grouped.items()]
    short = f"{{{', '.join(items)}}}"
    return short if len(short) <= _SHORT else "".join(["{\n", *(f"    {item},\n" for item in items), "}"])


def _one_or_list(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _value(value: Value, names: dict[int, str]) -> str:
    if value == HIDDEN:
        return _GIVEN
    if isinstance(value, str):
        return quoted(value)
    answer = names[value.step]
    calls = {
        "field": f"field({answer}, {quoted(value.name)})",
        "cookie": f"cookie({answer}, {quoted(value.name)})",
    }
    call = calls.get(value.kind, f"member({answer}.get_json(), {quoted(value.name)})")
    return f"{quoted(value.before)} + {call}" if value.before else call


def _assertion(sign: Sign) -> Iterator[str]:
    if sign.kind == "crash":
        yield "assert answer.status_code < 500"
    elif sign.kind == "redirect":
        yield f'assert answer.headers.get("Location") != {quoted(sign.text)}'
    elif sign.kind == "page":
        yield f"assert not (answer.status_code < 300 and {quoted(sign.text)} in answer.text)"
    elif sign.kind == "status":
        yield f"assert answer.status_code != {int(sign.text)}"
    else:
        yield f"assert telling(answer) != {list(sign.lines)!r}"
