"""Mail about a plan says from whom and of what day, and nothing that the plan says."""

from dataclasses import fields
from datetime import datetime

import pytest
from icalendar import Calendar
from sqlalchemy import func, select

from portal import clock
from portal.outbox.calendar import CANCEL, REQUEST
from portal.outbox.calendar_file import calendar_file
from portal.outbox.facts import Facts
from portal.outbox.models import OutboxMail
from portal.outbox.texts import TEXTS
from portal.zone import STOCKHOLM
from sip.ledger.rules import PLAN, invite
from sip.tables.calling import Call
from tests.integration.sip.test_consent_pages import ask
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

WHOM = "Ring växeln."
LINK = "https://samsyn.example/my-plan"
OF_PLANS = (
    *("call.", "meeting.", "action.", "follow_up.", "consent.", "consenter.", "plan."),
    "person.",
)


def read(plan: PlanOfTests, kind: str) -> str:
    """The mail of that kind as it would be sent now."""
    rows = select(OutboxMail.id).where(OutboxMail.plan_id == plan.id, OutboxMail.kind == kind)
    mail_id = plan.world.county.execute(rows.limit(1)).scalar_one()
    names = [one.name for one in fields(Facts)]
    found = select(func.app.mail_facts(mail_id).table_valued(*names))
    words = Facts(**plan.world.county.execute(found).mappings().one()).words()
    return f"{TEXTS[kind].heading(words)}\n{TEXTS[kind].body(words, LINK, WHOM)}"


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    plan = sip.plan(maja, person=kim, person_name="Kim Andersson")
    plan.grant(PLAN, invite(sip.county.region))
    return plan


def test_a_question_says_from_whom(sip: SipWorld, maja: Signed, kim: Signed) -> None:
    plan = sip.plan(maja, person=kim, person_name="Kim Andersson")
    ask(plan)
    mail = read(plan, "consent.asked")
    assert mail.startswith("Åsele kommun: en fråga väntar på ditt svar\n")
    assert "Skriv själv adressen samsyn.example" in mail.replace("\n", " ")
    for said in ("Kim", "Maja", "Region", "2026-0"):
        assert said not in mail


def test_a_summons_says_from_whom_and_till_when(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    page = maja.browser.open(f"{plan.path}/calls/new/{sip.county.region}")
    page.press("Skicka kallelsen", asked="Kom och hjälp Kim")
    mail = read(plan, "call.waiting")
    assert "Åsele kommun: en kallelse" in mail
    assert "från Åsele kommun väntar på svar från din enhet. Svara senast " in mail
    found = select(Call.answer_by).where(Call.plan_id == plan.id)
    last = sip.county.execute(found).scalar_one().astimezone(STOCKHOLM)
    assert f" {last.day} " in mail
    assert nils.name not in mail
    assert "Kim" not in mail


def test_a_meetings_mail_has_its_weekday_day_and_hour(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    starts = datetime(2027, 3, 4, 13, 30, tzinfo=STOCKHOLM)
    event = {"method": REQUEST, "uid": "1", "revision": 0}
    event |= {"start": starts.isoformat(), "end": starts.isoformat()}
    sip.enter(
        OutboxMail,
        county_id=plan.county_id,
        account_id=kim.account_id,
        plan_id=plan.id,
        calendar=event,
        kind="meeting.planned",
        path=f"/meetings/{plan.id}",
        dedupe=str(plan.id),
        not_before=clock.now(),
    )
    mail = read(plan, "meeting.planned")
    assert "Det finns en tid för ett möte: torsdag 4 mars 2027 kl. 13.30." in mail
    assert "Thursday 4 March 2027 at 13:30" in mail


def test_of_somebody_protected_a_mail_names_no_organisation(
    sip: SipWorld, maja: Signed, kim: Signed
) -> None:
    plan = sip.plan(maja, person=kim, is_protected=True)
    ask(plan)
    assert read(plan, "consent.asked").startswith("Samsyn: en fråga väntar på ditt svar\n")
    assert "Åsele" not in read(plan, "consent.asked")


@pytest.mark.parametrize("kind", [one for one in TEXTS if one.startswith(OF_PLANS)])
def test_every_mail_about_a_plan_names_the_organisation_first(kind: str) -> None:
    words = Facts(organisation="Åsele kommun").words()
    assert TEXTS[kind].heading(words).startswith("Åsele kommun: ")
    assert "SIP" not in TEXTS[kind].body(words, LINK, WHOM)
    assert TEXTS[kind].heading(Facts().words()).startswith("Samsyn: ")


@pytest.mark.parametrize(("method", "alarms"), [(REQUEST, 1), (CANCEL, 0)])
def test_a_calendar_reminds_of_what_is_to_be(method: str, alarms: int) -> None:
    now = clock.now()
    entry = {"method": method, "uid": "1", "revision": 0, "start": now.isoformat()}
    entry["end"] = now.isoformat()
    file = calendar_file(entry, sender="Samsyn <a@b.example>", link=LINK, now=now)
    assert len(Calendar.from_ical(file).walk("VALARM")) == alarms
