"""The tables of the plan itself. No workflow here."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    FetchedValue,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, TenantOwned
from sip.kernel.vocabulary import (
    OF_MEETING,
    ActionKind,
    ActionStatus,
    Approval,
    AskedAbout,
    ClosingReason,
    GoalStatus,
    NotStartedReason,
    Phase,
    Placing,
    Progress,
    ReopenReason,
    StatedBy,
    SuggestionAnswer,
    TextKind,
    Tool,
    Went,
)
from sip.tables.columns import SEALED, Held, InPlan, one_of, within


class Plan(TenantOwned, Base):
    """A SIP from the need on. It holds nothing about the person; that is sealed elsewhere.

    `municipality_id` is the municipality whose local agreement the measures are compared with.
    """

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        UniqueConstraint("initiator_id", "case_number"),
        within("county_id", "initiator_id", of="organisation"),
        within("county_id", "municipality_id", of="organisation"),
        within("county_id", "lead_principal_id", of="organisation"),
        CheckConstraint(one_of("phase", *Phase), name="phase"),
        CheckConstraint(one_of("not_started_reason", *NotStartedReason), name="not_started_reason"),
    )
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 (as for what is in a plan)

    initiator_id: Mapped[UUID]
    case_number: Mapped[str]
    municipality_id: Mapped[UUID]
    phase: Mapped[Phase]  # worked out by the database: app.phase_of
    phase_at: Mapped[datetime]
    is_protected: Mapped[bool] = mapped_column(server_default=text("false"))
    need_found_on: Mapped[date]
    ends_on: Mapped[date | None]  # the last day that anything is planned for
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    lead_principal_id: Mapped[UUID | None]
    coordinator_id: Mapped[UUID | None]  # a participant
    version: Mapped[int] = mapped_column(server_default=text("1"))
    not_started_reason: Mapped[NotStartedReason | None]
    closed_at: Mapped[datetime | None]
    consented_at: Mapped[datetime | None]  # when all had first said yes
    not_started_at: Mapped[datetime | None]
    # on which line of which agreement each clock rests (sip/kernel/clocks.py), and what it says:
    # the database's to write (app.run_clocks)
    clocks: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    start_due_on: Mapped[date | None]
    begun_on: Mapped[date | None]
    meet_due_on: Mapped[date | None]
    met_on: Mapped[date | None]
    follow_up_due_on: Mapped[date | None]
    # nobody but the municipality and the region does anything: the law's third content is answered
    nobody_else: Mapped[bool] = mapped_column(server_default=text("false"))


class PlanKey(TenantOwned, Base):
    """A plan's data key, wrapped by a master key. Only app.unlock hands it out, with a log row."""

    __tablename__ = "plan_key"
    __table_args__ = (UniqueConstraint("plan_id"), within("county_id", "plan_id", of="plan"))

    plan_id: Mapped[UUID]
    wrapped: Mapped[bytes | None]
    master_version: Mapped[int]
    shredded_at: Mapped[datetime | None]


