"""What has been asked about: kept by those who asked, and of violence seen by nobody else."""

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from sip.kernel.vocabulary import AskedAbout, PersonKind
from sip.ledger.rules import PLAN, invite, relative, share
from sip.tables.people import PersonNotice
from sip.tables.plan import Asked, Change, Discharge, Plan
from tests.acting import acting_as
from tests.integration.county import CountyOfTests
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

SAID = "Lillasyster får stöd i skolan."
HIT = "Han slår när han är full."


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, kim: Signed) -> PlanOfTests:
    made = sip.plan(maja, person=kim, person_name="Kim Andersson")
    categories = ("health", "social_situation", "own_words")
    shares = [share(sip.county.municipality, sip.county.region, one) for one in categories]
    made.opened_to(nils, *shares)
    return made


def note(plan: PlanOfTests, kind: AskedAbout, said: str, tool: str = "") -> None:
    page = plan.handler.browser.open(f"{plan.path}/asked")
    page.fill("Spara", {"kind": kind.value, "said": said, "tool": tool})
    assert "Sparat." in page.text


def test_it_is_kept_with_who_asked_and_when_and_the_person_reads_it(
    plan: PlanOfTests, maja: Signed, kim: Signed, nils: Signed
) -> None:
    note(plan, AskedAbout.CHILDREN, SAID)
    page = maja.browser.open(plan.path).follow("Frågat om")

    assert SAID in page.text
    assert "Maja Öhlund" in page.text
    mine = kim.browser.open(plan.my_path).text
    assert "Det vi har frågat om" in mine
    assert SAID in mine
    assert SAID not in nils.browser.open(plan.path).text
    assert SAID not in nils.browser.open(f"{plan.path}/asked").text


def test_whoever_has_a_mandate_reads_nothing_that_has_no_kind_of_its_own(
    sip: SipWorld, plan: PlanOfTests
) -> None:
    """That something was asked, or somebody is in hospital, is of no kind that a mandate names."""
    note(plan, AskedAbout.CHILDREN, SAID)
    ready = {"from_party": sip.county.municipality, "ready_on": clock.today()}
    plan.add(Discharge, recorded_by="Maja Öhlund", recorded_at=clock.now(), **ready)
    guardian, proxy = sip.individual("Eva Berg"), sip.individual("Göran God")
    plan.require(plan.person(PersonKind.GUARDIAN, "Eva Berg", guardian))
    standing_in = plan.person(PersonKind.REPRESENTATIVE, "Göran God", proxy)
    plan.require(standing_in, scope=["plan", "share:economy"])

    whole, within = (who.browser.open(plan.my_path).text for who in (guardian, proxy))
    assert SAID in whole
    assert "Sjukhuset sa" in whole
    assert SAID not in within
    assert "Sjukhuset sa" not in within


def traces(county: CountyOfTests) -> list[object]:
    """What could tell somebody else that something was written: mail, news, history, the day."""
    rows = (OutboxMail, PersonNotice, Change)
    counts = [county.execute(select(func.count(row.id))).scalar_one() for row in rows]
    return [*counts, county.execute(select(Plan.changed_at)).scalar_one()]


@pytest.mark.parametrize("tool", ["", "freda"])
def test_of_violence_only_those_who_asked_see_anything(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kim: Signed, nils: Signed, tool: str
) -> None:
    guardian, near = sip.individual("Förälder"), sip.individual("Syster")
    plan.require(plan.person(PersonKind.GUARDIAN, "Förälder", guardian))
    sister = plan.person(PersonKind.RELATIVE, "Syster", near)
    region = invite(sip.county.region)
    plan.grant(PLAN, region, relative(sister), share(sip.county.municipality, sister, "health"))
    county = sip.county
    before = traces(county)
    note(plan, AskedAbout.VIOLENCE, HIT, tool)

    assert HIT in maja.browser.open(f"{plan.path}/asked").text
    for who in (kim, guardian, near):
        for path in ("", "/history", "/happened"):
            response = who.browser.client.get(plan.my_path + path, base_url=who.browser.base_url)
            assert HIT not in response.text
            assert "FREDA" not in response.text
            assert "Våld" not in response.text
    for path in ("", "/asked", "/versions"):
        assert HIT not in nils.browser.open(plan.path + path).text
    assert traces(county) == before
    told = select(AuditEntry.details).where(AuditEntry.action == "plan.asked")
    assert "violence" not in str(county.execute(told).all())


