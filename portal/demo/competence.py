"""The demo's competence: needs, courses, and methods at several of their steps. All is invented."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from agreements.competence import queries, service
from agreements.competence.rules import STEPS
from agreements.tables.agreement import Agreement
from portal import clock
from portal.authz import Actor
from portal.db import db
from portal.demo.agreement_writer import AgreementWriter, at_ten
from portal.demo.files import one_page
from portal.ids import new_id

HELD = "Umeå kommun"
# municipality, method, how many steps are done
METHODS = (
    ("Umeå kommun", "Återfallsprevention (ÅP)", 13),
    ("Skellefteå kommun", "Återfallsprevention (ÅP)", STEPS),
    ("Lycksele kommun", "Återfallsprevention (ÅP)", 6),
    ("Umeå kommun", "Brief MI", 3),
    ("Storumans kommun", "Brief MI", 8),
)
MANAGER, GROUP = "Enhetschef, vuxenenheten", "Arbetsgrupp ledd av en metodhandledare"
NOTES = (
    "Personalen läste riktlinjerna i tre grupper och såg filmerna tillsammans.",
    "Enheten gick igenom ett års ärenden och vad som hade erbjudits.",
    "Återfall efter behandling är det som flest kommer tillbaka med.",
    "Frågorna om beredskap visade vilja men ont om tid.",
    "Statistiken och två berättelser ur verksamheten togs upp på en planeringsdag.",
    "Fyra från kommunen och två från regionen ingår. Gruppen träffas varannan vecka.",
    "Ledningsgruppen beslutade på förslag av arbetsgruppen.",
    "Gruppen visade studierna och hur en annan kommun har gjort.",
    "Två timmar i veckan är avsatta, och ett rum på hälsocentralen.",
    "Planen har mål som går att mäta, roller, handledning och uppföljning.",
    "Alla sex har gått utbildningen.",
    "Utgångsläget är samlat in med ASI.",
    "Åtta personer har fått insatsen, med handledning varje månad.",
    "Det som fungerade var tätare kontakt de första veckorna.",
    "Insatsen erbjuds nu på alla enheter.",
)
WITH_FILE = 10
MONTH = timedelta(days=30)


class Competence(AgreementWriter):
    """What the parties do about competence, each step in a transaction of its own."""

    @property
    def steps(self) -> tuple[Callable[[], None], ...]:
        """Each for a transaction of its own, in this order."""
        return (self.plan, self.introduce)

    def plan(self) -> None:
        """Two needs; a course that has been, one ahead and one that was not held."""
        actor, agreement = self._holding(HELD, clock.today())
        day = clock.today() - timedelta(days=170)
        assessment, young = (
            self._need(actor, agreement, *said)
            for said in (
                (
                    "Bedöma svårighetsgrad på samma sätt i kommunen och regionen, med ASI.",
                    "Handläggare på vuxenenheten och sjuksköterskor på beroendemottagningen",
                ),
                ("Samtala med unga som använder cannabis.", "Fältarbetare och skolans kuratorer"),
            )
        )
        first, second = day + timedelta(days=40), day + timedelta(days=80)
        both = "Handläggare och sjuksköterskor"
        held = service.Planned(new_id(), "ASI Grund, tre dagar", both, first, assessment)
        self._hold(actor, held, 17, "Alla gör nu intervjun på samma sätt.")
        missed = service.Planned(new_id(), "MI med unga", "Fältarbetare", second, young)
        self._hold(actor, missed, None, "Föreläsaren fick förhinder.")
        ahead = clock.today() + timedelta(days=45)
        said = service.Planned(new_id(), "MI med unga, ny dag", "Fältarbetare", ahead, young)
        service.plan_course(actor, agreement, said, now=clock.now())

    def _need(self, actor: Actor, agreement: Agreement, need: str, whom: str) -> UUID:
        day = clock.today() - timedelta(days=170)
        said = service.Need(new_id(), need, whom, day, "Enkät till personalen i maj")
        service.note_need(actor, agreement, said, now=at_ten(day), today=day)
        db.session.flush()
        return said.id

    def _hold(self, actor: Actor, course: service.Planned, came: int | None, told: str) -> None:
        _actor, agreement = self._holding(HELD, clock.today())
        service.plan_course(actor, agreement, course, now=at_ten(course.planned_on - MONTH))
        db.session.flush()
        found = queries.get_course(actor, agreement.id, course.id).course
        held = service.Held(came, came is None, told)
        day = course.planned_on + timedelta(days=1)
        service.report_course(actor, found, held, now=at_ten(day), today=day)

    def introduce(self) -> None:
        """Methods in several municipalities, at several of their steps."""
        for name, title, steps in METHODS:
            actor, agreement = self._holding(name, clock.today())
            begun = clock.today() - timedelta(days=20 * steps + 10)
            said = service.Begun(new_id(), agreement.municipality_ids[0], "", title, MANAGER)
            service.begin_method(actor, agreement, said, now=at_ten(begun))
            db.session.flush()
            for number in range(1, steps + 1):
                day = begun + timedelta(days=20 * number)
                subject = queries.get_step(actor, agreement.id, said.id, number)
                whom = MANAGER if number < 6 else GROUP
                shown = _plan_as_file(title) if number == WITH_FILE else b""
                done = service.Done(day, whom, NOTES[number - 1], shown)
                service.finish_step(actor, subject, done, now=at_ten(day), today=day)
                db.session.flush()


def _plan_as_file(title: str) -> bytes:
    lines = ("Mål som går att mäta", "Roller och ansvar", "Utbildning och handledning")
    return one_page(f"Plan för införandet av {title}", lines)
