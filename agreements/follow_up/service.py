"""Entering what an agreement follows up: values, what people say, and that results were shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from agreements.follow_up import queries
from agreements.indicators import (
    FollowUpRefusal,
    FollowUpRuleError,
    ValueUnit,
    VoiceKind,
    check_held,
    check_year,
    known_by,
    read_value,
)
from agreements.tables.agreement import Agreement
from agreements.tables.follow_up import IndicatorValue, ResultShowing, UserVoice
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db, hold
from portal.documents.written import check_written
from portal.errors import Difference, NotFoundError, StaleError, check_all
from portal.ids import new_id
from portal.personal_data import check_all_impersonal, check_impersonal


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody enters of an indicator; `reason` is why it is put right."""

    municipality: UUID
    indicator: str
    year: int
    unit: ValueUnit
    value: str
    source: str
    note: str
    reason: str
    base_version: int


def enter(actor: Actor, agreement: Agreement, said: Entered, *, now: datetime, today: date) -> None:
    """Enter the value of a year, or correct it: then with the reason.

    Raises StaleError when there is another than the form was opened on.
    """
    if said.municipality not in agreement.municipality_ids:
        raise NotFoundError
    check_all(
        lambda: check_year(said.year, today),
        lambda: read_value(said.unit, said.value),
        lambda: check_all_impersonal(source=said.source, note=said.note, reason=said.reason),
    )
    value = read_value(said.unit, said.value)
    hold(said.municipality)
    earlier = _of(queries.list_values(agreement), said)
    asked = _asked(agreement, said, earlier, today)
    latest = max(
        (one for one in earlier if one.year == said.year),
        key=lambda one: one.version,
        default=None,
    )
    if latest is not None and _is_same(latest, said, value):
        return
    version = latest.version if latest else 0
    if latest is not None and version != said.base_version:
        raise StaleError(_differences(latest, said))
    if any(one.unit is not said.unit for one in earlier if one.year != said.year):
        raise FollowUpRuleError(FollowUpRefusal.OTHER_UNIT, field="unit")
    if latest is not None and not said.reason:
        raise FollowUpRuleError(FollowUpRefusal.NO_REASON, field="reason")
    row = IndicatorValue(
        id=new_id(),
        county_id=actor.county_id,
        agreement_id=agreement.id,
        subject_id=agreement.subject_id,
        municipality_id=said.municipality,
        organisation_id=actor.organisation_id,
        fact_key=asked[0],
        # however it is spelt now, it goes on under the name that it has
        indicator=earlier[0].indicator if earlier else asked[1],
        year=said.year,
        version=version + 1,
        unit=said.unit,
        value=value,
        source=said.source,
        note=said.note,
        reason=said.reason if latest else "",
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    action = "follow_up.value_corrected" if latest else "follow_up.value_entered"
    audit.record(actor, action, row, year=said.year)


def _of(values: Sequence[IndicatorValue], said: Entered) -> list[IndicatorValue]:
    """Every version of every year of one indicator in one municipality."""
    return [
        one
        for one in values
        if one.municipality_id == said.municipality
        and known_by(one.indicator) == known_by(said.indicator)
    ]


def _asked(
    agreement: Agreement, said: Entered, earlier: Sequence[IndicatorValue], today: date
) -> tuple[str, str]:
    """The fact and the name; also of what is asked no more, where a value is put right."""
    for one in queries.plan_of(agreement, today).asked:
        if one.known_by == known_by(said.indicator):
            return one.fact_key, one.indicator.name
    if any(one.year == said.year for one in earlier):
        return earlier[-1].fact_key, earlier[-1].indicator
    raise FollowUpRuleError(FollowUpRefusal.NOT_ASKED, field="indicator")


def _is_same(latest: IndicatorValue, said: Entered, value: Decimal) -> bool:
    kept = (latest.unit, latest.value, latest.source, latest.note)
    return kept == (said.unit, value, said.source, said.note)


def _differences(latest: IndicatorValue, said: Entered) -> tuple[Difference, ...]:
    fields = ("value", "source", "note")
    return tuple(
        Difference(
            name,
            yours=str(getattr(said, name)),
            theirs=str(getattr(latest, name)).replace(".", ",")
            if name == "value"
            else str(getattr(latest, name)),
            changed_by=latest.recorded_by,
        )
        for name in fields
        if str(getattr(said, name)) != str(getattr(latest, name))
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """What people said. The same `id` twice is one (a form sent twice)."""

    id: UUID
    kind: VoiceKind
    title: str
    held_on: date
    heard: int
    finding: str


def note_voice(
    actor: Actor, agreement: Agreement, said: Heard, *, now: datetime, today: date
) -> None:
    """Note what a survey, a user audit or a dialogue found."""
    if db.session.get(UserVoice, said.id) is not None:
        return
    check_all(
        lambda: check_held(said.held_on, today, field="held_on"),
        lambda: check_all_impersonal(title=said.title, finding=said.finding),
    )
    row = UserVoice(
        id=said.id,
        county_id=actor.county_id,
        agreement_id=agreement.id,
        organisation_id=actor.organisation_id,
        kind=said.kind,
        title=said.title,
        held_on=said.held_on,
        heard=said.heard,
        finding=said.finding,
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    audit.record(actor, "follow_up.voice_noted", row)


def answer_voice(actor: Actor, voice: UserVoice, words: str, *, now: datetime) -> None:
    """Say what is done about what was found; once. The same words of one party are one answer."""
    check_all(lambda: check_impersonal("answer", words), lambda: check_written("answer", words))
    db.session.refresh(voice, with_for_update=True)
    if (voice.answered_by_id, voice.answer) == (actor.organisation_id, words):
        return
    if voice.answered_at is not None:
        raise FollowUpRuleError(FollowUpRefusal.ANSWERED_ALREADY)
    voice.answer = words
    voice.answered_by, voice.answered_by_id = actor.name, actor.organisation_id
    voice.answered_at = now
    audit.record(actor, "follow_up.voice_answered", voice)


@dataclass(frozen=True, slots=True)
class Shown:
    """That results were shown. The same `id` twice is one (a form sent twice)."""

    id: UUID
    forum: str
    shown_on: date
    followed: str


def note_showing(
    actor: Actor, agreement: Agreement, said: Shown, *, now: datetime, today: date
) -> None:
    """Note that the results were shown in a forum, and what came of it."""
    if db.session.get(ResultShowing, said.id) is not None:
        return
    check_all(
        lambda: check_held(said.shown_on, today, field="shown_on"),
        lambda: check_all_impersonal(forum=said.forum, followed=said.followed),
    )
    row = ResultShowing(
        id=said.id,
        county_id=actor.county_id,
        agreement_id=agreement.id,
        organisation_id=actor.organisation_id,
        forum=said.forum,
        shown_on=said.shown_on,
        followed=said.followed,
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    audit.record(actor, "follow_up.results_shown", row)
