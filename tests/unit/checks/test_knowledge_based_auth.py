"""Fields that ask for an answer or a hint are recognised by name or label, in several languages."""

import pytest

from authproof.probes.questions import asking_fields, asks
from tests.unit.harness.support import forms, page


@pytest.mark.parametrize(
    "name",
    ["security_question", "secretAnswer", "passwordHint", "Sicherheitsfrage", "Antwort", "réponse", "pregunta_secreta",
     "mother's maiden name", "ヒント", "контрольный вопрос"],
)  # fmt: skip
def test_questions_and_hints_are_recognised(name):
    """Whatever the writing."""
    assert asks(name)


@pytest.mark.parametrize(
    "name", ["username", "email", "password", "passwort", "kennwort", "birthday_party", "tint", "phinth"]
)
def test_other_fields_are_not(name):
    """Nor words that only hold the letters."""
    assert not asks(name)


@pytest.mark.parametrize(
    "control",
    ['<label for="a">Your first pet</label><input id="a" name="x1">', "<label>Hint <input name=x1></label>"],
)
def test_a_label_says_what_a_name_does_not(control):
    """Beside the control or around it."""
    body = f"<form method=post>{control}<input name=y></form>"
    (form,) = forms(body)
    assert [one.name for one in asking_fields(page(body), form)] == ["x1"]
