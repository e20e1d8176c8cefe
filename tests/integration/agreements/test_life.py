"""An agreement that has been signed: reviewed, and ended by notice."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Executable, func, insert, select, update
from sqlalchemy.exc import ProgrammingError

from agreements.documents.pdf import attached_source
from agreements.tables.agreement import Agreement
from agreements.tables.life import AgreementAct
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.ids import new_id
from tests.browser import counting
from tests.integration.agreements.steps import (
    BASIS,
    GROUND,
    give_notice,
    holds,
    inject,
    mailed,
    review,
)
from tests.integration.agreements.test_deviations import HAPPENED, report
from tests.integration.agreements.test_disputes import begin
from tests.integration.county import COORDINATOR, CountyOfTests, Parties

TODAY = clock.today()
LAST = TODAY + timedelta(days=730)
ENDS = TODAY + timedelta(days=180)
MOST_STATEMENTS = 4


def _acts_in_file(parties: Parties) -> list[dict[str, str]]:
    pdf = parties.municipality.open(f"{parties.path}/agreement.pdf").response.data
    acts: list[dict[str, str]] = json.loads(attached_source(pdf)).get("acts", [])
    return acts


def test_a_review_is_recorded_with_who_when_outcome_and_next(
    county: CountyOfTests, signed: Parties, on_a_day: Callable[[date], None]
) -> None:
    assert _acts_in_file(signed) == []
    on_a_day(TODAY + timedelta(days=90))
    county.execute(
        update(Agreement)
        .where(Agreement.id == UUID(signed.id))
        .values(review_on=TODAY + timedelta(days=60))
    )
    page = signed.municipality.open("/todo")
    page.follow("Följ upp överenskommelsen: Lokal överenskommelse, Malå kommun")
    following = TODAY + timedelta(days=400)
    reviewed = {"on_day": (TODAY + timedelta(days=80)).isoformat(), "until": following.isoformat()}
    page = review(page, signed, **reviewed)

    assert "Den fungerar och behöver inte ändras." in page.text
    assert "Vi träffas oftare nu." in page.text
    assert "Antecknat av Maja Öhlund, Malå kommun" in page.text
    assert "skulle ha följts upp" not in page.text
    assert "Följ upp överenskommelsen" not in signed.municipality.open("/todo").text
    assert mailed(county, "agreement.reviewed") == {county.region, county.police}
    (act,) = _acts_in_file(signed)
    assert act["party"] == "Malå kommun"
    assert act["what"].startswith("Uppföljning: fungerar, behöver inte ändras. Följs upp nästa")
    on_a_day(following + timedelta(days=1))
    assert "skulle ha följts upp" in signed.region.open(signed.path).text


def test_the_last_review_asks_for_no_more(
    signed: Parties, on_a_day: Callable[[date], None]
) -> None:
    review(signed.region, signed, outcome="end")
    on_a_day(LAST)
    page = signed.municipality.open(signed.path)
    assert "Den ska inte fortsätta." in page.text
    assert "skulle ha följts upp" not in page.text


def test_a_day_that_cannot_be_is_refused_and_nothing_is_lost(signed: Parties) -> None:
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    page = review(signed.municipality, signed, 422, on_day=tomorrow)
    assert page.problems == [
        "Uppföljningen kan inte ligga framåt i tiden, eller före överenskommelsens första dag."
    ]
    assert page.value("reason") == "Vi träffas oftare nu."
    after = (LAST + timedelta(days=1)).isoformat()
    page = review(signed.municipality, signed, 422, until=after)
    assert page.problems == [
        "Nästa uppföljning måste ligga framåt i tiden, och innan överenskommelsen slutar gälla."
    ]


def test_notice_ends_it_for_everybody_on_its_day_and_not_before(
    county: CountyOfTests, signed: Parties, on_a_day: Callable[[date], None]
) -> None:
    page = give_notice(signed.region, signed, ENDS)

    assert "Uppsagd av Region Västerbotten" in page.text
    assert GROUND in page.text
    assert BASIS in page.text
    assert [holds(signed, day) for day in (TODAY, ENDS, ENDS + timedelta(days=1))] == [
        True,
        True,
        False,
    ]
    assert mailed(county, "agreement.notice_given") >= {signed.municipality_id, county.police}
    assert "Är uppsagd." in signed.municipality.open("/").text
    (act,) = _acts_in_file(signed)
    assert act["what"].startswith("Uppsägning: gäller till och med")
    group = county.member(county.group, *COORDINATOR)
    assert group.open("/county").heading.startswith("1 av ")
    on_a_day(ENDS + timedelta(days=1))
    assert "blev uppsagd och gällde till och med" in signed.municipality.open(signed.path).text
    assert group.open("/county").heading.startswith("0 av ")
    assert "Börja på nästa överenskommelse" in signed.municipality.open("/todo").text


def test_notice_makes_room_for_another_from_the_day_after(signed: Parties) -> None:
    give_notice(signed.municipality, signed, ENDS)
    new = Parties(signed.county, municipality=signed.municipality_id)
    new.create(replaces="none").write_sections().fill_matrix()
    new.set_term(ENDS + timedelta(days=1)).share().put_to_decision("none")
    assert "Texten är låst" in new.municipality.text


@pytest.mark.parametrize("days", [-1, 730, 731])
def test_notice_in_the_past_or_for_a_later_day_is_refused(signed: Parties, days: int) -> None:
    page = give_notice(signed.municipality, signed, TODAY + timedelta(days=days), 422)
    assert page.problems == [
        "Sista dagen kan inte ha varit, och den måste komma före den dag då överenskommelsen ändå"
        " slutar gälla."
    ]
    assert (page.value("reason"), page.value("basis")) == (GROUND, BASIS)
    assert holds(signed, LAST)


def test_nothing_is_done_with_what_has_ended(
    signed: Parties, on_a_day: Callable[[date], None]
) -> None:
    form = signed.municipality.open(f"{signed.path}/notice")
    on_a_day(LAST + timedelta(days=1))
    said = {"until": (LAST + timedelta(days=9)).isoformat(), "reason": GROUND, "basis": BASIS}
    form.press("Säg upp överenskommelsen", 422, **said)
    assert form.problems == [
        "Överenskommelsen har slutat gälla, så det här går inte att göra med den."
    ]
    page = signed.municipality.open(signed.path)
    assert "Säg upp" not in page.text
    assert "Anteckna uppföljning" not in page.text


def test_sent_twice_is_done_once(county: CountyOfTests, signed: Parties) -> None:
    give_notice(signed.municipality, signed, ENDS)
    signed.municipality.send_again()
    assert county.execute(select(func.count()).select_from(AgreementAct)).scalar_one() == 1


def test_those_who_are_no_party_may_do_neither(county: CountyOfTests, signed: Parties) -> None:
    group = county.member(county.group, *COORDINATOR)
    page = group.open(signed.path)
    assert "Efter undertecknandet" not in page.text
    for what in ("review", "notice"):
        group.open(f"{signed.path}/{what}", 403)


def _entered(parties: Parties, **values: object) -> Executable:
    county = parties.county
    usual: dict[str, object] = {
        "id": new_id(),
        "county_id": county.id,
        "agreement_id": UUID(parties.id),
        "organisation_id": parties.municipality_id,
        "kind": "notice",
        "on_day": TODAY,
        "reason": "Mottagningen läggs ner.",
        "basis": "Kommunstyrelsen § 12",
        "until": ENDS,
        "recorded_by": "Maja Öhlund",
        "recorded_at": clock.now(),
    }
    return insert(AgreementAct).values(**(usual | values))


def test_the_database_says_the_same(signed: Parties, shared: Parties) -> None:
    yesterday = TODAY - timedelta(days=1)
    inject(signed.municipality, _entered(signed))
    for wrong in (
        {"until": yesterday},
        {"until": LAST},
        {"kind": "reviewed", "outcome": "keep", "on_day": yesterday, "until": None},
        {"kind": "reviewed", "outcome": "keep", "until": LAST + timedelta(days=1)},
    ):
        with pytest.raises(ProgrammingError, match="takes no such act"):
            inject(signed.municipality, _entered(signed, **wrong))
    with pytest.raises(ProgrammingError, match="takes no such act"):
        inject(shared.municipality, _entered(shared))
    for other in (
        {"organisation_id": signed.county.region},
        {"recorded_by": "Nils Region"},
        {"reason": " "},
        {"basis": ""},
    ):
        with pytest.raises(ProgrammingError, match="row-level security"):
            inject(signed.municipality, _entered(signed, **other))
    own = update(Agreement).where(Agreement.id == UUID(signed.id)).values(ends_on=ENDS)
    with pytest.raises(ProgrammingError, match="permission denied"):
        inject(signed.municipality, own)


def test_its_life_stands_on_one_page(county: CountyOfTests, signing: Parties) -> None:
    parties = signing.all_sign()
    report(parties, parties.municipality)
    begin(parties, parties.municipality)
    with counting() as statements:
        page = parties.municipality.open(f"{parties.path}/life")

    for heading in ("Det som ska göras", "Det som inte gått som det står", "Vad siffrorna säger"):
        assert heading in page.text
    assert "Avvikelse som väntar på svar: " in page.text
    assert "Tvist om " in page.text
    assert HAPPENED not in page.text
    assert "Så går det" in page.open(parties.path).text
    # whoever has no part in them reads of neither
    police = parties.police.open(f"{parties.path}/life")
    assert "Avvikelse som väntar" not in police.text
    assert len(statements) <= MOST_STATEMENTS, statements


def test_from_its_life_one_is_led_only_where_one_may_go(
    county: CountyOfTests, signing: Parties, on_a_day: Callable[[date], None]
) -> None:
    parties = signing.all_sign()
    on_a_day(clock.today() + timedelta(days=700))  # some weeks before the review
    review = f"{parties.path}/review"
    elsewhere = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    readers = {
        "who is to review it": parties.municipality,
        "one of the county": county.member(elsewhere, Role.COORDINATOR),
        "one who signs": county.member(parties.municipality_id, Role.SIGNATORY),
    }
    for name, browser in readers.items():
        page = browser.open(f"{parties.path}/life").soup
        assert page.select("section[aria-labelledby=h-due] li"), name
        links = [str(a["href"]) for a in page.select("main section a")]
        assert (review in links) is (name == "who is to review it"), name
        for path in links:
            browser.open(path)


def test_notice_with_places_left_to_fill_in_is_refused(signed: Parties) -> None:
    page = signed.region.open(f"{signed.path}/notice")
    said = {"until": ENDS.isoformat(), "reason": "[skäl]", "basis": "[beslut]"}
    page.press("Säg upp överenskommelsen", 422, **said)
    for gap in ("[skäl]", "[beslut]"):
        assert any(gap in one for one in page.problems)
