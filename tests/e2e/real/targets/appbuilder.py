"""Flask-AppBuilder as its skeleton starts it, with one administrator."""

import secrets
import tempfile
from pathlib import Path

from flask import Flask
from flask_appbuilder import AppBuilder
from flask_appbuilder.utils.legacy import get_sqla_class
from flask_wtf.csrf import CSRFProtect

NAME, PASSWORD = "ada.lovelace", "Qd-!5vRm2TkLp8Zw"


def create_app():
    """The skeleton's app on a database in a temporary folder, the administrator made by its own manager."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=secrets.token_urlsafe(),
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{Path(tempfile.mkdtemp(), 'app.db')}",
        WTF_CSRF_ENABLED=True,
        AUTH_TYPE=1,
        APP_NAME="My App",
    )
    CSRFProtect(app)
    db = get_sqla_class()()
    with app.app_context():
        db.init_app(app)
        builder = AppBuilder(app, db.session)
        manager = builder.sm
        role = manager.find_role(manager.auth_role_admin)
        manager.add_user(NAME, "Ada", "Lovelace", f"{NAME}@example.com", role, password=PASSWORD)
    return app
