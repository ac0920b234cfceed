"""Mail is captured: whatever the target hands to smtplib stays in the process."""

import smtplib
from dataclasses import dataclass
from email.message import Message


@dataclass(frozen=True, slots=True)
class Mail:
    """One captured message: who should have got it and its whole text, headers included."""

    recipients: tuple[str, ...]
    text: str


class Mailbox:
    """All messages that the target has sent."""

    def __init__(self) -> None:
        """Start empty."""
        self.mails: list[Mail] = []

    def install(self) -> None:
        """Put a post office of our own in the place of smtplib's classes."""
        mails = self.mails

        class PostOffice(smtplib.SMTP):
            """An SMTP client whose server is this list."""

            def __init__(self, *_args: object, **_kwargs: object) -> None:
                super().__init__()

            def connect(self, *_args: object, **_kwargs: object) -> tuple[int, bytes]:
                return 220, b"captured"

            def _accept(self, *_args: object, **_kwargs: object) -> tuple[int, bytes]:
                return 250, b"ok"

            starttls = login = ehlo = helo = noop = quit = _accept  # type: ignore[assignment]

            def close(self) -> None:
                """Nothing was opened."""

            def sendmail(
                self, _sender: str, to: object, msg: object, *_a: object, **_k: object
            ) -> dict[str, tuple[int, bytes]]:
                recipients = (to,) if isinstance(to, str) else tuple(map(str, to))  # type: ignore[call-overload]
                text = msg.decode("utf-8", "replace") if isinstance(msg, bytes) else str(msg)
                mails.append(Mail(recipients, text))
                return {}

            def send_message(
                self, msg: Message, _sender: object = None, to: object = None, *_a: object, **_k: object
            ) -> dict[str, tuple[int, bytes]]:
                return self.sendmail("", to or msg.get_all("To", []), msg.as_string())

        smtplib.SMTP = smtplib.SMTP_SSL = PostOffice  # type: ignore[misc]
