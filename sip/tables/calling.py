"""The tables of summons, invitations and meetings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, FetchedValue, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, TenantOwned
from sip.kernel.vocabulary import (
    CallKind,
    CallStatus,
    CallStep,
    DeclineReason,
    Inquiry,
    MeetingPurpose,
    MeetingStatus,
    Reply,
)
from sip.tables.columns import SEALED, Held, InPlan, one_of, within


class Call(InPlan, Base):
    """A summons to a principal (`kallelse`), or an invitation to somebody else (`inbjudan`).

    It binds the organisation; `unit_id` is where it lies now. `answer_by` does not move when it is
    forwarded. `asked_sealed` is what the organisation is asked to contribute.
    """

    __tablename__ = "call"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        within("county_id", "plan_id", of="plan"),
        within("county_id", "organisation_id", of="organisation"),
        within("organisation_id", "unit_id", of="unit"),
        within("plan_id", "taken_by", of="participant"),
        CheckConstraint(one_of("kind", *CallKind), name="kind"),
        CheckConstraint(one_of("status", *CallStatus), name="status"),
        CheckConstraint("kind = 'invitation' or status <> 'declined'", name="duty"),
        Index("call_plan_id_idx", "plan_id"),
        Index(
            "call_organisation_id_unit_id_idx",
            "organisation_id",
            "unit_id",
            postgresql_where=text("status = 'sent'"),
        ),
    )

    kind: Mapped[CallKind]
    organisation_id: Mapped[UUID]
    # where it lies only app.call_units gives, to whom it may be known
    unit_id: Mapped[UUID | None] = mapped_column(deferred=True, deferred_raiseload=True)
    asked_sealed: Mapped[bytes] = mapped_column(SEALED)
    # what it says it brings; only app.sayings gives it, to whom its category is shared with
    contribution_sealed: Mapped[bytes | None] = mapped_column(
        SEALED, deferred=True, deferred_raiseload=True
    )
    contribution_category: Mapped[str | None] = mapped_column(
        deferred=True, deferred_raiseload=True
    )
    status: Mapped[CallStatus]
    sent_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    taken_by: Mapped[UUID | None]


class CallEvent(InPlan, Base):
    """One step in a call's history: append-only."""

    __tablename__ = "call_event"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "call_id", of="call"),
        CheckConstraint(one_of("step", *CallStep), name="step"),
        CheckConstraint(one_of("reason", *DeclineReason), name="reason"),
        Index("call_event_plan_id_idx", "plan_id"),
    )

    call_id: Mapped[UUID]
    step: Mapped[CallStep]
    at: Mapped[datetime]
    by_name: Mapped[str]
    organisation_id: Mapped[UUID | None]
    # only app.call_units gives them, to whom they may be known
    from_unit_id: Mapped[UUID | None] = mapped_column(deferred=True, deferred_raiseload=True)
    to_unit_id: Mapped[UUID | None] = mapped_column(deferred=True, deferred_raiseload=True)
    reason: Mapped[DeclineReason | None]


class CallQuestion(InPlan, Base):
    """What those who are called ask before they answer, and what whoever called them answers.

    Like what is asked of them, the answer is between the two and the person's: it has no category.
    """

    __tablename__ = "call_question"
    __table_args__ = (
        UniqueConstraint("call_id", "inquiry"),
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "call_id", of="call"),
        CheckConstraint(one_of("inquiry", *Inquiry), name="inquiry"),
        CheckConstraint(
            "num_nonnulls(answer_sealed, answered_at, answered_by) in (0, 3)", name="answered"
        ),
        Index("call_question_plan_id_idx", "plan_id"),
    )

    call_id: Mapped[UUID]
    inquiry: Mapped[Inquiry]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    answer_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]


class Meeting(InPlan, Base):
    """A meeting about the plan. Where it is held is a PlanPlacing."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "chair_id", of="participant"),
        CheckConstraint(one_of("purpose", *MeetingPurpose), name="purpose"),
        CheckConstraint(one_of("status", *MeetingStatus), name="status"),
        CheckConstraint("starts_at < ends_at", name="term"),
        Index("meeting_plan_id_starts_at_idx", "plan_id", "starts_at"),
    )

    purpose: Mapped[MeetingPurpose]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    is_remote: Mapped[bool]
    chair_id: Mapped[UUID]
    status: Mapped[MeetingStatus]
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    changed_at: Mapped[datetime]
    # the first day that it could be on, and which line says so: the database's (app.keep_notice)
    notice: Mapped[dict[str, Any] | None] = mapped_column(JSONB, server_default=FetchedValue())


class Attendance(InPlan, Base):
    """Somebody asked to one meeting: a participant or a private person; answer and presence."""

    __tablename__ = "attendance"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "meeting_id", of="meeting"),
        within("plan_id", "participant_id", of="participant"),
        within("plan_id", "person_id", of="plan_person"),
        UniqueConstraint("meeting_id", "participant_id"),
        UniqueConstraint("meeting_id", "person_id"),
        CheckConstraint("num_nonnulls(participant_id, person_id) = 1", name="one_party"),
        CheckConstraint(one_of("reply", *Reply), name="reply"),
        Index("attendance_plan_id_idx", "plan_id"),
    )

    meeting_id: Mapped[UUID]
    participant_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    calendar_uid: Mapped[str] = mapped_column(unique=True)  # random: says nothing of the plan
    reply: Mapped[Reply]
    replied_at: Mapped[datetime | None]
    reply_noted_by: Mapped[str | None]  # staff, of what a private person said: app.hold_reply
    was_present: Mapped[bool | None]
    # a time that would suit better; only app.sayings gives it, to whom its category is shared with
    note_sealed: Mapped[bytes | None] = mapped_column(
        SEALED, deferred=True, deferred_raiseload=True
    )
    note_category: Mapped[str | None] = mapped_column(deferred=True, deferred_raiseload=True)
    cancelled_at: Mapped[datetime | None]  # taken off the list, or consent has ended


class AgendaItem(Held, Base):
    """What a party wants to take up at a meeting."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "meeting_id", of="meeting"),
        Index("agenda_item_plan_id_idx", "plan_id"),
    )

    meeting_id: Mapped[UUID]
    title_sealed: Mapped[bytes] = mapped_column(SEALED)
    added_by: Mapped[str]
    added_at: Mapped[datetime]


class AgreementClock(TenantOwned, Base):
    """A clock that a municipality had set before its agreement did.

    Only the release before reads it, as long as its processes run beside this one. It goes with the
    release after.
    """

    __tablename__ = "agreement_clock"
    __table_args__ = (
        UniqueConstraint("municipality_id", "key"),
        within("county_id", "municipality_id", of="organisation"),
        CheckConstraint("days between 0 and 365", name="days"),
    )

    municipality_id: Mapped[UUID]
    key: Mapped[str]
    days: Mapped[int]
    set_by: Mapped[str]
    set_at: Mapped[datetime]
