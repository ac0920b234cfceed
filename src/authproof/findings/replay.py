"""How a finding is shown again: the requests that lead to it, and what of the last answer shows it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Shows(StrEnum):
    """Where a check's findings show themselves to a client.

    `ANSWER`: where the last one leads, what stands in it. `HEADERS`: in the telling ones. `STORY`: in no single
    answer, but in all of them, in a comparison, or inside the target; then the check itself has to look again.
    """

    ANSWER = "answer"
    HEADERS = "headers"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Taken:
    """A value that an earlier answer holds: step number from 0, and where in that answer.

    `field`: the control of that name in its page, or the `meta` element; `cookie`: what it sets under that name;
    `json`: the member of that name. `before` stands in front of it, such as `Bearer `.
    """

    step: int
    kind: Literal["field", "cookie", "json"]
    name: str
    before: str = ""


Value = str | Taken
Pairs = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One request of one browser, whose cookies are those it was given, and `planted` besides.

    `url` is absolute, `headers` are those that a browser would not send by itself. `fields` are a submitted form;
    where there are none, `body` is sent as it is, each character one byte.
    """

    browser: int
    method: str
    url: str
    headers: Pairs = ()
    fields: Pairs = ()
    body: str = ""
    planted: Pairs = ()
    address: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Sign:
    """What of the last answer shows the broken promise.

    `crash`: a 5xx answer. `redirect`: it sends to `text`. `page`: a good answer that holds `text`. `status`: it is
    `text`. `headers`: its telling headers (see `replay.signs`) are `lines`.
    """

    kind: Literal["crash", "redirect", "page", "status", "headers"]
    text: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replay:
    """A story to be told again on a target whose pages begin at `base`, ending with an answer that has the sign.

    `names` are people who register in it: each time it is told they are called otherwise, as names are taken by then.
    """

    base: str
    steps: tuple[Step, ...]
    sign: Sign
    names: tuple[str, ...] = ()
