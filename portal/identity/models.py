"""Accounts, invitations, and the tables of sign-in that only the database itself reads."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.authz import Role
from portal.db import Base, TenantOwned


class Account(Base):
    """A person as an OpenID provider knows them: (issuer, subject) is the key, never e-mail."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        CheckConstraint("mail_language in ('both', 'sv', 'en')", name="mail_language"),
    )

    issuer: Mapped[str]
    subject: Mapped[str]
    name: Mapped[str]
    email: Mapped[str | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    mail_language: Mapped[str] = mapped_column(server_default=text("'both'"))


class WorkPhone(TenantOwned, Base):
    """Where a member of staff is reached by telephone, at one of those that they work for."""

    __tablename__ = "work_phone"
    __table_args__ = (
        UniqueConstraint("account_id", "organisation_id"),
        ForeignKeyConstraint(
            ["county_id", "organisation_id"], ["app.organisation.county_id", "app.organisation.id"]
        ),
        CheckConstraint("length(number) between 1 and 40", name="number"),
    )

    organisation_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    number: Mapped[str]


class StandIn(TenantOwned, Base):
    """A colleague stands in for somebody in their plans, from a day until a day, both included."""

    __tablename__ = "stand_in"
    __table_args__ = (
        ForeignKeyConstraint(
            ["county_id", "organisation_id"], ["app.organisation.county_id", "app.organisation.id"]
        ),
        CheckConstraint("from_on <= until_on", name="days"),
        CheckConstraint("absent_id <> colleague_id", name="another"),
        Index(
            "stand_in_colleague_id_idx", "colleague_id", postgresql_where=text("ended_at is null")
        ),
        Index("stand_in_absent_id_idx", "absent_id", postgresql_where=text("ended_at is null")),
    )

    organisation_id: Mapped[UUID]
    absent_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    colleague_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Invitation(TenantOwned, Base):
    """A one-time, expiring offer of one role in one organisation, bound to one issuer."""

    __tablename__ = "invitation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["county_id", "organisation_id"], ["app.organisation.county_id", "app.organisation.id"]
        ),
        ForeignKeyConstraint(
            ["organisation_id", "unit_id"], ["app.unit.organisation_id", "app.unit.id"]
        ),
        CheckConstraint(
            "role in ('administrator', 'coordinator', 'signatory', 'reviewer', 'caseworker',"
            " 'individual')",
            name="role",
        ),
        CheckConstraint(
            "num_nonnulls(plan_id, plan_person_id) in (0, 2)"
            " and (plan_id is null or role = 'individual')",
            name="plan_person",
        ),
        Index("invitation_plan_id_idx", "plan_id", postgresql_where=text("plan_id is not null")),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    issuer_key: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    unit_id: Mapped[UUID | None]
    role: Mapped[Role]
    name: Mapped[str]
    email: Mapped[str | None]
    # a private person in a plan, whom the code links to their own account
    plan_id: Mapped[UUID | None]
    plan_person_id: Mapped[UUID | None]
    # keyed hash of who they were when the code was made: it is good for no other
    personnummer_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    invited_by: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInSession(Base):
    """A sign-in. The web server's login cannot read this table, only ask about its own token."""

    __tablename__ = "session"
    __table_args__ = (
        Index("session_account_id_idx", "account_id", postgresql_where=text("ended_at is null")),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    issuer_key: Mapped[str]
    provider_session: Mapped[str | None]
    level: Mapped[int]
    # the one that the provider named, as ten digits
    organisation_number: Mapped[str | None]
    signed_in_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    idle_seconds: Mapped[int]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInFlow(Base):
    """A sign-in under way: what was sent to the provider, kept under a hash of its state."""

    __tablename__ = "sign_in_flow"

    id: Mapped[bytes] = mapped_column(  # type: ignore[assignment]  # no UUID: the hash is the key
        "state_hash", LargeBinary, primary_key=True
    )
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class KeptForm(Base):
    """A form that was sent when its session had ended, under a key that the browser alone has."""

    __tablename__ = "kept_form"

    key_hash: Mapped[bytes] = mapped_column(LargeBinary)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    form_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SpentLogout(Base):
    """A logout token that has done its work, by a hash, for as long as it would be believed."""

    __tablename__ = "spent_logout"

    id: Mapped[bytes] = mapped_column(  # type: ignore[assignment]  # no UUID: the hash is the key
        "token_hash", LargeBinary, primary_key=True
    )
    kept_until: Mapped[datetime] = mapped_column(index=True)


class Attempt(Base):
    """How often something was tried in a window of time; the web server may only count."""

    __tablename__ = "attempt"

    id: Mapped[bytes] = mapped_column(  # type: ignore[assignment]  # no UUID: the hash is the key
        "key_hash", LargeBinary, primary_key=True
    )
    began_at: Mapped[datetime] = mapped_column(index=True)
    times: Mapped[int]


class SignInKey(Base):
    """The one key that proves to the database that a sign-in was checked (app.is_proven)."""

    __tablename__ = "sign_in_key"
    __table_args__ = (CheckConstraint("one", name="one"),)

    id: Mapped[bool] = mapped_column(  # type: ignore[assignment]  # no UUID: there is one row
        "one", primary_key=True, server_default=text("true")
    )
    key: Mapped[bytes] = mapped_column(LargeBinary)
