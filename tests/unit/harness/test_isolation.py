"""The user's data, files and environment are after an audit what they were before it."""

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import QueuePool

from authproof.target.messages import Call
from authproof.target.sqlite import Databases
from tests.unit.harness import probes
from tests.unit.harness.support import loaded

THE_REAL_ONE = sqlite3.Connection
GLOBAL_CONNECTION = """
import os, sqlite3
os.makedirs({folder!r}, exist_ok=True)
connection = sqlite3.connect({path!r}, check_same_thread=False)
def app(environ, start_response):
    start_response("200 OK", [])
    connection.execute("INSERT INTO visit VALUES (?)", (environ["PATH_INFO"],))
    connection.commit()
    return [str(connection.execute("SELECT count(*) FROM visit").fetchone()[0]).encode()]
"""


@pytest.fixture
def private(tmp_path, monkeypatch):
    """Databases with their guard up in this process, taken down afterwards; and a folder as a child would have."""
    for module in (sqlite3, sqlite3.dbapi2):
        for name in ("connect", "Connection", "Cursor"):
            monkeypatch.setattr(module, name, getattr(module, name))
    (tmp_path / "copies").mkdir()
    (tmp_path / "child").mkdir()
    databases = Databases(tmp_path / "copies")
    databases.install()
    return databases


@pytest.fixture
def theirs(tmp_path):
    """A database of the user's, with one row."""
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE visit (page TEXT)")
        connection.execute("INSERT INTO visit VALUES ('first')")
    return path


@pytest.mark.parametrize("by", [lambda one: one, lambda one: one.cursor()], ids=["connection", "cursor"])
def test_the_text_of_each_statement_is_written_down(private, theirs, by):
    """Whoever executes it, and without its parameters."""
    with closing(sqlite3.connect(theirs)) as connection:
        by(connection).execute("SELECT page FROM visit WHERE page = ?", ("secret",))
        by(connection).executemany("INSERT INTO visit VALUES (?)", [("more",)])
        by(connection).executescript("SELECT 1; SELECT 2")
    seen = [text.split()[0] for text in private.statements]
    assert seen[-3:] == ["SELECT", "INSERT", "SELECT"]
    assert "secret" not in "".join(private.statements)


def test_statements_of_a_cursor_class_of_the_apps_own_are_written_down(private, theirs):
    """Django has one."""

    class Own(sqlite3.Cursor):
        """A subclass, made after the guard is up."""

    with closing(sqlite3.connect(theirs)) as connection:
        assert connection.cursor(factory=Own).execute("SELECT 7").fetchone() == (7,)
    assert "SELECT 7" in private.statements


def pages(connection):
    return [row[0] for row in connection.execute("SELECT page FROM visit ORDER BY rowid")]


def add(connection, page):
    with connection:
        connection.execute("INSERT INTO visit VALUES (?)", (page,))


def into_child(databases, tmp_path):
    """What a fork does to the connections."""
    databases.park()
    databases.unpark(tmp_path / "child")


NAMES = [
    str,
    lambda path: path,
    os.fsencode,
    os.path.relpath,
    lambda path: f"file:{quote(str(path))}",
    lambda path: f"file://{quote(str(path))}?mode=rw",
    lambda path: f"file://localhost{path}?cache=private",
]


@pytest.mark.parametrize("name", NAMES)
def test_every_way_to_name_a_file_opens_a_copy(theirs, private, name):
    """Text, bytes, path, relative or URI: the app sees its rows and writes into a copy of them."""
    before = theirs.read_bytes()
    opened = name(theirs)
    with closing(sqlite3.connect(opened, uri=str(opened).startswith("file:"))) as connection:
        add(connection, "second")
        assert pages(connection) == ["first", "second"]
    assert theirs.read_bytes() == before


def test_a_file_that_is_not_there_is_not_made(tmp_path, private):
    """A new database lies among the copies alone."""
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection, connection:
        connection.execute("CREATE TABLE visit (page TEXT)")
    assert not (tmp_path / "new.db").exists()
    assert next(iter(private.copies.values())).exists()


