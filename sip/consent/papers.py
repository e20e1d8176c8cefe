"""The signed paper of an answer: kept as it came, under the plan's key."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.documents import uploads
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.vault import Place
from sip.door.locking import hold
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import How
from sip.ledger.refusals import ConsentRefusal
from sip.tables.consent import ConsentAct, ConsentPaper


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file to hand over."""

    content: bytes
    suffix: str


def acts_with_paper(plan_id: UUID) -> Collection[UUID]:
    """The acts whose paper is kept here."""
    found = select(ConsentPaper.act_id).where(
        ConsentPaper.plan_id == plan_id, ConsentPaper.removed_at.is_(None)
    )
    return frozenset(db.session.scalars(found))


def check_is_on_paper(opened: OpenedPlan, act_id: UUID) -> None:
    """Raise NotFoundError unless it is an answer of the plan that was given on paper.

    Of a protected person also unless the actor sees where they are: where it was signed may tell.
    """
    if not opened.sees_whereabouts:
        raise NotFoundError
    act = db.session.get(ConsentAct, act_id)
    if act is None or act.plan_id != opened.plan_id or act.how is not How.WRITTEN:
        raise NotFoundError


def attach(
    actor: Actor, opened: OpenedPlan, act_id: UUID, content: bytes, *, paper_id: UUID, now: datetime
) -> None:
    """Keep the signed paper of an answer; the same form sent twice keeps one."""
    hold(opened.plan_id)
    check_is_on_paper(opened, act_id)
    if (made := db.session.get(ConsentPaper, paper_id)) is not None:
        if made.removed_at is None:
            return
        paper_id = new_id()  # the same file once more, after it was taken away
    if act_id in acts_with_paper(opened.plan_id):
        raise SipRuleError(ConsentRefusal.PAPER_IS_THERE, field="file")
    if len(content) > uploads.MOST_BYTES:
        raise SipRuleError(ConsentRefusal.PAPER_TOO_LARGE, field="file")
    if (kind := uploads.recognise(content)) is None:
        raise SipRuleError(ConsentRefusal.NOT_A_PAPER, field="file")
    row = ConsentPaper(
        id=paper_id,
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        act_id=act_id,
        from_party=opened.party,
        suffix=kind.suffix,
        content_sealed=opened.key.seal_bytes(content, _place(paper_id)),
        added_by=actor.name,
        added_at=now,
    )
    db.session.add(row)
    audit.record(actor, "consent.paper_kept", row, stream=opened.plan_id)
    db.session.flush()


def find(opened: OpenedPlan, act_id: UUID) -> PaperFile:
    """The paper of an answer, to hand over; raises NotFoundError where none is kept."""
    row = _kept(opened, act_id)
    if row is None or row.content_sealed is None:
        raise NotFoundError
    return PaperFile(opened.key.open_bytes(row.content_sealed, _place(row.id)), row.suffix)


def paper_of(opened: OpenedPlan, act_id: UUID) -> UUID | None:
    """Which paper of an answer is kept; None where none is."""
    row = _kept(opened, act_id)
    return row.id if row is not None else None


def remove(
    actor: Actor, opened: OpenedPlan, act_id: UUID, *, paper_id: UUID, now: datetime
) -> None:
    """Let go of one that was wrong; its content is gone. Another that is kept since stays."""
    hold(opened.plan_id)
    row = _kept(opened, act_id)
    if row is None or row.id != paper_id:
        return
    gone = {"content_sealed": None, "removed_by": actor.name, "removed_at": now}
    db.session.execute(update(ConsentPaper).where(ConsentPaper.id == row.id).values(gone))
    audit.record(actor, "consent.paper_removed", row, stream=opened.plan_id)
    db.session.flush()


def _kept(opened: OpenedPlan, act_id: UUID) -> ConsentPaper | None:
    found = select(ConsentPaper).where(
        ConsentPaper.plan_id == opened.plan_id,
        ConsentPaper.act_id == act_id,
        ConsentPaper.removed_at.is_(None),
    )
    return db.session.scalar(found)


def _place(paper_id: UUID) -> Place:
    return Place("consent_paper", "content_sealed", paper_id)
