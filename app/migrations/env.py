"""How Alembic reaches the app's database."""

from alembic import context
from flask import current_app

state = current_app.extensions["migrate"]
metadata = state.db.metadata


def run_offline():
    """Print the SQL instead of running it."""
    url = state.db.engine.url.render_as_string(hide_password=False)
    context.configure(url=url, target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run_online():
    """Run the migrations in one transaction."""
    with state.db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Of several workers that start on a fresh database, one migrates and the others wait for it.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        context.configure(connection=connection, target_metadata=metadata, **state.configure_args)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