class Participant(InPlan, Base):
    """A named member of staff who takes part for an organisation."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        within("county_id", "plan_id", of="plan"),
        within("county_id", "organisation_id", of="organisation"),
        within("plan_id", "succeeds_id", of="participant"),
        Index(
            "participant_live_key",
            "plan_id",
            "organisation_id",
            "account_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
        Index(
            "participant_account_id_organisation_id_plan_id_idx",
            "account_id",
            "organisation_id",
            "plan_id",
            postgresql_where=text("ended_at is null"),
        ),
        Index(
            "participant_until_on_idx",
            "until_on",
            postgresql_where=text("until_on is not null and ended_at is null"),
        ),
    )

    organisation_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    name: Mapped[str]
    title: Mapped[str]
    sees_protected: Mapped[bool] = mapped_column(server_default=text("false"))
    joined_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    succeeds_id: Mapped[UUID | None]  # whose place was given to them (app.give_part)
    until_on: Mapped[date | None]  # the last day, of one who stands in for them (app.run_stand_ins)


class PlanPlacing(InPlan, Base):
    """Whatever can give away where the person is: address, units, meeting places.

    With protected identity, only the person and the participants chosen for it see these rows. A
    unit is `from_party`'s, in a category; without one nobody else but whose the plan is sees it.
    """

    __tablename__ = "plan_placing"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        UniqueConstraint("plan_id", "kind", "subject_id"),
        CheckConstraint(one_of("kind", *Placing), name="kind"),
    )

    kind: Mapped[Placing]
    subject_id: Mapped[UUID]
    from_party: Mapped[UUID | None]  # the database's to say (app.own_placing)
    category: Mapped[str | None]
    text_sealed: Mapped[bytes] = mapped_column(SEALED)


class Worded(Held):
    """Words that a party has written, or that staff have noted in a person's name.

    Who held the pen, and whether it was in somebody else's name, is the database's to say
    (app.hold_words); that they are confirmed, too (app.confirm_words).
    """

    version: Mapped[int] = mapped_column(server_default=text("1"))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    written_by: Mapped[str | None]
    written_at: Mapped[datetime | None]
    is_noted: Mapped[bool] = mapped_column(server_default=text("false"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]
    removed_at: Mapped[datetime | None]


class PlanText(Worded, Base):
    """One of the plan's free texts; of what is written for a meeting, or at it, which one."""

    __tablename__ = "plan_text"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "meeting_id", of="meeting"),
        CheckConstraint(one_of("kind", *TextKind), name="kind"),
        CheckConstraint(
            f"({one_of('kind', *sorted(OF_MEETING))}) = (meeting_id is not null)", name="meeting"
        ),
        Index("plan_text_plan_id_idx", "plan_id"),
    )

    kind: Mapped[TextKind]
    meeting_id: Mapped[UUID | None]
    text_sealed: Mapped[bytes] = mapped_column(SEALED)


class Goal(Worded, Base):
    """A sub-goal that can be measured, in the person's or the professionals' words."""

    __tablename__ = "goal"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        within("county_id", "plan_id", of="plan"),
        CheckConstraint(one_of("stated_by", *StatedBy), name="stated_by"),
        CheckConstraint(one_of("status", *GoalStatus), name="status"),
        Index("goal_plan_id_position_idx", "plan_id", "position"),
    )

    position: Mapped[int]
    stated_by: Mapped[StatedBy]
    title_sealed: Mapped[bytes] = mapped_column(SEALED)
    measure_sealed: Mapped[bytes] = mapped_column(SEALED)  # how a difference will be noticed
    status: Mapped[GoalStatus]


class Action(Worded, Base):
    """Who does what until when, for one goal.

    `organisation_id` and `responsible_id` (a participant), or `person_id` for what the person or a
    relative does. `row_key` is the measure in the local agreement's matrix, if chosen from it.
    """

    __tablename__ = "action"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "goal_id", of="goal"),
        within("county_id", "organisation_id", of="organisation"),
        within("plan_id", "responsible_id", of="participant"),
        within("plan_id", "person_id", of="plan_person"),
        CheckConstraint(one_of("kind", *ActionKind), name="kind"),
        CheckConstraint(one_of("status", *ActionStatus), name="status"),
        Index("action_plan_id_goal_id_position_idx", "plan_id", "goal_id", "position"),
        Index(
            "action_responsible_id_idx",
            "responsible_id",
            postgresql_where=text("removed_at is null"),
        ),
    )

    goal_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[ActionKind]
    organisation_id: Mapped[UUID | None]
    responsible_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    title_sealed: Mapped[bytes] = mapped_column(SEALED)
    row_key: Mapped[str | None]
    agreement_id: Mapped[UUID | None]  # the one in force when the measure was chosen
    reason_sealed: Mapped[bytes | None] = mapped_column(SEALED)  # why somebody else than it says
    due_on: Mapped[date | None]
    is_decided: Mapped[bool] = mapped_column(server_default=text("false"))
    decided_on: Mapped[date | None]
    decider_sealed: Mapped[bytes | None] = mapped_column(SEALED)  # who decided
    starts_on: Mapped[date | None]
    status: Mapped[ActionStatus]


