"""The tables of the private people in a plan."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from sip.kernel.vocabulary import Capacity, PersonKind, Shown, Told
from sip.tables.columns import SEALED, InPlan, one_of, within


class PersonNotice(InPlan, Base):
    """What one of a plan's owners is told of what somebody else did. The log's trigger writes it.

    It waits until they have read it, or on paper until it was handed over.
    """

    __tablename__ = "person_notice"
    __table_args__ = (
        UniqueConstraint("plan_id", "person_id", "kind", "at"),
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "person_id", of="plan_person"),
        CheckConstraint(one_of("kind", *Told), name="kind"),
        CheckConstraint("(handed_over_at is null) = (handed_over_by is null)", name="handed_over"),
    )

    person_id: Mapped[UUID]
    kind: Mapped[Told]
    at: Mapped[datetime]
    by_name: Mapped[str]
    organisation_id: Mapped[UUID | None]  # None: a private person did it
    read_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
    handed_over_by: Mapped[str | None]


class PlanMessage(InPlan, Base):
    """What a private person and those who handle the plan write to each other, each with their own.

    `from_party` is that person, or the organisation that answers. What needs no answer is settled.
    """

    __tablename__ = "plan_message"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "person_id", of="plan_person"),
        CheckConstraint("num_nonnulls(settled_at, settled_by) in (0, 2)", name="settled"),
        Index("plan_message_plan_id_idx", "plan_id", "person_id", "written_at"),
    )

    person_id: Mapped[UUID]
    from_party: Mapped[UUID]
    text_sealed: Mapped[bytes] = mapped_column(SEALED)
    written_by: Mapped[str]
    written_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]


class PlanPerson(InPlan, Base):
    """The person, a guardian, a representative or a relative, in one plan.

    `personnummer_index` is a keyed hash per organisation (portal.vault): equal people can be found
    by whoever holds them, and not linked across organisations.
    """

    __tablename__ = "plan_person"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        within("county_id", "plan_id", of="plan"),
        CheckConstraint(one_of("kind", *PersonKind), name="kind"),
        CheckConstraint(one_of("capacity", *Capacity), name="capacity"),
        Index("plan_person_personnummer_index_idx", "personnummer_index"),
        Index(
            "plan_person_account_id_idx",
            "account_id",
            postgresql_where=text("account_id is not null and ended_at is null"),
        ),
        Index(
            "plan_person_subject_key",
            "plan_id",
            unique=True,
            postgresql_where=text("kind = 'subject'"),
        ),
    )

    kind: Mapped[PersonKind]
    capacity: Mapped[Capacity | None]
    name_sealed: Mapped[bytes] = mapped_column(SEALED)
    relation_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    # language, interpreter and what else helps them to understand and be understood
    understood_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    personnummer_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    # where no number says it: a day of birth, or about how old (sip.people.rules.Born)
    born_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    personnummer_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    linked_at: Mapped[datetime | None]
    # the number that the linked sign-in showed, kept as personnummer_index is
    proved_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class DocumentCheck(InPlan, Base):
    """That handlers have seen what somebody's right to stand in for the person rests on.

    Nobody changes one: the last holds. What was written stands in the mandate (Consenter).
    """

    __tablename__ = "document_check"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "person_id", of="plan_person"),
        within("county_id", "from_party", of="organisation"),
        CheckConstraint(one_of("shown", *Shown), name="shown"),
        CheckConstraint("shown <> 'oral' or check_again_on is not null", name="oral"),
        Index("document_check_plan_id_idx", "plan_id"),
    )

    from_party: Mapped[UUID]
    person_id: Mapped[UUID]
    shown: Mapped[Shown]
    seen_on: Mapped[date]
    has_copy: Mapped[bool]  # one lies in the organisation's own file
    check_again_on: Mapped[date | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class KeptOut(InPlan, Base):
    """That nothing of a plan reaches somebody in it, for another's safety.

    Of somebody whose say counts it is said why, and another handler than `kept_by` confirms it, by
    `confirm_by` if they are in time: it lasts until somebody lets them back. Of anybody else none
    of this is there, nor when the part of the plan of who wrote it is shredded. app.keep_out(),
    app.confirm_kept_out() and app.let_back() write it. It stands until the plan itself is shredded.
    """

    __tablename__ = "kept_out"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("county_id", "from_party", of="organisation"),
        within("plan_id", "person_id", of="plan_person"),
        CheckConstraint("num_nonnulls(undone_at, undone_by) in (0, 2)", name="undone"),
        CheckConstraint(
            "num_nonnulls(reason_sealed, kept_by, confirm_by) in (0, 3)", name="by_two"
        ),
        CheckConstraint(
            "num_nonnulls(confirmed_at, confirmed_by, confirmed_by_name) in (0, 3)"
            " and (confirmed_at is null or confirm_by is not null)",
            name="confirmed",
        ),
        CheckConstraint("confirmed_by <> kept_by", name="two"),
        Index(
            "kept_out_standing_key",
            "person_id",
            unique=True,
            postgresql_where=text("undone_at is null"),
        ),
    )

    from_party: Mapped[UUID]
    person_id: Mapped[UUID]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
    reason_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    kept_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    confirm_by: Mapped[date | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    confirmed_by_name: Mapped[str | None]
