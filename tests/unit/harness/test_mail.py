"""Mail that the target sends is kept and goes nowhere."""

import smtplib
import threading
from email.message import EmailMessage

import pytest

from authproof.target.mail import Mailbox


@pytest.fixture
def mailbox():
    box = Mailbox()
    box.install()
    yield box
    box.uninstall()


def letter(**headers):
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    message.set_content("Your link: http://localhost/reset/123")
    return message


@pytest.mark.parametrize("kind", ["SMTP", "SMTP_SSL"])
def test_a_message_is_captured_with_its_text(mailbox, kind):
    """The whole conversation succeeds, without a server."""
    with getattr(smtplib, kind)("mail.example.com", 587, timeout=1) as server:
        server.ehlo()
        server.starttls()
        server.login("user", "password")
        server.send_message(letter(To="ada@example.com", Subject="Reset"))
    assert mailbox.mails[0].recipients == ("ada@example.com",)
    assert "/reset/123" in mailbox.mails[0].text


def test_everybody_who_is_named_gets_it(mailbox):
    """Copies and blind copies are recipients too, without their names."""
    smtplib.SMTP().send_message(
        letter(To="Ada <ada@example.com>, bob@example.com", Cc="cy@example.com", Bcc="di@example.com")
    )
    assert mailbox.mails[0].recipients == (
        "ada@example.com",
        "bob@example.com",
        "cy@example.com",
        "di@example.com",
    )


@pytest.mark.parametrize("message", ["Subject: x\n\nhé", "Subject: x\n\nhé".encode(), b"Subject: x\n\nh\xe9"])
def test_text_and_bytes_are_taken_by_name_or_by_position(mailbox, message):
    """As smtplib's own sendmail takes them."""
    smtplib.SMTP("host").sendmail("from@example.com", "one@example.com", message)
    smtplib.SMTP("host").sendmail(
        from_addr="from@example.com", to_addrs=["a@example.com", "b@example.com"], msg=message
    )
    assert [one.recipients for one in mailbox.mails] == [
        ("one@example.com",),
        ("a@example.com", "b@example.com"),
    ]
    assert all(one.text.startswith("Subject: x\n\nh") for one in mailbox.mails)


def test_a_mail_that_a_thread_sends_is_waited_for(mailbox):
    """Many apps send in the background; who looks into the box sees the mail all the same."""
    gate = threading.Event()

    def send():
        gate.wait(5)
        smtplib.SMTP().send_message(letter(To="ada@example.com"))

    threading.Thread(target=send).start()
    threading.Timer(0.05, gate.set).start()
    assert len(mailbox.mails) == 1
