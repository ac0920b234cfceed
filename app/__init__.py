"""The reference auth app: what a good Flask login looks like, readable in one sitting."""

from collections.abc import Mapping
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import inspect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import account, auth, errors, events, main, reset, sessions
from app.commands import user_commands
from app.config import DEFAULT_DATABASE, configure
from app.extensions import MIGRATIONS, bootstrap, csrf, db, login_manager, mail, migrate
from app.mail import keep_outbox
from app.models import enforce_foreign_keys
from app.passwords import Passwords
from app.security import add_security_headers
from app.throttle import Throttle

__all__ = ["create_app"]


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Build the app from its defaults, then the environment, then `config`; the last one wins."""
    config = dict(config or {})
    app = Flask(__name__, instance_path=config.pop("INSTANCE_PATH", None))
    configure(app, config)
    events.start_log(app)
    _trust_proxies(app)
    _start_extensions(app)
    add_security_headers(app)
    errors.register(app)
    for blueprint in (main.bp, auth.bp, account.bp, reset.bp):
        app.register_blueprint(blueprint)
    app.cli.add_command(user_commands)
    _prepare_database(app)
    return app


def _trust_proxies(app: Flask) -> None:
    # X-Forwarded-For is whatever the client wrote, except for as many entries as we have proxies of our own.
    if count := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]


def _start_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=MIGRATIONS, render_as_batch=True)
    login_manager.init_app(app)
    login_manager.user_loader(sessions.load)
    csrf.init_app(app)
    bootstrap.init_app(app)
    mail.init_app(app)
    keep_outbox(app)
    app.extensions["passwords"] = Passwords.from_config(app.config)
    app.extensions["throttle"] = Throttle(app)


def _prepare_database(app: Flask) -> None:
    with app.app_context():
        enforce_foreign_keys(db.engine)
        # Only the embedded database is ours to fill; for any other the operator runs `flask db upgrade`.
        if (
            app.config["SQLALCHEMY_DATABASE_URI"] == DEFAULT_DATABASE
            and not inspect(db.engine).get_table_names()
        ):
            flask_migrate.upgrade()
