"""What became markup is told from what stayed text, and a policy that blocks scripts from one that does not."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.probes.markup import attempts, blocks_scripts, kept, planted
from tests.unit.harness.support import answered, page

TOKEN = "abcdefg"
LONG, SPACED, LINK = (one.value(TOKEN) for one in attempts(stored=False, address=True))


@pytest.mark.parametrize(
    "template",
    ["<p>{}</p>", '<input value="{}">', "<title>{}</title>", "<textarea>{}</textarea>", "<!-- {} -->",
     "<script>let x = '{}'</script>"],
)  # fmt: skip
def test_an_unescaped_value_is_an_element_wherever_it_stands(template):
    """The value ends what it stands in."""
    assert planted(page(template.format(LONG)), TOKEN) == "an element"


@given(
    st.sampled_from(["<p>{}</p>", '<input value="{}">', "<title>{}</title>"]), st.sampled_from([LONG, SPACED])
)
def test_an_escaped_value_stays_text(template, value):
    """Quotes are around it where it is an attribute."""
    assert planted(page(template.format(html.escape(value))), TOKEN) is None


def test_escaping_does_not_help_where_quotes_are_missing():
    """A space begins the next attribute."""
    assert planted(page(f"<input value={html.escape(SPACED)}>"), TOKEN) == "an attribute"


def test_escaping_does_not_help_in_a_handler():
    """The browser undoes it first."""
    body = f"<a onclick=\"go('{html.escape(LONG)}')\">x</a>"
    assert "onclick" in planted(page(body), TOKEN)


@pytest.mark.parametrize("before", ["", " ", "java\tscript:"])
def test_an_address_that_is_a_script_is_found(before):
    """Browsers drop tabs and spaces in a scheme."""
    link = before + LINK if not before.strip() else LINK.replace("javascript:", before)
    assert planted(page(f'<a href="{link}">x</a>'), TOKEN) == "a script in `href`"


def test_an_answer_that_is_no_page_holds_no_markup():
    """JSON is not parsed as HTML."""
    assert planted(answered(("Content-Type", "application/json"), body=LONG.encode()), TOKEN) is None


def test_what_the_request_brought_was_not_kept():
    """It came back at once."""
    assert kept(page(f"<p>{TOKEN}</p>"), TOKEN)
    assert not kept(page(f"<p>{TOKEN}</p>", f"http://localhost/?q={TOKEN}"), TOKEN)


@pytest.mark.parametrize(
    ("policy", "strict"),
    [
        ("default-src 'self'", True),
        ("script-src 'none'; img-src *", True),
        ("script-src 'self' 'unsafe-inline'", False),
        ("script-src 'unsafe-inline' 'nonce-r4nd0m'", True),
        ("default-src *", False),
        ("default-src *; script-src 'self'", True),
        ("script-src https: 'unsafe-inline' 'nonce-x' 'strict-dynamic'", True),
        ("script-src https:", False),
        ("frame-ancestors 'none'", False),
        ("", False),
    ],
)
def test_a_policy_blocks_scripts_or_does_not(policy, strict):
    """As CSP 3 reads it."""
    assert blocks_scripts(answered(("Content-Security-Policy", policy))) is strict


def test_one_strict_policy_is_enough():
    """Each of several must let a script pass."""
    weak, strict = (
        ("Content-Security-Policy", "default-src *"),
        ("Content-Security-Policy", "default-src 'self'"),
    )
    assert blocks_scripts(answered(weak, strict))
    assert not blocks_scripts(answered(weak))