class Change(Held, Base):
    """One field before and after: append-only. A version is every change up to a number."""

    __tablename__ = "plan_change"
    __table_args__ = (
        UniqueConstraint("plan_id", "seq"),
        within("county_id", "plan_id", of="plan"),
    )

    seq: Mapped[int] = mapped_column(server_default=FetchedValue())
    at: Mapped[datetime] = mapped_column(server_default=FetchedValue())
    organisation_id: Mapped[UUID | None]  # None: a private person
    account_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    name: Mapped[str]
    on_behalf: Mapped[bool]  # staff wrote for a person without e-legitimation
    subject_kind: Mapped[str]  # plan_text, goal, action
    subject_id: Mapped[UUID]
    field: Mapped[str]
    before_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    after_sealed: Mapped[bytes | None] = mapped_column(SEALED)


class WordSuggestion(Held, Base):
    """A change that staff suggest in what a private person has written; that person answers it.

    `said_sealed` is JSON: what each field says and would say (sip.content.suggested). It quotes the
    words of `words_party`, which the database fills in, so that who may not read them does not
    read it either.
    """

    __tablename__ = "word_suggestion"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        CheckConstraint(one_of("subject_kind", "plan_text", "goal", "action"), name="subject_kind"),
        CheckConstraint(one_of("answer", *SuggestionAnswer), name="answer"),
        CheckConstraint(
            "num_nonnulls(answer, answered_by, answered_at) in (0, 3)", name="answered"
        ),
        Index("word_suggestion_plan_id_idx", "plan_id"),
    )

    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    said_sealed: Mapped[bytes] = mapped_column(SEALED)
    words_party: Mapped[UUID] = mapped_column(server_default=FetchedValue())
    words_disclosure: Mapped[str] = mapped_column(
        Computed("plan_id::text || ':' || words_party::text || ':' || category", persisted=True)
    )
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    answer: Mapped[SuggestionAnswer | None]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class PlanVersion(InPlan, Base):
    """The plan as it was put to the person for approval: every change up to `upto_seq`."""

    __tablename__ = "plan_version"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        within("county_id", "plan_id", of="plan"),
    )

    number: Mapped[int]
    upto_seq: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class PlanApproval(InPlan, Base):
    """What the person, somebody standing in for them, or a party says of a version."""

    __tablename__ = "plan_approval"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "person_id", of="plan_person"),
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint(one_of("answer", *Approval), name="answer"),
        CheckConstraint(one_of("how", "oral", "written", "electronic"), name="how"),
        CheckConstraint("num_nonnulls(person_id, organisation_id) = 1", name="one_party"),
        Index("plan_approval_plan_id_idx", "plan_id"),
    )

    number: Mapped[int]
    person_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    answer: Mapped[Approval]
    how: Mapped[str]
    # the web server's login may write it and not read it: app.read_plan gives it to whom its
    # category is shared with
    comment_sealed: Mapped[bytes | None] = mapped_column(
        SEALED, deferred=True, deferred_raiseload=True
    )
    comment_category: Mapped[str | None] = mapped_column(deferred=True, deferred_raiseload=True)
    recorded_by: Mapped[str]
    at: Mapped[datetime]