def test_two_connections_meet_in_one_copy(theirs, private):
    """What one writes, the other reads, by whatever name it opened."""
    with closing(sqlite3.connect(theirs)) as one, closing(sqlite3.connect(str(theirs))) as two:
        add(one, "second")
        assert pages(two) == ["first", "second"]


def test_a_journal_in_wal_mode_is_copied_too(theirs, private, tmp_path):
    """Rows that stand only in the write-ahead log are not lost, and the log stays as it was."""
    writer = THE_REAL_ONE(theirs)  # somebody else's process
    writer.execute("PRAGMA journal_mode = WAL")
    add(writer, "only in the log")
    log = (tmp_path / "theirs.db-wal").read_bytes()
    with closing(sqlite3.connect(theirs)) as connection:
        add(connection, "third")
        assert pages(connection) == ["first", "only in the log", "third"]
    assert (tmp_path / "theirs.db-wal").read_bytes() == log
    writer.close()


def test_a_global_connection_lives_on_in_a_child(theirs, private, tmp_path):
    """The same object is closed before the fork and open after it, on the child's own copy of the copy."""
    with closing(sqlite3.connect(theirs)) as connection:
        add(connection, "before the fork")
        into_child(private, tmp_path)
        add(connection, "in the child")
        assert pages(connection) == ["first", "before the fork", "in the child"]
    with closing(THE_REAL_ONE(tmp_path / "copies" / "db-0-theirs.db")) as parent:
        assert pages(parent) == ["first", "before the fork"]


def test_a_parked_connection_holds_no_file(theirs, private):
    """Nothing is open over a fork: SQLite forbids it."""
    with closing(sqlite3.connect(theirs)):
        private.park()
        opened = [str(one.resolve()) for one in Path("/proc/self/fd").iterdir()]
        assert not [one for one in opened if "theirs.db" in one]


def test_settings_of_a_connection_are_kept(theirs, private, tmp_path):
    """Factories, isolation level, foreign keys and functions are those from before."""
    with closing(sqlite3.connect(theirs, isolation_level="IMMEDIATE")) as connection:
        connection.row_factory, connection.text_factory = sqlite3.Row, bytes
        connection.execute("PRAGMA foreign_keys = ON")
        connection.create_function("twice", 1, lambda word: word * 2)
        into_child(private, tmp_path)
        row = connection.execute("SELECT page, twice('ab') AS two FROM visit").fetchone()
        assert (row["page"], row["two"], connection.isolation_level) == (b"first", b"abab", "IMMEDIATE")
        assert tuple(connection.execute("PRAGMA foreign_keys").fetchone()) == (1,)


def test_an_attribute_that_the_app_set_is_kept(theirs, private, tmp_path):
    """Libraries hang things on connections of their own class."""

    class Own(sqlite3.Connection):
        pass

    with closing(sqlite3.connect(theirs, factory=Own)) as connection:
        connection.mine = "kept"
        into_child(private, tmp_path)
        assert (type(connection), connection.mine, pages(connection)) == (Own, "kept", ["first"])


def test_a_closed_connection_stays_closed(theirs, private, tmp_path):
    """A child opens nothing that the app had given up."""
    connection = sqlite3.connect(theirs)
    connection.close()
    into_child(private, tmp_path)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_a_connection_of_another_thread_is_parked_too(theirs, private, tmp_path):
    """A pool's connections were opened by whoever asked first."""
    opened = []
    thread = threading.Thread(target=lambda: opened.append(sqlite3.connect(theirs, check_same_thread=False)))
    thread.start()
    thread.join()
    into_child(private, tmp_path)
    assert pages(opened[0]) == ["first"]
    opened[0].close()


