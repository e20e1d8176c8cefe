"""Ids and numbers that a page of ours carried and a browser sent back.

Our pages offer nothing else than what these read, so anything else was made up by the sender: it
is answered as an address that does not exist (404), and never read as something near it.
"""

from uuid import UUID

from flask import request

from portal.errors import NotFoundError

MOST_DIGITS = 9
"""As many as a PostgreSQL integer always holds."""


def as_id(text: str | None) -> UUID:
    """The id of a row, or NotFoundError."""
    try:
        return UUID(text)
    except (TypeError, ValueError):
        raise NotFoundError from None


def as_number(text: str | None) -> int:
    """A version or a running number, 0 to 999,999,999; NotFoundError for all else."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS:
        raise NotFoundError
    return int(text)


def older_than() -> int | None:
    """The number that a page asks for what stands before (`?before=`); None for the newest."""
    wanted = request.args.get("before")
    return as_number(wanted) if wanted else None


def asked_id(name: str) -> UUID | None:
    """The id that the address of a page asks for by name; None where it asks for none."""
    wanted = request.args.get(name)
    return as_id(wanted) if wanted else None
