"""What waits on somebody, over all their agreements: a few queries, however many there are."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Boolean,
    ColumnElement,
    Uuid,
    and_,
    bindparam,
    func,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from agreements.activities import queries as activities
from agreements.cases import OpenDeviation, OpenDispute, ProposalState, SettlementState
from agreements.decisions import has_decided
from agreements.expected import (
    Facts,
    Following,
    Task,
    expected,
    expected_in_group,
    is_for,
)
from agreements.follow_up import queries as follow_up
from agreements.lob import queries as lob
from agreements.lob.rules import due_on
from agreements.lob_work import queries as lob_work
from agreements.lob_work import reviews
from agreements.meetings.queries import list_open
from agreements.progress import (
    acting,
    bound,
    ends_soon,
    get_progress,
    is_content_ready,
    open_correction,
    open_suggestion,
    stands_of,
    unconfirmed,
)
from agreements.queries.agreement import list_agreements, list_subjects
from agreements.queries.holding import following_in
from agreements.queries.paper import find_paper
from agreements.queries.suggestion import about_suggestions
from agreements.rules import IN_PROGRESS, OPEN_SUGGESTIONS, CorrectionStatus, Status
from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision
from agreements.tables.deviation import Deviation, TemplateProposal
from agreements.tables.dispute import (
    Dispute,
    DisputeSettlement,
    DisputeStatement,
    SettlementYes,
)
from agreements.tables.document import DocumentVersion
from agreements.tables.life import Correction
from agreements.tables.mandate import SigningMandate
from agreements.tables.party import PartyReading
from agreements.tables.signature import Signature
from agreements.tables.suggestion import Suggestion
from agreements.tables.template import Subject
from agreements.terms import Standing, standing
from agreements.transferring import Stage
from agreements.transfers import queries as transfers
from portal import clock
from portal.authz import Actor, OrganisationKind, Role
from portal.db import at_most, db

if TYPE_CHECKING:
    from agreements.indicators import Lacking

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits. CREATE and REPORT have no agreement; suggestions carry theirs.

    `about` is a section's heading with its number, or the measures, that a suggestion would change;
    of figures to report, the municipalities whose are lacking, and `page` the year; of values to
    enter, the indicators that lack them; of an activity, what is to be done; of a deviation or a
    dispute, what it is from. `count` is how many contacts, or proposals for the template, wait.
    `subject` is what the agreement is about, or is to be; None where the reader has but one. `page`
    is where it is done, below the agreement's own page. What is to be done in a group has its name,
    and its id, in `group`; `about` is then what was decided.
    """

    task: Task
    agreement: Agreement | None = None
    suggestion: Suggestion | None = None
    since: datetime | None = None
    until: date | None = None
    about: str = ""
    subject: Subject | None = None
    page: str = ""
    group: tuple[UUID, str] | None = None
    count: int = 0


def list_todo(actor: Actor, today: date) -> list[Todo]:
    """Everything that waits on the actor, the most pressing first."""
    agreements = list_agreements(actor)
    by_id = {one.id: one for one in agreements}
    found = _facts(actor, agreements, today)
    items = [
        (by_id[agreement_id], one)
        for agreement_id, facts in found.facts.items()
        for one in expected(facts, today)
        if is_for(one, actor)
    ]
    asked = [found.suggestions[one.suggestion] for _, one in items if one.suggestion]
    about = {**about_suggestions(asked), **found.cases}
    todo = [
        Todo(
            one.task,
            agreement,
            found.suggestions.get(one.suggestion) if one.suggestion else None,
            one.since,
            one.until,
            about.get(one.suggestion or one.deviation or one.dispute or NO_ID, ""),
            agreement.subject,
            one.page,
        )
        for agreement, one in items
    ]
    offered: Sequence[Subject] = ()
    if Role.COORDINATOR in actor.roles and actor.organisation_kind is _MUNICIPALITY:
        offered = list_subjects(actor, with_template=True)
        renewed = {agreement.subject_id for agreement, one in items if one.task is Task.RENEW}
        offered_now = [one for one in offered if one.id not in renewed]
        todo += _to_begin(offered_now, agreements, today, actor.organisation_id)
    if len({one.subject_id for one in agreements} | {one.id for one in offered}) == 1:
        todo = [replace(one, subject=None) for one in todo]
    todo += [one for source in SOURCES for one in source(actor, by_id, today)]
    order = list(Task)
    return sorted(todo, key=lambda item: order.index(item.task))


