"""How another site sends a form: without what only the site's own pages know, and with the cookies that travel."""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from authproof.client.agent import CrossSite, Fields
from authproof.client.jar import CookieJar
from authproof.exchange import Exchange, Headers, Request
from authproof.findings import NotApplicable
from authproof.probes import baits
from authproof.probes.baits import Bait
from authproof.site import Account, Form, read_page
from authproof.site.account_steps import action_path
from authproof.site.steps import filled, submit
from authproof.visitor import Scene, Visitor

Values = dict[str, str | None]
# Hidden values that differ between people and are this short are names and numbers, which an attacker knows.
_SHORTEST_TOKEN = 12
# What a browser sends from a sandboxed frame that wants no Referer (Fetch standard, "null" as an opaque origin).
_NOBODY: Headers = (("Origin", "null"), ("Referer", ""))


def _post(visitor: Visitor, form: Form, pairs: Fields, headers: Headers = ()) -> None:
    if form.encoding == "json":
        visitor.agent.post_json(form.action, dict(pairs), site=CrossSite.YES)
    elif form.then:
        submit(visitor.agent, form, pairs, headers=headers, site=CrossSite.YES)
    else:
        visitor.agent.post(form.action, pairs, headers=headers, site=CrossSite.YES)


@dataclass(frozen=True, slots=True)
class Forgery:
    """One way to send a form from another site; `token` says what becomes of a token: None leaves it out.

    `send` does it with a client, `bait` is the page that makes a browser do it.

    `blank`: who reads forms only sees an empty one, and may write that over what an earlier forgery has changed.
    """

    said: str
    token: Callable[[str], str | None] = lambda _other: None
    send: Callable[[Visitor, Form, Fields], None] = _post
    needs_token: bool = False
    method: str = "POST"
    blank: bool = False
    bait: Callable[[Form, Fields], Bait] = baits.sent


def _link(visitor: Visitor, form: Form, pairs: Fields) -> None:
    visitor.visit(baits.with_fields(form.action, pairs), site=CrossSite.YES)


def _anonymous(visitor: Visitor, form: Form, pairs: Fields) -> None:
    _post(visitor, form, pairs, _NOBODY)


def _look_alike(visitor: Visitor, form: Form, pairs: Fields) -> None:
    """From a host whose name begins as the site's own does."""
    split = urlsplit(form.action)
    origin = f"{split.scheme}://{split.hostname}.evil.test"
    _post(visitor, form, pairs, (("Origin", origin), ("Referer", f"{origin}/{split.netloc}/")))


def _plain_json(visitor: Visitor, form: Form, pairs: Fields) -> None:
    """JSON in a body that a form may send without asking first (Fetch standard, CORS-safelisted)."""
    body = json.dumps(dict(pairs)).encode()
    request = Request("POST", form.action, (("Content-Type", "text/plain"),), body)
    visitor.agent.send(request, site=CrossSite.YES)


# A link first: it takes along cookies that are SameSite=Lax, which no form does.
FORGERIES = (
    Forgery("by a link, without a token", send=_link, method="GET", bait=baits.followed),
    Forgery("by a form without a token"),
    Forgery("by a form with an empty token", token=lambda _other: "", needs_token=True),
    Forgery("by a form with the token of another session", token=lambda other: other, needs_token=True),
    Forgery(
        "by a form without a token, Origin `null` and no Referer",
        send=_anonymous,
        bait=lambda form, pairs: baits.nameless_post(form.action, pairs),
    ),
    Forgery(
        "by a form without a token, from a host that begins with the site's name",
        send=_look_alike,
        bait=lambda form, pairs: baits.look_alike_post(form.action, pairs),
    ),
    Forgery(
        "by JSON in a text/plain body, without a token",
        send=_plain_json,
        blank=True,
        bait=lambda form, pairs: baits.json_post(form.action, pairs),
    ),
)


def forgeries(mine: Form, theirs: Form) -> tuple[Forgery, ...]:
    """Those that differ for this form, which the victim (`mine`) and the attacker (`theirs`) have open."""
    return tuple(one for one in FORGERIES if not one.needs_token or tokens(mine, theirs))


def forge(forgery: Forgery, visitor: Visitor, mine: Form, theirs: Form, typed: Values) -> Exchange:
    """Send the form into this visitor's browser as that forgery does; the request and its answer."""
    before = len(visitor.history)
    forgery.send(visitor, mine, filled(mine, {**_hidden(forgery, mine, theirs), **typed}))
    return visitor.history[before]


def bait_of(forgery: Forgery, mine: Form, theirs: Form, typed: Values) -> Bait:
    """The page of another site that makes a browser send the same.

    Raises:
        NotApplicable: the form goes on on a second page.
    """
    if mine.then:
        raise NotApplicable("the form goes on on a second page, which is not tried there")
    return forgery.bait(mine, filled(mine, {**_hidden(forgery, mine, theirs), **typed}))


def _hidden(forgery: Forgery, mine: Form, theirs: Form) -> Values:
    return {name: forgery.token(other) for name, other in tokens(mine, theirs).items()}


def tokens(mine: Form, theirs: Form) -> dict[str, str]:
    """The hidden fields that an attacker cannot know, each with the value that it has on the attacker's own page."""
    others = {field.name: field.value for field in theirs.fields if field.kind == "hidden"}
    return {
        field.name: others.get(field.name, "")
        for field in mine.fields
        if field.kind == "hidden"
        and len(field.value) >= _SHORTEST_TOKEN
        and field.value != others.get(field.name)
    }


def without_same_site(jar: CookieJar) -> CookieJar:
    """The cookies as a browser that knows no SameSite sends them."""
    return CookieJar(replace(one, same_site="", created=time.time()) for one in jar)


def travels(scene: Scene, jar: CookieJar, account: Account, forgery: Forgery, form: Form) -> bool:
    """Whether the cookies that a browser sends along from another site open the account."""
    sent = jar.header(form.action, cross_site=True, method=forgery.method).split("; ")
    crossing = CookieJar(one for one in jar if f"{one.name}={one.value}" in sent)
    return scene.visitor(crossing, account=account).is_logged_in()


def same_form(page: Exchange, like: Form) -> Form | None:
    """The form of a page that does what another person's form does: numbers in the address may differ."""
    for form in read_page(page).forms:
        if form.method == "post" and form.shape == like.shape and pattern(form) == pattern(like):
            return form
    return None


def pattern(form: Form) -> str:
    """The path that a form posts to, numbers and long names of rows left open."""
    return re.sub(r"(?<=/)(\d+|[0-9a-fA-F-]{16,})(?=/|$)", "#", action_path(form))


def other_forms(visitor: Visitor, paths: Iterable[str], known: set[str]) -> Iterator[Form]:
    """The POST forms on pages that a visitor sees, each pattern once, those of known addresses left out."""
    seen = set(known)
    for path in paths:
        for form in read_page(visitor.visit(path)).forms:
            if form.method == "post" and not seen & {pattern(form), action_path(form)}:
                seen.add(pattern(form))
                yield form
