"""Three plans with others in them: a god man, guardians of one soon 18, and one who is kept out."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from portal import clock
from portal.demo import plan_together as together
from portal.demo.plan_book import Book, Person, Staff
from portal.demo.plan_people import find_organisation, find_person, find_staff
from portal.demo.plan_writer import Pen, PlanWriter
from portal.zone import STOCKHOLM
from sip.kernel.days import ends_at, midnight
from sip.kernel.vocabulary import (
    ActKind,
    AskedAbout,
    Capacity,
    ChangeKind,
    PersonKind,
    Phase,
    Shown,
    TextKind,
)
from sip.ledger.by_age import comes_of_age
from sip.ledger.rules import PLAN, invite, relative, share
from sip.people.rules import Born
from sip.tables.consent import ConsenterChange
from sip.tables.people import DocumentCheck, KeptOut

MANDATE = ("plan", "invite", "share:economy", "share:housing")
SOON_18 = 20  # days


def write_plans_with_others(book: Book) -> None:
    """Write them; Sara handles them with Lena."""
    _beside_a_god_man(_begin(book, "Stig Enberg", 30, Born(date(1961, 4, 9)).written))
    born = _born_so_as_to_turn_18_in(SOON_18)
    _soon_of_age(_begin(book, "Tindra Holm", 10, Born(born).written), born)
    _kept_safe(_begin(book, "Mia Berglund", 25, Born(date(1988, 10, 3)).written))


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
        PersonKind.REPRESENTATIVE, find_person("gun.lind"), began, capacity=Capacity.GOD_MAN
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
    plan.add(
        DocumentCheck,
        from_party=plan.handler.organisation_id,
        person_id=god_man,
        shown=Shown.REGISTER,
        seen_on=began.date(),
        has_copy=True,
        check_again_on=today + timedelta(days=60),
        recorded_by=plan.handler.name,
        recorded_at=began,
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


def _kept_safe(plan: PlanWriter) -> None:
    """With two children, and the man who hits kept out; probation and a private home take part."""
    began, today = plan.began, clock.today()
    region, erik = find_organisation("Region Västerbotten"), find_staff("erik.lund")
    officer, host = find_staff("ove.frisk"), find_staff("birgit.alm")
    roger = plan.person(PersonKind.RELATIVE, find_person("roger.berglund", "sambo"), began)
    _need(plan, "Behöver boende, behandling och stöd efter ett kort fängelsestraff.", plan.handler)
    parties = (region, officer.organisation_id, host.organisation_id)
    ours = plan.handler.organisation_id
    shares = [share(ours, one, "housing") for one in parties]
    plan.consent([PLAN, relative(roger), *map(invite, parties), *shares], began)
    for staff in (erik, officer, host):
        plan.join(staff, began + timedelta(days=3))
    together.call(
        plan, officer.organisation_id, "Vad gäller för övervakningen?", began, is_invitation=True
    )
    together.call(
        plan, host.organisation_id, "Kan Mia bo hos er med barnen?", began, is_invitation=True
    )
    on = today - timedelta(days=20)
    children = "Två barn, 6 och 9 år. De får stöd på skolan och är hos mormor i veckorna."
    together.asked(plan, AskedAbout.CHILDREN, children, on, staff=plan.handler)
    hit = (
        "Roger har slagit henne flera gånger. Mia är rädd. Skyddsbedömning gjord, jouren kontaktad."
    )
    together.asked(plan, AskedAbout.VIOLENCE, hit, on, staff=plan.handler)
    by = plan.handler.name
    plan.add(
        KeptOut, from_party=ours, person_id=roger, recorded_by=by, recorded_at=_at(on),
        undone_at=None, undone_by=None,
    )  # fmt: skip
    plan.reach(Phase.PREPARING, began + timedelta(hours=2))


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