def _to_report(actor: Actor, _by_id: Mapping[UUID, Agreement], today: date) -> Iterator[Todo]:
    if (
        Role.COORDINATOR not in actor.roles
        or actor.organisation_kind is not OrganisationKind.POLICE
    ):
        return
    for year, places in lob.list_lacking(actor, today).items():
        yield Todo(Task.REPORT, until=due_on(year), about=", ".join(places), page=str(year))


def _to_settle(actor: Actor, _by_id: Mapping[UUID, Agreement], _today: date) -> Iterator[Todo]:
    """One line for the county's group: how many proposals for its template wait, since when."""
    if Role.COORDINATOR not in actor.roles or actor.organisation_kind is not _GROUP:
        return
    count, since = db.session.execute(_PROPOSALS).one()
    if count:
        yield Todo(Task.SETTLE_PROPOSALS, since=since, count=count)


def _to_enter(actor: Actor, by_id: Mapping[UUID, Agreement], today: date) -> Iterator[Todo]:
    """One line for each agreement: which values of which years, until when the first."""
    if Role.COORDINATOR not in actor.roles:
        return
    lacking: dict[UUID, list[Lacking]] = defaultdict(list)
    for agreement_id, one in follow_up.list_lacking(actor, today):
        lacking[agreement_id].append(one)
    for agreement_id, found in lacking.items():
        if (agreement := by_id.get(agreement_id)) is not None:
            names = dict.fromkeys(one.asked.indicator.name for one in found)
            yield Todo(
                Task.ENTER_VALUES,
                agreement,
                until=found[0].until,
                about=", ".join(names),
                subject=agreement.subject,
                page="/follow-up",
            )


def _to_contact(actor: Actor, by_id: Mapping[UUID, Agreement], _today: date) -> Iterator[Todo]:
    """One line for each agreement: how many contacts after LOB wait, until when the first."""
    if not {Role.COORDINATOR, Role.CASEWORKER} & {*actor.roles}:
        return
    for one in lob_work.count_waiting(actor):
        if (agreement := by_id.get(one.agreement_id)) is not None:
            yield Todo(
                Task.CONTACT,
                agreement,
                until=one.until,
                count=one.count,
                subject=agreement.subject,
                page="/lob#h-contacts",
            )


def _to_review(actor: Actor, by_id: Mapping[UUID, Agreement], today: date) -> Iterator[Todo]:
    """Routines about LOB that the actor's organisation is to go through, once more or first."""
    if Role.COORDINATOR not in actor.roles:
        return
    for one in reviews.list_asked(actor, today):
        if (agreement := by_id.get(one.agreement_id)) is not None:
            yield Todo(
                Task.REVIEW_LOB,
                agreement,
                until=one.until,
                subject=agreement.subject,
                page="/lob/reviews/new",
            )


def _to_act(actor: Actor, by_id: Mapping[UUID, Agreement], today: date) -> Iterator[Todo]:
    """Activities that the actor's organisation is to have done soon, or should have."""
    if Role.COORDINATOR not in actor.roles:
        return
    for one in activities.list_asked(actor, today):
        if (agreement := by_id.get(one.agreement_id)) is not None:
            yield Todo(
                Task.ACT,
                agreement,
                until=one.due_on,
                about=one.what,
                subject=agreement.subject,
                page=f"/activities/{one.id}/end",
            )


def _in_groups(actor: Actor, _by_id: Mapping[UUID, Agreement], today: date) -> Iterator[Todo]:
    for row, facts in list_open():
        texts = {one.id: one.text for one in facts.decisions}
        for one in expected_in_group(facts, today):
            if is_for(one, actor):
                group = (row["group_id"], row["name"])
                about = texts[one.decision] if one.decision else ""
                yield Todo(one.task, None, None, one.since, one.until, about, None, one.page, group)


