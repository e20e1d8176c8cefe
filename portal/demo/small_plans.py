"""Many small plans of invented people, in every phase: what lists and figures are made of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from portal import clock
from portal.demo import plan_together as together
from portal.demo.plan_book import Book, Person, Staff
from portal.demo.plan_people import add_staff, find_organisation, find_staff
from portal.demo.plan_together import Taken
from portal.demo.plan_writer import Doer, Pen, PlanWriter
from portal.zone import STOCKHOLM
from sip.consent.sealed import Why
from sip.kernel.vocabulary import (
    ActionKind,
    ActionStatus,
    ActKind,
    AgeGroup,
    GoalStatus,
    MeetingPurpose,
    NotStartedReason,
    Phase,
    Reply,
    TextKind,
)
from sip.ledger.rules import PLAN, Item, invite, share
from sip.people.rules import born_of_group
from sip.tables.consent import BasisDecision
from sip.tables.plan import Closing

FOLLOW_UP_AFTER = 42  # days from the meeting
RELEASED_FOR = 30  # days, as long as that ground lasts (sip/defaults.toml)
CATEGORIES = ("own_words", "health", "substance_use", "social_situation", "housing")


@dataclass(frozen=True, slots=True)
class Theme:
    """What a plan is about."""

    category: str
    need: str
    goal: str
    measure: str
    of_handler: str
    of_other: str


THEMES = (
    Theme(
        "housing",
        "Har bott hos vänner sedan i somras och behöver eget boende och stöd att bli nykter.",
        "Jag vill ha ett eget ställe att bo på",
        "Ett kontrakt senast om ett halvår",
        "Ansökan om träningslägenhet",
        "Stödsamtal en gång i veckan",
    ),
    Theme(
        "substance_use",
        "Vill minska sitt drickande och får i dag råd av två mottagningar som inte talar ihop sig.",
        "Jag vill vara nykter på vardagarna",
        "Tio nyktra vardagar i rad",
        "Samtal om återfall",
        "Läkemedel och uppföljande prover",
    ),
    Theme(
        "health",
        "Mår sämre psykiskt när spelandet ökar, och behandlingarna krockar.",
        "Jag vill orka mer än en sak om dagen",
        "Två saker om dagen fyra dagar i veckan",
        "Hjälp att styra över pengarna",
        "Bedömning av ångest och sömn",
    ),
    Theme(
        "social_situation",
        "Skrivs ut från avdelningen om några veckor och behöver stöd hemma från första dagen.",
        "Jag vill inte vara ensam om allt när jag kommer hem",
        "Någon ringer eller kommer varje dag den första månaden",
        "Boendestöd på vardagar",
        "Telefonsamtal på helger",
    ),
)


@dataclass(frozen=True, slots=True)
class Small:
    """One plan. Days are counted back from today, or from one step to the next.

    `met_after` days after the need the parties met; with `came`, also the one who was called. With
    `is_released`, the handler's organisation has told the other something after a harm test.
    """

    name: str
    by: str
    phase: Phase
    ago: int
    met_after: int = 0
    is_person_there: bool = True
    came: bool = True
    followed_up_after: int | None = None
    scores: tuple[int, int, int, int] | None = None
    is_protected: bool = False
    is_released: bool = False
    reason: NotStartedReason | None = None


P = Phase
SMALL = (
    # Skellefteå: Sara has a few, a colleague the rest
    Small("Mio Lindqvist", "sara", P.NEED, 2),
    Small("Saga Wallin", "sara", P.CONSENT, 6),
    Small("Leo Hedström", "sara", P.PREPARING, 15, is_released=True),
    Small("Nova Ek", "sara", P.FOLLOWING_UP, 120, 17, followed_up_after=40, is_protected=True),
    Small("Bo Stenvall", "sara", P.CLOSED, 330, 14, followed_up_after=41, scores=(5, 4, 4, 5)),
    Small("Inez Grönlund", "ellen", P.PLANNING, 40, 19),
    Small("Ture Holmgren", "ellen", P.FOLLOWING_UP, 150, 26, came=False, followed_up_after=58),
    Small("Alva Bergdahl", "ellen", P.CLOSED, 290, 20, followed_up_after=42, scores=(4, 4, 3, 4)),
    Small("Sixten Norén", "ellen", P.CLOSED, 270, 31, followed_up_after=39, scores=(3, 2, 4, 3)),
    Small(
        *("Majken Åkerlund", "ellen", P.NOT_STARTED, 75), reason=NotStartedReason.PERSON_DECLINED
    ),
    # Umeå
    Small("Hugo Fahlgren", "joel", P.CONSENT, 4),
    Small("Ebba Sjödin", "joel", P.PREPARING, 12),
    Small("Vera Lundmark", "joel", P.MEETING, 22, 20),
    Small("Ivar Nyberg", "joel", P.FOLLOWING_UP, 110, 18, followed_up_after=42),
    Small("Tyra Olofsson", "joel", P.FOLLOWING_UP, 180, 40, is_person_there=False),
    Small("Axel Forslund", "joel", P.CLOSED, 310, 21, followed_up_after=38, scores=(5, 5, 4, 4)),
    Small("Siv Dahlberg", "joel", P.CLOSED, 260, 16, followed_up_after=61, scores=(4, 3, 2, 3)),
    Small("Malte Eriksson", "joel", P.NOT_STARTED, 90, reason=NotStartedReason.OTHER_PLAN),
    # Lycksele
    Small("Greta Lidman", "hanna", P.PLANNING, 33, 15),
    Small("Otto Sandvik", "hanna", P.FOLLOWING_UP, 95, 24, followed_up_after=41),
    Small("Signe Burvall", "hanna", P.FOLLOWING_UP, 140, 13, came=False, followed_up_after=42),
    Small("Algot Renman", "hanna", P.CLOSED, 240, 20, followed_up_after=42, scores=(4, 5, 5, 5)),
    Small("Dagny Fors", "hanna", P.CLOSED, 225, 28, followed_up_after=55, scores=(2, 3, 3, 2)),
    # Norsjö has too few to be shown
    Small("Edvin Risberg", "kajsa", P.FOLLOWING_UP, 85, 14),
    Small("Märta Häggmark", "kajsa", P.CLOSED, 200, 19, followed_up_after=40, scores=(5, 4, 5, 4)),
    # the region found these needs
    Small("Folke Tjernström", "oskar", P.PREPARING, 9),
    Small("Rut Åström", "oskar", P.FOLLOWING_UP, 130, 12, followed_up_after=36),
    Small("Valter Moen", "oskar", P.FOLLOWING_UP, 100, 22, followed_up_after=44),
    Small("Elsa Brännström", "oskar", P.CLOSED, 280, 18, followed_up_after=42, scores=(4, 4, 4, 4)),
    Small("Nils-Petter Kero", "oskar", P.CLOSED, 235, 35, scores=(3, 3, 2, 2)),
)

# So many of each that figures can be shown for whole groups; too few in Norsjö, and Sara's stay few
ROUNDS = 6
REPEATED = frozenset({"ellen", "joel", "hanna", "oskar"})
FIRST_NAMES = ("Alma", "Birk", "Cleo", "Disa", "Eskil", "Frej", "Gry", "Hedda", "Isak", "Juni")
LAST_NAMES = ("Backe", "Dunder", "Fjällman", "Gran", "Holme", "Källa", "Lid", "Myrman", "Näs")


class _Cast:
    """Who handles the plans, and who is called to them."""

    @cached_property
    def handlers(self) -> dict[str, Staff]:
        """By the names in the list above."""
        clerk = "Socialsekreterare"
        return {
            "sara": find_staff("sara.nilsson"),
            "ellen": add_staff("Ellen Fors", clerk, "Skellefteå kommun", "socialtjansten"),
            "joel": add_staff("Joel Vikman", clerk, "Umeå kommun", "socialtjansten"),
            "hanna": add_staff("Hanna Granström", clerk, "Lycksele kommun", "socialtjansten"),
            "kajsa": add_staff("Kajsa Burman", clerk, "Norsjö kommun", "socialtjansten"),
            "oskar": add_staff("Oskar Holm", "Kurator", "Region Västerbotten", "psykiatri-umea"),
        }

    @cached_property
    def called(self) -> dict[str, Staff]:
        """By the handler who calls them."""
        nurse, region = "Sjuksköterska", "Region Västerbotten"
        inland = add_staff("Lena Marklund", nurse, region, "psykiatri-lycksele")
        return {
            "sara": find_staff("erik.lund"),
            "ellen": add_staff("Tore Hägg", nurse, region, "psykiatri-skelleftea"),
            "joel": self.handlers["oskar"],
            "hanna": inland,
            "kajsa": inland,
            "oskar": self.handlers["joel"],
        }


def write_small_plans(book: Book) -> None:
    """Write every plan of the list in the book."""
    cast = _Cast()
    town = find_organisation("Umeå kommun")
    for number, small in enumerate(_all()):
        handler, called = cast.handlers[small.by], cast.called[small.by]
        of_town = town if small.by == "oskar" else handler.organisation_id
        _SmallPlan(book, small, handler, called, of_town, THEMES[number % len(THEMES)]).write()


def _all() -> Iterator[Small]:
    yield from SMALL
    repeated = [small for small in SMALL if small.by in REPEATED]
    for number in range(len(repeated) * (ROUNDS - 1)):
        small, days = repeated[number % len(repeated)], number % 11
        first, last = FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[number % len(LAST_NAMES)]
        yield replace(small, name=f"{first} {last}", ago=small.ago + days)


class _SmallPlan:
    """One of them."""

    def __init__(
        self,
        book: Book,
        small: Small,
        handler: Staff,
        called: Staff,
        municipality_id: UUID,
        theme: Theme,
    ) -> None:
        self.small, self.handler, self.called, self.theme = small, handler, called, theme
        self.began = _day(-small.ago)
        self.met = self.began + timedelta(days=small.met_after)
        self.plan = PlanWriter(
            book,
            handler,
            Person(small.name, born=born_of_group(AgeGroup.ADULT, clock.today()).written),
            municipality_id=municipality_id,
            began=_at(self.began),
            is_protected=small.is_protected,
        )
        self.other: UUID | None = None

    def write(self) -> None:
        """As far as its phase says."""
        phase, pen = self.small.phase, Pen.of(self.handler, self.theme.category)
        self.plan.text(TextKind.NEED, self.theme.need, pen, _at(self.began))
        self.plan.reach(phase, _at(self.began + timedelta(days=1)))
        if phase is Phase.NOT_STARTED:
            self._not_start(pen)
        elif phase is Phase.CONSENT:
            self.plan.act(ActKind.ASK, self._items(), _at(self.began), why=self._why())
        elif phase is not Phase.NEED:
            self.plan.consent(self._items(), _at(self.began), why=self._why())
            self._call()
            self._meet()
        if self.small.is_released:
            self._release()

    def _items(self) -> list[Item]:
        ours, theirs = self.handler.organisation_id, self.called.organisation_id
        person = self.plan.subject
        pairs = [(ours, theirs), (theirs, ours), (person, ours), (person, theirs)]
        shares = [share(source, to, one) for source, to in pairs for one in CATEGORIES]
        return [PLAN, invite(theirs), *shares]

    def _why(self) -> Why:
        reason = "De ger dig en del av hjälpen, och vi en annan."
        return Why("Vi vill att din hjälp hänger ihop.", {self.called.organisation_id: reason})

    def _not_start(self, pen: Pen) -> None:
        reason = self.small.reason
        at = _at(self.began + timedelta(days=3))
        self.plan.set(not_started_reason=reason, not_started_at=at)
        if reason is NotStartedReason.PERSON_DECLINED:
            self.plan.act(ActKind.ASK, self._items(), _at(self.began), why=self._why())
            self.plan.act(ActKind.REFUSE, self._items(), _at(self.began + timedelta(days=2)))
            told = "Vill inte ha en gemensam plan nu, men vet att det går att ändra sig."
        else:
            told = "Har redan en vårdplan där vi är med. Den räcker så länge."
        self.plan.text(TextKind.NOT_STARTED_REASON, told, pen, at)

    def _call(self) -> None:
        asked = "Vad kan ni bidra med, och vem hos er håller i det?"
        sent, taken = _at(self.began + timedelta(days=2)), None
        if self.small.phase is not Phase.PREPARING:
            self.other = self.plan.join(self.called, _at(self.began + timedelta(days=4)))
            taken = Taken(self.other, self.called, self.theme.of_other, self.theme.category)
        to, unit = self.called.organisation_id, self.called.unit_id
        together.call(self.plan, to, asked, sent, unit_id=unit, taken=taken)

    def _release(self) -> None:
        """What no consent shares, after a harm test, for a month."""
        decided = _at(self.began + timedelta(days=5))
        ends = decided + timedelta(days=RELEASED_FOR)
        self.plan.add(
            BasisDecision,
            at=decided,
            to_party=self.called.organisation_id,
            code="osl_25_1_26_1",
            categories=["economy"],
            reason_sealed="De behöver veta att hyran är betald för att planera hemgången.",
            assessment_sealed="Uppgiften gäller en betald hyra. Ingen lider men av att de får den.",
            valid_to=ends,
            follow_up_on=(ends - timedelta(days=7)).date(),
        )

    def _meet(self) -> None:
        small = self.small
        if self.other is None:
            return
        staff = {self.plan.handler_id: Reply.COMING, self.other: Reply.COMING}
        people = {self.plan.subject: Reply.COMING}
        is_ahead = small.phase is Phase.MEETING
        present = None if is_ahead else self._present()
        on = _day(5) if is_ahead else self.met
        purpose = MeetingPurpose.PLANNING
        together.meeting(self.plan, purpose, _at(on), staff=staff, people=people, present=present)
        if not is_ahead:
            self._plan(self.other)

    def _present(self) -> set[UUID]:
        came = {self.plan.handler_id}
        if self.small.came and self.other is not None:
            came.add(self.other)
        if self.small.is_person_there:
            came.add(self.plan.subject)
        return came

    def _plan(self, other: UUID) -> None:
        plan, theme, at = self.plan, self.theme, _at(self.met)
        is_over = self.small.phase is Phase.CLOSED
        own = Pen.for_person(plan.subject, self.handler, theme.category)
        status = GoalStatus.REACHED if is_over else GoalStatus.OPEN
        goal = plan.goal(theme.goal, theme.measure, own, at, status)
        done = ActionStatus.DONE if is_over else ActionStatus.IN_PROGRESS
        for who, participant, title in (
            (self.handler, plan.handler_id, theme.of_handler),
            (self.called, other, theme.of_other),
        ):
            doer = Doer(ActionKind.ACTION, who.organisation_id, participant)
            due = self.met + timedelta(days=60)
            plan.action(goal, title, doer, due, done, pen=Pen.of(who, theme.category), at=at)
        plan.set(lead_principal_id=self.handler.organisation_id, coordinator_id=plan.handler_id)
        is_answered = self.small.phase is not Phase.PLANNING
        by = Person(self.small.name) if is_answered else None
        plan.version(at + timedelta(days=2), approved_by=by)
        plan.reach(self.small.phase, at + timedelta(days=2))
        self._end(at)

    def _end(self, agreed: datetime) -> None:
        small, due = self.small, self.met + timedelta(days=FOLLOW_UP_AFTER)
        after = small.followed_up_after
        if small.phase is not Phase.PLANNING:
            held = self.met + timedelta(days=after) if after is not None else None
            together.follow_up(self.plan, due, agreed, held_on=held)
        if small.phase is Phase.FOLLOWING_UP and after is not None:
            together.follow_up(self.plan, due + timedelta(days=90), _at(due))
        if small.phase is Phase.CLOSED:
            ended = _at(due + timedelta(days=90))
            self.plan.reach(Phase.CLOSED, ended)
            self.plan.add(Closing, at=ended)
            if small.scores:
                together.survey(self.plan, small.scores, ended)


def _day(days: int) -> date:
    return clock.today() + timedelta(days=days)


def _at(day: date) -> datetime:
    """Ten in the morning of a day."""
    return datetime.combine(day, time(10), tzinfo=STOCKHOLM)
