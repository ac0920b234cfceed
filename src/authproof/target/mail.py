"""Mail is captured: whatever the target hands to smtplib stays in the process."""

import importlib
import importlib.util
import smtplib
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from email.utils import getaddresses
from typing import Any
from weakref import WeakSet

from authproof.target.asgi import LOOP_THREAD
from authproof.target.replacing import replace_everywhere

# How long a thread of the target may take to hand over its mail; one that takes longer is no messenger.
_PATIENCE_S = 2.0

Recipients = str | Iterable[str] | None


@dataclass(frozen=True, slots=True)
class Mail:
    """One captured message: who should have got it and its whole text, headers included."""

    recipients: tuple[str, ...]
    text: str

    @property
    def content(self) -> str:
        """What a person reads: the subject and the text parts, decoded."""
        message = message_from_string(self.text)
        parts = [
            part.get_payload(decode=True) for part in message.walk() if part.get_content_maintype() == "text"
        ]
        texts = [part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes)]
        return "\n".join([str(message["Subject"] or ""), *texts])


class Mailbox:
    """All messages that the target has sent."""

    def __init__(self) -> None:
        """Start empty."""
        self._mails: list[Mail] = []
        self._busy: WeakSet[threading.Thread] = WeakSet()
        self._offices: tuple[tuple[type, type], ...] = ()
        self._heard: Callable[..., None] | None = None

    @property
    def mails(self) -> list[Mail]:
        """What was sent so far, also by threads that were started for it and are about to hand it over."""
        ours = {threading.current_thread(), threading.main_thread(), *self._busy}
        for thread in threading.enumerate():
            # A timer sends nothing soon: limiters start one for each request to tidy up. Nor does our own loop.
            waits = isinstance(thread, threading.Timer) or thread.name == LOOP_THREAD
            if thread not in ours and not waits:
                thread.join(_PATIENCE_S)
                self._busy.add(thread)
        return self._mails

    def letters(self, address: str) -> list[str]:
        """What a person at that address reads, the oldest first; of the empty address, what everybody does."""
        wanted = address.lower()
        return [one.content for one in self.mails if any(wanted in to.lower() for to in one.recipients)]

    def install(self) -> None:
        """Put a post office of our own in the place of smtplib's classes."""
        # Whoever runs already does not run for a mail of the target's.
        self._busy.update(threading.enumerate())
        self._offices = tuple((real, _post_office(self._mails)) for real in (smtplib.SMTP, smtplib.SMTP_SSL))
        for real, ours in self._offices:
            replace_everywhere(real, ours)
        self._hear_flask_mail()

    def uninstall(self) -> None:
        """Let mail go out again as before."""
        for real, ours in self._offices:
            replace_everywhere(ours, real)
        if self._heard is not None:
            importlib.import_module("flask_mail").email_dispatched.disconnect(self._heard)

    def _hear_flask_mail(self) -> None:
        """Flask-Mail tells of each message, also where its configuration keeps it from being sent."""
        if importlib.util.find_spec("flask_mail") is None:
            return
        self._heard = self._take  # the signal holds its listeners weakly
        importlib.import_module("flask_mail").email_dispatched.connect(self._heard)

    def _take(self, _app: object, message: Any) -> None:  # noqa: ANN401 - Flask-Mail's own
        mail = Mail(tuple(map(str, message.send_to)), _written(message))
        if all(mail.text != one.text for one in self._mails[-1:]):  # smtplib was handed the same a moment ago
            self._mails.append(mail)


def _post_office(mails: list[Mail]) -> type[smtplib.SMTP]:
    """A class that looks like smtplib's own and delivers to that list."""

    class PostOffice(smtplib.SMTP):
        """An SMTP client whose server is this list; its methods take what smtplib's own take."""

        def __init__(self, *_args: object, **_kwargs: object) -> None:
            super().__init__(local_hostname="localhost")

        def connect(self, *_args: object, **_kwargs: object) -> tuple[int, bytes]:
            return 220, b"captured"

        def _accept(self, *_args: object, **_kwargs: object) -> tuple[int, bytes]:
            return 250, b"ok"

        starttls = login = ehlo = helo = noop = quit = _accept

        def close(self) -> None:
            """Nothing was opened."""

        def sendmail(
            self, from_addr: str, to_addrs: Recipients, msg: object, *_a: object, **_k: object
        ) -> dict[str, tuple[int, bytes]]:
            del from_addr
            mails.append(_mail(to_addrs, msg))
            return {}

        def send_message(
            self,
            msg: Message,
            from_addr: str | None = None,
            to_addrs: Recipients = None,
            *_a: object,
            **_k: object,
        ) -> dict[str, tuple[int, bytes]]:
            return self.sendmail(from_addr or "", to_addrs or _addressed(msg), msg.as_string())

    return PostOffice


def _written(message: Any) -> str:  # noqa: ANN401 - Flask-Mail's own
    """The text of a message; what cannot be written down as mail, such as an odd address, is told plainly."""
    try:
        return str(message.as_string())
    except (UnicodeError, ValueError):
        return f"Subject: {message.subject}\n\n{message.body or message.html or ''}".encode(
            "utf-8", "replace"
        ).decode()


def _mail(to_addrs: Recipients, msg: object) -> Mail:
    recipients = (to_addrs,) if isinstance(to_addrs, str) else tuple(map(str, to_addrs or ()))
    return Mail(recipients, msg.decode("utf-8", "replace") if isinstance(msg, bytes) else str(msg))


def _addressed(message: Message) -> list[str]:
    """Everybody to whom a message says that it goes."""
    lines = [str(line) for name in ("To", "Cc", "Bcc") for line in message.get_all(name, [])]
    return [address for _, address in getaddresses(lines)]
