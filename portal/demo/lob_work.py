"""What the demo does about LOB where an agreement holds. All is invented."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from agreements.activities import service as activities
from agreements.activities.queries import get_activity
from agreements.aftercare import ContactOutcome
from agreements.lob_work import queries, service
from agreements.tables.agreement import Agreement
from portal import clock
from portal.authz import Actor
from portal.db import db
from portal.demo.agreement_writer import LOB, AgreementWriter, at_ten
from portal.ids import new_id

HELD = "Umeå kommun"
REGION = "Region Västerbotten"


@dataclass(frozen=True, slots=True)
class Example:
    """A contact: so many days since the report, and after how many contact was made."""

    number: str
    ago: int
    after: int | None = None
    outcome: ContactOutcome | None = None
    is_known: bool = False


CONTACTS = (
    Example("SN 311", 200, 2, ContactOutcome.REACHED),
    Example("SN 324", 160, 1, ContactOutcome.REACHED, is_known=True),
    Example("SN 340", 120, 9, ContactOutcome.NOT_REACHED),
    Example("SN 352", 70, 3, ContactOutcome.DECLINED),
    Example("SN 367", 33, 1, ContactOutcome.REACHED, is_known=True),
    Example("SN 381", 12),
    Example("SN 384", 1, is_known=True),
    Example("SN 385", 0),
)

PRESENT = "Kommunpolis, enhetschefen för socialjouren och tillnyktringsenhetens chef"
# so many days ago, what was found, and after how many days they are gone through again
REVIEWS = (
    (390, "Polisen ringer innan, men rapporten kommer ibland först efter helgen.", 180),
    (200, "Rapporten kommer i tid. Yngre från inlandet behöver en säkrare väg hem.", 190),
)
DROPPED = -60
# party, function, what, so many days from today, and what came of it
ACTIVITIES = (
    (
        REGION,
        "Enhetschef, tillnyktringsenheten",
        "Ta fram rutiner för tillnyktringsenheten tillsammans med polisen.",
        -40,
        "Rutinerna används sedan i höstas, och polisen ringer innan.",
    ),
    (
        REGION,
        "Verksamhetschef, akutsjukvården",
        "Pröva två tillnyktringsplatser till under marknaden.",
        DROPPED,
        "Det fanns inga lokaler. Frågan tas upp igen när budgeten är klar.",
    ),
    (
        HELD,
        "Enhetschef, socialjouren",
        "Pröva att socialjouren möter polisen på plats fredagar och lördagar.",
        -8,
        "",
    ),
    (
        "Polisområde Västerbotten",
        "Kommunpolis",
        "Gå igenom LOB-kortet med varje turlag.",
        21,
        "",
    ),
)


# the same in the county: how it changes what is done, as its agreement on LOB lists
OF_COUNTY = (
    (
        REGION,
        "Chef, tillnyktringsenheten i Umeå",
        "Ta fram samma rutiner för tillnyktringsenheterna i Umeå och Skellefteå.",
        -150,
        "Rutinerna är beslutade och används på båda enheterna.",
    ),
    (
        REGION,
        "Chef, tillnyktringsenheten i Skellefteå",
        "Hålla tillnyktringsenheterna öppna från klockan 18, onsdag till söndag.",
        -20,
        "",
    ),
    (
        REGION,
        "Verksamhetschef, Lycksele lasarett",
        "Ordna platser för tillnyktring på Lycksele lasarett och i sjukstugorna.",
        75,
        "",
    ),
    (
        REGION,
        "Medicinskt ansvarig, hälsocentralernas jour",
        "Skriva rutinen för medicinsk bedömning i arresten, tillsammans med polisen.",
        40,
        "",
    ),
    (
        "Lycksele kommun",
        "Enhetschef, socialjouren",
        "Ordna hemresan för unga i inlandet med de andra kommunerna.",
        55,
        "",
    ),
    (
        "Polisområde Västerbotten",
        "Kommunpolis",
        "Samma bedömning och samma rapport till socialtjänsten i hela länet.",
        -90,
        "Blanketten finns i alla bilar, och rapporten kommer nästa vardag.",
    ),
    (
        HELD,
        "Alkoholterapeut",
        "Erbjuda samtal om alkohol till alla som är nya, och mer till den som redan får stöd.",
        120,
        "",
    ),
    (
        REGION,
        "Processledare, beroendevården",
        "Pröva en gemensam jourbil i Umeå under sommaren.",
        DROPPED,
        "Det gick inte att bemanna bilen. Frågan tas upp igen vid avstämningen.",
    ),
)


class LobWork(AgreementWriter):
    """What follows on LOB, each step in a transaction of its own."""

    @property
    def steps(self) -> tuple[Callable[[], None], ...]:
        """Each for a transaction of its own, in this order."""
        return (self.contact, self.plan_activities, self.review)

    def contact(self) -> None:
        """Contacts of a municipality and of the region: made, waiting, and one that is late."""
        actor, agreement = self._holding(HELD, clock.today())
        for one in CONTACTS:
            self._contact(actor, agreement, one)
        region = self._actor(self._named(REGION))
        self._contact(region, agreement, Example("HSN 77", 2))

    def review(self) -> None:
        """Routines that were gone through twice, and soon are to be again."""
        actor, agreement = self._holding(HELD, clock.today())
        for ago, finding, after in REVIEWS:
            day = clock.today() - timedelta(days=ago)
            said = service.Reviewed(new_id(), day, PRESENT, finding, day + timedelta(days=after))
            service.review(actor, agreement, said, now=at_ten(day), today=day)

    def plan_activities(self) -> None:
        """What the parties do so that more come to care: done, late, ahead and dropped."""
        self._plan(*self._holding(HELD, clock.today()), ACTIVITIES, 150)
        _coordinator, of_county = self._holding(HELD, clock.today(), LOB)
        self._plan(self._actor(self._named(REGION)), of_county, OF_COUNTY, 280)

    def _plan(
        self,
        actor: Actor,
        agreement: Agreement,
        activities_of: Sequence[tuple[str, str, str, int, str]],
        ago: int,
    ) -> None:
        parties = {one.organisation.name: one.organisation for one in agreement.parties}
        planned = clock.today() - timedelta(days=ago)
        for name, whom, what, due, result in activities_of:
            day = clock.today() + timedelta(days=due)
            owner = parties[name]
            said = activities.Planned(new_id(), what, owner.id, whom, day)
            activities.plan(actor, agreement, said, now=at_ten(planned), today=planned)
            db.session.flush()
            if result:
                found = get_activity(actor, agreement.id, said.id).activity
                activities.end(
                    self._actor(owner), found, result, is_done=due != DROPPED, now=at_ten(day)
                )

    def _contact(self, actor: Actor, agreement: Agreement, one: Example) -> None:
        day = clock.today() - timedelta(days=one.ago)
        said = service.ToContact(new_id(), f"{one.number}/{day.year}", one.is_known, day)
        service.note_contact(actor, agreement, said, now=at_ten(day), today=clock.today())
        db.session.flush()
        if one.after is not None and one.outcome is not None:
            outcome, made = one.outcome, day + timedelta(days=one.after)
            found = queries.get_contact(actor, agreement.id, said.id).contact
            service.make_contact(actor, found, outcome, made, now=at_ten(made), today=clock.today())
            db.session.flush()
