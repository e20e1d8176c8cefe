"""Mail that waits, is being sent, was sent or was given up; what pages tell somebody."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, TenantOwned


class OutboxMail(TenantOwned, Base):
    """One mail to one account. It holds no address and no text: the worker adds both."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "outbox_not_before_idx",
            "not_before",
            postgresql_where=text("sent_at is null and dead_at is null"),
        ),
        CheckConstraint(
            "plan_id is null or path ~ ('^/(sip/plans|my-plan)/' || plan_id || '(/[a-z0-9-]+)*$')"
            " or path ~ '^/meetings/[0-9a-f-]{36}$'",
            name="path",
        ),
        CheckConstraint(
            "plan_id is not null or path ~ '^/([a-z0-9-]+(/[a-z0-9-]+)*)?$'", name="page"
        ),
        Index("outbox_plan_id_idx", "plan_id", postgresql_where=text("plan_id is not null")),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    # mail about a plan is sent only while the reader may still open it (app.is_grounded)
    plan_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    # for whom somebody acted, in mail about an agreement
    sender_id: Mapped[UUID | None]
    # what a calendar needs and nothing more: uid, revision, method, start, end
    calendar: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    kind: Mapped[str]
    path: Mapped[str]
    dedupe: Mapped[str] = mapped_column(unique=True)
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class Notice(TenantOwned, Base):
    """What somebody is told on their first page, until they put it away.

    `about` is the public name of what it concerns; "" where that is not for everybody to read.
    """

    __tablename__ = "notice"
    __table_args__ = (
        ForeignKeyConstraint(
            ["county_id", "organisation_id"], ["app.organisation.county_id", "app.organisation.id"]
        ),
        Index("notice_account_id_idx", "account_id", postgresql_where=text("read_at is null")),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    # whom they act for where the page opens
    organisation_id: Mapped[UUID]
    kind: Mapped[str]
    path: Mapped[str]
    about: Mapped[str]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    dedupe: Mapped[str] = mapped_column(unique=True)