@pytest.mark.parametrize("form", ["text", "pdf", "docx"])
def test_no_copy_says_that_violence_was_asked_about(
    plan: PlanOfTests, maja: Signed, form: str
) -> None:
    note(plan, AskedAbout.CHILDREN, SAID)
    note(plan, AskedAbout.VIOLENCE, HIT)
    page = maja.browser.open(f"{plan.path}/copies").press("Gör kopian", form=form)
    page.open(str(page.soup.select("main a[href*='/copies/']")[0]["href"]))

    if form == "text":
        assert SAID in page.response.text
    assert HIT.encode() not in page.response.data
    assert "Våld".encode() not in page.response.data


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"kind": "instrument"}, "Välj vilket instrument, eller vilken plan."),
        ({"kind": "instrument", "tool": "freda"}, "FREDA hör till frågan om våld. Välj den."),
        ({"kind": "children"}, "Skriv vad som kom fram, eller vad ni gjorde."),
        (
            {"kind": "children", "said": SAID, "asked_on": "2099-01-01"},
            "Skriv en dag som har varit.",
        ),
        ({}, "Välj vad det gäller."),
    ],
)
def test_bad_input_gets_words_and_keeps_nothing(
    plan: PlanOfTests, maja: Signed, values: dict[str, str], problem: str
) -> None:
    page = maja.browser.open(f"{plan.path}/asked")
    page.fill("Spara", values, status=422)

    assert page.problems == [problem]
    assert not plan.world.county.execute(select(Asked.id)).all()


def test_a_need_of_a_god_man_is_a_task_until_it_is_reported(
    plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    note(plan, AskedAbout.GOD_MAN, "Kan inte sköta sin ekonomi.")
    page = maja.browser.open("/sip")
    assert "Anmäl behov av god man" in page.text
    assert "Anmäl behov av god man" not in nils.browser.open("/sip").text
    page.follow("Till överförmyndaren").open(
        str(page.soup.select("main a[href$='/reported']")[0]["href"])
    ).press("Det är anmält till överförmyndaren")

    assert "Anmält till överförmyndaren" in page.text
    assert "Anmäl behov av god man" not in maja.browser.open("/sip").text


def test_it_can_be_noted_before_there_is_consent(sip: SipWorld, maja: Signed) -> None:
    case = sip.plan(maja)
    note(case, AskedAbout.AFTERCARE, "Erbjuden, tackade ja.")

    assert "Erbjuden" in maja.browser.open(f"{case.path}/asked").text


def test_it_stays_with_those_who_asked_when_consent_ends(plan: PlanOfTests, maja: Signed) -> None:
    note(plan, AskedAbout.VIOLENCE, HIT)
    plan.withdraw(PLAN)

    assert HIT in maja.browser.open(f"{plan.path}/own").text


def test_nobody_notes_in_anothers_name_nor_after_the_plan_is_shut(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    def refused(who: Signed, party: object, name: str) -> None:
        row = {"county_id": plan.county_id, "plan_id": plan.id, "from_party": party}
        said = {"kind": "children", "asked_on": clock.today(), "asked_by": "X"}
        held = {"recorded_by": name, "recorded_at": clock.now()}
        with sip.county.app.app_context(), acting_as(who.token):
            entered = insert(Asked).values(id=new_id(), **row, **said, **held)
            with pytest.raises(ProgrammingError, match="row-level security"):
                db.session.connection().execute(entered)
            db.session.rollback()

    refused(nils, sip.county.municipality, nils.name)
    refused(maja, sip.county.municipality, "Någon Annan")
    plan.withdraw(PLAN)
    refused(nils, sip.county.region, nils.name)
