"""Who can be asked to a meeting: those whom consent lets take part in the plan now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.tenancy.models import Organisation
from sip.door.opening import OpenedPlan
from sip.kernel.vocabulary import PersonKind
from sip.tables import functions
from sip.tables.people import PlanPerson
from sip.tables.plan import Participant


@dataclass(frozen=True, slots=True)
class Askable:
    """Those who take part for an organisation, and the private people, the person first.

    `organisations` is what each of `staff` takes part for, by name.
    """

    staff: Sequence[Participant]
    private: Sequence[PlanPerson]
    organisations: Mapping[UUID, str]

    @property
    def ids(self) -> frozenset[UUID]:
        """All of them, as participants and as people of the plan."""
        return frozenset(row.id for row in (*self.staff, *self.private))


def list_askable(opened: OpenedPlan) -> Askable:
    """Everybody whom consent lets in now."""
    let_in = functions.open_parties(opened.plan_id)
    staff = (
        select(Participant, Organisation.name)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Participant.plan_id == opened.plan_id, Participant.ended_at.is_(None))
    )
    private = select(PlanPerson).where(
        PlanPerson.plan_id == opened.plan_id, PlanPerson.ended_at.is_(None)
    )
    rows = db.session.execute(staff.order_by(Participant.joined_at, Participant.id))
    present = [(row, name) for row, name in rows if row.organisation_id in let_in]
    people = [row for row in db.session.scalars(private) if row.id in let_in]
    return Askable(
        staff=[row for row, _name in present],
        private=sorted(people, key=lambda row: (row.kind is not PersonKind.SUBJECT, row.id)),
        organisations={row.id: name for row, name in present},
    )
