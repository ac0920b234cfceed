"""What the app refuses to start with, and how it starts."""

import time

import pytest

from app import create_app
from app.config import DEFAULTS, ConfigurationError, secret_key_problem
from app.extensions import db

KEY = "8d1f0c6b7a2e9354f0e1d2c3b4a59687"


def start(tmp_path, **settings):
    app = create_app({"INSTANCE_PATH": str(tmp_path)} | settings)
    with app.app_context():
        db.engine.dispose()
    return app


def test_no_key_no_start(tmp_path):
    """The message says what to do."""
    with pytest.raises(ConfigurationError, match="export SECRET_KEY="):
        start(tmp_path)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "dev",
        "secret",
        "your-secret-key-here",
        "you-will-never-guess",
        "x" * 31,
        "x" * 64,
        b"short",
        "this-is-a-very-secret-key-for-my-app!",
        "CHANGEME-CHANGEME-CHANGEME-0123456",
        "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
    ],
)
def test_weak_keys_are_refused(tmp_path, key):
    """Short ones, and those that stand in tutorials."""
    with pytest.raises(ConfigurationError, match="SECRET_KEY"):
        start(tmp_path, SECRET_KEY=key)


@pytest.mark.parametrize("key", [KEY, KEY.encode(), "q7F-" * 4 + "Zk_3xW9bT1mLr0Yv"])
def test_random_keys_are_fine(key):
    """Text or bytes, hexadecimal or not."""
    assert secret_key_problem(key) is None


def test_development_makes_a_key_per_process(tmp_path):
    """No key to copy from the source, and none shared between apps."""
    first, second = (start(tmp_path, DEBUG=True).config["SECRET_KEY"] for _ in range(2))
    assert first != second
    assert secret_key_problem(first) is None


def test_development_refuses_weak_keys_too(tmp_path):
    """What is weak in development ends up elsewhere."""
    with pytest.raises(ConfigurationError):
        start(tmp_path, DEBUG=True, SECRET_KEY="dev")


def test_the_environment_configures(tmp_path, monkeypatch):
    """The key and the switches come from there."""
    for name, value in {
        "SECRET_KEY": KEY,
        "FORCE_HTTPS": "yes",
        "TRUSTED_PROXIES": "2",
        "PUBLIC_URL": "https://x.example",
    }.items():
        monkeypatch.setenv(name, value)
    config = start(tmp_path).config
    assert (config["SECRET_KEY"], config["FORCE_HTTPS"], config["TRUSTED_PROXIES"]) == (KEY, True, 2)
    assert config["PUBLIC_URL"] == "https://x.example"


def test_hashing_below_the_floor_is_refused(tmp_path):
    """Except in tests, which say so."""
    with pytest.raises(ConfigurationError, match="OWASP"):
        start(tmp_path, SECRET_KEY=KEY, ARGON2_MEMORY_KIB=8)


def test_mail_needs_a_public_url(tmp_path):
    """No link is ever built from a guess."""
    with pytest.raises(ConfigurationError, match="PUBLIC_URL"):
        start(tmp_path, SECRET_KEY=KEY, MAIL_SERVER="localhost")


def test_the_first_start_makes_the_tables(tmp_path):
    """A fresh clone runs; the next start finds them."""
    for _ in range(2):
        app = start(tmp_path, SECRET_KEY=KEY)
        with app.app_context():
            assert set(db.inspect(db.engine).get_table_names()) == {
                "users",
                "user_session",
                "reset_token",
                "alembic_version",
            }
            db.engine.dispose()


def test_a_configured_database_is_left_to_its_operator(tmp_path):
    """Nobody's database gets tables by surprise."""
    app = start(tmp_path, SECRET_KEY=KEY, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/other.db")
    with app.app_context():
        assert db.inspect(db.engine).get_table_names() == []
        db.engine.dispose()


def test_starting_is_quick(tmp_path):
    """Well below what anybody waits for, the first time too."""
    begun = time.perf_counter()
    start(tmp_path, SECRET_KEY=KEY)
    assert time.perf_counter() - begun < 3  # measured 0.02; a bound for broken machines, not a benchmark


def test_no_shipped_default_is_for_tests():
    """Neither debug nor test switches stand in the defaults."""
    assert not {"DEBUG", "TESTING", "LOGIN_DISABLED", "WTF_CSRF_ENABLED"} & set(DEFAULTS)
