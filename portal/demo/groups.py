"""The demo's groups: a steering group that has met once, and the county's own. All is invented."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from agreements.facts import Every
from agreements.groups import GroupKind
from agreements.meetings import agenda, minuting, planning, service
from agreements.meetings.finding import PartOfGroup, get_decision_part, get_group, get_meeting_part
from agreements.meetings.service import GroupSaid
from agreements.queries.agreement import get_agreement
from agreements.tables.groups import WorkingGroup
from portal import clock
from portal.authz import Actor
from portal.db import db
from portal.demo.agreement_writer import AgreementWriter, at_ten
from portal.edits import Edit
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from portal.tenancy.models import Organisation
from portal.zone import STOCKHOLM

STEERED = "Umeå kommun"
REGION, POLICE = "Region Västerbotten", "Polisområde Västerbotten"
COORDINATION = "Länssamordningsgruppen i Västerbotten"
MINUTES = """## Rutinen för unga på festivaler

Fältarbetarna och polisen möts kl. 17 varje festivaldag. Regionen har en sjuksköterska på plats.

## Kortet om omhändertagande

Kortet används i alla bilar. På kvällar är det svårt att nå mottagningen.
"""


class Groups(AgreementWriter):
    """Groups that meet, each step in a transaction of its own."""

    def steer(self) -> None:
        """A steering group: a meeting held with two decisions, one of them done, and one ahead."""
        met = _weekday(clock.today() - timedelta(days=42))
        before = at_ten(met - timedelta(days=14))
        actor, agreement = self._holding(STEERED, clock.today())
        group = self._form(
            actor,
            GroupKind.STEERING,
            "Lokala styrgruppen i Umeå",
            (REGION, POLICE),
            before,
            get_agreement(actor, agreement.id).id,
        )
        for member in group.members:
            function = FUNCTIONS[member.organisation.name]
            subject = PartOfGroup(group, member)
            said = {"function": function, "confirms": "yes"}
            service.change_member(actor, subject, Edit(said, service.member_as_texts(member)))
        meeting_id = self._plan(actor, group.id, met, before)
        # nobody is called today to what has been
        db.session.execute(delete(OutboxMail).where(OutboxMail.path.contains(str(meeting_id))))
        held = at_ten(met + timedelta(days=1))
        self._hold(actor, group.id, meeting_id, held)
        self._plan(actor, group.id, _weekday(clock.today() + timedelta(days=21)), clock.now())

    def meet_in_the_county(self) -> None:
        """The county's own group, with a meeting ahead and something to take up."""
        actor = self._coordinator(COORDINATION)
        others = (REGION, POLICE, STEERED, "Skellefteå kommun")
        name = "Länets samverkansgrupp mot skadligt bruk"
        group = self._form(actor, GroupKind.COUNTY, name, others, at_ten(clock.today()), None)
        text = "Hur ser vi på länets siffror för omhändertagna?"
        planning.add_point(actor, group, new_id(), text, now=clock.now())
        self._plan(actor, group.id, _weekday(clock.today() + timedelta(days=12)), clock.now())

    def _form(
        self,
        actor: Actor,
        kind: GroupKind,
        name: str,
        others: tuple[str, ...],
        now: datetime,
        agreement_id: UUID | None,
    ) -> WorkingGroup:
        is_county = agreement_id is None
        said = GroupSaid(
            kind, name, agreement_id, is_county, actor.organisation_id, 3, Every.MONTHS
        )
        group_id = new_id()
        ids = select(Organisation.id).where(
            Organisation.county_id == self.county_id, Organisation.name.in_(others)
        )
        service.form_group(actor, group_id, said, db.session.scalars(ids).all(), now=now)
        return get_group(actor, group_id)

    def _plan(self, actor: Actor, group_id: UUID, day: date, now: datetime) -> UUID:
        group, meeting_id = get_group(actor, group_id), new_id()
        hours = planning.MeetingTime(_at(day, 13), _at(day, 15), "Stadshuset, rum Björken")
        points = agenda.as_sent(actor, group, now.date())
        planning.plan_meeting(actor, group, meeting_id, hours, points, now=now)
        return meeting_id

    def _hold(self, actor: Actor, group_id: UUID, meeting_id: UUID, now: datetime) -> None:
        meeting = get_meeting_part(actor, group_id, meeting_id)
        members = {one.organisation.name: one.id for one in meeting.group.members}
        said = minuting.Noted([*members.values()], [], [], MINUTES, 0)
        minuting.note_meeting(actor, meeting, said, now=now)
        decided = []
        for owner, text, days in DECISIONS:
            decided.append(new_id())
            minuting.decide(
                actor,
                meeting,
                decided[-1],
                text=text,
                member_id=members[owner],
                due_on=now.date() + timedelta(days=days),
                now=now,
                today=now.date(),
            )
        minuting.hand_over(actor, meeting, revision=meeting.part.minutes_revision)
        revision = meeting.part.minutes_revision
        for name in (STEERED, REGION, POLICE):
            confirms = self._coordinator(name)
            minuting.confirm(confirms, meeting, revision=revision, now=now)
        done = get_decision_part(actor, group_id, decided[0])
        note = "Sjuksköterskan var på plats alla tre kvällarna."
        minuting.carry_out(self._coordinator(REGION), done, note=note, now=now)


FUNCTIONS = {
    STEERED: "Enhetschef för öppenvården",
    REGION: "Verksamhetschef psykiatri",
    POLICE: "Kommunpolis",
}
# who, what, and within how many days
DECISIONS = (
    (REGION, "Bemanna festivalerna med en sjuksköterska kvällstid", 20),
    (STEERED, "Ta fram ett nummer som polisen når dygnet runt", 60),
)


def _weekday(day: date) -> date:
    """That day, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), STOCKHOLM)
