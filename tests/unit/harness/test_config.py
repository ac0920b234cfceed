"""What a team writes into pyproject.toml is understood, or named with what was meant."""

import contextlib
import json
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.audit.configuration import TargetConfig, read_config
from authproof.audit.keys import ACCEPT_KEYS, KEYS, POLICY_KEYS
from authproof.audit.toml_lines import line_of
from authproof.errors import UsageError
from authproof.findings import Severity
from authproof.site import Wishes


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("project")


def read(folder, text):
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return read_config(folder)


def test_without_a_file_or_a_table_there_are_defaults(tmp_path):
    """A project that says nothing is no error."""
    assert read_config(tmp_path) == TargetConfig()
    assert read(tmp_path, "[tool.other]\nx = 1\n") == TargetConfig()


def test_every_key_is_read(tmp_path):
    """Target, pages, account, choice of checks, threshold, variables and policy."""
    config = read(
        tmp_path,
        """[tool.authproof]
        target = "app:create_app"
        login = "/in"
        register = "none"
        protected = ["/a", "/b"]
        username = "ada"
        only = ["csrf-login"]
        skip = ["csrf-logout"]
        fail-on = "high"
        [tool.authproof.environ]
        PORT = 8000
        [tool.authproof.policy]
        minimum-length = 12
        public-names = true
        """,
    )
    assert config.wishes == Wishes("/in", "none", None, ("/a", "/b"), "ada", None)
    assert (config.target, config.only, config.skip, config.fail_on) == (
        "app:create_app",
        ("csrf-login",),
        ("csrf-logout",),
        Severity.HIGH,
    )
    assert config.environ == (("PORT", "8000"),)
    assert (config.policy.minimum_length, config.policy.public_names) == (12, True)


def test_a_random_variable_is_new_each_time(tmp_path):
    """A secret key for the audit alone, of so many bytes."""
    text = "[tool.authproof.environ]\nSECRET_KEY = { random = 32 }\n"
    first, second = (dict(read(tmp_path, text).environ)["SECRET_KEY"] for _ in range(2))
    assert (len(first), first != second) == (64, True)


@pytest.mark.parametrize("until", ["2030-01-31", '"2030-01-31"'])
def test_an_accepted_finding_has_a_reason_and_an_end(tmp_path, until):
    """The date is taken as TOML's own or as text."""
    config = read(
        tmp_path,
        f'[tool.authproof.accept.csrf-logout]\nreason = "known"\nuntil = {until}\nup-to = "medium"\n',
    )
    (word,) = config.policy.acceptances
    assert (word.check, word.reason, word.until, word.up_to) == (
        "csrf-logout",
        "known",
        date(2030, 1, 31),
        Severity.MEDIUM,
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[tool.authproof]\nlogn = '/in'", "did you mean 'login'"),
        ("[tool.authproof]\nfail_on = 'high'", "did you mean 'fail-on'"),
        ("[tool.authproof]\nzzz = 1", "known are target, login"),
        ("[tool.authproof.policy]\nminimum-lenght = 9", "did you mean 'minimum-length'"),
        ("[tool.authproof.accept.csrf-logout]\nreason = 'x'\nuntill = 2030-01-01", "did you mean 'until'"),
    ],
)
def test_a_typing_error_is_named_with_the_nearest_key(tmp_path, text, named):
    """A key that is not understood never does nothing in silence."""
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert named in caught.value.seen


