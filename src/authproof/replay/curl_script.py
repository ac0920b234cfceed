"""A finding as a shell script of curl lines, for a target that is served somewhere."""

from collections.abc import Iterator
from urllib.parse import quote_plus, urlsplit

from authproof.findings.redaction import HIDDEN
from authproof.findings.replay import Pairs, Replay, Sign, Step, Value
from authproof.replay.people import person
from authproof.replay.signs import TELLING

_HEAD = """#!/bin/sh
# {title}
# Ends with 1 while the target answers as it did.  Usage: sh {slug}.sh [{base}]
set -u
base=${{1:-{base}}}
host=${{base#*://}}; host=${{host%%[:/]*}}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
"""
# Each answer is a file with its head and its body; each browser has a jar.
_HELPERS = {
    "ask ": """ask() { # who, answer, then what curl is told
  who=$1 answer=$2; shift 2
  curl --silent --show-error --include --globoff --path-as-is --max-time 20 \\
    --cookie "$work/$who.jar" --cookie-jar "$work/$who.jar" --output "$work/$answer" "$@"
}
""",
    "new_name)": """new_name() { # somebody whom nobody knows yet
  LC_ALL=C tr -dc a-z < /dev/urandom | head -c 12
}
""",
    "plant ": r"""plant() { # who, name, value
  printf '%s\tFALSE\t/\tFALSE\t0\t%s\t%s\n' "$host" "$2" "$3" >> "$work/$1.jar"
}
""",
    "field ": r"""field() { # answer, name: the value of that hidden control or meta element
  tr -d '\r\n' < "$work/$1" | grep -oiE '<(input|meta)[^>]*>' |
    grep -iF -e "name=\"$2\"" -e "name='$2'" -e "name=$2 " | head -n 1 |
    sed -E "s/.*(value|content)=[\"']([^\"']*).*/\2/" | sed "s/&#34;/\"/g; s/&quot;/\"/g" |
    sed "s/&#39;/'/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g"
}
""",
    "cookie ": r"""cookie() { # answer, name: the value to which it is set
  tr -d '\r' < "$work/$1" | awk -v name="$2=" 'tolower($1) == "set-cookie:" {
    sub(/^[^:]*: */, ""); sub(/;.*/, ""); if (index($0, name) == 1) value = substr($0, length(name) + 1)
  } END { print value }'
}
""",
    "member ": r"""member() { # answer, name: the text of that name in a JSON answer
  tr -d '\r\n' < "$work/$1" | awk -v name="\"$2\"" '{
    rest = substr($0, index($0, name) + length(name))
    if (!index($0, name) || !match(rest, /^ *: *"[^"]*"/)) exit
    split(substr(rest, RSTART, RLENGTH), part, "\""); print part[2]
  }'
}
""",
}


def curl_script(replay: Replay, *, slug: str, message: str, base: str | None = None) -> str:
    """A POSIX shell script; `base` is where the target is served, if not where it was audited."""
    lines = "\n".join(_lines(replay))
    for number, name in enumerate(replay.names, 1):
        # Every word of a target is in single quotes: they are left for the variable, and opened again.
        lines = f"name{number}=$(new_name)\n" + lines.replace(name, f"'\"$name{number}\"'")
    title, base = _one_line(f"{slug}: {message}"), _one_line(base or replay.base)
    head = _HEAD.format(title=title, slug=slug, base=_quoted(base))
    helpers = "".join(text for name, text in _HELPERS.items() if name in lines)
    # Half a character cannot be typed in a shell.
    return f"{head}\n{helpers}\n{lines}\n".encode("utf-8", "replace").decode()


def _quoted(text: str) -> str:
    """One word of the shell, always in single quotes."""
    return "'" + text.replace("'", "'\\''") + "'"


def _one_line(text: str) -> str:
    """Text that stays in the comment, or the word, in which it stands."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _lines(replay: Replay) -> Iterator[str]:
    for browser in dict.fromkeys(step.browser for step in replay.steps):
        yield f': > "$work/{person(browser)}.jar"'
    for number, step in enumerate(replay.steps):
        for name, value in step.planted:
            yield f"plant {person(step.browser)} {_quoted(name)} {_word(value)}"
        yield f"ask {person(step.browser)} {number + 1} {' '.join(_arguments(step, replay.base))}"
    yield from _verdict(replay.sign, f'"$work/{len(replay.steps)}"')


def _arguments(step: Step, base: str) -> Iterator[str]:
    split, home = urlsplit(step.url), urlsplit(base)
    if step.method == "HEAD":
        yield "--head"
    elif step.method != ("POST" if step.fields or step.body else "GET"):
        yield f"--request {_quoted(step.method)}"
    yield '"$base"' + _quoted(step.url.partition(split.netloc)[2] or "/")
    if split.netloc != home.netloc:
        yield f"--header {_quoted(f'Host: {split.netloc}')}"
    for name, value in step.headers:
        yield f"--header {_word(value, f'{name}: ')}"
    yield from _data(step.fields)
    if step.body:
        yield f"--data-binary {_body(step.body)}"


def _data(fields: Pairs) -> Iterator[str]:
    for name, value in fields:
        yield f"--data-urlencode {_word(value, f'{quote_plus(name)}=')}"


def _body(body: str) -> str:
    return '"$AUTHPROOF_PASSWORD"'.join(_quoted(part) if part else "" for part in body.split(HIDDEN))


def _word(value: Value, before: str = "") -> str:
    """A value as one word of the shell."""
    if value == HIDDEN:
        return f'{_quoted(before)}"$AUTHPROOF_PASSWORD"'
    if isinstance(value, str):
        return _quoted(before + value)
    call = f"{value.kind if value.kind != 'json' else 'member'} {value.step + 1} {_quoted(value.name)}"
    return f'{_quoted(before + value.before)}"$({call})"' if before + value.before else f'"$({call})"'


def _verdict(sign: Sign, answer: str) -> Iterator[str]:
    yield f"echo \"the last answer: $(head -n 1 {answer} | tr -d '\\r')\""
    if sign.kind == "headers":
        names = "|".join(TELLING)
        yield f"grep -iE '^({names}):' {answer}"
        yield "echo 'while these are its telling headers, the promise is broken'; exit 1"
        return
    yield f"if {_condition(sign, answer)}; then echo 'still so'; exit 1; else echo 'not so any more'; fi"


def _condition(sign: Sign, answer: str) -> str:
    if sign.kind == "crash":
        return f"head -n 1 {answer} | grep -q ' 5[0-9][0-9]'"
    if sign.kind == "status":
        return f"head -n 1 {answer} | grep -q {_quoted(f' {sign.text}')}"
    if sign.kind == "redirect":
        return f"tr -d '\\r' < {answer} | grep -qixF {_quoted(f'location: {sign.text}')}"
    return f"head -n 1 {answer} | grep -q ' 2[0-9][0-9]' && grep -qF {_quoted(sign.text)} {answer}"
