"""The tables of the consent ledger. Acts are never changed and never deleted."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from sip.kernel.legal_grounds import Activity, Condition
from sip.kernel.vocabulary import REPLACES, ActKind, Capacity, ChangeKind, How, Settled
from sip.tables.columns import SEALED, InPlan, one_of, within


class Consenter(InPlan, Base):
    """Somebody whose consent the plan requires, from a time until a time.

    The mandate is that of a proxy: scope ("plan", "invite", "relative", "share:<category>"), term
    and evidence. `replaces`: the proxy says yes in the person's place, else beside them.
    """

    __tablename__ = "consenter"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "person_id", of="plan_person"),
        CheckConstraint("required_to is null or required_to >= required_from", name="term"),
        CheckConstraint(
            "num_nonnulls(mandate_scope, mandate_from, mandate_to) in (0, 3)", name="mandate"
        ),
        CheckConstraint("not replaces or mandate_scope is not null", name="replaces"),
        Index("consenter_plan_id_idx", "plan_id"),
    )

    person_id: Mapped[UUID]
    required_from: Mapped[datetime]
    required_to: Mapped[datetime | None]
    mandate_scope: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    mandate_from: Mapped[datetime | None]
    mandate_to: Mapped[datetime | None]
    mandate_evidence_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    replaces: Mapped[bool] = mapped_column(server_default=text("false"))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))


class ConsenterChange(InPlan, Base):
    """A change of whose consent the plan requires: why, by which document, and who confirmed it.

    Nothing has changed until another handler than the one who proposed it has confirmed it. That a
    child is asked, and that somebody comes to stand beside the person, holds at once. What was
    decided of a child last is what holds of them.
    """

    __tablename__ = "consenter_change"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "person_id", of="plan_person"),
        CheckConstraint(one_of("kind", *ChangeKind), name="kind"),
        CheckConstraint(one_of("outcome", *Settled), name="outcome"),
        CheckConstraint(
            "kind = 'asked' or num_nonnulls(document_sealed, document_on) = 2", name="document"
        ),
        CheckConstraint(
            "num_nonnulls(capacity, mandate_scope, mandate_from, mandate_to)"
            " = case when kind in ('replaces', 'beside') then 4 else 0 end"
            " and (mandate_from is null or mandate_from < mandate_to)",
            name="mandate",
        ),
        CheckConstraint(
            f"kind <> 'replaces' or {one_of('capacity', *sorted(REPLACES))}", name="capacity"
        ),
        CheckConstraint(
            "num_nonnulls(outcome, settled_at, settled_by, settled_by_name) in (0, 4)",
            name="settled",
        ),
        CheckConstraint(
            "kind in ('asked', 'beside') or outcome is distinct from 'confirmed'"
            " or settled_by <> proposed_by",
            name="two",
        ),
        Index("consenter_change_plan_id_idx", "plan_id"),
    )

    person_id: Mapped[UUID]
    kind: Mapped[ChangeKind]
    reason_sealed: Mapped[bytes] = mapped_column(SEALED)
    document_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    document_on: Mapped[date | None]
    capacity: Mapped[Capacity | None]
    mandate_scope: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    mandate_from: Mapped[datetime | None]
    mandate_to: Mapped[datetime | None]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    proposed_by_name: Mapped[str]
    outcome: Mapped[Settled | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    settled_by_name: Mapped[str | None]


class ConsentAct(InPlan, Base):
    """One act: append-only, numbered and timed by the database, so that none is back-dated."""

    __tablename__ = "consent_act"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        UniqueConstraint("plan_id", "seq"),
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "consenter_id", of="consenter"),
        within("plan_id", "corrects", of="consent_act"),
        Index(
            "consent_act_plan_id_corrects_idx",
            "plan_id",
            "corrects",
            postgresql_where=text("corrects is not null"),
        ),
        CheckConstraint(one_of("kind", *ActKind), name="kind"),
        CheckConstraint(one_of("how", *How), name="how"),
        CheckConstraint("(kind = 'error') = (corrects is not null)", name="corrects"),
        CheckConstraint("kind = 'error' or cardinality(items) > 0", name="items"),
        CheckConstraint(
            "(kind = 'grant') = (num_nonnulls(valid_from, valid_to) = 2)"
            " and (kind <> 'grant' or (at <= valid_from and valid_from < valid_to))",
            name="period",
        ),
        CheckConstraint(
            "kind = 'ask' or num_nonnulls(reason_sealed, asked_until) = 0", name="question"
        ),
        CheckConstraint(
            "how = 'written' or num_nonnulls(signed_on, kept_at_sealed) = 0", name="paper"
        ),
    )

    seq: Mapped[int] = mapped_column(server_default=FetchedValue())
    at: Mapped[datetime] = mapped_column(server_default=FetchedValue())
    kind: Mapped[ActKind]
    consenter_id: Mapped[UUID]
    items: Mapped[list[str]] = mapped_column(ARRAY(Text))
    how: Mapped[How]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    recorded_by_name: Mapped[str]
    recorded_for: Mapped[UUID | None]  # the organisation whose staff recorded it; None: oneself
    valid_from: Mapped[datetime | None]
    valid_to: Mapped[datetime | None]
    information_text_version: Mapped[str]
    evidence_hash: Mapped[bytes | None] = mapped_column(LargeBinary)  # SHA-256 of what was signed
    corrects: Mapped[UUID | None]
    # of a question that staff put: why, and why each party (sip.consent.question), until when
    reason_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    asked_until: Mapped[datetime | None]
    # of a paper: the day it was signed, and where it is kept
    signed_on: Mapped[date | None]
    kept_at_sealed: Mapped[bytes | None] = mapped_column(SEALED)


class ConsentPaper(InPlan, Base):
    """The signed paper of an answer, as it came: `suffix` says what it is, as uploads do.

    `from_party` is the organisation that recorded the answer. Of one that was wrong the content is
    gone, and that it was there stays.
    """

    __tablename__ = "consent_paper"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("plan_id", "act_id", of="consent_act"),
        within("county_id", "from_party", of="organisation"),
        CheckConstraint("suffix in ('pdf', 'png', 'jpg')", name="suffix"),
        CheckConstraint(
            "num_nonnulls(removed_at, removed_by) in (0, 2)"
            " and (removed_at is null) = (content_sealed is not null)",
            name="removed",
        ),
        Index(
            "consent_paper_act_id_key",
            "plan_id",
            "act_id",
            unique=True,
            postgresql_where=text("removed_at is null"),
        ),
    )

    act_id: Mapped[UUID]
    from_party: Mapped[UUID]
    suffix: Mapped[str]
    content_sealed: Mapped[bytes | None] = mapped_column(SEALED, deferred=True)
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    removed_by: Mapped[str | None]
    removed_at: Mapped[datetime | None]


class BasisDecision(InPlan, Base):
    """A disclosing organisation's decision to disclose without consent. Only its end may change.

    `activity` is for what part of its work, `condition` what is true of the person; both are None
    in decisions from before they were asked for.
    """

    __tablename__ = "basis_decision"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint("decided_at < valid_to", name="period"),
        CheckConstraint("cardinality(categories) > 0", name="categories"),
        CheckConstraint(one_of("activity", *Activity), name="activity"),
        CheckConstraint(one_of("condition", *Condition), name="condition"),
        Index("basis_decision_plan_id_idx", "plan_id"),
    )

    organisation_id: Mapped[UUID]
    to_party: Mapped[UUID]
    code: Mapped[str]
    activity: Mapped[Activity | None]
    condition: Mapped[Condition | None]
    categories: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reason_sealed: Mapped[bytes] = mapped_column(SEALED)
    provision_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    assessment_sealed: Mapped[bytes | None] = mapped_column(SEALED)
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    decided_by_name: Mapped[str]
    decided_at: Mapped[datetime]
    valid_to: Mapped[datetime]
    follow_up_on: Mapped[date]
    ended_at: Mapped[datetime | None]


class ConsentLimit(Base):
    """How long somebody can say yes at a time: what `portal db upgrade` read in the settings.

    One row. The web server's login has no right to the table.
    """

    __tablename__ = "consent_limit"
    __table_args__ = (CheckConstraint("longest > '0'::interval", name="longest"),)

    longest: Mapped[timedelta]


class BasisLimit(Base):
    """What a decision on one ground is held to: what `portal db upgrade` read in the settings.

    `may_decide` are kinds of organisation with an activity ("region:health_care"), `may_receive`
    kinds of organisation. The web server's login has no right to the table; the database compares
    each decision with it.
    """

    __tablename__ = "basis_limit"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("longest > '0'::interval", name="longest"),
    )

    code: Mapped[str]
    longest: Mapped[timedelta]
    may_decide: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    may_receive: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    conditions: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    needs: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