class FollowUp(InPlan, Base):
    """A follow-up that was agreed: when, who holds it, and when it was held."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "holder_id", of="participant"),
        Index("follow_up_plan_id_idx", "plan_id"),
    )

    due_on: Mapped[date]
    holder_id: Mapped[UUID]
    agreed_at: Mapped[datetime]
    held_on: Mapped[date | None]


class Asked(InPlan, Base):
    """That somebody was asked about something, when, by whom and what came of it.

    It is its organisation's own (`from_party`), and the person's to read unless it is about
    violence. Nobody changes it: what was wrong is said anew.
    """

    __tablename__ = "asked"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("county_id", "from_party", of="organisation"),
        CheckConstraint(one_of("kind", *AskedAbout), name="kind"),
        CheckConstraint(one_of("tool", *Tool), name="tool"),
        CheckConstraint("num_nonnulls(settled_at, settled_by) in (0, 2)", name="settled"),
        Index("asked_plan_id_idx", "plan_id"),
    )

    from_party: Mapped[UUID]
    kind: Mapped[AskedAbout]
    tool: Mapped[Tool | None]
    asked_on: Mapped[date]
    asked_by: Mapped[str]
    said_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]  # a need of a god man: when it was reported
    settled_by: Mapped[str | None]


class Discharge(InPlan, Base):
    """That the region was told when somebody is ready to leave hospital (lag 2017:612 3 kap. 1 §).

    The fast vårdkontakt calls to the planning within three days of it (4 kap. 3 §). It is the
    region's own, and the person's to read. It stands until it is undone, or the person is admitted
    again; what was called to before that does not count for the next.
    """

    __tablename__ = "discharge"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("county_id", "from_party", of="organisation"),
        CheckConstraint("num_nonnulls(undone_at, undone_by) in (0, 2)", name="undone"),
        CheckConstraint(
            "num_nonnulls(readmitted_on, readmitted_at, readmitted_by) in (0, 3)",
            name="readmitted",
        ),
        Index(
            "discharge_standing_key",
            "plan_id",
            unique=True,
            postgresql_where=text("undone_at is null and readmitted_at is null"),
        ),
    )

    from_party: Mapped[UUID]
    ready_on: Mapped[date]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
    readmitted_on: Mapped[date | None]
    readmitted_at: Mapped[datetime | None]
    readmitted_by: Mapped[str | None]


class GoalOutcome(InPlan, Base):
    """How far a goal had come at a follow-up. `text_id` is a word on it, in its writer's name."""

    __tablename__ = "goal_outcome"
    __table_args__ = (
        UniqueConstraint("follow_up_id", "goal_id"),
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "follow_up_id", of="follow_up"),
        ForeignKeyConstraint(
            ["plan_id", "goal_id"], ["app.goal.plan_id", "app.goal.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["plan_id", "text_id"],
            ["app.plan_text.plan_id", "app.plan_text.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint(one_of("outcome", *Progress), name="outcome"),
        Index("goal_outcome_plan_id_idx", "plan_id"),
    )

    follow_up_id: Mapped[UUID]
    goal_id: Mapped[UUID]
    outcome: Mapped[Progress]
    text_id: Mapped[UUID | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class Closing(InPlan, Base):
    """That a plan was closed: when, by whom and why; and that it was undone."""

    __tablename__ = "closing"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        within("county_id", "plan_id", of="plan"),
        CheckConstraint(one_of("reason", *ClosingReason), name="reason"),
        CheckConstraint(one_of("undone_reason", *ReopenReason), name="undone_reason"),
        CheckConstraint("num_nonnulls(undone_at, undone_by, undone_reason) in (0, 3)",
                        name="undone"),
    )  # fmt: skip

    reason: Mapped[ClosingReason]
    closed_at: Mapped[datetime]
    closed_by: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
    undone_reason: Mapped[ReopenReason | None]


class ClosingOutcome(InPlan, Base):
    """How a goal, or a measure, that was still open went when the plan was closed."""

    __tablename__ = "closing_outcome"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "closing_id", of="closing"),
        ForeignKeyConstraint(
            ["plan_id", "goal_id"], ["app.goal.plan_id", "app.goal.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["plan_id", "action_id"], ["app.action.plan_id", "app.action.id"], ondelete="CASCADE"
        ),
        CheckConstraint(one_of("outcome", *Went), name="outcome"),
        CheckConstraint("num_nonnulls(goal_id, action_id) = 1", name="one_part"),
        Index("closing_outcome_plan_id_idx", "plan_id"),
    )

    closing_id: Mapped[UUID]
    goal_id: Mapped[UUID | None]
    action_id: Mapped[UUID | None]
    outcome: Mapped[Went]


class ClosingSurvey(InPlan, Base):
    """What the person thought, one to five: no words, so nothing to seal.

    `person_id` is whoever answered with their own sign-in; None when staff noted it for them.
    """

    __tablename__ = "closing_survey"
    __table_args__ = (
        UniqueConstraint("plan_id", "person_id", postgresql_nulls_not_distinct=True),
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "person_id", of="plan_person"),
        CheckConstraint(
            "information between 1 and 5 and participation between 1 and 5"
            " and cooperation between 1 and 5 and meaning between 1 and 5",
            name="scores",
        ),
        CheckConstraint(one_of("how", "oral", "written", "electronic"), name="how"),
        CheckConstraint("(how = 'electronic') = (person_id is not null)", name="own"),
    )

    information: Mapped[int]
    participation: Mapped[int]
    cooperation: Mapped[int]
    meaning: Mapped[int]
    how: Mapped[str]
    at: Mapped[datetime]
    recorded_by: Mapped[str]
    person_id: Mapped[UUID | None]
