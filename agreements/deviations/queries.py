"""Reading deviations and what was proposed of them. Who reads what, the database's policies say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import aliased, joinedload

from agreements import facade, parts
from agreements.cases import DeviationState, ProposalState
from agreements.facade import Fact
from agreements.matrix.queries import PARTS, Matrix, matrix_of
from agreements.queries.agreement import get_agreement
from agreements.queries.life import find_text
from agreements.queries.text import SectionSummary
from agreements.tables import case_functions
from agreements.tables.agreement import Agreement
from agreements.tables.deviation import Deviation, TemplateProposal
from agreements.tables.dispute import Dispute
from portal.authz import Actor
from portal.db import at_most, db
from portal.errors import NotFoundError
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation
from portal.zone import STOCKHOLM

A_PAGE = 25
"""How many a page of the list shows."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody looks for; None for any. `before` is the last of the page before."""

    state: DeviationState | None = None
    municipality: UUID | None = None
    party: UUID | None = None
    agreement: UUID | None = None
    before: UUID | None = None


@dataclass(frozen=True)
class DeviationOf:
    """A deviation with the agreement that it is from, read only by those it belongs to."""

    agreement: Agreement
    deviation: Deviation

    @cached_property
    def dispute_id(self) -> UUID | None:
        """The dispute that was opened from it."""
        of_it = select(Dispute.id).where(Dispute.deviation_id == self.deviation.id)
        return db.session.scalars(of_it.order_by(Dispute.opened_at)).first()

    @property
    def concerns_id(self) -> UUID:
        """The organisation that answers."""
        return self.deviation.concerns_id

    @property
    def side_ids(self) -> frozenset[UUID]:
        """Both sides: who reported it, and whom it concerns."""
        return frozenset({self.deviation.organisation_id, self.deviation.concerns_id})


def get_deviation(actor: Actor, agreement_id: UUID, deviation_id: UUID) -> DeviationOf:
    """One of an agreement's."""
    found = db.session.get(Deviation, deviation_id)
    if found is None or found.agreement_id != agreement_id:
        raise NotFoundError
    return DeviationOf(get_agreement(actor, agreement_id), found)


def list_deviations(actor: Actor, wanted: Filter) -> Sequence[Deviation]:
    """A page of what the actor's organisation has part in, the last before, and one more."""
    asked = {name: value for name in _NARROWED if (value := getattr(wanted, name)) is not None}
    statement = _page(wanted.state, frozenset(asked))
    values = {"county": actor.county_id, "before": wanted.before, **asked}
    return db.session.scalars(statement, values).all()


@cache
def _page(state: DeviationState | None, asked: frozenset[str]) -> Select[Deviation]:
    """What is asked for, put together once; the values are left open."""
    statement = select(Deviation).where(Deviation.county_id == bindparam("county"))
    if state is None and asked <= {"before"}:
        # of a long list the first page is found by the function's three indexes: what the policy
        # lets through is not known when the statement is planned, so it would read and sort it all
        latest = case_functions.latest_deviations(A_PAGE + 1)
        statement = statement.where(Deviation.id.in_(latest))
    else:
        statement = statement.where(*(_NARROWED[name] for name in sorted(asked)))
    if state is not None:
        statement = statement.where(_STATES[state])
    newest = Deviation.reported_at.desc(), Deviation.id.desc()
    return statement.order_by(*newest).limit(at_most(A_PAGE + 1))


_last = aliased(Deviation)
_NARROWED: Mapping[str, ColumnElement[bool]] = {
    "municipality": Deviation.municipality_id == bindparam("municipality"),
    "party": or_(
        Deviation.organisation_id == bindparam("party"), Deviation.concerns_id == bindparam("party")
    ),
    "agreement": Deviation.agreement_id == bindparam("agreement"),
    "before": tuple_(Deviation.reported_at, Deviation.id)
    < select(_last.reported_at, _last.id).where(_last.id == bindparam("before")).scalar_subquery(),
}
_STATES = {
    DeviationState.OPEN: and_(Deviation.answered_at.is_(None), Deviation.closed_at.is_(None)),
    DeviationState.ANSWERED: and_(
        Deviation.answered_at.is_not(None), Deviation.closed_at.is_(None)
    ),
    DeviationState.CLOSED: Deviation.closed_at.is_not(None),
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where something can have gone otherwise than an agreement says, as it reads today."""

    sections: Sequence[SectionSummary]
    matrix: Matrix
    facts: Sequence[Fact]


def read_places(agreement: Agreement, today: date) -> Places:
    """The sections, measures and facts of an agreement, and who has which part in a measure."""
    text = find_text(agreement, today)
    found = parts.ask(text, "contents", *PARTS)
    facts = facade.facts_of(agreement.id, today).values()
    agreed = [one for one in facts if one.is_agreed and one.values]
    return Places(found.contents, matrix_of(found), agreed)


def names(actor: Actor) -> Mapping[UUID, Organisation]:
    """The county's organisations, also those that have ended."""
    return {one.id: one for one in tenancy.list_all_organisations(actor)}


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of deviations; `amount` is None for fewer than five. None of a kind is all kinds."""

    dimension: str
    key: str
    label: str
    kind: str | None
    amount: int | None


def count_patterns(first: date, last: date) -> list[Counted]:
    """How many of each kind the county has had from one day to another, both with it."""
    begins = datetime.combine(first, time(), STOCKHOLM)
    ends = datetime.combine(last + timedelta(days=1), time(), STOCKHOLM)
    return [
        Counted(row.dimension, row.key or "", row.label or "", row.kind, row.amount)
        for row in case_functions.deviation_patterns(begins, ends)
    ]


def list_proposals(actor: Actor) -> Sequence[TemplateProposal]:
    """What is proposed for the county's template: what waits first, then the last settled."""
    statement = (
        select(TemplateProposal)
        .where(TemplateProposal.county_id == actor.county_id)
        .options(joinedload(TemplateProposal.subject, innerjoin=True))
        .order_by(
            TemplateProposal.settled_at.desc().nulls_first(),
            TemplateProposal.proposed_at,
            TemplateProposal.id,
        )
        .limit(at_most(MOST_PROPOSALS))
    )
    return db.session.scalars(statement).all()


def count_waiting_proposals(actor: Actor) -> int:
    """How many wait to be settled."""
    return db.session.scalar(_WAITING, {"county": actor.county_id}) or 0


_WAITING = select(func.count()).where(
    TemplateProposal.county_id == bindparam("county"),
    TemplateProposal.status == ProposalState.WAITING,
)
MOST_PROPOSALS = 200
"""How many proposals the county's page shows."""


def get_proposal(actor: Actor, proposal_id: UUID) -> TemplateProposal:
    """One of the county's."""
    found = db.session.get(TemplateProposal, proposal_id)
    if found is None or found.county_id != actor.county_id:
        raise NotFoundError
    return found
