"""An Otter Wiki as its first administrator leaves it: registration is open, addresses are confirmed by mail."""

import os
import secrets
import subprocess
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path


def create_app():
    """The wiki on an empty repository and database in a temporary folder, its administrator made by its own model."""
    folder = Path(tempfile.mkdtemp())
    subprocess.run(["git", "init", "--quiet", folder / "pages"], check=True)
    os.environ.update(
        REPOSITORY=str(folder / "pages"),
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/wiki.sqlite",
        SECRET_KEY=secrets.token_hex(),
        MAIL_SERVER="localhost",
        MAIL_PORT="25",
    )
    wiki = import_module("otterwiki.server")  # reads the variables

    with wiki.app.app_context():
        now = datetime.now(UTC)
        admin = wiki.User(
            name="First",
            email="first@example.com",
            password_hash="",
            is_admin=True,
            first_seen=now,
            last_seen=now,
        )
        wiki.db.session.add(admin)
        wiki.db.session.commit()
    return wiki.app
