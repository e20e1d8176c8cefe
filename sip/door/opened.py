"""What a service or a loader asks of a plan that somebody has opened."""

from typing import Protocol
from uuid import UUID

from portal.vault import DataKey
from sip.door.rows import PlanRows
from sip.kernel.permissions import IsOpened
from sip.tables.plan import Plan


class Opened(IsOpened, Protocol):
    """A plan opened through the door (sip.door.opening.OpenedPlan)."""

    @property
    def plan(self) -> Plan:
        """The plan's own row."""

    @property
    def key(self) -> DataKey:
        """What opens its texts."""

    @property
    def party(self) -> UUID:
        """The organisation, or the private person in the plan, that reads."""

    @property
    def participant_id(self) -> UUID | None:
        """Them, as a member of staff in the plan."""


class OpenedToRead(Opened, Protocol):
    """The same, to be read."""

    @property
    def rows(self) -> PlanRows | None:
        """What the plan consists of, where that came with the key."""