@pytest.mark.parametrize(
    "text",
    [
        "[tool.authproof",
        "[tool]\nauthproof = 7",
        "[tool.authproof]\nfail-on = 'severe'",
        "[tool.authproof]\nenviron = 7",
        "[tool.authproof]\nprotected = 7",
        "[tool.authproof.accept.csrf-logout]\nreason = 'no date'",
        "[tool.authproof.accept.csrf-logout]\nreason = 'x'\nuntil = 'soon'",
        "[tool.authproof.accept.csrf-logout]\nuntil = 2030-01-01",
        "[tool.authproof]\naccept = ['csrf-logout']",
        "[tool.authproof.environ]\nKEY = { random = 'much' }",
        "[tool.authproof.environ]\nKEY = { length = 3 }",
    ],
)
def test_what_cannot_be_read_is_a_titled_error(tmp_path, text):
    """A value of the wrong kind is a usage error that says where, never a trace."""
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert (caught.value.title, caught.value.exit_code) == ("The configuration is not understood", 2)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("# login\n[tool.authproof]\ntarget = 'a'\nlogn = '/in'", "pyproject.toml:4: 'logn' in [tool.authproof]; did"),
        ("[tool.authproof]\nprotected = '/a'", ":2: 'protected' in [tool.authproof] is '/a', not a list of strings"),
        ("[tool.authproof]\nlogin = 7", ":2: 'login' in [tool.authproof] is 7, not a string"),
        ("[tool.authproof]\nbrowser = 'no'", "is 'no', not true or false"),
        ("[tool.authproof]\nfail-on = 'severe'", "is 'severe', not one of low, medium, high, critical"),
        ("[tool.authproof.policy]\nidle-limit = -1", ":2: 'idle-limit' in [tool.authproof.policy] is -1, not a whole"),
        ("[tool.authproof.policy]\nembedded = 1", "is 1, not true or false"),
        ("[tool.authproof.environ]\nA = 1\nB = [1]", ":3: 'B' in [tool.authproof.environ] is [1], not a string, a"),
        ("[tool.authproof.environ]\nA = { random = 9999 }", "not a string, a number, true, false or { random = 32 }"),
        ("[tool.authproof.accept.csrf-logut]\nreason = ''", ":1: 'csrf-logut' in [tool.authproof.accept]; did you"),
        ("[tool.authproof.accept.csrf-logout]\nreason = ''", ":1: [tool.authproof.accept.csrf-logout] has no 'until'"),
        ("\n[tool]\nauthproof = 7", "pyproject.toml:3: 'authproof' in [tool] is 7, not a table"),
        ("[tool.authproof", "pyproject.toml: Expected"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(tmp_path, text, seen):
    """File, line, key, what stands there and what may."""
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert seen in caught.value.seen


words = st.sampled_from([key.name for key in (*KEYS, *POLICY_KEYS, *ACCEPT_KEYS)]) | st.text(
    "ab-", min_size=1
)
tables = st.sampled_from(["", ".policy", ".environ", ".accept", ".accept.csrf-logout", ".acept"])
leaves = st.booleans() | st.integers() | st.text(string.printable) | st.lists(st.text("ab"), max_size=2)
values = leaves.map(json.dumps) | st.sampled_from(["2030-01-01", "1e99", "{ random = 32 }", "[{}]", "nan"])


@given(
    st.lists(
        st.tuples(tables, st.dictionaries(words, values, max_size=3)),
        max_size=3,
        unique_by=lambda one: one[0],
    )
)
def test_any_configuration_is_understood_or_told(folder, given):
    """Every key with any value, in any table."""
    text = "".join(
        f"[tool.authproof{table}]\n" + "".join(f"{key} = {value}\n" for key, value in rows.items())
        for table, rows in given
    )
    with contextlib.suppress(UsageError):
        assert isinstance(read(folder, text), TargetConfig)


@given(st.text())
def test_any_text_is_understood_or_told(folder, text):
    """Whatever stands in the file."""
    with contextlib.suppress(UsageError):
        assert isinstance(read(folder, text), TargetConfig)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = 2", 2),
        ("# b\n[x]\nb = 1\n[y]\nc = 'b'\n\n[z]", None),
        ("a = [\n  'b',\n]\nb = [\n  1,\n]", 4),
        ('a = """\nb = 1\n"""\n\'b\' = 2', 4),
        ("a = 'x\u2028y'\nb = 1", 2),
        ("[b.c]\nd = 1", 1),
        ("b.c.d = 1", 1),
    ],
)
def test_the_line_of_a_key_is_where_its_statement_begins(text, line):
    """Not where the word stands in a comment, a string, a list or another table."""
    assert line_of(text, ("b",)) == line


def test_a_file_that_is_no_text_is_a_titled_error(tmp_path):
    """Bytes that are no UTF-8 are told."""
    (tmp_path / "pyproject.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="not understood"):
        read_config(tmp_path)
