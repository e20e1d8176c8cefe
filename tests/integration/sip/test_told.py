"""The person is told of every act that they did not do: on their page, by mail, or on paper."""

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import func, select

from portal import clock
from portal.outbox.models import OutboxMail
from sip.kernel.vocabulary import (
    ActKind,
    Approval,
    How,
    PersonKind,
    Phase,
    Placing,
    Settled,
    SuggestionAnswer,
    Told,
)
from sip.ledger.rules import PLAN
from sip.people.told import PAGES, WORDS
from sip.tables.consent import ConsentAct
from sip.tables.people import PersonNotice
from sip.tables.plan import FollowUp
from tests.integration.county import CountyOfTests
from tests.integration.sip.test_consent_pages import acts, ask, record
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

ROOT = Path(__file__).resolve().parents[3]

# what is told of an act in the log (app.told_kind has the same in the database)
TOLD = {
    "basis.decided": Told.DISCLOSED,
    "basis.ended": Told.DISCLOSURE_ENDED,
    "consent.error": Told.ANNULLED,
    "consent.grant": Told.ANSWER,
    "consent.refuse": Told.ANSWER,
    "consent.withdraw": Told.WITHDRAWAL,
    "consenter_change.confirmed": Told.REPRESENTATIVES,
    "consenters.set": Told.REPRESENTATIVES,
    "meeting.answered": Told.REPLY,
    "meeting.cancelled": Told.MEETING,
    "meeting.moved": Told.MEETING,
    "meeting.planned": Told.MEETING,
    "person.added": Told.REPRESENTATIVES,
    "person.changed": Told.DETAILS,
    "person.left": Told.REPRESENTATIVES,
    "person.protected": Told.PROTECTION,
    "plan.changed": Told.WRITTEN,
    "plan.closed": Told.CLOSED,
    "plan.handed_over": Told.HANDED_OVER,
    "plan.reopened": Told.REOPENED,
    "plan.not_started": Told.NOT_STARTED,
    "plan.paper_made": Told.PAPER,
    "plan.suggestion_made": Told.SUGGESTED,
    "plan.survey_answered": Told.SURVEY,
    "plan.version_approved": Told.VERSION_ANSWER,
    "plan.version_made": Told.VERSION,
    "plan.version_objected": Told.VERSION_ANSWER,
}
# and of what nothing is told besides, for which reason
IN_SIGHT = "stands in the plan, which the person reads"
OF_STAFF = "about staff's own work, which says nothing of the person"
NOT_TOLD = {
    "agenda.added": IN_SIGHT,
    "call.contribution_given": IN_SIGHT,
    "call.asked": OF_STAFF,
    "call.replied": OF_STAFF,
    "call.declined": OF_STAFF,
    "call.forwarded": OF_STAFF,
    "call.sent": "the person has said yes to those who are called, and sees them",
    "call.taken": "the person sees who takes part",
    "call.withdrawn": OF_STAFF,
    "consent.ask": "a mail and a page of its own; who has none is asked by staff or on paper",
    "consent.paper_kept": "the answer on it was told when it was noted",
    "consent.paper_removed": "the answer stands, and so does that it was on paper",
    "consenter_change.declined": "nothing has changed",
    "consenter_change.proposed": "holds when a second handler has confirmed it, and is told then",
    "copy.made": "stands in the list of who has looked",
    "meeting.held": IN_SIGHT,
    "message.settled": OF_STAFF,
    "message.written": "a mail, and the page of those two alone",
    "notice.handed_over": "it is what tells them",
    "notice.read": "the person did it",
    "person.kept_out": "who is kept out may read what the person reads",
    "person.kept_out_confirmed": "who is kept out may read what the person reads",
    "person.let_back": "the person was not told of the first either",
    "person.document_seen": "stands among the people, which the person reads",
    "plan.asked": "a notice could reach whoever it concerns; what may be seen stands on the plan",
    "plan.kept_longer": "may be of an inquiry that the person has not been told of",
    "plan.kept_longer_undone": "the person was not told of the first either",
    "plan.god_man_reported": IN_SIGHT,
    "plan.ready_noted": IN_SIGHT,
    "plan.ready_undone": IN_SIGHT,
    "plan.readmitted": IN_SIGHT,
    "plan.basics_changed": IN_SIGHT,
    "plan.follow_up_agreed": IN_SIGHT,
    "plan.followed_up": IN_SIGHT,
    "plan.participant_added": "the person sees who takes part",
    "plan.participant_ended": "the person sees who takes part",
    "plan.suggestion_accepted": "whose words they are did it; what is changed is told by itself",
    "plan.suggestion_declined": "whose words they are did it, and nothing has changed",
    "plan.started": "the person reads the need when they come, and gets the code by hand",
    "plan.unit_set": IN_SIGHT,
    "readings.reviewed": OF_STAFF,
    "request.settled": "there is no plan",
    "request.taken": "there is no plan",
}


