"""Where a finished mail goes: to an SMTP server, or to a folder of .eml files."""

import os
import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from uuid import UUID

from portal.config import MailSettings

# For each step of the conversation with the server; the worker's lease is longer than all of them.
TIMEOUT_SECONDS = 20

# RFC 3463: what a server says beside its three digits
_STATUS = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_POLICY = "5.7."


class Delivery(Protocol):
    """How this installation sends."""

    def send(self, mail_id: UUID, message: EmailMessage) -> None:
        """Hand it over, or raise what went wrong."""

    def close(self) -> None:
        """There is no more for now."""


def delivery(settings: MailSettings) -> Delivery:
    """How this installation sends."""
    return Smtp(settings) if settings.folder is None else Folder(settings.folder)


class Folder:
    """Files that somebody looks at."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail_id: UUID, message: EmailMessage) -> None:
        """All of the file or nothing; a second delivery of the same mail replaces the first."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self._folder / f".{mail_id}.part"
        opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(bytes(message))
        part.replace(self._folder / f"{mail_id}.eml")

    def close(self) -> None:
        """Nothing is open."""


class Smtp:
    """One conversation for as many mails as there are."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def send(self, mail_id: UUID, message: EmailMessage) -> None:  # noqa: ARG002 (as a folder's)
        """Hand it over, in the conversation that goes on if there is one."""
        server = self._still_there() or self.open()
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused:
            raise  # about this mail; the conversation goes on
        except (OSError, smtplib.SMTPException):
            self.close()
            raise

    def open(self) -> smtplib.SMTP:
        """Begin a conversation: as far as a mail server can be tried without a mail."""
        settings = self._settings
        server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS)
        self._server = server
        try:
            if settings.starttls:
                server.starttls(context=ssl.create_default_context())
            if settings.username is not None:
                server.login(settings.username, settings.password or "")
        except (OSError, smtplib.SMTPException):
            self.close()
            raise
        return server

    def close(self) -> None:
        """Say good-bye, if anybody listens."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _still_there(self) -> smtplib.SMTP | None:
        """The conversation, unless the server has ended it: asked before anything is handed over.

        Else it could not be told whether a mail was taken before the end.
        """
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._server.noop()[0] == 250:
                    return self._server
            self.close()
        return None


def is_for_ever(error: Exception) -> bool:
    """Whether no later attempt can help: the server will not take this mail, or this address.

    What it says about us (signing in, the sender, its policy) is for an operator to put right.
    """
    answers = _answers(error)
    return bool(answers) and all(
        500 <= code <= 599 and not status.startswith(_POLICY) for code, status in answers
    )


def is_about_the_mail(error: Exception) -> bool:
    """Whether the next mail may fare better, right now."""
    return isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, UnicodeError))


def reason(error: Exception) -> str:
    """What went wrong, without what the server said: that often quotes the address."""
    codes = {f"{code} {status}".strip() for code, status in _answers(error)}
    if isinstance(error, smtplib.SMTPResponseException) and not codes:
        codes = {str(error.smtp_code)}
    return " ".join([type(error).__name__, *sorted(codes)])


def _answers(error: Exception) -> list[tuple[int, str]]:
    """The server's answers about one mail."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [(code, _status(words)) for code, words in error.recipients.values()]
    if isinstance(error, smtplib.SMTPDataError):
        return [(error.smtp_code, _status(error.smtp_error))]
    return []


def _status(words: bytes | str) -> str:
    found = _STATUS.match(words if isinstance(words, bytes) else words.encode())
    return found[1].decode() if found else ""
