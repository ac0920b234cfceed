"""The quick start of Flask-Security with SQLAlchemy, with registration, recovery and change switched on."""

import secrets
import tempfile
from pathlib import Path

from flask import Flask, render_template_string
from flask_mail import Mail
from flask_security import Security, SQLAlchemyUserDatastore, auth_required
from flask_security.models import fsqla_v3 as fsqla
from flask_sqlalchemy import SQLAlchemy


def create_app():
    """The app of the quick start on a database in a temporary folder."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=secrets.token_urlsafe(),
        SECURITY_PASSWORD_SALT=str(secrets.SystemRandom().getrandbits(128)),
        REMEMBER_COOKIE_SAMESITE="strict",
        SESSION_COOKIE_SAMESITE="strict",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{Path(tempfile.mkdtemp(), 'quick.sqlite')}",
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True},
        SECURITY_REGISTERABLE=True,
        SECURITY_RECOVERABLE=True,
        SECURITY_CHANGEABLE=True,
        MAIL_SERVER="localhost",
    )
    Mail(app)
    db = SQLAlchemy(app)
    fsqla.FsModels.set_db_info(db)

    class Role(db.Model, fsqla.FsRoleMixin):
        """What the quick start has."""

    class User(db.Model, fsqla.FsUserMixin):
        """What the quick start has."""

    Security(app, SQLAlchemyUserDatastore(db, User, Role))

    @app.route("/")
    @auth_required()
    def home():
        return render_template_string("Hello {{ current_user.email }}")

    with app.app_context():
        db.create_all()
    return app