# by how far it has come, and whether the reader asked for it
_TRANSFERS = {
    (Stage.ASKED, False): Task.ANSWER_TRANSFER,
    (Stage.UNANSWERED, False): Task.ANSWER_TRANSFER,
    (Stage.UNANSWERED, True): Task.APPLY_TRANSFER,
    (Stage.REFUSED, True): Task.APPLY_TRANSFER,
    (Stage.APPLIED, True): Task.NOTE_RULING,
    (Stage.OVERDUE, True): Task.NOTE_RULING,
}


def _transfers(actor: Actor, _by_id: Mapping[UUID, Agreement], today: date) -> Iterator[Todo]:
    """Cases that are to be moved: to answer, to apply for, and to note what IVO has decided."""
    if (
        Role.COORDINATOR not in actor.roles
        or actor.organisation_kind is not OrganisationKind.MUNICIPALITY
    ):
        return
    for found in transfers.list_transfers(actor, is_open=True, most=MOST_DEVIATIONS):
        one = found.transfer
        is_mine = one.requester_id == actor.organisation_id
        task = _TRANSFERS.get((one.stage(today), is_mine))
        if task is not None:
            until = None if task is Task.APPLY_TRANSFER else one.rule_by or one.answer_by
            about = f"{one.reference}, {found.other if is_mine else found.requester}"
            yield Todo(task, until=until, about=about, page=f"/{one.id}")


Source = Callable[[Actor, Mapping[UUID, Agreement], date], Iterable[Todo]]
SOURCES: Sequence[Source] = (
    _to_report,
    _to_settle,
    _to_enter,
    _transfers,
    _to_contact,
    _to_act,
    _to_review,
    _in_groups,
)
"""What waits on somebody besides what agreements wait for; one more kind is one more here.

Each is given the agreements that the actor reads, by their ids.
"""


@dataclass(frozen=True, slots=True)
class _Found:
    facts: Mapping[UUID, Facts]
    suggestions: Mapping[UUID, Suggestion]
    cases: Mapping[UUID, str]


def _facts(actor: Actor, agreements: Sequence[Agreement], today: date) -> _Found:
    deciding = [one for one in agreements if one.status is Status.DECISION]
    signing = [one for one in agreements if one.status is Status.SIGNING]
    shared = [one for one in agreements if one.status is Status.SHARED]
    done = _decided(actor, deciding) | _signed(actor, signing)
    waiting = _open_suggestions(shared)
    read = _readings(shared)
    corrections = _corrections([one for one in agreements if one.is_signed])
    deviations, disputes = _deviations(actor), _disputes(actor)
    facts = {
        one.id: Facts(
            status=one.status,
            since=one.status_at,
            term=one.held,
            creator=one.creator_id,
            parties=acting(one),
            bound=bound(one),
            # of the others it is not asked here
            done={actor.organisation_id} if one.id in done else (),
            stands=stands_of(one, read[one.id]),
            due_on=one.due_on,
            suggestions=[open_suggestion(found) for found in waiting[one.id]],
            is_ready=_is_ready(actor, one, today),
            following=_following(one, agreements, today),
            correction=open_correction(corrections[one.id]),
            # the few that there are
            paper=unconfirmed(find_paper(one)) if one.is_signed else None,
            deviations=[_open_deviation(found) for found in deviations[one.id]],
            disputes=disputes.facts[one.id],
        )
        for one in agreements
    }
    return _Found(
        facts,
        {one.id: one for found in waiting.values() for one in found},
        {**_named_deviations(deviations), **disputes.named},
    )


NO_ID = UUID(int=0)


def _named_deviations(found: Mapping[UUID, Sequence[Deviation]]) -> Mapping[UUID, str]:
    return {one.id: one.named for each in found.values() for one in each}


MOST_DEVIATIONS = 50
"""How many deviations a list of what waits shows at most: the first to be answered."""


def _deviations(actor: Actor) -> Mapping[UUID, list[Deviation]]:
    """Those that wait for the actor's organisation: for its answer, or for what was learned."""
    found: dict[UUID, list[Deviation]] = defaultdict(list)
    mine = actor.organisation_id
    unanswered = and_(Deviation.concerns_id == mine, Deviation.answered_at.is_(None))
    answered = and_(Deviation.organisation_id == mine, Deviation.answered_at.is_not(None))
    if Role.COORDINATOR in actor.roles:
        first = [
            select(Deviation)
            .where(waits, Deviation.closed_at.is_(None))
            .order_by(Deviation.answer_by, Deviation.id)
            .limit(at_most(MOST_DEVIATIONS))
            for waits in (unanswered, answered)
        ]
        for one in db.session.scalars(select(Deviation).from_statement(union_all(*first))):
            found[one.agreement_id].append(one)
    return found


