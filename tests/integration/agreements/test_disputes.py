"""Two parties that are not of one mind: the ladder, its clocks, statements, and how it ends."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, insert, literal, select, text, update
from sqlalchemy.exc import ProgrammingError

from agreements import case_terms, reminding
from agreements.cases import LevelOutcome, Step
from agreements.tables.deviation import Deviation
from agreements.tables.dispute import (
    Dispute,
    DisputeLevel,
    DisputeReference,
    DisputeSettlement,
    DisputeStatement,
)
from agreements.tables.party import AgreementParty
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from portal.working_days import working_days_after
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.agreements.test_deviations import SECTION, report
from tests.integration.county import CountyOfTests, Parties
from tests.integration.forms.acting import act_for

TODAY = clock.today()
QUESTION = "Vi är oense om vem som kallar till det första mötet."
NAMED = f"{SECTION}: Lokal överenskommelse, Malå kommun"


def begin(
    parties: Parties, page: Browser, status: int = 200, *, more: Sequence[UUID] = (), **values: str
) -> Browser:
    """Open one with the region, and with `more`."""
    others = [str(one) for one in (parties.county.region, *more)]
    said: dict[str, str | list[str]] = {
        "place": "section:sip",
        "question": QUESTION,
        "others": others,
    }
    page.open(f"{parties.path}/disputes/new")
    return page.press("Väck tvisten", status, **(said | values))


def _dispute(county: CountyOfTests) -> Any:
    (row,) = county.execute(select(Dispute.__table__)).all()
    return row


def _path(county: CountyOfTests) -> str:
    row = _dispute(county)
    return f"/agreements/{row.agreement_id}/disputes/{row.id}"


def _levels(county: CountyOfTests) -> list[Any]:
    asked = select(DisputeLevel.__table__).order_by(DisputeLevel.number)
    return list(county.execute(asked).all())


def _told(county: CountyOfTests, kind: str) -> set[UUID]:
    asked = select(OutboxMail.organisation_id).where(OutboxMail.kind == kind)
    return set(county.execute(asked).scalars())


def escalate(county: CountyOfTests, day: date) -> int:
    """What the worker does on a day."""
    connection = county.connection
    assert connection is not None
    connection.exec_driver_sql("set local session authorization portal_worker")
    count = reminding.escalate(connection, day)
    connection.exec_driver_sql("set local session authorization portal_app")
    return count


def test_a_dispute_begins_from_a_deviation_and_climbs_with_what_each_side_says(
    county: CountyOfTests, signed: Parties
) -> None:
    report(signed, signed.municipality)
    page = signed.municipality.follow("Är ni oense om vem som ska göra det? Väck en tvist")
    page.press("Väck tvisten", question=QUESTION, reference="SN 2026/123")
    page.send_again()
    assert case_terms.MEANWHILE in page.text
    assert "Er beteckning SN 2026/123" in page.text
    assert _told(county, "dispute.opened") == {county.region}
    row, path = _dispute(county), _path(county)
    assert (row.level, row.due_on) == (1, working_days_after(TODAY, 1))
    assert county.execute(select(Deviation.id)).scalar_one() == row.deviation_id

    region = signed.region.open("/todo").follow(f"Skriv er ståndpunkt i en tvist: {NAMED}")
    assert "SN 2026/123" not in region.text
    region.follow("Skriv er ståndpunkt").press("Spara ståndpunkten", statement="Kommunen kallar.")
    assert "Kommunen kallar." in region.text
    assert "Skriv er ståndpunkt i en tvist" not in region.open("/todo").text

    region.open(path).follow("Lyft till nästa steg").press("Lyft frågan")
    assert _dispute(county).due_on == working_days_after(TODAY, 5)
    assert [one.outcome for one in _levels(county)[:2]] == [LevelOutcome.LIFTED, None]


def propose(
    page: Browser, path: str, county: CountyOfTests, status: int = 200, pays: str = "Hälften var"
) -> Browser:
    """Propose that the region answers."""
    page.open(f"{path}/settle")
    said = {"pays": pays, "outcome": "Mottagningen kallar och betalar."}
    about = {"answers": str(county.region), "from_day": TODAY.isoformat()}
    return page.press("Skicka förslaget", status, **said, **about)


def test_a_yes_is_to_the_proposal_that_stood_on_the_page(
    county: CountyOfTests, signed: Parties
) -> None:
    page = begin(signed, signed.municipality)
    path = _path(county)
    propose(page, path, county, pays="Kommunen allt")
    region = signed.region.open(f"{path}/answer")
    colleague = Browser(county.app, token=region.token)
    colleague.open(f"{path}/answer").press("Svara", answer="no", reason="Hälften räcker.")
    propose(page, path, county, pays="Regionen allt")

    region.press("Svara", 422, answer="yes")
    assert region.problems == [
        "Ett annat förslag väntar nu än när du öppnade sidan. Läs det och svara på det."
    ]
    assert "Regionen allt" in region.text
    assert _dispute(county).settled_at is None
    region.press("Svara", answer="yes")
    assert _dispute(county).settled_at is not None


def test_nobody_says_yes_to_what_they_have_proposed_to_end_a_dispute(
    county: CountyOfTests, signed: Parties
) -> None:
    both = county.somebody("Dubbelt Uppdrag")
    for organisation in (signed.municipality_id, county.region):
        county.grant(both, organisation, Role.COORDINATOR)
    browser = county.sign_in(both)
    act_for(county, browser, signed.municipality_id)
    begin(signed, browser)
    path = _path(county)
    propose(browser, path, county)
    act_for(county, browser, county.region)
    page = browser.open(f"{path}/answer").press("Svara", 422, answer="yes")
    assert "Du har själv lagt förslaget, eller sagt ja, för en annan part" in page.text
    with county.app.app_context(), acting_as(browser.token):
        said = text("select app.answer_settlement(id, true, '') from app.dispute_settlement")
        assert db.session.scalars(said).all() == [False]
        db.session.rollback()
    signed.region.open(f"{path}/answer").press("Svara", answer="yes")


def test_it_ends_when_both_agree_on_who_answers_and_who_pays(
    county: CountyOfTests, signed: Parties
) -> None:
    page = begin(signed, signed.municipality)
    path = _path(county)
    propose(page, path, county)
    propose(signed.region, path, county, 422)
    region = signed.region.open("/todo")
    region.follow(f"Svara på en lösning av en tvist: {NAMED}").follow("Svara på förslaget")
    region.press("Svara", 422, answer="no")
    region.press("Svara", answer="no", reason="Inte hälften.")
    assert _told(county, "dispute.refused") == {signed.municipality_id}
    assert "Inte hälften." in page.open(path).text

    propose(page, path, county, pays="Regionen")
    region.open(f"{path}/answer").press("Svara", answer="yes")
    assert _dispute(county).settled_at is not None
    assert _dispute(county).due_on is None
    for browser in (region, page):
        text = browser.open(path).text
        assert "Svarar för insatsen Region Västerbotten" in text
        assert "Betalar Regionen" in text
        assert "tvist:" not in browser.open("/todo").text
    region.open(f"{path}/state").press("Spara ståndpunkten", 422, statement="En sak till.")
    assert region.problems == ["Tvisten är redan löst. Öppna sidan på nytt."]


def test_the_worker_lifts_what_is_out_of_time_once_each_and_stops_at_the_top(
    county: CountyOfTests, signed: Parties
) -> None:
    begin(signed, signed.municipality)
    signed.municipality.open(f"{_path(county)}/lift").press("Lyft frågan")
    county.execute(delete(OutboxMail))
    due = _dispute(county).due_on
    assert escalate(county, due) == 0
    late = due + timedelta(days=1)
    assert escalate(county, late) == 1
    assert escalate(county, late) == 0
    assert _told(county, "dispute.lifted") == {county.region, signed.municipality_id}
    row = _dispute(county)
    assert (row.level, row.due_on) == (3, working_days_after(late, 10))
    second, third = _levels(county)[1:3]
    assert (second.outcome, second.ended_on) == (LevelOutcome.OUT_OF_TIME, late)
    assert (third.started_on, third.due_on) == (late, row.due_on)
    escalate(county, row.due_on + timedelta(days=1))
    escalate(county, _dispute(county).due_on + timedelta(days=1))
    row = _dispute(county)
    # the last has no clock
    assert (row.level, row.due_on) == (5, None)
    assert escalate(county, TODAY + timedelta(days=999)) == 0


def test_a_top_level_that_is_out_of_time_stays_and_is_told_once(
    county: CountyOfTests, signed: Parties, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = (Step("Chefsgruppen", None, 3),)
    monkeypatch.setattr(case_terms, "ladder_of", lambda *_asked: only)
    begin(signed, signed.municipality)
    assert _dispute(county).due_on == TODAY + timedelta(days=3)
    assert escalate(county, TODAY + timedelta(days=4)) == 1
    assert escalate(county, TODAY + timedelta(days=5)) == 0
    assert _told(county, "dispute.out_of_time") == {county.region, signed.municipality_id}
    assert _dispute(county).settled_at is None
    assert "Lyft till nästa steg" not in signed.municipality.open(_path(county)).text


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ((), "Överenskommelsen säger inte i vilken ordning en tvist lyfts."),
        (
            (Step("Cheferna", 0),),
            "Ett steg i överenskommelsens ordning för tvister har noll dagar.",
        ),
    ],
)
def test_a_ladder_without_levels_or_with_a_clock_of_nothing_is_refused_in_words(
    county: CountyOfTests,
    signed: Parties,
    monkeypatch: pytest.MonkeyPatch,
    steps: tuple[Step, ...],
    told: str,
) -> None:
    monkeypatch.setattr(case_terms, "ladder_of", lambda *_asked: steps)
    begin(signed, signed.municipality, 422)
    (problem,) = signed.municipality.problems
    assert problem.startswith(told)
    assert signed.municipality.value("question") == QUESTION
    assert county.execute(select(Dispute.id)).all() == []


def test_every_text_refuses_a_person_and_nothing_is_lost(
    county: CountyOfTests, signed: Parties
) -> None:
    said = "Ring 070-123 45 67."
    page = begin(signed, signed.municipality, 422, question=said, reference="19900102-1238")
    assert ["070-123 45 67" in page.problems[0], "19900102-1238" in page.problems[1]] == [True] * 2
    assert page.value("question") == said
    page.press("Väck tvisten", question=QUESTION, reference="")
    path = _path(county)
    page.open(f"{path}/state").press("Spara ståndpunkten", 422, statement="På Storgatan 5.")
    page.open(f"{path}/settle").press(
        "Skicka förslaget",
        422,
        answers=str(county.region),
        pays="Faktura till 900102-1238",
        from_day=TODAY.isoformat(),
        outcome="Se a@example.se",
    )
    assert len(page.problems) == 2
    assert county.execute(select(DisputeStatement.id)).all() == []
    assert county.execute(select(DisputeSettlement.id)).all() == []


def test_the_reference_is_each_side_s_own_and_nobody_else_reads_the_dispute(
    county: CountyOfTests, signed: Parties
) -> None:
    begin(signed, signed.municipality, reference="SN 2026/123")
    path = _path(county)
    signed.region.open(f"{path}/reference").press("Spara", reference="RS 2026:9")
    assert "RS 2026:9" in signed.region.text
    assert "RS 2026:9" not in signed.municipality.open(path).text
    with signed.region.app.app_context(), acting_as(signed.region.token):
        assert db.session.scalars(select(DisputeReference.reference)).all() == ["RS 2026:9"]
        db.session.rollback()
    signed.region.open(f"{path}/reference").press("Spara", reference="")
    assert "RS 2026:9" not in signed.region.open(path).text

    signed.police.open(path, status=404)
    assert SECTION not in signed.police.open("/disputes").text
    caseworker = county.member(signed.municipality_id, Role.CASEWORKER, name="Sara")
    assert QUESTION in caseworker.open(path).text
    caseworker.open(f"{path}/state", status=403)


def test_the_database_lets_neither_a_stranger_nor_the_proposer_end_it(
    county: CountyOfTests, signed: Parties
) -> None:
    begin(signed, signed.municipality)
    id_ = _dispute(county).id
    propose(signed.municipality, _path(county), county)
    settlement = county.execute(select(DisputeSettlement.id)).scalar_one()
    for browser in (signed.municipality, signed.police):
        assert not _ask(browser, func.app.answer_settlement(settlement, literal(value=True), ""))
    assert not _ask(signed.police, func.app.lift_dispute(id_, 1, None))
    assert not _ask(signed.region, func.app.lift_dispute(id_, 3, None))
    with pytest.raises(ProgrammingError, match="permission denied"):
        _do(signed.region, update(Dispute).values(settled_at=clock.now()))
    with pytest.raises(ProgrammingError, match="permission denied"):
        _ask(signed.region, func.app.escalate_disputes(TODAY, [TODAY]))


def _ask(browser: Browser, call: Any) -> object:
    with browser.app.app_context(), acting_as(browser.token):
        try:
            return db.session.scalar(select(call))
        finally:
            db.session.rollback()


def _do(browser: Browser, statement: Any) -> None:
    with browser.app.app_context(), acting_as(browser.token):
        try:
            db.session.connection().execute(statement)
        finally:
            db.session.rollback()


def test_all_that_are_due_are_lifted_once_in_one_statement(
    county: CountyOfTests, signed: Parties
) -> None:
    begin(signed, signed.municipality)
    of = {name: value for name, value in _dispute(county)._mapping.items() if name != "id"}
    of |= {"due_on": TODAY - timedelta(days=1), "level": 2}
    ids = [new_id() for _each in range(300)]
    county.execute(insert(Dispute).values([{**of, "id": one} for one in ids]))
    levels = [
        {"county_id": county.id, "dispute_id": one, "number": number, "forum": "Cheferna",
         "opener_function": "", "other_function": "", "working_days": 5, "id": new_id(),
         "started_on": TODAY if number == 2 else None}
        for one in ids for number in (2, 3)
    ]  # fmt: skip
    county.execute(insert(DisputeLevel).values(levels))
    assert escalate(county, TODAY) == 300
    assert escalate(county, TODAY) == 0
    lifted = select(func.count()).where(
        Dispute.level == 3, Dispute.due_on == working_days_after(TODAY, 5)
    )
    assert county.execute(lifted).scalar_one() == 300


def test_the_list_tells_where_each_stands(county: CountyOfTests, signed: Parties) -> None:
    assert signed.municipality.open("/disputes").heading == "Ingen tvist än"
    begin(signed, signed.municipality)
    page = signed.region.open("/deviations").follow("Tvister om ansvaret")
    assert page.heading == "En tvist"
    assert "1. Handläggarna" in page.text
    assert page.open("/disputes?state=settled").heading == "Ingen tvist hittades"
    assert page.open(f"/disputes?party={signed.municipality_id}").heading == "En tvist"
    page.open("/disputes?state=odd", status=404)


def test_a_side_that_is_silent_is_reminded_before_its_level_is_out(
    county: CountyOfTests, signed: Parties
) -> None:
    begin(signed, signed.municipality)
    signed.municipality.open(f"{_path(county)}/lift").press("Lyft frågan")
    signed.municipality.open(f"{_path(county)}/state").press(
        "Spara ståndpunkten", statement="Regionen kallar."
    )
    county.execute(delete(OutboxMail))
    county.execute(update(Dispute).values(opened_at=clock.now() - timedelta(days=30)))
    connection, due = county.connection, _dispute(county).due_on
    assert connection is not None
    connection.exec_driver_sql("set local session authorization portal_worker")
    reminding.remind(connection, due, timedelta(days=7))
    connection.exec_driver_sql("set local session authorization portal_app")
    assert _told(county, "agreement.due") == {county.region}


def test_a_settlement_with_places_left_to_fill_in_is_refused(
    county: CountyOfTests, signed: Parties
) -> None:
    page = begin(signed, signed.municipality)
    propose(page, _path(county), county, 422, pays="[vem]")
    assert any("Det står kvar en plats att fylla i: [vem]." in one for one in page.problems)


def test_each_of_three_sides_says_its_view_and_is_told(
    county: CountyOfTests, signed: Parties
) -> None:
    begin(signed, signed.municipality, more=[county.police])
    path = _path(county)
    assert _dispute(county).third_id == county.police
    assert _told(county, "dispute.opened") == {county.region, county.police}
    for browser in (signed.region, signed.police):
        browser.open("/todo").follow(f"Skriv er ståndpunkt i en tvist: {NAMED}")
    text = signed.police.open(path).text
    assert "Har inte skrivit än: Malå kommun, Region Västerbotten, Polisen Västerbotten." in text
    signed.police.open(f"{path}/state").press("Spara ståndpunkten", statement="Det är inte vi.")
    assert _told(county, "dispute.stated") == {signed.municipality_id, county.region}
    assert "Har inte skrivit än: Malå kommun, Region Västerbotten." in signed.police.text


def test_a_yes_of_one_waits_for_the_third_and_a_no_refuses(
    county: CountyOfTests, signed: Parties
) -> None:
    page = begin(signed, signed.municipality, more=[county.police])
    path = _path(county)
    propose(page, path, county)
    signed.region.open(f"{path}/answer").press("Svara", answer="yes")
    # sent once more it is the same yes
    signed.region.send_again()
    assert _dispute(county).settled_at is None
    assert _told(county, "dispute.agreed") == {signed.municipality_id, county.police}
    assert "Väntar på svar från Polisen Västerbotten" in page.open(path).text
    asked = f"Svara på en lösning av en tvist: {NAMED}"
    assert asked not in signed.region.open("/todo").text
    signed.region.open(f"{path}/answer").press("Svara", 422, answer="no", reason="Nej.")
    assert signed.region.problems

    police = signed.police.open("/todo").follow(asked)
    police.follow("Svara på förslaget").press("Svara", answer="no", reason="Vi kör ingen.")
    assert _told(county, "dispute.refused") == {signed.municipality_id, county.region}
    assert "Vi kör ingen." in page.open(path).text
    assert _dispute(county).settled_at is None


def test_after_a_no_any_of_three_proposes_anew_and_all_settle_it(
    county: CountyOfTests, signed: Parties
) -> None:
    page = begin(signed, signed.municipality, more=[county.police])
    path = _path(county)
    propose(page, path, county)
    signed.region.open(f"{path}/answer").press("Svara", answer="yes")
    signed.police.open(f"{path}/answer").press("Svara", answer="no", reason="Nej.")
    propose(signed.police, path, county, pays="En tredjedel var")
    signed.region.open(f"{path}/answer").press("Svara", answer="yes")
    signed.municipality.open(f"{path}/answer").press("Svara", answer="yes")
    assert _dispute(county).settled_at is not None
    assert _told(county, "dispute.settled") == {county.region, county.police}
    shown = signed.region.open(path).text
    assert "Ja Nils Region, Region Västerbotten" in shown
    assert "Svar Maja Öhlund, Malå kommun" in shown


def test_nobody_says_yes_for_two_of_three_sides(county: CountyOfTests, signed: Parties) -> None:
    begin(signed, signed.municipality, more=[county.police])
    path = _path(county)
    propose(signed.municipality, path, county)
    both = county.somebody("Dubbelt Uppdrag")
    for organisation in (county.region, county.police):
        county.grant(both, organisation, Role.COORDINATOR)
    browser = county.sign_in(both)
    act_for(county, browser, county.region)
    browser.open(f"{path}/answer").press("Svara", answer="yes")
    act_for(county, browser, county.police)
    page = browser.open(f"{path}/answer").press("Svara", 422, answer="yes")
    assert "sagt ja, för en annan part" in page.text
    assert _dispute(county).settled_at is None


def test_a_third_side_comes_with_a_deviation_and_is_told_and_listed(
    county: CountyOfTests, signed: Parties
) -> None:
    report(signed, signed.municipality)
    page = signed.municipality.follow("Är ni oense om vem som ska göra det? Väck en tvist")
    page.press("Väck tvisten", question=QUESTION, third=[str(county.police)])
    row = _dispute(county)
    assert (row.other_id, row.third_id) == (county.region, county.police)
    escalate(county, row.due_on + timedelta(days=1))
    told = {signed.municipality_id, county.region, county.police}
    assert _told(county, "dispute.lifted") == told
    listed = signed.police.open(f"/disputes?party={county.police}").text
    assert "Malå kommun, Region Västerbotten, Polisen Västerbotten" in listed


def _settle(county: CountyOfTests) -> None:
    """As if its sides had agreed on how it ends."""
    county.execute(update(Dispute).values(settled_at=clock.now(), due_on=None))


def _fourth_party(county: CountyOfTests, signed: Parties) -> UUID:
    """Another municipality that takes part in the agreement."""
    fourth = county.organisation("Umeå kommun", OrganisationKind.MUNICIPALITY)
    county.execute(
        insert(AgreementParty).values(
            id=new_id(),
            county_id=county.id,
            agreement_id=UUID(signed.id),
            organisation_id=fourth,
            position=9,
            joined_at=clock.now(),
        )
    )
    return fourth


def test_a_third_side_joins_a_dispute_that_has_begun_and_everybody_is_told(
    county: CountyOfTests, signed: Parties
) -> None:
    page = begin(signed, signed.municipality, reference="SN 2026/123")
    path = _path(county)
    signed.region.open(f"{path}/state").press("Spara ståndpunkten", statement="Kommunen kallar.")
    propose(page, path, county)
    signed.police.open(path, 404)

    region = signed.region.open(path).follow("Ta med en part till")
    region.press("Ta med parten", 422)
    assert region.problems == ["Välj en part."]
    region.press("Ta med parten", party=str(county.police))
    region.send_again()
    assert "Togs med senare Polisen Västerbotten, " in region.text
    assert "Ta med en part till" not in region.text
    assert _told(county, "dispute.joined") == {signed.municipality_id, county.police}
    police = signed.police.open("/todo").follow(f"Svara på en lösning av en tvist: {NAMED}")
    assert "Kommunen kallar." in police.text
    assert "SN 2026/123" not in police.text
    # what waited is now the third's to answer, too
    region.open(f"{path}/answer").press("Svara", answer="yes")
    assert _dispute(county).settled_at is None
    police.open(f"{path}/answer").press("Svara", answer="yes")
    assert _dispute(county).settled_at is not None


def test_nobody_joins_a_dispute_that_was_settled_meanwhile(
    county: CountyOfTests, signed: Parties
) -> None:
    begin(signed, signed.municipality)
    path = _path(county)
    page = signed.municipality.open(f"{path}/party")
    _settle(county)
    page.press("Ta med parten", 422, party=str(county.police))
    assert page.problems == ["Tvisten är redan löst. Öppna sidan på nytt."]
    assert _dispute(county).third_id is None


def test_a_fourth_who_is_chosen_in_an_old_form_is_told_that_there_are_three(
    county: CountyOfTests, signed: Parties
) -> None:
    fourth = _fourth_party(county, signed)
    begin(signed, signed.municipality)
    page = signed.municipality.open(f"{_path(county)}/party")
    signed.region.open(f"{_path(county)}/party").press("Ta med parten", party=str(county.police))
    page.press("Ta med parten", 422, party=str(fourth))
    assert page.problems == ["En tvist har högst tre parter: ni och två till."]
    # the colleague who had the same page up chose the one that has joined
    page.press("Ta med parten", party=str(county.police))
    assert _dispute(county).third_id == county.police


def test_a_page_that_asks_leads_back_where_there_is_nothing_more_to_ask(
    county: CountyOfTests, signed: Parties
) -> None:
    begin(signed, signed.municipality, more=[county.police])
    path = _path(county)
    page = signed.municipality.open(f"{path}/lift")
    page.press("Lyft frågan", 422, level=str(len(_levels(county))))
    assert page.problems == ["Tvisten står redan på det sista steget."]
    assert page.open(f"{path}/party").heading == f"Tvist: {SECTION}"
    county.execute(update(Dispute).values(level=len(_levels(county))))
    assert page.open(f"{path}/lift").heading == f"Tvist: {SECTION}"
    county.execute(update(Dispute).values(level=1, third_id=None))
    assert page.open(f"{path}/party").heading == "Ta med en part till?"
    _settle(county)
    for name in ("lift", "party"):
        assert page.open(f"{path}/{name}").heading == f"Tvist: {SECTION}"


def test_nobody_joins_as_a_fourth_or_from_outside(county: CountyOfTests, signed: Parties) -> None:
    begin(signed, signed.municipality)
    id_ = _dispute(county).id
    stranger = county.organisation("Umeå kommun", OrganisationKind.MUNICIPALITY)
    names: list[str] = []
    for party in (stranger, county.region):
        assert not _ask(signed.municipality, func.app.join_dispute(id_, party, names))
    assert not _ask(signed.police, func.app.join_dispute(id_, county.police, names))
    assert _ask(signed.region, func.app.join_dispute(id_, county.police, names))
    county.execute(update(Dispute).values(third_id=county.police))
    assert not _ask(signed.region, func.app.join_dispute(id_, stranger, names))
    assert "Ta med en part till" not in signed.region.open(_path(county)).text


def _succeed(county: CountyOfTests, signed: Parties, leaving: UUID, new: UUID) -> None:
    """Let an organisation take another's place in the agreement, and go on with its work."""
    administrator = county.member(county.group, Role.ADMINISTRATOR)
    with administrator.app.app_context(), acting_as(administrator.token):
        agreement = UUID(signed.id)
        if new not in {county.region, county.police}:
            db.session.execute(select(func.app.succeed_agreement(agreement, leaving, new)))
        db.session.execute(select(func.app.pass_work(agreement, leaving, new)))
        db.session.info["audited"] = True
        db.session.commit()


