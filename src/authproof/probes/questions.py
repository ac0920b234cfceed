"""Fields that ask for the answer to a question or for a hint, by the words beside them."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from authproof.exchange import Exchange
from authproof.site import Form
from authproof.site.html import Field

# Stems of names, labels and columns. They say what to look at; what is wrong is decided by what the field does.
_STEMS = re.compile(
    r"question|secret_?answer|security_?answer|(^|_|\b)answer|(^|_|\b)hint(_|\b|$)|reminder|maiden|birth_?place|(place|city|town)_of_birth|first_?pet"
    r"|sicherheitsfrage|geheimfrage|geheime_?frage|antwort|merkhilfe|passwort_?hinweis|kennwort_?hinweis|mädchenname"
    r"|haustier|frage(_|\b|$)"
    r"|question_?secr|réponse|reponse|indice|pregunta|respuesta|pista(_|\b|$)|domanda|risposta|pergunta|resposta"
    r"|vraag|antwoord|geheugensteun|spørgsmål|säkerhetsfråga|hemlig|pytanie|odpowied|otázk|odpověď"
    r"|вопрос|ответ|подсказк|質問|答え|ヒント|密保|提示问题|安全问题|질문|힌트",
    re.IGNORECASE,
)


def asks(*texts: str) -> bool:
    """Whether a name, a label or a column sounds like a question, an answer or a hint."""
    return any(_STEMS.search(_words(text)) for text in texts)


def asking_fields(page: Exchange, form: Form) -> Iterator[Field]:
    """The text controls of a form that sound so, by their own names or by the labels beside them."""
    labels = _labels(page)
    for field in form.fields:
        wanted = field.is_text or field.kind in {"textarea", "select", "password"}
        if wanted and asks(field.name, field.hint, labels.get(field.name, "")):
            yield field


def _labels(page: Exchange) -> dict[str, str]:
    """The words of the label of each control, by the control's name."""
    tree = LexborHTMLParser(page.response.text)
    ids = {node.attributes.get("id"): node.attributes.get("name") for node in tree.css("[id][name]")}
    found: dict[str, str] = {}
    for label in tree.css("label"):
        inner = label.css_first("input, select, textarea")
        name = inner.attributes.get("name") if inner else ids.get(label.attributes.get("for"))
        if name:
            found[name] = label.text(strip=True)
    return found


def _words(text: str) -> str:
    """A name in camel case, or a sentence, with a line between its words."""
    return re.sub(r"[\s-]+", "_", re.sub(r"(?<=[a-z])([A-Z])", r"_\1", text))