@pytest.mark.parametrize("name", [":memory:", "file:shared?mode=memory&cache=shared"])
def test_a_database_in_memory_is_left_alone(private, tmp_path, name):
    """There is nothing to copy: a fork copies memory, and what is stored is seen."""
    with closing(sqlite3.connect(name, uri=True)) as connection:
        connection.execute("CREATE TABLE visit (page TEXT)")
        add(connection, "in memory")
        into_child(private, tmp_path)
        assert pages(connection) == ["in memory"]
        assert [one.value for one in private.cells()] == ["in memory"]


def test_a_pool_forks_like_everything_else(theirs, private, tmp_path):
    """SQLAlchemy's pooled connections, some at rest, are on the child's copy afterwards."""
    before = theirs.read_bytes()
    engine = create_engine(f"sqlite:///{theirs}", poolclass=QueuePool)
    with engine.begin() as one, engine.begin() as two:
        assert (
            one.scalar(text("SELECT count(*) FROM visit"))
            == two.scalar(text("SELECT count(*) FROM visit"))
            == 1
        )
    into_child(private, tmp_path)
    with engine.begin() as again:
        again.execute(text("INSERT INTO visit VALUES ('pooled')"))
    assert ([one.value for one in private.cells()], theirs.read_bytes()) == (["pooled", "first"], before)
    engine.dispose()


def test_every_stored_value_is_seen_with_its_place(theirs, private):
    """Table, column, declared type and row; odd names and text that is no UTF-8 among them."""
    with closing(sqlite3.connect(theirs)) as connection, connection:
        connection.execute('CREATE TABLE "odd ""name" (a BLOB, b VARCHAR(9))')
        connection.execute('INSERT INTO "odd ""name" VALUES (?, CAST(? AS TEXT))', (b"\xff", b"caf\xe9"))
        connection.commit()
        seen = {(one.table, one.column, one.declared, one.value) for one in private.cells()}
    assert seen == {
        ('odd "name', "a", "BLOB", b"\xff"),
        ('odd "name', "b", "VARCHAR(9)", "caf\udce9"),
        ("visit", "page", "TEXT", "first"),
    }


@pytest.fixture
def app(theirs, tmp_path):
    """An app with one global connection, which makes folders while it is imported."""
    file = tmp_path / "globally.py"
    file.write_text(GLOBAL_CONNECTION.format(path=str(theirs), folder=str(tmp_path / "made/by/the/app")))
    return file


@pytest.fixture
def target(app):
    with loaded(app) as process:
        yield process


def test_children_do_not_see_each_others_rows(target, theirs):
    """Each fork begins with what the app had before it, and the user's file is untouched."""
    before = theirs.read_bytes()
    assert target.here(probes.get, "/here", trying="to ask", time_limit=10) == "2"
    answers = target.fork_all([Call(probes.get, ("/child",), str(number)) for number in range(4)], 2)
    assert [one.value for one in answers] == ["3"] * 4
    assert target.here(probes.get, "/again", trying="to ask", time_limit=10) == "3"
    assert theirs.read_bytes() == before


def test_an_audited_app_leaves_no_file_behind(app, tmp_path):
    """No database, no journal, no byte code, no empty folder; the environment is as before."""
    before, environment = sorted(tmp_path.rglob("*")), dict(os.environ)
    with loaded(app) as process:
        process.here(probes.get, "/", trying="to ask", time_limit=10)
        process.here(probes.set_variable, "LEFT", "behind", trying="to ask", time_limit=10)
        list(process.fork_all([Call(probes.get, ("/",), "a")], 1))
    assert (sorted(tmp_path.rglob("*")), dict(os.environ)) == (before, environment)


def test_a_folder_with_something_in_it_stays(target, tmp_path):
    """Only what the target made and left empty is taken away; what it wrote is told."""
    kept = tmp_path / "kept"
    target.here(probes.make_folders, str(kept), trying="to make folders", time_limit=10)
    written = target.here(probes.write_file, str(kept / "note"), trying="to write", time_limit=10)
    assert written == [str(kept / "note")]
