"""`portal audit verify`: recompute every chain and say where it was tampered with."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

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
    entry *and* the head hides it: only checkpoints kept outside the database show that.
    """
    heads = {head.id: head for head in db.session.scalars(select(AuditHead))}
    faults: list[Fault] = []
    count = 0
    seen: dict[UUID, tuple[int, bytes]] = {}
    for entry in _entries():
        count += 1
        seq, previous = seen.get(entry.stream, (0, hashlib.sha256(entry.stream.bytes).digest()))
        if entry.seq != seq + 1:
            faults.append(Fault(entry.stream, seq + 1, "missing"))
        elif entry.hash != link(previous, entry):
            faults.append(Fault(entry.stream, entry.seq, "changed"))
        # go on from what is stored, so that one edit is one fault and not all that follow
        seen[entry.stream] = (entry.seq, entry.hash)
    faults.extend(_missing_tails(heads, seen))
    return count, faults


def _entries() -> Iterator[AuditEntry]:
    statement = select(AuditEntry).order_by(AuditEntry.stream, AuditEntry.seq)
    options = {"yield_per": 2000}
    yield from db.session.scalars(statement, execution_options=options)


def _missing_tails(
    heads: dict[UUID, AuditHead], seen: dict[UUID, tuple[int, bytes]]
) -> Iterator[Fault]:
    for stream, head in sorted(heads.items()):
        if seen.get(stream) != (head.seq, head.hash):
            yield Fault(stream, head.seq, "the chain's end does not match its head")
    for stream in sorted(set(seen) - set(heads)):
        yield Fault(stream, seen[stream][0], "the chain has no head")


def link(previous: bytes, entry: AuditEntry) -> bytes:
    """The hash of an entry, exactly as the database makes it (migration 0002)."""
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
