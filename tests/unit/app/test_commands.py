"""A user made from the shell."""

import flask_migrate
import pytest

from app.extensions import db

PASSWORD = "violet harbour lamp 42"


def add(app, *arguments, password=PASSWORD):
    return app.test_cli_runner().invoke(args=["user", "add", *arguments], input=f"{password}\n{password}\n")


def test_a_user_from_the_shell_can_log_in(person):
    """The password is asked for and not shown."""
    result = add(person.app, "alice", "alice@example.com")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert person.log_in().status_code == 302


def test_the_password_is_no_argument(app):
    """It would stand in the shell's history."""
    assert add(app, "alice", "alice@example.com", PASSWORD).exit_code == 2
    assert add(app, "alice", "alice@example.com", "--password", PASSWORD).exit_code == 2


@pytest.mark.parametrize(
    ("name", "email", "password"),
    [
        ("a b", "alice@example.com", PASSWORD),
        ("alice", "nonsense", PASSWORD),
        ("alice", "alice@example.com", "short"),
    ],
)
def test_the_shell_has_the_rules_of_the_page(app, rows, name, email, password):
    """Bad names and passwords are refused with a message and no trace."""
    result = add(app, name, email, password=password)
    assert (result.exit_code, "Error: " in result.output) == (1, True)
    assert rows(app, "SELECT * FROM users") == []


def test_a_taken_name_is_refused(alice):
    """Whatever its spelling."""
    assert "taken" in add(alice.app, "ALICE", "other@example.com").output


def test_models_and_migrations_agree(app):
    """`flask db migrate` would find nothing to do."""
    with app.app_context():
        flask_migrate.check()


def test_migrations_can_be_undone(app):
    """Down to nothing, and up again."""
    with app.app_context():
        flask_migrate.downgrade(revision="base")
        assert db.inspect(db.engine).get_table_names() == ["alembic_version"]
        flask_migrate.upgrade()
        assert "users" in db.inspect(db.engine).get_table_names()


def test_every_constraint_has_a_name():
    """So that later migrations can change it on every database."""
    assert all(each.name for table in db.metadata.tables.values() for each in table.constraints)