def test_a_successor_goes_on_with_what_was_proposed_and_agreed(
    county: CountyOfTests, signed: Parties
) -> None:
    begin(signed, signed.municipality, more=[county.police])
    path = _path(county)
    propose(signed.municipality, path, county)
    signed.police.open(f"{path}/answer").press("Svara", answer="yes")
    new = county.organisation("Storkommunen", OrganisationKind.MUNICIPALITY)
    _succeed(county, signed, signed.municipality_id, new)
    assert _dispute(county).opener_id == new
    (proposed,) = county.execute(select(DisputeSettlement.organisation_id)).scalars()
    assert proposed == new
    # what it stands by itself it does not answer
    maja = county.member(new, Role.COORDINATOR)
    assert "Svara på förslaget" not in maja.open(path).text
    signed.region.open(f"{path}/answer").press("Svara", answer="yes")
    assert _dispute(county).settled_at is not None


def test_who_succeeds_to_another_side_leaves_two(county: CountyOfTests, signed: Parties) -> None:
    begin(signed, signed.municipality, more=[county.police])
    left = AgreementParty.agreement_id == UUID(signed.id)
    county.execute(
        update(AgreementParty)
        .where(left, AgreementParty.organisation_id == signed.municipality_id)
        .values(left_at=clock.now())
    )
    _succeed(county, signed, signed.municipality_id, county.region)
    row = _dispute(county)
    assert (row.opener_id, row.other_id, row.third_id) == (county.region, county.police, None)
