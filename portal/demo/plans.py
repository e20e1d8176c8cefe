"""The demo's plans: Kim's, and many others so that lists and figures have something to show."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from portal import clock
from portal.demo import plan_together as together
from portal.demo.plan_book import Book, Staff
from portal.demo.plan_people import find_organisation, find_person, find_staff
from portal.demo.plan_together import Taken
from portal.demo.plan_writer import Doer, Pen, PlanWriter
from portal.demo.plans_with_others import write_plans_with_others
from portal.demo.small_plans import write_small_plans
from portal.tenancy.models import County
from portal.zone import STOCKHOLM
from sip.consent.sealed import Why
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import (
    ActionKind,
    ActionStatus,
    ActKind,
    AskedAbout,
    MeetingPurpose,
    PersonKind,
    Phase,
    Progress,
    Reply,
    TextKind,
    Told,
    Tool,
)
from sip.ledger.rules import PLAN, Item, invite, relative, share
from sip.tables.functions import run_clocks
from sip.tables.people import PersonNotice

# Counted in days from the day that the demo is made.
BEGAN, MET, MADE, SCHOOL_CAME, POLICE_ASKED = -80, -70, -66, -39, -3
NEXT_FOLLOW_UP = 17


def enter_plans(county: County) -> None:
    """Enter all of them. The county has its people already."""
    book = Book(county.id)
    _Kim(book).write()
    write_small_plans(book)
    write_plans_with_others(book)
    book.enter()
    # the owner's rows move no clock by themselves
    run_clocks()


class _Kim:
    """Kim's plan: half-way, with one party that sees a part and one that waits for an answer."""

    def __init__(self, book: Book) -> None:
        self.sara, self.erik, self.maria, self.jonas = (
            find_staff(login)
            for login in ("sara.nilsson", "erik.lund", "maria.backstrom", "jonas.berg")
        )
        self.kim = find_person("kim.andersson")
        self.mother = find_person("anna.andersson", "Mamma")
        self.town, self.region = self.sara.organisation_id, self.erik.organisation_id
        self.school = self.jonas.organisation_id
        self.police = find_organisation("Polisområde Västerbotten")
        self.plan = PlanWriter(
            book, self.sara, self.kim, municipality_id=self.town, began=_at(BEGAN)
        )
        self.person = self.plan.subject

    def write(self) -> None:
        """From the need to the next follow-up."""
        self._find_need()
        self.anna = self.plan.person(PersonKind.RELATIVE, self.mother, _at(BEGAN))
        self._consent()
        self._call()
        self._plan()
        self._sleep_and_school()
        self._evenings()
        self._without_pills()
        self.plan.version(_at(SCHOOL_CAME + 2), approved_by=self.kim)
        self._tell()
        self._follow_up()
        self._ask_about()
        self.plan.reach(Phase.FOLLOWING_UP, _at(MADE))

    def _find_need(self) -> None:
        need = (
            "Kim har varit borta mycket från skolan sedan i våras och sover dåligt. Skolan,"
            " beroendemottagningen och vi har var sin del, men ingen ser helheten."
        )
        self.plan.text(TextKind.NEED, need, self._pen("social_situation"), _at(BEGAN))

    # -- who may see what -------------------------------------------------------------------------

    def _consent(self) -> None:
        first = (self.town, self.region, self.person, self.anna)
        receivers = (self.town, self.region, self.anna)
        items = [PLAN, invite(self.region), relative(self.anna)]
        why = Why(
            "Skolan, vården och vi gör var sin del. Vi vill göra det tillsammans med dig.",
            {
                self.region: "Beroendemottagningen kan hjälpa dig med sömnen.",
                self.anna: "Du vill ha med din mamma.",
            },
        )
        asked = [*items, *_shares(first, receivers)]
        self.plan.consent(asked, _at(BEGAN), by=self.kim, why=why)
        # the school sees what is about school, and what it holds may be seen by the others
        sources = (*first, self.school)
        items = [invite(self.school), *_shares(sources, [self.school], ["work_and_school"])]
        items += _shares([self.school], receivers)
        why = Why(
            "Du vill tillbaka till skolan. Då behöver skolan vara med.",
            {self.school: "Skolan kan ändra ditt schema."},
        )
        self.plan.consent(items, _at(SCHOOL_CAME), by=self.kim, why=why)
        asked = [invite(self.police), *_shares(sources, [self.police], ["social_situation"])]
        why = Why(
            "Vi vill att du ska kunna gå hem från skolan utan att vara rädd.",
            {self.police: "Områdespolisen vet vad som händer vid stationen på kvällarna."},
        )
        self.plan.act(ActKind.ASK, asked, _at(POLICE_ASKED), why=why)

    def _tell(self) -> None:
        """What Kim has been told that others did."""
        made = _at(SCHOOL_CAME + 2)
        told = {"person_id": self.person, "read_at": made + timedelta(days=1)}
        self.plan.add(PersonNotice, at=made, kind=Told.VERSION, **told)

    def _call(self) -> None:
        plan = self.plan
        self.at_clinic = plan.join(self.erik, _at(BEGAN + 3), unit_tells="substance_use")
        together.call(
            plan,
            self.region,
            "Berätta hur behandlingen ser ut och vad ni kan göra åt sömnen.",
            _at(BEGAN + 1),
            unit_id=self.erik.unit_id,
            passed_by=self.maria,
            taken=Taken(
                self.at_clinic,
                self.erik,
                "Samtal och provtagning varannan vecka.",
                "substance_use",
            ),
        )
        self.at_school = plan.join(self.jonas, _at(SCHOOL_CAME + 2))
        together.call(
            plan,
            self.school,
            "Berätta vilka anpassningar som går att göra av schemat.",
            _at(SCHOOL_CAME),
            is_invitation=True,
            taken=Taken(
                self.at_school,
                self.jonas,
                "Ett schema som börjar senare på måndagar.",
                "work_and_school",
            ),
        )
        staff = {plan.handler_id: Reply.COMING, self.at_clinic: Reply.COMING}
        people = {self.person: Reply.COMING, self.anna: Reply.COMING}
        place = "Familjecentralen i Skellefteå"
        purpose, came = MeetingPurpose.PLANNING, {*staff, *people}
        met = together.meeting(
            plan, purpose, _at(MET), staff=staff, people=people, present=came, place=place
        )
        decided = (
            "Sara frågar skolan om ett schema med sen start på måndagar, senast i nästa vecka."
        )
        pen = self._pen("work_and_school")
        plan.text(TextKind.DECISION, decided, pen, _at(MET), met)

    # -- what is to be done -----------------------------------------------------------------------

    def _plan(self) -> None:
        plan, now = self.plan, _at(MADE)
        plan.set(lead_principal_id=self.town, coordinator_id=plan.handler_id)
        own_words = "Jag vill inte behöva berätta samma sak fem gånger. Ring inte före klockan tio."
        plan.text(TextKind.MATTERS, own_words, self._own("own_words"), now)
        own = self._own("own_words")
        plan.text(TextKind.SIGNS, "Jag slutar svara på sms och sover hela dagen.", own, now)
        helps = "Att någon kommer hem till mig och inte frågar så mycket. Gå ut med hunden."
        plan.text(TextKind.HELPS, helps, own, now)
        plan.text(TextKind.WHOM_TO_CALL, "Mamma först. Sedan Sara på kommunen.", own, now)
        plan.text(TextKind.NETWORK, "Mamma, farfar och min kompis Alex.", own, now)
        purpose = "Att Kim får stöd av oss tillsammans, och bara behöver fråga en av oss."
        plan.text(TextKind.PURPOSE, purpose, self._pen("social_situation"), now)
        wish = "Att gå ut gymnasiet och ha ork till annat också."
        plan.text(TextKind.LONG_TERM_GOAL, wish, self._own("work_and_school"), now)

    def _sleep_and_school(self) -> None:
        goal = self.plan.goal(
            "Jag vill sova och orka gå till skolan",
            "Minst fyra skoldagar i veckan före jul",
            self._own("work_and_school"),
            _at(MADE),
        )
        self.sleeping = goal
        doctor, done = "Läkartid om sömn och medicin", ActionStatus.DONE
        self._do(goal, doctor, self._clinic, -10, done, self._pen("health", self.erik))
        schedule, running = "Anpassat schema med sen start måndag", ActionStatus.IN_PROGRESS
        teacher = Doer(ActionKind.OTHER_ACTION, self.school, self.at_school)
        by_school = self._pen("work_and_school", self.jonas)
        self._do(goal, schedule, teacher, -6, running, by_school, since=SCHOOL_CAME + 2)
        mother = Doer(ActionKind.OTHER_ACTION, person_id=self.anna)
        pen = self._pen("work_and_school")
        self._do(goal, "Väckning och skjuts tisdag och torsdag", mother, 17, running, pen)

    def _evenings(self) -> None:
        goal = self.plan.goal(
            "Jag vill ha något att göra på kvällarna",
            "En aktivitet i veckan som Kim väljer",
            self._own("social_situation"),
            _at(MADE),
        )
        contact = "Kontaktperson som är med första gångerna"
        town = Doer(ActionKind.ACTION, self.town, self.plan.handler_id)
        pen = self._pen("social_situation")
        self._do(goal, contact, town, 8, ActionStatus.IN_PROGRESS, pen)
        own = Doer(ActionKind.OWN_ACTION, person_id=self.person)
        gym, not_yet = "Prova gymmet två gånger", ActionStatus.NOT_STARTED
        self._do(goal, gym, own, 12, not_yet, self._own("social_situation"))

    def _without_pills(self) -> None:
        goal = self.plan.goal(
            "Jag vill klara mig utan tabletter",
            "Provsvar och samtal var fjortonde dag",
            self._own("substance_use"),
            _at(MADE),
        )
        talks, running = "Samtal och provtagning varannan onsdag", ActionStatus.IN_PROGRESS
        self._do(goal, talks, self._clinic, 10, running, self._pen("substance_use", self.erik))

    def _follow_up(self) -> None:
        plan, first = self.plan, clock.today() + timedelta(days=SCHOOL_CAME + 1)
        held = together.follow_up(plan, first, _at(MADE), held_on=first)
        said = ("Kim sover bättre, men måndagarna är svåra.", self._pen("work_and_school"))
        part = (held, self.sleeping)
        together.outcome(plan, part, Progress.PARTLY, said, _at(SCHOOL_CAME + 1))
        on = _weekday(NEXT_FOLLOW_UP)
        together.follow_up(plan, on, _at(SCHOOL_CAME + 1))
        staff = {
            plan.handler_id: Reply.COMING,
            self.at_clinic: Reply.COMING,
            self.at_school: Reply.NONE,
        }
        people = {self.person: Reply.NONE, self.anna: Reply.COMING}
        starts_at = datetime.combine(on, time(13), tzinfo=STOCKHOLM)
        place = "Familjecentralen i Skellefteå eller video"
        purpose = MeetingPurpose.FOLLOW_UP
        coming = together.meeting(plan, purpose, starts_at, staff=staff, people=people, place=place)
        ill = "Hur vi gör om Kim blir sjuk på en skoldag"
        together.agenda(plan, coming, ill, self._pen("work_and_school", self.jonas), _at(-5))

    def _ask_about(self) -> None:
        plan, on = self.plan, clock.today() + timedelta(days=BEGAN)
        children = "Kim har en lillebror som bor hos pappa. Han får stöd i skolan."
        together.asked(plan, AskedAbout.CHILDREN, children, on, staff=self.sara)
        together.asked(plan, AskedAbout.INSTRUMENT, "", on, staff=self.sara, tool=Tool.UNGDOK)
        calm = "Ingen är rädd hemma. Vi frågar igen vid nästa uppföljning."
        together.asked(plan, AskedAbout.VIOLENCE, calm, on, staff=self.sara)

    @property
    def _clinic(self) -> Doer:
        return Doer(ActionKind.ACTION, self.region, self.at_clinic)

    def _do(
        self,
        goal: UUID,
        title: str,
        doer: Doer,
        due: int,
        status: ActionStatus,
        pen: Pen,
        *,
        since: int = MADE,
    ) -> None:
        due_on = clock.today() + timedelta(days=due)
        self.plan.action(goal, title, doer, due_on, status, pen=pen, at=_at(since))

    def _pen(self, category: str, staff: Staff | None = None) -> Pen:
        return Pen.of(staff or self.sara, category)

    def _own(self, category: str) -> Pen:
        return Pen.of_person(self.person, self.kim, category)


def _shares(
    sources: Iterable[UUID], receivers: Iterable[UUID], categories: Iterable[str] | None = None
) -> Iterator[Item]:
    """Every source's word to every receiver, in these categories or in all."""
    wanted = list(categories or (one.key for one in sip_settings().categories))
    receivers = list(receivers)
    for source in sources:
        for receiver in receivers:
            if source != receiver:
                yield from (share(source, receiver, category) for category in wanted)


def _at(days: int) -> datetime:
    """Ten in the morning, so many days from today."""
    day = clock.today() + timedelta(days=days)
    return datetime.combine(day, time(10), tzinfo=STOCKHOLM)


def _weekday(days: int) -> date:
    """So many days from today, or the Monday after if that is a weekend."""
    day = clock.today() + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
