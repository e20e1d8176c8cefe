"""`portal audit verify`: recompute every chain and say where it was tampered with."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import Row, func, select

from portal.audit.models import AuditEntry, AuditHead
from portal.db import db


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain breaks: its stream, the entry's number, and what is wrong with it."""

    stream: UUID
    seq: int
    reason: str


def verify() -> tuple[int, list[Fault]]:
    """Check every entry of every stream; answers how many were read, and the faults found.

    Finds an edit, a deletion, an insertion and a reordering. Whoever can rewrite every later
    entry *and* the head hides it, as does whoever removes a whole stream with its head: only
    checkpoints kept outside the database show that.
    """
    faults: list[Fault] = []
    count = 0
    for stream, rows in groupby(_rows(), key=lambda row: row.stream):
        chain = _Chain(stream)
        for row in rows:
            chain.head = None if row.seq is None else (row.seq, row.hash)
            if row.AuditEntry is not None:
                chain.follow(row.AuditEntry)
                count += 1
        faults += chain.faults()
    return count, faults


def _rows() -> Iterator[Row[UUID, int | None, bytes | None, AuditEntry | None]]:
    """Each entry beside its stream's head; either may be missing.

    One statement, and so one moment: what is written meanwhile is either all there or not at all.
    """
    stream = func.coalesce(AuditHead.id, AuditEntry.stream).label("stream")
    statement = (
        select(stream, AuditHead.seq, AuditHead.hash, AuditEntry)
        .outerjoin_from(AuditHead, AuditEntry, AuditEntry.stream == AuditHead.id, full=True)
        .order_by(stream, AuditEntry.seq)
    )
    yield from db.session.execute(statement, execution_options={"yield_per": 2000})


class _Chain:
    """One stream, followed from its beginning."""

    def __init__(self, stream: UUID) -> None:
        self.head: tuple[int, bytes] | None = None
        self._stream = stream
        self._seq, self._hash = 0, hashlib.sha256(stream.bytes).digest()
        self._faults: list[Fault] = []

    def follow(self, entry: AuditEntry) -> None:
        if entry.seq != self._seq + 1:
            self._add(self._seq + 1, "missing")
        elif entry.hash != link(self._hash, entry):
            self._add(entry.seq, "changed")
        # go on from what is stored, so that one edit is one fault and not all that follow
        self._seq, self._hash = entry.seq, entry.hash

    def faults(self) -> list[Fault]:
        """What was wrong on the way, and at the end."""
        if self.head is None:
            self._add(self._seq, "the chain has no head")
        elif self.head != (self._seq, self._hash):
            self._add(self.head[0], "the chain's end does not match its head")
        return self._faults

    def _add(self, seq: int, reason: str) -> None:
        self._faults.append(Fault(self._stream, seq, reason))


def link(previous: bytes, entry: AuditEntry) -> bytes:
    """The hash of an entry, exactly as the database makes it (app.audit_link)."""
    fields = (
        entry.stream,
        entry.seq,
        int(entry.at.timestamp() * 1000 + 0.5),
        entry.id,
        entry.county_id,
        entry.organisation_id or "-",
        entry.account_id or "-",
        entry.session_id or "-",
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        entry.details,
    )
    return hashlib.sha256(previous + chr(31).join(map(str, fields)).encode()).digest()
