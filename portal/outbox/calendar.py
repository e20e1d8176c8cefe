"""The calendar part of a mail: what the outbox says of it, and how a mail takes it along."""

from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

FILE_NAME = "mote.ics"
REQUEST = "REQUEST"
CANCEL = "CANCEL"
PUBLISH = "PUBLISH"


def is_cancellation(calendar: Mapping[str, Any] | None) -> bool:
    """Whether a row's calendar takes a meeting back."""
    return calendar is not None and calendar["method"] == CANCEL


def attach(message: EmailMessage, file: bytes, method: str) -> None:
    """Put the file into a mail twice: as what mail programs act on, and as a file to open."""
    text = file.decode("utf-8")
    message.add_alternative(
        text, subtype="calendar", cte="quoted-printable", params={"method": method}
    )
    message.add_attachment(file, maintype="application", subtype="ics", filename=FILE_NAME)
