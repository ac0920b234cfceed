"""Commands for the shell: `flask --app app user add`."""

import click
from flask.cli import AppGroup

from app import accounts, identity
from app.passwords import password_problem

user_commands = AppGroup("user", help="Manage users.")


@user_commands.command("add")
@click.argument("username")
@click.argument("email")
# A prompt, and no option: what stands in a command line stands in the shell's history and the process list.
def add(username: str, email: str) -> None:
    """Make a user; the password is asked for."""
    if identity.username_key(username) is None or identity.email_key(email) is None:
        raise click.ClickException("This is not a username, or not an email address.")
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if problem := password_problem(password, username, email, email.partition("@")[0]):
        raise click.ClickException(problem)
    try:
        user = accounts.create(username, email, password)
    except accounts.NameTakenError:
        raise click.ClickException("This username or email is taken.") from None
    click.echo(f"User {user.username} is ready.")