def test_every_act_is_told_or_has_a_reason_not_to_be() -> None:
    assert set(_actions()) == set(TOLD) | set(NOT_TOLD)


def _actions() -> Iterator[str]:
    """Every act that sip notes in the log."""
    for file in (ROOT / "sip").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_record(node.func):
                yield from _named(node.args[1])


def _is_record(called: ast.expr) -> bool:
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name == "record"


def _named(action: ast.expr) -> Iterator[str]:
    if isinstance(action, ast.Constant):
        yield str(action.value)
    elif isinstance(action, ast.JoinedStr):
        first = action.values[0]
        assert isinstance(first, ast.Constant)
        kinds = {
            "consent.": ActKind,
            "plan.version_": Approval,
            "plan.suggestion_": SuggestionAnswer,
            "consenter_change.": Settled,
        }[str(first.value)]
        yield from (f"{first.value}{kind.value}" for kind in kinds)


@pytest.mark.parametrize("action", sorted(TOLD | NOT_TOLD))
def test_the_database_tells_the_same(county: CountyOfTests, action: str) -> None:
    said = county.execute(select(func.app.told_kind(action))).scalar_one()
    assert said == (TOLD[action].value if action in TOLD else None)


def test_everything_that_is_told_has_its_words() -> None:
    assert set(WORDS) == set(Told)
    assert set(PAGES) <= set(Told)


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    return sip.plan(maja, person=kim, person_name="Kim Andersson", phase=Phase.NEED)


def kinds(plan: PlanOfTests) -> list[Told]:
    rows = select(PersonNotice.kind).where(PersonNotice.plan_id == plan.id)
    return list(plan.world.county.execute(rows.order_by(PersonNotice.at)).scalars())


def mails(plan: PlanOfTests, person: Signed) -> int:
    rows = select(func.count()).where(
        OutboxMail.plan_id == plan.id,
        OutboxMail.kind == "person.told",
        OutboxMail.account_id == person.account_id,
    )
    found: int = plan.world.county.execute(rows).scalar_one()
    return found


