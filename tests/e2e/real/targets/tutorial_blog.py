"""The blog of the Flask tutorial, as `flaskrrr` ships it: people register, and any SQLite file will do."""

import tempfile
from pathlib import Path

from flaskr import create_app as create_blog
from flaskr.db import init_db


def create_app():
    """The app on an empty database in a temporary folder."""
    file = Path(tempfile.mkdtemp(), "blog.sqlite")
    app = create_blog({"SECRET_KEY": "dev", "DATABASE": str(file)})
    with app.app_context():
        init_db()
    return app
