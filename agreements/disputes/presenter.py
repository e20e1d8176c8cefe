"""What the pages of disputes show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from agreements import case_words
from agreements.cases import LevelOutcome, SettlementState
from agreements.deviations.presenter import Choices, offered
from agreements.deviations.queries import A_PAGE, names
from agreements.deviations.service import About
from agreements.disputes.queries import DisputeOf, Filter, list_disputes, read_parts
from agreements.said import SaidLine, said_lines
from agreements.tables.agreement import Agreement
from agreements.tables.deviation import Deviation
from agreements.tables.dispute import (
    Dispute,
    DisputeLevel,
    DisputeSettlement,
    DisputeStatement,
    SettlementYes,
)
from portal.authz import Actor, OrganisationKind, Role
from portal.tenancy.models import Organisation
from portal.zone import STOCKHOLM

MEANWHILE = ("tvist-ansvarar", "tvist-kostnad")
"""The facts that say who answers and who pays until a dispute is settled."""
OUTCOME_LOOKS = {
    LevelOutcome.LIFTED: "lifted",
    LevelOutcome.OUT_OF_TIME: "late",
    LevelOutcome.SETTLED: "done",
}
SETTLEMENT_LOOKS = {
    SettlementState.OPEN: "open",
    SettlementState.AGREED: "accepted",
    SettlementState.REFUSED: "rejected",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A dispute of the list."""

    dispute: Dispute
    forum: str
    parties: Sequence[str]
    municipality: str
    look: str

    @property
    def opener(self) -> str:
        """Who opened it."""
        return self.parties[0]

    @property
    def url(self) -> str:
        """Where it is read."""
        one = self.dispute
        return url_for("disputes.show", agreement_id=one.agreement_id, dispute_id=one.id)


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list, with what it can be narrowed by: (value, label, is chosen)."""

    heading: str
    lines: Sequence[Line]
    states: Sequence[tuple[str, str, bool]]
    municipalities: Sequence[tuple[str, str, bool]]
    parties: Sequence[tuple[str, str, bool]]
    is_narrowed: bool
    older_url: str


OPEN, SETTLED = "open", "settled"


def list_page(actor: Actor, wanted: Filter, today: date) -> ListPage:
    """Put it together."""
    found = list_disputes(actor, wanted)
    every = names(actor)
    shown = [_line(one, forum, every, today) for one, forum in found[:A_PAGE]]
    asked = _asked(wanted)
    older = ""
    if len(found) > A_PAGE:
        older = url_for("disputes.index", **asked, before=shown[-1].dispute.id)
    here = [one for one in every.values() if one.kind is OrganisationKind.MUNICIPALITY]
    labels = {OPEN: _("Pågår"), SETTLED: _("Löst")}
    return ListPage(
        heading=_heading(len(found), wanted),
        lines=shown,
        states=[(key, label, key == asked.get("state")) for key, label in labels.items()],
        municipalities=offered(here, wanted.municipality),
        parties=offered(every.values(), wanted.party),
        is_narrowed=bool(asked) or wanted.before is not None,
        older_url=older,
    )


def _heading(count: int, wanted: Filter) -> str:
    if wanted.before is not None or count > A_PAGE:
        return _("Tvister om ansvaret")
    if not count:
        return _("Ingen tvist hittades") if _asked(wanted) else _("Ingen tvist än")
    return ngettext("En tvist", "%(num)d tvister", count)


def _asked(wanted: Filter) -> dict[str, Any]:
    states = {None: None, True: SETTLED, False: OPEN}
    asked = {
        "state": states[wanted.is_settled],
        "municipality": wanted.municipality,
        "party": wanted.party,
    }
    return {name: value for name, value in asked.items() if value is not None}


def _line(one: Dispute, forum: str, every: Mapping[UUID, Organisation], today: date) -> Line:
    is_late = one.due_on is not None and one.due_on < today
    look = "done" if one.settled_at else "late" if is_late else "ongoing"
    return Line(
        dispute=one,
        forum=forum,
        parties=[every[side].name for side in one.sides],
        municipality=every[one.municipality_id].name,
        look=look,
    )


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A level with what has been said at it; `by_whom` says who of each side sits there.

    `silent` are the sides that have said nothing while it stands there.
    """

    level: DisputeLevel
    is_here: bool
    by_whom: Sequence[tuple[str, str]]
    statements: Sequence[tuple[DisputeStatement, str]]
    silent: Sequence[str]
    outcome: str
    look: str


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """What one side has proposed to end it with.

    `agreed` is the yes of the first of two that are asked, with its party, and `waits` are those
    whose answer is waited for, by `waiting_ids`.
    """

    settlement: DisputeSettlement
    by: str
    answers: str
    agreed: tuple[SettlementYes, str] | None
    answered_for: str
    waiting_ids: Sequence[UUID]
    waits: Sequence[str]
    look: str
    state: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on a dispute's page. `said` is what the agreement said when it was opened."""

    agreement: Agreement
    line: Line
    said: Sequence[SaidLine]
    levels: Sequence[LevelLine]
    settlements: Sequence[SettlementLine]
    reference: str
    deviation_url: str
    may_write: bool
    may_lift: bool
    may_bring_in: bool
    may_propose: bool
    to_answer: UUID | None

    @property
    def dispute(self) -> Dispute:
        """What it is about."""
        return self.line.dispute

    @property
    def here(self) -> Mapping[str, UUID]:
        """Its address."""
        return {"agreement_id": self.agreement.id, "dispute_id": self.dispute.id}

    def asks(self, name: str) -> bool:
        """Whether a page that asks once before something is done can still have it done."""
        return {"lift": self.may_lift, "bring_in": self.may_bring_in}.get(name, True)

    @property
    def at(self) -> DisputeLevel:
        """The level where it stands."""
        return next(one.level for one in self.levels if one.level.number == self.dispute.level)


