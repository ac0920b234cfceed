"""Real small apps on private databases, and a visitor who fills in their forms."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from werkzeug.test import TestResponse

from app import create_app
from app.extensions import db

KEY = "8d1f0c6b7a2e9354f0e1d2c3b4a59687"
PASSWORD = "violet harbour lamp 42"
# For tests whose promise is not about the cost of hashing.
CHEAP = {"TESTING": True, "SECRET_KEY": KEY, "ARGON2_MEMORY_KIB": 8, "ARGON2_TIME_COST": 1}

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Person:
    """Somebody with a browser, who fills in the forms of one app."""

    def __init__(self, app: Flask):
        self.app = app
        self.client: FlaskClient = app.test_client()

    def get(self, url: str, **options) -> TestResponse:
        return self.client.get(url, **options)

    def csrf(self, page: str = "/login") -> str:
        return self.token_in(self.client.get(page, follow_redirects=True))

    @staticmethod
    def token_in(page: TestResponse) -> str:
        found = TOKEN.search(page.text)
        return found[1] if found else ""

    def post(self, url: str, page: str | None = None, **fields: str) -> TestResponse:
        return self.client.post(url, data={"csrf_token": self.csrf(page or url), **fields})

    def register(self, name: str = "alice", password: str = PASSWORD, **other: str) -> TestResponse:
        fields = {"email": f"{name}@example.com", "password": password, "password2": password} | other
        return self.post("/register", username=name, **fields)

    def log_in(self, name: str = "alice", password: str = PASSWORD, remember: bool = False, url="/login"):
        return self.post(url, username=name, password=password, **({"remember_me": "y"} if remember else {}))

    def log_out(self) -> TestResponse:
        return self.post("/logout")

    def change_password(self, current: str, new: str) -> TestResponse:
        return self.post("/account/password", current=current, password=new, password2=new)

    def greeting(self) -> str | None:
        """The name by which the dashboard greets, or nothing for a stranger."""
        found = re.search(r"Hello, <bdi>(.*?)</bdi>", self.get("/dashboard").text)
        return found[1] if found else None

    def cookies(self) -> dict[str, str]:
        names = ("__Host-session", "remember_token")
        return {name: cookie.value for name in names if (cookie := self.client.get_cookie(name))}

    def thief(self, cookies: dict[str, str] | None = None) -> "Person":
        """Somebody else with copies of these cookies."""
        other = Person(self.app)
        for name, value in (self.cookies() if cookies is None else cookies).items():
            other.client.set_cookie(name, value)
        return other


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and no rows, made by the migrations."""
    path = tmp_path_factory.mktemp("template") / "app.db"
    app = create_app(CHEAP | {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}"})
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    return path


@pytest.fixture
def make_app(empty_database: Path, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Make an app with a database of its own and the settings of this test."""
    made: list[Flask] = []

    def make(**settings) -> Flask:
        path = tmp_path / f"{len(made)}.db"
        shutil.copy(empty_database, path)
        app = create_app(CHEAP | {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}"} | settings)
        app.extensions["database"] = path
        # What makes many small apps cheap: templates are compiled once, and no disk is waited for.
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(empty_database.parent))
        with app.app_context():
            event.listen(db.engine, "connect", lambda link, _: link.execute("PRAGMA synchronous=OFF"))
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(make_app) -> Flask:
    return make_app()


@pytest.fixture
def person(app: Flask) -> Person:
    return Person(app)


@pytest.fixture
def alice(person: Person) -> Person:
    """A person who has just registered as alice."""
    assert person.register().status_code == 302
    return person


@pytest.fixture
def new_person() -> Callable[[Flask], Person]:
    return Person


@pytest.fixture
def rows() -> Callable[..., list[tuple]]:
    """Look into an app's database past the app."""

    def read(app: Flask, query: str) -> list[tuple]:
        connection = sqlite3.connect(app.extensions["database"])
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    return read