@dataclass(frozen=True, slots=True)
class _Disputes:
    facts: Mapping[UUID, list[OpenDispute]]
    named: Mapping[UUID, str]


def _disputes(actor: Actor) -> _Disputes:
    """Those of the actor's organisation that are not settled, the first to be lifted before."""
    facts: dict[UUID, list[OpenDispute]] = defaultdict(list)
    if Role.COORDINATOR not in actor.roles:
        return _Disputes(facts, {})
    mine = actor.organisation_id
    sides = Dispute.opener_id, Dispute.other_id, Dispute.third_id
    statement = select(Dispute, _SAID_AT_LEVEL, _SAID_YES).where(
        or_(*(side == mine for side in sides)), Dispute.settled_at.is_(None)
    )
    first = statement.order_by(Dispute.due_on, Dispute.id).limit(at_most(MOST_DEVIATIONS))
    named: dict[UUID, str] = {}
    for one, said, agreed in db.session.execute(first):
        named[one.id] = one.named
        facts[one.agreement_id].append(
            OpenDispute(
                id=one.id,
                sides=one.side_ids,
                since=one.opened_at,
                until=one.due_on,
                silent=one.side_ids - {*said},
                asked=one.side_ids - {*agreed} if agreed else frozenset(),
            )
        )
    return _Disputes(facts, named)


_SAID_AT_LEVEL = func.array(
    select(DisputeStatement.organisation_id)
    .where(
        DisputeStatement.dispute_id == Dispute.id,
        DisputeStatement.number == Dispute.level,
    )
    .scalar_subquery(),
    type_=ARRAY(Uuid),
)
"""Who has said something at the level where a dispute stands."""
_OPEN = (
    DisputeSettlement.dispute_id == Dispute.id,
    DisputeSettlement.status == SettlementState.OPEN,
)
_SAID_YES = func.array(
    union_all(
        select(DisputeSettlement.organisation_id).where(*_OPEN).correlate(Dispute),
        select(SettlementYes.organisation_id)
        .join(DisputeSettlement, DisputeSettlement.id == SettlementYes.settlement_id)
        .where(*_OPEN)
        .correlate(Dispute),
    ).scalar_subquery(),
    type_=ARRAY(Uuid),
)
"""Who stands by what is proposed to end a dispute: whoever proposed it, and who has said yes."""


def _open_deviation(one: Deviation) -> OpenDeviation:
    return OpenDeviation(
        id=one.id,
        reporter=one.organisation_id,
        concerns=one.concerns_id,
        since=one.answered_at or one.reported_at,
        until=one.answer_by,
        is_answered=one.answered_at is not None,
    )


def _following(one: Agreement, agreements: Sequence[Agreement], today: date) -> Following:
    """Asked of the few that end soon: of the others nothing follows from it."""
    if not ends_soon(one, today):
        return Following.SIGNED
    there = [
        other
        for other in agreements
        if other.subject_id == one.subject_id and other.id != one.id and other.is_own
    ]
    return following_in(one, there)


def _is_ready(actor: Actor, agreement: Agreement, today: date) -> bool:
    """Asked of what the actor's own party has drafted alone: the others wait for that party."""
    if agreement.status is not Status.SHARED or agreement.creator_id != actor.organisation_id:
        return True
    return is_content_ready(get_progress(agreement, today).readiness)


# put together once, with their parameters left open: each took longer than its answer
_OF_THESE: BindParameter[UUID] = bindparam("agreements", expanding=True)
_READINGS = select(PartyReading).where(PartyReading.agreement_id.in_(_OF_THESE))
_CORRECTIONS = (
    select(Correction)
    .where(
        Correction.agreement_id.in_(_OF_THESE),
        Correction.status == CorrectionStatus.OPEN,
    )
    .options(selectinload(Correction.answers))
)
_SUGGESTIONS = (
    select(Suggestion)
    .where(Suggestion.agreement_id.in_(_OF_THESE), Suggestion.status.in_(OPEN_SUGGESTIONS))
    .options(joinedload(Suggestion.answers))
    .order_by(Suggestion.created_at, Suggestion.id)
)