def test_a_yes_a_withdrawal_and_a_correction_that_staff_record_are_told(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    ask(plan)
    record(plan)
    assert kinds(plan) == [Told.ANSWER]
    page = maja.browser.open(f"{plan.path}/consent/{plan.consenters[0]}/withdraw")
    page.press("Spara återtagandet", what="plan", how="oral")
    page.open(f"{plan.path}/consent").follow("Rätta : nr 3").press("Anteckna rättelsen")
    assert kinds(plan) == [Told.ANSWER, Told.WITHDRAWAL, Told.ANNULLED]
    assert mails(plan, kim) == 3

    page = kim.browser.open(plan.my_path)
    assert "3 nya saker har hänt i planen" in page.text
    page.follow("3 nya saker har hänt i planen")
    said = page.text
    assert said.index("räknas inte längre") < said.index("Ett ja är tillbakataget")
    assert "Maja Öhlund, Åsele kommun" in said
    assert said.count("Nytt") == 3
    page.press("Jag har läst")
    assert "Nytt" not in page.text
    assert "Ett ja är tillbakataget" in page.text
    assert "nya saker" not in page.open(plan.my_path).text


def test_what_the_person_does_is_not_told_to_them(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    ask(plan)
    kim.browser.open(f"{plan.my_path}/who-may-see").follow("Läs och svara")
    kim.browser.press("Ja till det som frågas")
    kim.browser.open(f"{plan.my_path}/withdraw").press("Ja, ta tillbaka")
    assert kinds(plan) == []
    assert mails(plan, kim) == 0


def test_a_changed_answer_is_one_thing_and_no_withdrawal(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    ask(plan)
    record(plan)
    page = maja.browser.open(f"{plan.path}/consent/{plan.consenters[0]}/record/choose")
    later = clock.today().replace(year=clock.today().year + 1, day=1).isoformat()
    page.press("Spara svaret", how="oral", valid_to=later)
    assert kinds(plan) == [Told.ANSWER]
    assert acts(plan)[-3:] == ["ask", "grant", "grant"]


def test_what_has_happened_since_the_page_was_opened_is_not_noted_as_read(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    ask(plan)
    record(plan)
    page = kim.browser.open(f"{plan.my_path}/happened")
    read = set(sip.county.execute(select(PersonNotice.id)).scalars())
    later = {"at": clock.now() + timedelta(minutes=5)}
    plan.add(PersonNotice, person_id=plan.subject, kind=Told.CLOSED, by_name="Maja Öhlund", **later)
    page.press("Jag har läst")

    noted = select(PersonNotice.id).where(PersonNotice.read_at.is_not(None))
    assert set(sip.county.execute(noted).scalars()) == read
    assert "Jag har läst" in page.buttons


def test_what_is_for_one_guardian_is_not_told_to_the_other(sip: SipWorld, maja: Signed) -> None:
    mother, father = sip.individual("Eva Berg"), sip.individual("Olle Berg")
    plan = sip.plan(maja, person_name="Liv Berg", phase=Phase.NEED, needs_subject=False)
    people = {one.name: plan.person(PersonKind.GUARDIAN, one.name, one) for one in (mother, father)}
    for person in people.values():
        plan.require(person)
    ask(plan)
    record(plan)  # the mother's
    rows = select(PersonNotice.person_id).where(PersonNotice.plan_id == plan.id)
    assert set(sip.county.execute(rows).scalars()) == {plan.subject, people["Eva Berg"]}
    assert mails(plan, father) == 0
    assert "Ett svar om vem" not in father.browser.open(f"{plan.my_path}/happened").text


def test_the_end_is_told(sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed) -> None:
    page = maja.browser.open(f"{plan.path}/not-started")
    page.press(
        "Spara skälet",
        reason="other",
        explanation="Det löste sig.",
        category="social_situation",
    )
    assert kinds(plan)[-1] is Told.NOT_STARTED
    assert "Det blir ingen plan." in kim.browser.open(f"{plan.my_path}/happened").text


def test_who_never_signs_in_is_told_on_paper_and_it_is_noted(sip: SipWorld, maja: Signed) -> None:
    plan = sip.plan(maja, person_name="Sven Papper", phase=Phase.NEED)
    ask(plan)
    record(plan)
    page = maja.browser.open("/sip").follow("Besked att lämna på papper")
    assert page.heading == "Ett besked att lämna på papper"
    page.follow("Skriv ut och lämna till Sven Papper")
    assert "Till Sven Papper från Åsele kommun." in page.text
    assert "Ett svar om vem som får se planen är antecknat." in page.text
    page.press("Beskedet är lämnat")
    assert page.heading == "Inget att lämna på papper"
    assert "Besked att lämna på papper" not in page.open("/sip").text
    row = select(PersonNotice.handed_over_by).where(PersonNotice.plan_id == plan.id)
    assert sip.county.execute(row).scalar_one() == "Maja Öhlund"


def test_meetings_and_who_takes_over_are_told_on_paper_to_who_has_no_mail(
    sip: SipWorld, maja: Signed, sara: Signed
) -> None:
    plan = sip.plan(maja, person_name="Sven Papper")
    plan.grant(PLAN)
    meeting = plan.meeting()
    page = maja.browser.open(f"{plan.path}/meetings/{meeting}/cancel").press("Ställ in mötet")
    assert kinds(plan) == [Told.MEETING]
    successor = plan.participant(sara)
    plan.add(FollowUp, due_on=clock.today() + timedelta(days=9), holder_id=plan.handler_id)
    page.open(f"{plan.path}/participants/{plan.handler_id}/end")
    page.press("Ta bort ur planen", successor=str(successor))
    assert kinds(plan) == [Told.MEETING, Told.HANDED_OVER]

    page = sara.browser.open("/sip").follow("Besked att lämna på papper")
    page.follow("Skriv ut och lämna till Sven Papper")
    assert "Ett möte är bokat, flyttat eller inställt." in page.text
    assert "Någon har tagit över efter en kollega i din plan." in page.text


def test_the_paper_says_itself_what_a_page_would_say(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    plan = sip.plan(maja, person_name="Sven Papper")
    plan.opened_to(nils)
    page = maja.browser.open(f"{plan.path}/meetings/{plan.meeting()}/cancel")
    page.press("Ställ in mötet")
    form = nils.browser.open(f"{plan.path}/basis/new/health_care/osl_10_2")
    said = {"reason": "Behövs.", "valid_to": str(clock.today() + timedelta(days=2))}
    said |= {"follow_up_on": str(clock.today()), "to": str(sip.county.municipality)}
    url, data = form.filled("Besluta", said)
    form.post(url, {**data, "categories": ["health"]})

    def paper() -> str:
        return page.open(f"{plan.path}/papers").follow("Skriv ut och lämna till Sven Papper").text

    assert "Vem får se" not in paper()
    assert "Be den som står här berätta varför." in paper()
    assert "står i planen" not in paper()
    assert "Inget möte är bokat." in paper()
    meeting = plan.meeting(datetime(clock.today().year + 1, 3, 2, 13, tzinfo=UTC))
    plan.placing(Placing.MEETING_PLACE, meeting, "Storgatan 1")
    assert "2 mars" in paper()
    assert "Storgatan 1" in paper()


def test_who_signs_in_is_told_of_a_meeting_once(sip: SipWorld, plan: PlanOfTests) -> None:
    plan.grant(PLAN)
    meeting = plan.meeting()
    plan.handler.browser.open(f"{plan.path}/meetings/{meeting}/cancel").press("Ställ in mötet")
    assert kinds(plan) == []


def test_the_whole_plan_is_handed_over_on_paper_noted_and_told(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    plan = sip.plan(maja, person_name="Sven Papper")
    plan.opened_to(nils)
    secret = plan.goal("Nils mål", sip.county.region, "health")
    assert secret
    plan.goal("Sova bättre", sip.county.municipality)
    page = maja.browser.open(f"{plan.path}/copies")
    page.press("Hämta planen att skriva ut till personen")
    said = "".join(
        one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page.response.data)).pages
    )
    assert "Sven Papper" in said
    assert "Sova bättre" in said
    assert "Nils mål" not in said  # the region hands that over itself
    assert kinds(plan) == [Told.PAPER]
    page.open(f"{plan.path}/papers").follow("Skriv ut och lämna till Sven Papper")
    assert "Planen är utskriven på papper till dig." in page.text


def test_who_signs_in_has_nothing_on_paper(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    ask(plan)
    record(plan)
    assert "Besked att lämna på papper" not in maja.browser.open("/sip").text
    plan.participant(nils)
    nils.browser.open(f"{plan.path}/papers", status=403)


def test_nobody_else_takes_the_number_of_who_has_answered(
    plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    """What Kim said would stand for whoever has the other number."""
    plan.add(
        ConsentAct,
        kind=ActKind.GRANT,
        consenter_id=plan.consenters[0],
        items=[PLAN.key],
        recorded_by=kim.account_id,
        recorded_by_name=kim.name,
        recorded_for=None,
        how=How.ELECTRONIC,
    )
    page = maja.browser.open(f"{plan.path}/people/{plan.subject}/edit")
    page.press("Spara", personnummer="19900214-2397", status=422)

    assert "svarat på frågan om samtycke" in page.text
    assert page.value("personnummer") == "19900214-2397"
    kim.browser.open(plan.my_path)


def test_who_is_linked_to_their_plan_no_longer_is_told_so(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    """Another number is noted than the one they showed: their sign-in opens nothing of it now."""
    page = maja.browser.open(f"{plan.path}/people/{plan.subject}/edit")
    page.press("Spara", personnummer="19900214-2397")
    kim.browser.open(plan.my_path, status=404)

    said = kim.browser.open("/my-plan").text
    assert "Din inloggning öppnar inte längre en plan" in said
    mail = select(OutboxMail.plan_id).where(OutboxMail.kind == "person.unlinked")
    told = sip.county.execute(mail.where(OutboxMail.account_id == kim.account_id)).scalars().all()
    assert told == [None]
    assert kinds(plan) == [Told.DETAILS]  # which waits on paper
