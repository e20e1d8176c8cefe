"""Two plans to which others consent too: beside a god man, and of somebody who is soon 18."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from portal import clock
from portal.demo.plan_book import Book, Person, Staff
from portal.demo.plan_people import find_staff
from portal.demo.plan_writer import Pen, PlanWriter
from portal.zone import STOCKHOLM
from sip.kernel.days import ends_at, midnight
from sip.kernel.vocabulary import ActKind, Capacity, ChangeKind, PersonKind, Phase, TextKind
from sip.ledger.by_age import comes_of_age
from sip.ledger.rules import PLAN
from sip.people.rules import Born
from sip.tables.consent import ConsenterChange

MANDATE = ("plan", "invite", "share:economy", "share:housing")
SOON_18 = 20  # days


def write_plans_with_others(book: Book) -> None:
    """Write both; Sara handles them with Lena."""
    _beside_a_god_man(_begin(book, "Stig Enberg", 30, Born(date(1961, 4, 9)).written))
    born = _born_so_as_to_turn_18_in(SOON_18)
    _soon_of_age(_begin(book, "Tindra Holm", 10, Born(born).written), born)


def _begin(book: Book, name: str, ago: int, born: str) -> PlanWriter:
    sara, lena = find_staff("sara.nilsson"), find_staff("lena.strand")
    began = _at(clock.today() - timedelta(days=ago))
    town = sara.organisation_id
    plan = PlanWriter(book, sara, Person(name, born=born), municipality_id=town, began=began)
    plan.join(lena, began)
    return plan


def _beside_a_god_man(plan: PlanWriter) -> None:
    """Both have said yes; that the god man became förvaltare waits for Lena."""
    began, today = plan.began, clock.today()
    god_man = plan.person(
        PersonKind.REPRESENTATIVE, Person("Gun Lind"), began, capacity=Capacity.GOD_MAN
    )
    mandate = {
        "mandate_scope": list(MANDATE),
        "mandate_from": began,
        "mandate_to": ends_at(today + timedelta(days=300)),
    }
    theirs = plan.require(
        god_man,
        began,
        required_to=mandate["mandate_to"],
        mandate_evidence_sealed="Registerutdrag från överförmyndaren",
        **mandate,
    )
    _need(plan, "Behöver stöd med ekonomi och boende efter en lång tid på sjukhus.", plan.handler)
    plan.consent([PLAN], began)
    plan.act(ActKind.ASK, [PLAN], began, consenter=theirs)
    plan.act(ActKind.GRANT, [PLAN], began + timedelta(hours=2), consenter=theirs)
    plan.reach(Phase.PREPARING, began + timedelta(hours=2))
    plan.add(
        ConsenterChange,
        at=_at(today - timedelta(days=1)),
        person_id=god_man,
        kind=ChangeKind.REPLACES,
        capacity=Capacity.FORVALTARE,
        reason_sealed="Tingsrätten har beslutat om förvaltarskap för ekonomi och boende.",
        document_sealed="Tingsrättens beslut, Ä 204-26",
        document_on=today - timedelta(days=3),
        mandate_scope=list(MANDATE),
        mandate_from=midnight(today),
        mandate_to=ends_at(today + timedelta(days=365)),
    )


def _soon_of_age(plan: PlanWriter, born: date) -> None:
    """Seventeen, asked beside two guardians: one has said yes, and the birthday is near."""
    began = plan.began
    of_age = comes_of_age(born)
    parents = (
        Person("Maria Holm", "mamma"),
        Person("Jan Holm", "pappa", understood="Tolk på finska"),
    )
    guardians = [
        plan.require(_guardian(plan, parent), began, required_to=of_age) for parent in parents
    ]
    told = "Har slutat gå till skolan och mår dåligt. Skolan och BUP behöver mötas."
    _need(plan, told, plan.handler)
    plan.act(ActKind.ASK, [PLAN], began)
    for one in guardians:
        plan.act(ActKind.ASK, [PLAN], began, consenter=one)
    plan.act(ActKind.GRANT, [PLAN], began + timedelta(hours=1), consenter=guardians[0])
    plan.reach(Phase.CONSENT, began)


def _guardian(plan: PlanWriter, parent: Person) -> UUID:
    return plan.person(PersonKind.GUARDIAN, parent, plan.began, capacity=Capacity.GUARDIAN)


def _need(plan: PlanWriter, text: str, by: Staff) -> None:
    plan.text(TextKind.NEED, text, Pen.of(by, "social_situation"), plan.began)


def _born_so_as_to_turn_18_in(days: int) -> date:
    birthday = clock.today() + timedelta(days=days)
    return birthday.replace(year=birthday.year - 18, day=min(birthday.day, 28))


def _at(day: date) -> datetime:
    """Ten in the morning of a day."""
    return datetime.combine(day, time(10), tzinfo=STOCKHOLM)
