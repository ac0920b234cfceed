"""One name, one account: by the schema, by the canonical form, and when twenty ask at once."""

import sqlite3
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import UniqueConstraint, inspect

from app.extensions import db
from app.models import User

PASSWORD = "violet harbour lamp 42"
RELAXED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
# What no two rows may share, in words that are not taken from the models.
UNIQUE = {
    "users": {("username_key",), ("email_key",)},
    "user_session": {("token_hash",)},
    "reset_token": {("token_hash",)},
}
EMAILS = ("zoe@example.com", "ZOE@Example.COM")
WIDE = {ord(char): ord(char) + 0xFEE0 for char in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}


@pytest.fixture
def at_once(monkeypatch):
    """Run twenty registrations in threads that all wait for each other between the question and the insert."""
    asked, keep = threading.Barrier(20), User.set_password

    def keep_together(user, password):
        asked.wait(timeout=60)
        keep(user, password)

    def run(jobs):
        with ThreadPoolExecutor(20) as pool:
            return list(pool.map(lambda job: job(), jobs))

    monkeypatch.setattr(User, "set_password", keep_together)
    return run


def form(person, username, email):
    """A registration that is filled in and not yet sent."""
    names = {"username": username, "email": email, "csrf_token": person.csrf("/register")}
    data = names | {"password": PASSWORD, "password2": PASSWORD}
    return lambda: person.client.post("/register", data=data)


def spelt(name):
    """The same name by other keyboards: some letters upper case, some wide, accents composed or not."""
    letters = [
        st.sampled_from((char, char.upper(), char.upper().translate(WIDE), char.translate(WIDE)))
        for char in name
    ]
    forms = st.sampled_from(("NFC", "NFD"))
    return st.builds(unicodedata.normalize, forms, st.tuples(*letters).map("".join))


@pytest.mark.parametrize("table", UNIQUE)
def test_the_migrated_database_keeps_unique_what_must_be(app, table):
    """The constraints are in the file that the app runs on, not in the models alone."""
    with app.app_context():
        found = inspect(db.engine).get_unique_constraints(table)
    assert {tuple(constraint["column_names"]) for constraint in found} == UNIQUE[table]


def test_the_models_say_the_same():
    """What the next migration is made from has the same constraints."""
    said = {
        name: {
            tuple(column.name for column in constraint.columns)
            for constraint in table.constraints
            if isinstance(constraint, UniqueConstraint)
        }
        for name, table in db.metadata.tables.items()
    }
    assert said == UNIQUE


def test_the_migrations_lead_to_the_models(app):
    """Nothing of the models is missing in a migrated database, and nothing is there besides."""
    with app.app_context(), db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []


@pytest.mark.parametrize("column", ["username_key", "email_key"])
def test_the_database_itself_refuses_a_second_row(alice, column):
    """Also to whoever writes past the app."""
    other = {"username_key": "'other'", "email_key": "'other@example.com'"} | {column: column}
    columns = "username, email, password_hash, created"
    query = (
        f"INSERT INTO users ({columns}, username_key, email_key) SELECT {columns}, {other['username_key']}, "
    )
    connection = sqlite3.connect(alice.app.extensions["database"])
    with pytest.raises(sqlite3.IntegrityError, match=f"UNIQUE constraint failed: users.{column}"):
        connection.execute(f"{query} {other['email_key']} FROM users")
    connection.close()


@settings(max_examples=40, suppress_health_check=RELAXED)
@given(spelt("zoë-miller"))
def test_no_spelling_of_a_name_makes_a_second_account(roomy, new_person, rows, name):
    """Upper case, wide letters and loose accents are one name."""
    new_person(roomy).register("zoë-miller", email="zoe@example.com")
    assert "username is taken" in new_person(roomy).register(name, email="eve@example.com").text
    assert rows(roomy, "SELECT count(*) FROM users") == [(1,)]


@settings(max_examples=25, suppress_health_check=RELAXED)
@given(st.tuples(*(st.sampled_from((char, char.upper())) for char in "zoe@example.com")).map("".join))
def test_no_spelling_of_an_address_makes_a_second_account(roomy, new_person, rows, email):
    """No mail server tells upper from lower case, so an account does not either."""
    new_person(roomy).register("zoe", email="zoe@example.com")
    assert "has an account already" in new_person(roomy).register("eve", email=email).text
    assert rows(roomy, "SELECT count(*) FROM users") == [(1,)]


