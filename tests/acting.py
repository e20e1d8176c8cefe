"""Asking the database as somebody, without a request."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.db import act_as


@contextmanager
def acting_as(token: str) -> Iterator[None]:
    """Ask as `token` inside the block only; an app context must be open around it."""
    act_as(token)
    try:
        yield
    finally:
        act_as("")
