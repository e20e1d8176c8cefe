"""Reading disputes. Who reads what, the database's policies say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, tuple_
from sqlalchemy.orm import aliased

from agreements.deviations.queries import A_PAGE
from agreements.queries.agreement import get_agreement
from agreements.tables.agreement import Agreement
from agreements.tables.deviation import Deviation
from agreements.tables.dispute import (
    Dispute,
    DisputeLevel,
    DisputeReference,
    DisputeSettlement,
    DisputeStatement,
    SettlementYes,
)
from portal.authz import Actor
from portal.db import at_most, db
from portal.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class DisputeOf:
    """A dispute with the agreement that it is about, read only by its sides."""

    agreement: Agreement
    dispute: Dispute

    @property
    def side_ids(self) -> frozenset[UUID]:
        """Its two sides, or three."""
        return self.dispute.side_ids

    @property
    def concerns_id(self) -> UUID:
        """The side that did not open it."""
        return self.dispute.other_id


def get_dispute(actor: Actor, agreement_id: UUID, dispute_id: UUID) -> DisputeOf:
    """One of an agreement's."""
    found = db.session.get(Dispute, dispute_id)
    if found is None or found.agreement_id != agreement_id:
        raise NotFoundError
    return DisputeOf(get_agreement(actor, agreement_id), found)


def find_deviation(agreement: Agreement, deviation_id: UUID) -> Deviation:
    """The deviation that a dispute begins from."""
    found = db.session.get(Deviation, deviation_id)
    if found is None or found.agreement_id != agreement.id:
        raise NotFoundError
    return found


@dataclass(frozen=True, slots=True)
class Parts:
    """What has happened in a dispute."""

    levels: Sequence[DisputeLevel]
    statements: Sequence[DisputeStatement]
    settlements: Sequence[DisputeSettlement]
    agreed: Sequence[SettlementYes]
    reference: str


def read_parts(actor: Actor, dispute: Dispute) -> Parts:
    """All of it, the first before; the reference is the actor's own."""
    levels = select(DisputeLevel).where(DisputeLevel.dispute_id == dispute.id)
    said = select(DisputeStatement).where(DisputeStatement.dispute_id == dispute.id)
    proposed = select(DisputeSettlement).where(DisputeSettlement.dispute_id == dispute.id)
    agreed = (
        select(SettlementYes)
        .join(DisputeSettlement, DisputeSettlement.id == SettlementYes.settlement_id)
        .where(DisputeSettlement.dispute_id == dispute.id)
    )
    reference = find_reference(actor, dispute)
    return Parts(
        db.session.scalars(levels.order_by(DisputeLevel.number)).all(),
        db.session.scalars(said.order_by(DisputeStatement.said_at, DisputeStatement.id)).all(),
        db.session.scalars(proposed.order_by(DisputeSettlement.proposed_at)).all(),
        db.session.scalars(agreed.order_by(SettlementYes.said_at)).all(),
        reference.reference if reference else "",
    )


def find_reference(actor: Actor, dispute: Dispute) -> DisputeReference | None:
    """What the actor's own side calls the case."""
    return db.session.scalar(
        select(DisputeReference).where(
            DisputeReference.dispute_id == dispute.id,
            DisputeReference.organisation_id == actor.organisation_id,
        )
    )


def find_level(dispute: Dispute, number: int) -> DisputeLevel | None:
    """One level of its ladder."""
    return db.session.scalar(
        select(DisputeLevel).where(
            DisputeLevel.dispute_id == dispute.id, DisputeLevel.number == number
        )
    )


def find_open_settlement(dispute: Dispute) -> DisputeSettlement | None:
    """What waits for the other sides' answers."""
    return db.session.scalar(
        select(DisputeSettlement).where(
            DisputeSettlement.dispute_id == dispute.id,
            DisputeSettlement.answered_at.is_(None),
        )
    )


def find_yes(actor: Actor, settlement: DisputeSettlement) -> SettlementYes | None:
    """That the actor's side has said yes, while another's answer is waited for."""
    return db.session.scalar(
        select(SettlementYes).where(
            SettlementYes.settlement_id == settlement.id,
            SettlementYes.organisation_id == actor.organisation_id,
        )
    )


def has_said_yes(actor: Actor, settlement: DisputeSettlement) -> bool:
    """Whether the actor, for any side, has said yes to it."""
    said = select(SettlementYes.id).where(
        SettlementYes.settlement_id == settlement.id,
        SettlementYes.account_id == actor.account_id,
    )
    return db.session.scalar(said.limit(1)) is not None


def get_settlement(dispute: Dispute, settlement_id: UUID) -> DisputeSettlement:
    """One of those that have been proposed, answered or not."""
    found = db.session.get(DisputeSettlement, settlement_id)
    if found is None or found.dispute_id != dispute.id:
        raise NotFoundError
    return found


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody looks for; None for any. `before` is the last of the page before."""

    is_settled: bool | None = None
    party: UUID | None = None
    municipality: UUID | None = None
    before: UUID | None = None


def list_disputes(actor: Actor, wanted: Filter) -> Sequence[tuple[Dispute, str]]:
    """A page of the actor's organisation's, the last before, and one more; each with its forum."""
    asked = {name: value for name in _NARROWED if (value := getattr(wanted, name)) is not None}
    values = {"county": actor.county_id, **asked}
    found = db.session.execute(_page(frozenset(asked), is_settled=wanted.is_settled), values)
    return [(dispute, forum) for dispute, forum in found]


@cache
def _page(asked: frozenset[str], *, is_settled: bool | None) -> Select[Dispute, str]:
    """What is asked for, put together once; the values are left open."""
    statement = select(Dispute).where(
        Dispute.county_id == bindparam("county"), *(_NARROWED[name] for name in sorted(asked))
    )
    if is_settled is not None:
        is_null = Dispute.settled_at.is_(None)
        statement = statement.where(~is_null if is_settled else is_null)
    newest = Dispute.opened_at.desc(), Dispute.id.desc()
    page = statement.order_by(*newest).limit(at_most(A_PAGE + 1)).subquery()
    # who may see a level is asked of each: so the disputes are chosen first
    one = aliased(Dispute, page)
    return (
        select(one, DisputeLevel.forum)
        .join(DisputeLevel, DisputeLevel.dispute_id == one.id)
        .where(DisputeLevel.number == one.level)
        .order_by(one.opened_at.desc(), one.id.desc())
    )


_last = aliased(Dispute)
_NARROWED: Mapping[str, ColumnElement[bool]] = {
    "municipality": Dispute.municipality_id == bindparam("municipality"),
    "party": or_(
        Dispute.opener_id == bindparam("party"),
        Dispute.other_id == bindparam("party"),
        Dispute.third_id == bindparam("party"),
    ),
    "before": tuple_(Dispute.opened_at, Dispute.id)
    < select(_last.opened_at, _last.id).where(_last.id == bindparam("before")).scalar_subquery(),
}