@pytest.mark.parametrize(
    "twin",
    [
        "STRASSE",
        "straße",
        "ſtrasse",
        "Straſſe",
        "ｓｔｒａｓｓｅ",
        "str\u200basse",
        "str\u00adasse",
        "strasse\u200d",
        " strasse",
        "strasse\n",
    ],
)
def test_no_lookalike_of_one_fold_makes_a_second_account(roomy, new_person, rows, twin):
    """Sharp, long and wide letters are folded; what cannot be seen is refused."""
    for number, name in enumerate(["strasse", twin]):
        new_person(roomy).register(name, email=f"s{number}@example.com")
    assert rows(roomy, "SELECT username_key FROM users") == [("strasse",)]


def test_a_taken_name_is_told_beside_its_field(alice, new_person):
    """A person who comes second reads what to do, and is not signed in to the first one's account."""
    second = new_person(alice.app)
    page = second.register("ALICE", email="other@example.com")
    assert (page.status_code, "username-error" in page.text, "is taken" in page.text) == (200, True, True)
    assert second.greeting() is None


def test_twenty_at_once_get_one_account(at_once, roomy, new_person, rows):
    """In the same moment one is let through; the others read that the name is taken."""
    answers = at_once([form(new_person(roomy), "zoe", f"zoe{i}@example.com") for i in range(20)])
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [302]
    assert sum("username is taken" in answer.text for answer in answers) == 19
    assert rows(roomy, "SELECT username FROM users") == [("zoe",)]


def test_twenty_spellings_at_once_get_one_account(at_once, roomy, new_person, rows):
    """The form's own question cannot see what another thread is about to write: the database can."""
    names = ["zoe", "ZOE", "Zoe", "ｚoe", "zOE"] * 4
    answers = at_once([form(new_person(roomy), name, f"zoe{i}@example.com") for i, name in enumerate(names)])
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [302]
    assert rows(roomy, "SELECT username_key FROM users") == [("zoe",)]


def test_twenty_with_one_address_at_once_get_one_account(at_once, roomy, new_person, rows):
    """The mail address likewise."""
    answers = at_once(
        [form(new_person(roomy), f"zoe{i}", "Zoe@Example.com"[i % 2 :]) for i in range(0, 40, 2)]
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [302]
    assert sum("has an account already" in answer.text for answer in answers) == 19
    assert rows(roomy, "SELECT count(*) FROM users") == [(1,)]


def test_twenty_names_at_once_get_twenty_accounts(at_once, roomy, new_person, rows):
    """Nobody is refused for having come together with others."""
    answers = at_once([form(new_person(roomy), f"zoe{i}", f"zoe{i}@example.com") for i in range(20)])
    assert [answer.status_code for answer in answers] == [302] * 20
    assert rows(roomy, "SELECT count(*) FROM users") == [(20,)]


def test_the_id_of_a_deleted_user_is_never_given_again(alice, new_person, rows):
    """Nor that of a deleted session, so nothing that points to the old one finds the new one."""
    before = [rows(alice.app, f"SELECT max(id) FROM {table}")[0][0] for table in ("users", "user_session")]
    alice.post("/account/delete", password=PASSWORD)
    assert rows(alice.app, "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM user_session)") == [
        (0,)
    ]
    new_person(alice.app).register("bob")
    after = [rows(alice.app, f"SELECT min(id) FROM {table}")[0][0] for table in ("users", "user_session")]
    assert all(new > old for new, old in zip(after, before, strict=True))


def test_the_cookies_of_a_deleted_user_open_nobody_elses_account(alice, new_person):
    """Who takes the name afterwards is another person."""
    alice.log_out()
    alice.log_in(remember=True)
    thief = alice.thief()
    assert thief.greeting() == "alice"
    alice.post("/account/delete", password=PASSWORD)
    new_person(alice.app).register("alice", password="nine quiet teapots whistle")
    assert thief.greeting() is None


def test_the_shell_makes_no_second_account(alice, rows):
    """What the registration page refuses, `flask user add` does too."""
    command = ["user", "add", "ALICE", "other@example.com"]
    answer = alice.app.test_cli_runner().invoke(args=command, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert (answer.exit_code, "taken" in answer.output) == (1, True)
    assert rows(alice.app, "SELECT count(*) FROM users") == [(1,)]
