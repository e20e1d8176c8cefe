"""What the tables of SIP have in common: keys within a county and a plan, sealed content."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import Computed, ForeignKeyConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import TenantOwned


def within(*columns: str, of: str) -> ForeignKeyConstraint:
    """A composite key, so that a row cannot point into another county or another plan."""
    referred = [*columns[:-1], "id"]
    return ForeignKeyConstraint(list(columns), [f"app.{of}.{column}" for column in referred])


def one_of(column: str, *values: str) -> str:
    """The condition of a CHECK: `column` holds one of `values`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} in ({listed})"


class InPlan(TenantOwned):
    """A row that belongs to one plan.

    Nothing is asked back when it is written: who may write a row may not always read it.
    """

    __mapper_args__: ClassVar = {"eager_defaults": False}

    plan_id: Mapped[UUID]


class Held(InPlan):
    """Content that a party holds in one category of information.

    `from_party` is the organisation, or the private person in the plan, whose content it is.
    `disclosure` is what the policies compare with what consent or a basis supports now.
    """

    from_party: Mapped[UUID]
    category: Mapped[str]
    disclosure: Mapped[str] = mapped_column(
        Computed("plan_id::text || ':' || from_party::text || ':' || category", persisted=True)
    )


SEALED = LargeBinary()
"""Text under the plan's key: portal.vault seals and opens it."""
