"""Who was there before is told from whom an audit made up, and is tried with what everybody tries."""

from hypothesis import given
from hypothesis import strategies as st

from authproof.probes.guessing import Seeded, guesses, seeded
from authproof.site import Account
from authproof.target.cells import Cell

ANNA = Account("annaannaanna", "annaannaanna@example.com", "x")
INVENTED = {"annaannaanna", "berthberthbe"}


def cells(*rows, table="users"):
    """The newest row first, as they are read."""
    columns = ("name", "email")
    return [
        Cell(table, name, "TEXT", value, tuple(zip(columns, row, strict=True)))
        for row in reversed(rows)
        for name, value in zip(columns, row, strict=True)
    ]


EVERYBODY = cells(
    ("admin", "a@example.org"), ("receptionist", "r@example.org"), (ANNA.username, ANNA.email),
    ("berthberthbe", "berthberthbe@example.com"), ("renamed", "berthberthbe@example.com"),
)  # fmt: skip


def test_who_was_not_made_up_was_there_before():
    """The oldest first; a name of twelve letters may be real, an edited one is ours by its address."""
    assert [one.name for one in seeded(EVERYBODY, ANNA, "username", INVENTED)] == ["admin", "receptionist"]


def test_addresses_count_where_people_log_in_with_them():
    """The column in which the user's own identity stands decides."""
    found = seeded(EVERYBODY, ANNA, "email", INVENTED)
    assert [one.name for one in found] == ["a@example.org", "r@example.org"]


def test_names_in_other_tables_are_no_accounts():
    """A log of failed logins holds many."""
    log = cells(("root", "x"), table="log")
    assert "root" not in [one.name for one in seeded([*log, *EVERYBODY], ANNA, "username", INVENTED)]


@given(st.text(max_size=20))
def test_every_account_is_tried_with_its_name_and_with_nothing(name):
    """Each password once, and few enough for real logins."""
    tried = list(guesses(Seeded(name, (name, "Erika"))))
    assert {"", name, f"{name.partition('@')[0]}123", "Erika"} <= set(tried)
    assert len(tried) == len(set(tried)) <= 30
