"""The in-process view of the target: what a check can see and move besides the pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from authproof.errors import TargetError
from authproof.target import facts
from authproof.target.clock import Clock
from authproof.target.files import FileWatch
from authproof.target.hashing import HashLedger
from authproof.target.loading import WsgiApp
from authproof.target.mail import Mailbox
from authproof.target.network import NetworkGuard
from authproof.target.output import Output
from authproof.target.postgres import PostgresClones
from authproof.target.records import Records
from authproof.target.servers import ServerGuard
from authproof.target.sqlite import Databases
from authproof.target.templates import TemplateWatch
from authproof.target.views import ViewWatch


@dataclass(slots=True)
class Inside:
    """Guards and instruments around the loaded app, in the process that runs it; `source` is the target's file."""

    hashes: HashLedger
    databases: Databases
    output: Output
    mailbox: Mailbox
    network: NetworkGuard
    files: FileWatch
    clock: Clock
    servers: ServerGuard
    postgres: PostgresClones
    templates: TemplateWatch
    records: Records
    app: WsgiApp | None = None
    source: str = ""
    tell: Callable[[str], None] = field(default=lambda _text: None)

    @property
    def refused(self) -> TargetError | None:
        """Why a database of the target could not be opened, if one could not."""
        return self.servers.refused or self.postgres.refused

    @property
    def views(self) -> ViewWatch:
        """A watch over the view functions of a Flask app."""
        return ViewWatch(self.app)

    @property
    def config(self) -> dict[str, Any]:
        """The app's configuration as it is, never changed by an audit."""
        return dict(facts.config_of(self.app))

    def park(self) -> None:
        """Let go of every file before a fork."""
        self.databases.park()
        self.postgres.park()

    def unpark(self, folder: Path | None = None) -> None:
        """Take them up again: in a forked child on copies in a folder of its own, and say there what is said."""
        if folder is not None:
            self.output.redirect(folder)
            self.postgres.part()
        self.databases.unpark(folder or self.databases.folder)
        self.postgres.unpark()

    def tidy(self) -> None:
        """Remove the folders that the target left empty, and drop this process's clones."""
        self.files.tidy()
        self.postgres.tidy()


def guarded(folder: Path, *, real_hashing: bool = False) -> Inside:
    """Put every guard in place; to be called before the target is imported."""
    databases = Databases(folder)
    inside = Inside(
        HashLedger(real=real_hashing),
        databases,
        Output(folder),
        Mailbox(),
        NetworkGuard(),
        FileWatch(folder),
        Clock(),
        ServerGuard(),
        PostgresClones(folder, databases),
        TemplateWatch(),
        Records(),
    )
    for guard in (
        inside.hashes,
        inside.databases,
        inside.output,
        inside.mailbox,
        inside.network,
        inside.files,
        inside.servers,
        inside.postgres,
        inside.clock,
        inside.templates,
        inside.records,
    ):
        guard.install()
    return inside
