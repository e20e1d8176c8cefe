"""Identifiers: UUIDv7 (RFC 9562), made here because PostgreSQL has them only from 18."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A UUID whose first 48 bits are milliseconds since 1970, so that rows sort by age."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10))
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def number_of(one: UUID | None) -> int | None:
    """An id as a whole number, which is compared and hashed sooner; None for none."""
    return None if one is None else one.int