def _readings(agreements: Sequence[Agreement]) -> Mapping[UUID, list[PartyReading]]:
    found: dict[UUID, list[PartyReading]] = defaultdict(list)
    if agreements:
        for one in db.session.scalars(_READINGS, _these(agreements)):
            found[one.agreement_id].append(one)
    return found


def _corrections(agreements: Sequence[Agreement]) -> Mapping[UUID, list[Correction]]:
    found: dict[UUID, list[Correction]] = defaultdict(list)
    if agreements:
        for one in db.session.scalars(_CORRECTIONS, _these(agreements)):
            found[one.agreement_id].append(one)
    return found


def _these(agreements: Sequence[Agreement]) -> Mapping[str, list[UUID]]:
    return {"agreements": [one.id for one in agreements]}


_MUNICIPALITY = OrganisationKind.MUNICIPALITY
_GROUP = OrganisationKind.COORDINATION_GROUP
_PROPOSALS = select(func.count(), func.min(TemplateProposal.proposed_at)).where(
    TemplateProposal.status == ProposalState.WAITING
)
_LASTING = frozenset({Standing.IN_FORCE, Standing.EXPIRING, Standing.UPCOMING})


def _to_begin(
    subjects: Sequence[Subject], agreements: Sequence[Agreement], today: date, here: UUID
) -> Iterator[Todo]:
    """Each subject to begin on: nothing holds or is being worked on, and nothing is to follow."""
    for subject in subjects:
        ours = [
            one
            for one in agreements
            if one.subject_id == subject.id and here in one.municipality_ids
        ]
        standings = {standing(one.status, one.held, today) for one in ours}
        if not (any(one.status in IN_PROGRESS for one in ours) or _LASTING & standings):
            yield Todo(Task.CREATE, subject=subject)


def _decided(actor: Actor, agreements: Sequence[Agreement]) -> set[UUID]:
    """The agreements on whose present version the actor's party has decided."""
    bodies: dict[UUID, list[str]] = defaultdict(list)
    for agreement_id, body in _formalities(actor, Decision, Decision.body, agreements):
        bodies[agreement_id].append(body)
    mine = actor.organisation_id
    return {one.id for one in agreements if has_decided(one.bodies_of(mine), bodies[one.id])}


def _signed(actor: Actor, agreements: Sequence[Agreement]) -> set[UUID]:
    """The agreements whose present version the actor has signed, or everybody who had to.

    Who signed by a mandate that has been revoked or run out since is to sign by another.
    """
    lasting = (
        select(SigningMandate.id)
        .where(
            SigningMandate.id == Signature.mandate_id,
            SigningMandate.ended_at.is_(None),
            func.coalesce(SigningMandate.valid_until, clock.today()) >= clock.today(),
        )
        .exists()
    )
    enough = or_(Signature.completes, and_(Signature.account_id == actor.account_id, lasting))
    found = _formalities(actor, Signature, type_coerce(enough, Boolean), agreements)
    return {id_ for id_, is_enough in found if is_enough}


def _formalities(
    actor: Actor,
    kind: type[Decision] | type[Signature],
    told: InstrumentedAttribute[Value] | ColumnElement[Value],
    agreements: Sequence[Agreement],
) -> Sequence[tuple[UUID, Value]]:
    """The agreement of each that the actor's party has recorded, and one thing of it."""
    if not agreements:
        return ()
    statement = (
        select(kind.agreement_id, told)
        .join(DocumentVersion, DocumentVersion.id == kind.document_version_id)
        .where(
            kind.agreement_id.in_([one.id for one in agreements]),
            kind.organisation_id == actor.organisation_id,
            DocumentVersion.voided_at.is_(None),
        )
    )
    return [(agreement_id, value) for agreement_id, value in db.session.execute(statement)]


def _open_suggestions(agreements: Sequence[Agreement]) -> Mapping[UUID, list[Suggestion]]:
    found: dict[UUID, list[Suggestion]] = defaultdict(list)
    if agreements:
        for suggestion in db.session.scalars(_SUGGESTIONS, _these(agreements)).unique():
            found[suggestion.agreement_id].append(suggestion)
    return found
