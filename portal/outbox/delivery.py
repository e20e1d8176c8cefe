"""Where a finished mail goes: to an SMTP server, or to a folder of .eml files."""

import os
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

from portal.config import MailSettings

# For each step of the conversation with the server; the worker's lease is longer than all of them.
TIMEOUT_SECONDS = 20

Deliver = Callable[[UUID, EmailMessage], None]


def delivery(settings: MailSettings) -> Deliver:
    """How this installation sends."""
    if settings.folder is not None:
        folder = settings.folder
        return lambda mail_id, message: _write(folder, mail_id, message)
    return lambda _mail_id, message: _send(settings, message)


def _write(folder: Path, mail_id: UUID, message: EmailMessage) -> None:
    """All of the file or nothing; a second delivery of the same mail replaces the first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f".{mail_id}.part"
    opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(bytes(message))
    part.replace(folder / f"{mail_id}.eml")


def _send(settings: MailSettings, message: EmailMessage) -> None:
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS) as server:
        if settings.starttls:
            server.starttls(context=ssl.create_default_context())
        if settings.username is not None:
            server.login(settings.username, settings.password or "")
        server.send_message(message)
