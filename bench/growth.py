"""What an audit costs as the app grows: more private pages, more users in the database."""

import resource
import secrets
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from app import create_app as reference_app
from app.extensions import db
from app.models import User
from authproof.audit import AuditOptions, audit
from authproof.audit.configuration import read_config
from authproof.target import parse_target

TARGET = f"{Path(__file__).with_name('grown.py')}:create_app"
PAGES = (10, 100, 1_000)
USERS = (10, 100_000)
# What the reference app accepts, it accepts here too.
POLICY = read_config(Path(__file__).parents[1]).policy
COLUMNS = (
    "pages",
    "users",
    "wall s",
    "wall / first row",
    "requests",
    "CPU s in checks",
    "in the app",
    "not passed",
)


def fill(path: Path, users: int) -> str:
    """Make the reference app's database with so many users; its address."""
    address = f"sqlite:///{path}"
    app = reference_app({"SQLALCHEMY_DATABASE_URI": address, "SECRET_KEY": secrets.token_hex(32)})
    with app.app_context():
        db.create_all()
        # One hash for all: how they came by it is not what is measured.
        stored = app.extensions["passwords"].hash(secrets.token_hex(16))
        db.session.execute(User.__table__.insert(), [person(number, stored) for number in range(users)])
        db.session.commit()
        db.engine.dispose()
    return address


def person(number: int, stored: str) -> dict[str, str]:
    """The row of one user."""
    name = f"citizen{number}"
    return {
        "username": name,
        "username_key": name,
        "email": f"{name}@example.com",
        "email_key": f"{name}@example.com",
        "password_hash": stored,
    }


def row(folder: Path, pages: int, users: int) -> tuple[str, str, float, float, str]:
    """Audit the app of that size: wall seconds, requests, CPU seconds, the app's share of those, what failed."""
    environ = {
        "SECRET_KEY": secrets.token_hex(32),
        "GROWN_PAGES": str(pages),
        "GROWN_DATABASE": fill(folder / f"{pages}-{users}.db", users),
    }
    start, before = time.perf_counter(), children_s()
    report, efforts = audit(AuditOptions(parse_target(TARGET, tuple(environ.items())), policy=POLICY))
    wall, cpu = time.perf_counter() - start, children_s() - before
    in_app = sum(one.app_s for one in efforts.values()) / sum(one.cpu_s for one in efforts.values())
    failed = ", ".join(result.check for result in report.results if result.outcome.value == "failed")
    return f"{wall:.1f}", str(sum(one.requests for one in efforts.values())), cpu, in_app, failed or "-"


def children_s() -> float:
    """CPU seconds of all processes that have ended so far: targets are loaded in processes of their own."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print the table: pages grow first, then users."""
    table = Table(*COLUMNS, title="What an audit of the reference app costs as it grows")
    first = None
    with TemporaryDirectory() as folder:
        for pages, users in [*((pages, USERS[0]) for pages in PAGES), (PAGES[0], USERS[1])]:
            wall, requests, cpu, in_app, failed = row(Path(folder), pages, users)
            first = first or cpu
            figures = (wall, requests, f"{cpu:.1f}", f"{cpu / first:.2f}", f"{in_app:.0%}", failed)
            table.add_row(str(pages), str(users), *figures)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
