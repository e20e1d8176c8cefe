"""A case that one municipality asks another to take over: answer, IVO, papers, and who reads it."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from docx import Document
from sqlalchemy import Date, cast, func, select, update
from sqlalchemy.exc import ProgrammingError

from agreements.tables.transfer import CaseTransfer
from agreements.transferring import months_after
from agreements.transfers import reminding
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.outbox.models import OutboxMail
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.agreements.steps import Two
from tests.integration.county import CountyOfTests

TODAY = clock.today()
GROUNDS = "Anknytningen är starkast dit, och hjälpen behövs länge."
WHY_NOT = "Vi bedömer att vistelsen är tillfällig."
AHEAD = timedelta(days=7)


def ask(two: Two, status: int = 200, **said: str) -> Browser:
    """Ask the other to take over a case."""
    two.asker.open("/transfers/new")
    about = {"other": str(two.other_id), "reference": "SN 2026/7", "grounds": GROUNDS}
    return two.asker.press("Gör begäran", status, **(about | {"inquiry": "yes"} | said))


def path(county: CountyOfTests) -> str:
    """Where it is read."""
    return f"/transfers/{_row(county).id}"


def refuse(two: Two) -> Browser:
    """Say no."""
    two.other.open(f"{path(two.county)}/answer")
    return two.other.press("Spara svaret", answer="refuses", reason=WHY_NOT, reference="IFO 31")


def _row(county: CountyOfTests) -> Any:
    (row,) = county.execute(select(CaseTransfer.__table__)).all()
    return row


def _told(county: CountyOfTests, kind: str) -> set[UUID]:
    asked = select(OutboxMail.organisation_id).where(OutboxMail.kind == kind)
    return set(county.execute(asked).scalars())


def remind(county: CountyOfTests, day: date) -> int:
    """What the worker does on a day."""
    connection = county.connection
    assert connection is not None
    connection.exec_driver_sql("set local session authorization portal_worker")
    count = reminding.remind(connection, day, AHEAD)
    connection.exec_driver_sql("set local session authorization portal_app")
    return count


def backdate(county: CountyOfTests, days: int) -> None:
    """Let it have been asked so many days ago."""
    asked = TODAY - timedelta(days=days)
    values = {"requested_on": asked, "answer_by": months_after(asked, 1)}
    county.execute(update(CaseTransfer).values(**values))


def paper(page: Browser, name: str) -> str:
    """The words of a paper, as another program reads them."""
    page.open(name)
    docx = Document(BytesIO(page.response.data))
    return "\n".join(one.text for one in docx.paragraphs)


def test_a_request_is_refused_applied_for_and_ruled_on_with_its_papers(
    county: CountyOfTests, two: Two
) -> None:
    page = ask(two)
    page.send_again()
    row = _row(county)
    assert row.answer_by == months_after(TODAY, 1)
    assert "Åsele kommun slutför sin utredning" in page.text
    assert "29 kap. 9 §" in page.text
    assert "29 kap. 11 §" in page.text
    assert _told(county, "transfer.requested") == {two.other_id}
    asked = paper(two.other, f"{path(county)}/request.docx")
    for words in ("Lycksele kommun", "29 kap. 10 §", GROUNDS, "SN 2026/7", "29 kap. 9 §"):
        assert words in asked


def test_a_yes_after_a_no_is_said_by_who_has_read_the_no(county: CountyOfTests, two: Two) -> None:
    ask(two)
    late = Browser(county.app, token=two.other.token).open(f"{path(county)}/answer")
    refuse(two)
    late.press("Spara svaret", 422, answer="takes_over", reason="Vi börjar i maj.")

    assert late.problems[0].startswith("Ett nej har antecknats sedan du öppnade sidan.")
    assert late.value("reason") == "Vi börjar i maj."
    assert _row(county).answer == "refuses"
    late.press("Ta över ärendet")  # now it was read
    assert _row(county).answer == "takes_over"


def test_a_no_has_its_reason_and_opens_the_way_to_ivo(county: CountyOfTests, two: Two) -> None:
    ask(two)
    other = two.other.open("/todo").follow("Svara om överflyttning: SN 2026/7, Åsele kommun")
    other.follow("Svara på begäran").press("Spara svaret", 422, answer="refuses")
    assert other.problems == ["Skriv varför ni inte tar över ärendet."]
    refuse(two)
    assert _told(county, "transfer.answered") == {county.municipality}
    answered = paper(two.asker, f"{path(county)}/answer.docx")
    assert "tar inte över ärendet" in answered
    assert WHY_NOT in answered

    label = "Ansök hos IVO om överflyttning: SN 2026/7, Lycksele kommun"
    page = two.asker.open("/todo").follow(label)
    applied = paper(two.asker, f"{path(county)}/application.docx")
    for words in ("Inspektionen för vård och omsorg", "29 kap. 11 §", WHY_NOT, "IFO 31"):
        assert words in applied
    page.open(f"{path(county)}/application").press("Anteckna ansökan", ivo_reference="3.5-1/2026")
    assert _row(county).rule_by == months_after(TODAY, 3)
    assert _told(county, "transfer.applied") == {two.other_id}

    page.follow("Anteckna IVO:s beslut")
    page.press("Anteckna beslutet", ruling="moved", ruled_on=TODAY.isoformat())
    assert "29 kap. 12 §" in page.text
    assert "slutför sin utredning" not in page.text
    assert "överflyttning" not in page.open("/todo").text


def test_a_request_is_taken_back_told_and_waits_for_nobody(county: CountyOfTests, two: Two) -> None:
    page = ask(two).follow("Ta tillbaka begäran")
    page.press("Ta tillbaka begäran", 422)
    assert page.problems == ["Skriv varför ni tar tillbaka begäran."]
    page.press("Ta tillbaka begäran", reason="Personen bor kvar hos oss.")
    page.send_again()

    assert _told(county, "transfer.withdrawn") == {two.other_id}
    seen = two.other.open(path(county)).text
    for words in ("Begäran är tillbakatagen", "Personen bor kvar hos oss.", "Maja Öhlund"):
        assert words in seen
    assert "Svara på begäran" not in seen
    two.other.open(f"{path(county)}/answer").press("Spara svaret", 422, answer="takes_over")
    assert "överflyttning" not in two.other.open("/todo").text
    assert "tar tillbaka sin begäran" in paper(two.other, f"{path(county)}/withdrawal.docx")
    backdate(county, 50)
    assert remind(county, TODAY) == 0
    two.asker.open(f"{path(county)}/application").press("Anteckna ansökan", 422)


def test_a_no_becomes_a_yes_until_ivo_is_asked_and_both_stay(
    county: CountyOfTests, two: Two
) -> None:
    ask(two)
    refuse(two)
    two.other.follow("Ta över ärendet ändå").press("Ta över ärendet", reason="Hen har flyttat hit.")

    row = _row(county)
    assert (row.answer, row.refused_reason, row.refused_by) == (
        "takes_over",
        WHY_NOT,
        "Olle Mattsson",
    )
    assert row.other_reference == "IFO 31"
    assert _told(county, "transfer.changed") == {county.municipality}
    seen = two.asker.open(path(county)).text
    for words in ("Tar över", "Första svar", WHY_NOT, "Hen har flyttat hit.", "29 kap. 12 §"):
        assert words in seen
    two.asker.open(f"{path(county)}/withdrawal").press("Ta tillbaka begäran", 422, reason="Nej.")
    assert "kan inte längre tas tillbaka" in two.asker.text


def test_at_ivo_a_no_stays_and_nothing_is_taken_back(county: CountyOfTests, two: Two) -> None:
    ask(two)
    refuse(two)
    two.other.open(f"{path(county)}/answer")
    two.asker.open(f"{path(county)}/withdrawal")
    other = two.county.member(county.municipality, Role.COORDINATOR)
    other.open(f"{path(county)}/application").press("Anteckna ansökan")

    two.other.press("Ta över ärendet", 422)
    assert "väntar inte längre på svar" in two.other.text
    two.asker.press("Ta tillbaka begäran", 422, reason="Bor kvar.")
    row = _row(county)
    assert (row.answer, row.withdrawn_on) == ("refuses", None)


def test_who_takes_it_over_ends_it(county: CountyOfTests, two: Two) -> None:
    ask(two)
    two.other.open(f"{path(county)}/answer").press("Spara svaret", answer="takes_over")

    assert "Tar över" in two.other.text
    two.asker.open(f"{path(county)}/application.docx", 404)
    two.asker.open(f"{path(county)}/application").press("Anteckna ansökan", 422)
    assert two.asker.problems
    two.other.open(f"{path(county)}/answer").press(
        "Spara svaret", 422, answer="refuses", reason=WHY_NOT
    )
    assert _row(county).answer == "takes_over"


def test_a_month_without_an_answer_opens_the_way_to_ivo_and_is_told_once(
    county: CountyOfTests, two: Two
) -> None:
    ask(two)
    last = _row(county).answer_by
    assert remind(county, last - AHEAD - timedelta(days=1)) == 0
    assert remind(county, last) > 0
    assert _told(county, "transfer.near") == {two.other_id}
    two.asker.open(f"{path(county)}/application").press("Anteckna ansökan", 422)
    assert "när en månad har gått utan svar" in two.asker.text

    backdate(county, 50)
    assert remind(county, TODAY) > 0
    assert remind(county, TODAY) == 0
    assert _told(county, "transfer.no_answer") == {county.municipality}
    assert _told(county, "transfer.late") == {two.other_id}
    assert "Försenat" in two.other.open("/todo").text
    two.asker.open(f"{path(county)}/application").press("Anteckna ansökan")
    assert _row(county).applied_on == TODAY

    assert remind(county, _row(county).rule_by) == 0
    assert remind(county, _row(county).rule_by + timedelta(days=1)) > 0
    assert _told(county, "transfer.not_ruled") == {county.municipality}


def test_a_second_no_is_never_a_yes(county: CountyOfTests, two: Two) -> None:
    ask(two)
    tab = Browser(county.app, token=two.other.token).open(f"{path(county)}/answer")
    refuse(two)

    # the same from another window is one thing, and another no is no yes
    tab.press("Spara svaret", answer="refuses", reason=WHY_NOT, reference="IFO 31")
    assert _row(county).answer == "refuses"
    tab.send_again()
    stale = two.other.open(f"{path(county)}/answer")
    said = {"answer": "refuses", "reason": "Utreds redan."}
    stale.post(stale.url, {"csrf_token": stale.value("csrf_token"), **said}, status=422)
    assert (_row(county).answer, _row(county).refused_on) == ("refuses", None)
    assert not _told(county, "transfer.changed")


def test_of_another_county_the_answer_is_entered_from_paper(
    county: CountyOfTests, two: Two
) -> None:
    ask(two, 422, other="outside")
    assert two.asker.problems == ["Skriv vilken kommun det är.", "Välj dag."]
    ask(two, 422, other="outside", other_name="Umbukta kommun")
    assert two.asker.problems == ["Välj dag."]
    sent = TODAY - timedelta(days=10)
    page = ask(two, other="outside", other_name="Umbukta kommun", sent_on=sent.isoformat())
    assert (_row(county).requested_on, _row(county).answer_by) == (sent, months_after(sent, 1))
    assert not _told(county, "transfer.requested")

    page.follow("Anteckna svaret")
    said = {"answer": "refuses", "reason": WHY_NOT}
    early = (sent - timedelta(days=1)).isoformat()
    page.press("Spara svaret", 422, answered_on=early, **said)
    page.press("Spara svaret", answered_on=TODAY.isoformat(), **said)
    assert "Umbukta kommun" in paper(page, f"{path(county)}/application.docx")
    two.other.open(path(county), 404)


@pytest.mark.parametrize("field", ["reference", "grounds"])
def test_nobody_is_pointed_out_in_a_request(county: CountyOfTests, two: Two, field: str) -> None:
    ask(two, 422, **{field: "Det gäller 19811218-9876."})

    assert "19811218-9876" in two.asker.value(field)
    assert not county.execute(select(CaseTransfer.id)).all()


def test_who_has_no_part_in_it_neither_reads_nor_writes(county: CountyOfTests, two: Two) -> None:
    ask(two)
    third = county.organisation("Storuman kommun", OrganisationKind.MUNICIPALITY)
    stranger = county.member(third, Role.COORDINATOR)
    for page in ("", "/answer", "/application", "/ruling", "/withdrawal", "/request.docx"):
        stranger.open(f"{path(county)}{page}", 404)
    assert "SN 2026/7" not in stranger.open("/transfers").text
    county.member(county.region, Role.COORDINATOR).open("/transfers", 403)
    reader = county.member(two.other_id, Role.CASEWORKER)
    reader.open(path(county))
    reader.open(f"{path(county)}/answer", 403)
    two.asker.open(f"{path(county)}/answer", 403)
    two.other.open(f"{path(county)}/application", 403)
    two.other.open(f"{path(county)}/withdrawal", 403)


def test_the_database_holds_whose_it_is_whoever_writes_the_sql(
    county: CountyOfTests, two: Two
) -> None:
    ask(two)
    row = _row(county)
    with county.app.app_context(), acting_as(two.asker.token):
        answers = func.app.answer_transfer(row.id, "takes_over", "", "", cast(TODAY, Date))
        assert db.session.scalar(select(answers)) is False
        with pytest.raises(ProgrammingError):
            db.session.execute(update(CaseTransfer).values(grounds="Annat."))
        db.session.rollback()
    with county.app.app_context(), acting_as(two.other.token):
        days = cast(TODAY, Date), cast(TODAY, Date)
        assert db.session.scalar(select(func.app.apply_for_transfer(row.id, *days, ""))) is False
        assert db.session.scalar(select(func.app.rule_on_transfer(row.id, "moved", TODAY))) is False
        back = func.app.withdraw_transfer(row.id, "Nej.", cast(TODAY, Date))
        assert db.session.scalar(select(back)) is False
        told = func.app.tell_of_transfer(row.id, "transfer.answered")
        db.session.execute(select(told))
        db.session.rollback()


def test_a_request_begins_with_no_municipality_chosen(two: Two) -> None:
    two.asker.open("/transfers/new")
    assert two.asker.value("other") == ""
    assert "Välj kommun." in ask(two, 422, other="").problems