def dispute_page(actor: Actor, subject: DisputeOf, today: date) -> Page:
    """Put it together."""
    one, every = subject.dispute, names(actor)
    found = read_parts(actor, one)
    here = next(level for level in found.levels if level.number == one.level)
    may_write = Role.COORDINATOR in actor.roles and one.settled_at is None
    lines = [_settlement(one, s, found.agreed, every) for s in found.settlements]
    waiting = next((s for s in lines if s.settlement.status is SettlementState.OPEN), None)
    is_asked = waiting is not None and actor.organisation_id in waiting.waiting_ids
    deviation = ""
    if one.deviation_id is not None:
        deviation = url_for(
            "deviations.show", agreement_id=one.agreement_id, deviation_id=one.deviation_id
        )
    return Page(
        agreement=subject.agreement,
        line=_line(one, here.forum, every, today),
        said=said_lines(one.agreement_id, one.opened_at.astimezone(STOCKHOLM).date(), MEANWHILE),
        levels=[_level(one, level, found.statements, every) for level in found.levels],
        settlements=lines,
        reference=found.reference,
        deviation_url=deviation,
        may_write=may_write,
        may_lift=may_write and one.level < len(found.levels),
        may_bring_in=may_write and one.third_id is None and bool(joining_choices(subject)),
        may_propose=may_write and waiting is None,
        to_answer=waiting.settlement.id if waiting and may_write and is_asked else None,
    )


def _level(
    one: Dispute,
    level: DisputeLevel,
    statements: Sequence[DisputeStatement],
    every: Mapping[UUID, Organisation],
) -> LevelLine:
    functions = (level.opener_function, level.other_function, level.third_function)
    sides = zip(one.sides, functions, strict=False)
    said_here = [said for said in statements if said.number == level.number]
    spoken = {said.organisation_id for said in said_here}
    is_here = level.number == one.level and one.settled_at is None
    outcome = str(case_words.LEVELS[level.outcome]) if level.outcome else ""
    look = "ongoing" if is_here else "not_started"
    return LevelLine(
        level=level,
        is_here=is_here,
        by_whom=[(every[side].name, function) for side, function in sides if function],
        statements=[
            (said, every[said.organisation_id].name_at(said.said_at)) for said in said_here
        ],
        silent=[every[side].name for side in one.sides if side not in spoken] if is_here else [],
        outcome=outcome,
        look=OUTCOME_LOOKS[level.outcome] if level.outcome else look,
    )


def _settlement(
    dispute: Dispute,
    one: DisputeSettlement,
    agreed: Sequence[SettlementYes],
    every: Mapping[UUID, Organisation],
) -> SettlementLine:
    yes = next((yes for yes in agreed if yes.settlement_id == one.id), None)
    stand_by = {one.organisation_id, yes.organisation_id if yes else None}
    is_open = one.status is SettlementState.OPEN
    waiting = [side for side in dispute.sides if side not in stand_by] if is_open else []
    answered_for = ""
    if one.answered_id is not None and one.answered_at is not None:
        answered_for = every[one.answered_id].name_at(one.answered_at)
    return SettlementLine(
        settlement=one,
        by=every[one.organisation_id].name_at(one.proposed_at),
        answers=every[one.answers_id].name,
        agreed=(yes, every[yes.organisation_id].name_at(yes.said_at)) if yes else None,
        answered_for=answered_for,
        waiting_ids=waiting,
        waits=[every[side].name for side in waiting],
        look=SETTLEMENT_LOOKS[one.status],
        state=str(case_words.SETTLEMENTS[one.status]),
    )


def other_choices(actor: Actor, agreement: Agreement) -> Choices:
    """Whom one can be of another mind than: the other parties."""
    return [
        (str(one.organisation_id), one.organisation.name)
        for one in agreement.every_party
        if one.organisation_id in agreement.party_ids - {actor.organisation_id}
    ]


def joining_choices(subject: DisputeOf) -> Choices:
    """Who can be the third side of a dispute that has begun: any party but its first two sides."""
    free = subject.agreement.party_ids - {subject.dispute.opener_id, subject.dispute.other_id}
    return [
        (str(one.organisation_id), one.organisation.name)
        for one in subject.agreement.every_party
        if one.organisation_id in free
    ]


def third_choices(actor: Actor, agreement: Agreement, deviation: Deviation) -> Choices:
    """Who can be a third side beside the two of a deviation."""
    other = str(other_side(actor, deviation))
    return [choice for choice in other_choices(actor, agreement) if choice[0] != other]


def side_choices(actor: Actor, dispute: Dispute) -> Choices:
    """Who can answer: any of its sides."""
    every = names(actor)
    return [(str(one), every[one].name) for one in dispute.sides]


def about_of(deviation: Deviation) -> About:
    """What a deviation is about, for the dispute that begins from it."""
    return About(
        section=deviation.section,
        section_key=deviation.section_key,
        row_key=deviation.row_key,
        fact_key=deviation.fact_key,
        named=deviation.place,
        expected=deviation.expected,
    )


def other_side(actor: Actor, deviation: Deviation) -> UUID:
    """The other side of a deviation."""
    is_reporter = actor.organisation_id == deviation.organisation_id
    return deviation.concerns_id if is_reporter else deviation.organisation_id
