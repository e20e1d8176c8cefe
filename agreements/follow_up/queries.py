"""What agreements follow up, and what has been entered of it. Everybody in the county reads it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from agreements import facade
from agreements.facade import Fact
from agreements.facts import FactKind, Function, Recurrence
from agreements.follow_up.followed import asked_in, followed_of
from agreements.groups import MeetingStatus
from agreements.indicators import (
    Asked,
    Followed,
    Lacking,
    Party,
    asked_of,
    distinct,
    known_by,
    lacking,
)
from agreements.queries.agreement import get_agreement
from agreements.tables import reminder_functions
from agreements.tables.agreement import Agreement
from agreements.tables.follow_up import IndicatorValue, ResultShowing, UserVoice
from agreements.tables.groups import GroupMeeting, WorkingGroup
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation


def get_followed(actor: Actor, agreement_id: UUID) -> Agreement:
    """An agreement that has been signed and is one of its own: what it says is followed up."""
    agreement = get_agreement(actor, agreement_id)
    if not (agreement.is_signed and agreement.is_own):
        raise NotFoundError
    return agreement


@dataclass(frozen=True, slots=True)
class Plan:
    """What an agreement says of following up: its indicators, and when and where they are shown."""

    asked: Sequence[Asked]
    sources: Mapping[str, Fact]
    shown: Recurrence | None
    forums: Sequence[Function]


_SHOWN, _FORUMS = "uppfoljning-visas", "uppfoljning-forum"
KEYS = (_SHOWN, _FORUMS)
"""The facts that say when and where the results are shown."""
KINDS = (FactKind.INDICATOR,)
"""The kinds of those that say what is followed up."""


def plan_of(agreement: Agreement, today: date, said: Mapping[str, Fact] | None = None) -> Plan:
    """As its text reads today.

    `said` are its facts of KEYS and KINDS at least, if they have been read.
    """
    facts = said
    if facts is None:
        facts = facade.facts_of(agreement.id, today, only=KEYS, kinds=KINDS)
    indicators = [one for one in facts.values() if one.kind in KINDS]
    agreed = {key: one for key, one in facts.items() if one.is_agreed}
    shown, forums = agreed.get(_SHOWN), agreed.get(_FORUMS)
    often = shown.value if shown else None
    return Plan(
        distinct(one for fact in indicators for one in asked_in(fact.key, fact.label, fact.values)),
        {one.key: one for one in indicators},
        often if isinstance(often, Recurrence) else None,
        [one for one in (forums.values if forums else ()) if isinstance(one, Function)],
    )


def followed(
    agreement: Agreement, asked: Sequence[Asked], entered: Collection[tuple[UUID, str, int]]
) -> Followed:
    """What the rules ask about one agreement.

    `entered` are municipality, what an indicator is known by, and year.
    """
    return Followed(
        agreement=agreement.id,
        creator=agreement.creator_id,
        first=agreement.held.valid_from or date.max,
        places=agreement.municipality_ids,
        parties=[
            Party(
                one.organisation_id,
                one.organisation.kind.value,
                one.organisation.name,
                one.organisation.short_name,
            )
            for one in agreement.parties
            if one.organisation_id in agreement.bound_ids
        ],
        asked=asked,
        entered=entered,
    )


def entered_in(values: Iterable[IndicatorValue]) -> set[tuple[UUID, str, int]]:
    """What some values are of: municipality, what an indicator is known by, and year."""
    return {(one.municipality_id, known_by(one.indicator), one.year) for one in values}


def list_lacking(actor: Actor, today: date) -> list[tuple[UUID, Lacking]]:
    """What the actor's organisation is to enter before long, with its agreement."""
    return [
        (one["agreement_id"], found)
        for one in reminder_functions.my_indicators(today)
        for found in asked_of(actor.organisation_id, lacking(followed_of(one), today), today)
    ]


def list_values(agreement: Agreement) -> Sequence[IndicatorValue]:
    """Every version of every value in the agreement's municipalities, on its subject; in order."""
    statement = (
        select(IndicatorValue)
        .where(
            IndicatorValue.subject_id == agreement.subject_id,
            IndicatorValue.municipality_id.in_(agreement.municipality_ids),
        )
        .order_by(
            IndicatorValue.municipality_id,
            IndicatorValue.indicator,
            IndicatorValue.year,
            IndicatorValue.version,
        )
    )
    return db.session.scalars(statement).all()


def list_of_county(actor: Actor, subject_id: UUID) -> Sequence[IndicatorValue]:
    """What holds now on a subject, of every municipality, indicator and year."""
    of = IndicatorValue.municipality_id, IndicatorValue.indicator, IndicatorValue.year
    statement = (
        select(IndicatorValue)
        .where(IndicatorValue.county_id == actor.county_id, IndicatorValue.subject_id == subject_id)
        .ext(distinct_on(*of))
        .order_by(*of, IndicatorValue.version.desc())
    )
    return db.session.scalars(statement).all()


def list_voices(agreement: Agreement) -> Sequence[UserVoice]:
    """What people have said, the last first."""
    statement = (
        select(UserVoice)
        .where(UserVoice.agreement_id == agreement.id)
        .order_by(UserVoice.held_on.desc(), UserVoice.recorded_at.desc(), UserVoice.id)
    )
    return db.session.scalars(statement).all()


def list_showings(agreement: Agreement) -> Sequence[ResultShowing]:
    """When the results were shown, the last first."""
    statement = (
        select(ResultShowing)
        .where(ResultShowing.agreement_id == agreement.id)
        .order_by(ResultShowing.shown_on.desc(), ResultShowing.recorded_at.desc())
    )
    return db.session.scalars(statement).all()


def list_meetings(agreement: Agreement) -> Sequence[tuple[str, GroupMeeting]]:
    """The meetings of its groups that the reader takes part in, with what the group is called."""
    statement = (
        select(WorkingGroup.name, GroupMeeting)
        .join(GroupMeeting, GroupMeeting.group_id == WorkingGroup.id)
        .where(
            WorkingGroup.agreement_id == agreement.id,
            GroupMeeting.status != MeetingStatus.CANCELLED,
        )
        .order_by(GroupMeeting.starts_at, GroupMeeting.id)
    )
    return [(name, meeting) for name, meeting in db.session.execute(statement)]


def names(actor: Actor) -> Mapping[UUID, Organisation]:
    """The county's organisations, also those that have ended."""
    return {one.id: one for one in tenancy.list_all_organisations(actor)}


@dataclass(frozen=True, slots=True)
class VoiceOf:
    """What people said, with the agreement that it is followed up in."""

    agreement: Agreement
    voice: UserVoice

    @property
    def bound_ids(self) -> frozenset[UUID]:
        """Those that the agreement binds."""
        return self.agreement.bound_ids


def get_voice(actor: Actor, agreement_id: UUID, voice_id: UUID) -> VoiceOf:
    """One of an agreement's."""
    agreement = get_followed(actor, agreement_id)
    found = db.session.get(UserVoice, voice_id)
    if found is None or found.agreement_id != agreement.id:
        raise NotFoundError
    return VoiceOf(agreement, found)
