"""Read a page as a browser does: its forms with their controls, its links, its refresh."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from authproof.client.urls import refresh, where_leads
from authproof.exchange import Exchange
from authproof.site.words import suggests

# Controls that a person can type a name or an address into (HTML, section 4.10.5.1).
TEXT_KINDS = frozenset({"text", "email", "tel", "search", "url", ""})
_TYPED = frozenset(
    {
        *TEXT_KINDS,
        "password",
        "number",
        "date",
        "hidden",
        "checkbox",
        "radio",
        "datetime-local",
        "month",
        "color",
        "range",
        "time",
        "week",
    }
)
# Seconds within which a refresh is a redirect; a later one is the end of a session, or news.
_GLANCE_S = 10
# Under these names Flask-WTF's documentation, Rails, Laravel and others keep it.
_TOKEN_NAMES = frozenset({"csrf-token", "csrf_token", "csrftoken", "xsrf-token", "_csrf"})
# A form with more controls than this is not a login, and not worth the time.
_MOST_FIELDS = 500


@dataclass(frozen=True, slots=True)
class Field:
    """One control: `kind` is its type (`select` and `textarea` too), `options` the values of a select.

    `unseen`: the page hides it from people, often to trap machines that fill in everything.
    """

    name: str
    kind: str
    value: str = ""
    required: bool = False
    checked: bool = False
    options: tuple[str, ...] = ()
    autocomplete: str = ""
    hint: str = ""
    unseen: bool = False

    @property
    def is_text(self) -> bool:
        """Whether a name or an address could be typed here."""
        return self.kind in TEXT_KINDS

    @property
    def is_unmasked(self) -> bool:
        """Whether this sounds like a password that everybody can read over the shoulder."""
        named = self.autocomplete.endswith("-password") or suggests("password", self.name)
        return self.kind in {"text", ""} and named and not suggests("email", self.name)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a page: `action` is absolute, `buttons` are name and value pairs of its submit buttons.

    `token` is what the page gives its scripts to send in a header. `then` are the names of controls that stand on
    the page behind this one.
    """

    page: str
    action: str
    method: str
    fields: tuple[Field, ...] = ()
    buttons: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    encoding: str = "form"
    token: str = ""
    then: tuple[str, ...] = ()

    @property
    def passwords(self) -> tuple[Field, ...]:
        """The password controls; where none is masked, those that are called so."""
        masked = tuple(field for field in self.fields if field.kind == "password")
        return masked or tuple(field for field in self.fields if field.is_unmasked)

    @property
    def texts(self) -> tuple[Field, ...]:
        """The controls in which a person can type a name or an address."""
        passwords = self.passwords
        return tuple(
            field for field in self.fields if field.is_text and not field.unseen and field not in passwords
        )

    @property
    def shape(self) -> tuple[str, ...]:
        """What tells this form from the others of its page: the names that a person fills in."""
        return tuple(sorted(field.name for field in self.fields if field.kind != "hidden"))

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to fill in: a button that does something."""
        return not [field for field in self.fields if field.kind != "hidden"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: where it leads, absolute, and its words."""

    url: str
    hint: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a person can use on one page."""

    forms: tuple[Form, ...]
    links: tuple[Link, ...]
    refresh: str | None
    title: str
    scripts: str = ""
    refresh_after: float = 0

    @property
    def sends_on(self) -> bool:
        """Whether it leads elsewhere by itself before anybody has read it, as a redirect does."""
        return self.refresh is not None and self.refresh_after <= _GLANCE_S


def read_page(exchange: Exchange) -> Page:
    """The forms and links of a response; an empty page for what is no HTML."""
    kind = exchange.response.media_type
    if kind not in {"text/html", "application/xhtml+xml", ""}:
        return Page((), (), None, "")
    return _read(exchange.response.text, exchange.request.url)


@lru_cache(maxsize=256)
def _read(text: str, url: str) -> Page:
    tree = LexborHTMLParser(text)
    base_tag = tree.css_first("base[href]")
    base = (where_leads(_attribute(base_tag, "href"), url) if base_tag else None) or url
    title = tree.css_first("title")
    after, target = _refresh(tree)
    return Page(
        tuple(_forms(tree, url, base)),
        tuple(_links(tree, base)),
        where_leads(target, base) if target else None,
        title.text(strip=True) if title else "",
        "\n".join(node.text() for node in tree.css("script:not([src])")),
        after,
    )


def _forms(tree: LexborHTMLParser, url: str, base: str) -> Iterator[Form]:
    token = _token(tree)
    outside = [node for node in tree.css("[form]") if node.tag in {"input", "select", "textarea", "button"}]
    for node in tree.css("form"):
        inner = [one for one in node.css("input, select, textarea, button") if not _attribute(one, "form")]
        controls = inner + [one for one in outside if _attribute(one, "form") == _attribute(node, "id")]
        yield replace(_form(node, controls[:_MOST_FIELDS], url, base), token=token)


def _form(node: LexborNode, controls: list[LexborNode], url: str, base: str) -> Form:
    submits = [one for one in controls if _submits(one)]
    chosen = submits[0] if submits else node
    action = (_attribute(chosen, "formaction") if submits else "") or _attribute(node, "action")
    method = (_attribute(chosen, "formmethod") if submits else "") or _attribute(node, "method") or "get"
    words = " ".join(
        [
            _attribute(node, "id"),
            _attribute(node, "name"),
            action,
            *(one.text(strip=True) or _attribute(one, "value") for one in submits),
        ]
    )
    fields = tuple(field for one in controls if not _submits(one) and (field := _field(one)) is not None)
    buttons = tuple(
        (_attribute(one, "name"), _attribute(one, "value")) for one in submits if _attribute(one, "name")
    )
    target = url if not action else where_leads(action, base) or url
    return Form(url, target, method.lower(), fields, buttons, words)


def _submits(node: LexborNode) -> bool:
    kind = _attribute(node, "type").lower()
    return kind in {"submit", "image"} or (node.tag == "button" and kind not in {"button", "reset"})


def _field(node: LexborNode) -> Field | None:
    name = _attribute(node, "name")
    if not name or "disabled" in node.attributes or node.tag == "button":
        return None
    kind = node.tag if node.tag in {"select", "textarea"} else _attribute(node, "type").lower()
    if kind in {"button", "reset", "file"}:
        return None
    kind = kind if kind in _TYPED or kind in {"select", "textarea"} else "text"
    options = tuple(_option(one) for one in node.css("option")) if kind == "select" else ()
    chosen = next((_option(one) for one in node.css("option[selected]")), "") if kind == "select" else ""
    value = node.text() if kind == "textarea" else chosen or _attribute(node, "value")
    hints = [name, _attribute(node, "id"), _attribute(node, "placeholder"), _attribute(node, "aria-label")]
    return Field(
        name,
        kind or "text",
        value,
        "required" in node.attributes,
        "checked" in node.attributes,
        options,
        _attribute(node, "autocomplete").lower(),
        " ".join(hints),
        _is_unseen(node),
    )


def _is_unseen(node: LexborNode) -> bool:
    """Whether the control, or something around it within its form, is hidden; a form in a closed dialog is none."""
    at: LexborNode | None = node
    while at is not None and at.tag not in {"form", "body", "dialog"}:
        style = "".join(_attribute(at, "style").lower().split())
        if "hidden" in at.attributes or "display:none" in style or _attribute(at, "aria-hidden") == "true":
            return True
        at = at.parent
    return False


def _token(tree: LexborHTMLParser) -> str:
    """The token against forged requests that scripts find in a meta element."""
    for node in tree.css("meta[name][content]"):
        if _attribute(node, "name").lower() in _TOKEN_NAMES:
            return _attribute(node, "content")
    return ""


def _option(node: LexborNode) -> str:
    return _attribute(node, "value") if "value" in node.attributes else node.text(strip=True)


def _links(tree: LexborHTMLParser, base: str) -> Iterator[Link]:
    for node in tree.css("a[href], area[href]"):
        url = where_leads(_attribute(node, "href"), base)
        if url:
            yield Link(url.partition("#")[0], f"{_attribute(node, 'href')} {node.text(strip=True)}")


def _refresh(tree: LexborHTMLParser) -> tuple[float, str | None]:
    """What the first meta refresh of a page says."""
    for node in tree.css("meta[http-equiv]"):
        if _attribute(node, "http-equiv").lower() == "refresh":
            return refresh(_attribute(node, "content"))
    return 0, None


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""


def forms_with(forms: Iterable[Form], *, passwords: int) -> list[Form]:
    """The forms with at least so many password controls."""
    return [form for form in forms if len(form.passwords) >= passwords]
