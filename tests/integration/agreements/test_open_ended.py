"""An agreement until further notice: it has no last day, and has to be reviewed."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from agreements.documents.pdf import attached_source
from agreements.tables.agreement import Agreement
from agreements.terms import months_after
from portal import clock
from portal.outbox.models import OutboxMail
from tests.browser import Browser
from tests.integration.agreements.steps import give_notice, holds, inject, review
from tests.integration.agreements.test_mail import everybody_has_an_address, remind
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.remembered import remembered

TODAY = clock.today()
FAR = TODAY + timedelta(days=20_000)
A_YEAR_ON = months_after(TODAY, 12)
OPENLY = {"valid_until": "", "open_ended": True}


def set_openly(
    parties: Parties, first: date = TODAY, review: str = "", status: int = 200
) -> Browser:
    page = parties.municipality.open(f"{parties.path}/term")
    said = {"valid_from": first.isoformat(), "review_on": review, **OPENLY}
    return page.press("Spara", status, **said)


def _open_ended(parties: Parties) -> Parties:
    parties.create().write_sections().fill_matrix()
    set_openly(parties)
    return parties.share().signing().all_sign()


@pytest.fixture
@remembered
def signed(parties: Parties) -> Parties:
    """In force from today until further notice."""
    return _open_ended(parties)


def test_it_is_reviewed_a_year_on_unless_another_day_is_said(parties: Parties) -> None:
    page = set_openly(parties.create())

    assert "tills vidare" in page.text
    assert parties.municipality.open(f"{parties.path}/term").value("review_on") == str(A_YEAR_ON)
    other = (TODAY + timedelta(days=90)).isoformat()
    set_openly(parties, review=other)
    page = parties.municipality.open(f"{parties.path}/term")
    assert page.value("review_on") == other
    assert page.soup.select_one("[name=open_ended][checked]")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (
            {"valid_from": str(TODAY), "valid_until": str(FAR), "open_ended": True},
            "Välj det ena: en sista dag, eller att överenskommelsen gäller tills vidare.",
        ),
        (
            {"valid_from": "", "valid_until": "", "open_ended": True, "review_on": ""},
            "En överenskommelse som gäller tills vidare behöver en dag då den följs upp. Skriv den,"
            " eller skriv den första dagen så räknar vi ut den efter länets mall.",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(
    parties: Parties, sent: dict[str, str | bool], told: str
) -> None:
    page = parties.create().municipality.open(f"{parties.path}/term")
    page.press("Spara", 422, **sent)

    assert page.problems == [told]
    assert page.value("valid_from") == sent["valid_from"]
    assert page.soup.select_one("[name=open_ended][checked]")


def test_every_page_and_file_says_that_it_has_no_last_day(
    county: CountyOfTests, signed: Parties
) -> None:
    assert [holds(signed, day) for day in (TODAY - timedelta(days=1), TODAY, FAR)] == [
        False,
        True,
        True,
    ]
    page = signed.municipality.open(signed.path)
    assert "tills vidare" in page.text
    assert not page.soup.select("a[href$='/prolong']")
    life = page.open(f"{signed.path}/life").text
    assert "Gäller tills vidare" in life
    assert "9999" not in life
    assert "tills vidare" in signed.region.open("/agreements").text
    assert signed.region.open("/agreements").heading == "En överenskommelse gäller"
    group = county.member(county.group, *COORDINATOR)
    board = group.open("/county")
    assert board.heading.startswith("1 av ")
    assert "tills vidare" in board.text
    assert "tills vidare" in group.open("/county?order=end").text
    assert "tills vidare" in group.open("/agreements/search?order=end").text
    file = signed.municipality.open(f"{signed.path}/agreement.pdf").response.data
    said = json.loads(attached_source(file))
    assert (said["valid_from"], said["valid_until"]) == (str(TODAY), None)
    assert "lacks_last_day" not in said


def test_another_cannot_hold_beside_it_but_takes_over_from_it(signed: Parties) -> None:
    new = signed.anew()
    first = TODAY + timedelta(days=400)
    page = new.municipality.open(f"/agreements/new?template={new.county.template_id}")
    assert "som gäller tills vidare" in page.text
    new.create("none").write_sections().fill_matrix().set_term(first).share()
    page = new.put_to_decision("none", 422).municipality
    assert "En annan överenskommelse i samma ämne gäller under den tiden" in page.text
    new.signing(signed.id).all_sign()

    assert holds(signed, first - timedelta(days=1))
    assert not holds(signed, first)
    assert holds(new, first)


def test_two_without_an_end_meet_in_the_database_too(signed: Parties) -> None:
    new = signed.anew()
    new.create("none").write_sections().fill_matrix()
    set_openly(new, TODAY + timedelta(days=4000))
    new.share().put_to_decision("none", 422)
    with pytest.raises(Exception, match="meets another that holds"):
        inject(
            new.municipality,
            update(Agreement).where(Agreement.id == UUID(new.id)).values(status="decision"),
        )


def test_the_database_wants_a_review_of_what_has_no_last_day(parties: Parties) -> None:
    parties.create().write_sections().fill_matrix()
    set_openly(parties)
    parties.share()
    with pytest.raises(Exception, match="have not agreed to the days"):
        inject(
            parties.municipality,
            update(Agreement)
            .where(Agreement.id == UUID(parties.id))
            .values(status="decision", review_on=None),
        )


def test_a_review_says_when_the_next_is(signed: Parties, on_a_day: Callable[[date], None]) -> None:
    on_a_day(TODAY + timedelta(days=2))
    page = review(signed.municipality, signed, 422)
    assert page.problems == [
        "Överenskommelsen gäller tills vidare. Skriv när den ska följas upp nästa gång."
    ]
    assert page.value("reason") == "Vi träffas oftare nu."
    following = TODAY + timedelta(days=5000)
    page = review(signed.municipality, signed, until=following.isoformat())
    on_a_day(following + timedelta(days=1))
    assert "skulle ha följts upp" in signed.region.open(signed.path).text


def test_notice_ends_it_on_a_day(signed: Parties, on_a_day: Callable[[date], None]) -> None:
    last = TODAY + timedelta(days=180)
    page = give_notice(signed.region, signed, last)

    assert "Var tänkt att gälla till" in page.text
    assert holds(signed, last)
    assert not holds(signed, last + timedelta(days=1))
    on_a_day(last + timedelta(days=1))
    assert "blev uppsagd och gällde till och med" in signed.municipality.open(signed.path).text


def test_it_is_not_prolonged(signed: Parties) -> None:
    page = signed.municipality.open(f"{signed.path}/prolong", 422)
    assert (
        "Överenskommelsen gäller tills vidare, så det finns inget att förlänga. Följ upp den, gör"
        " ett tillägg eller säg upp den."
    ) in page.text


def test_one_with_a_last_day_is_prolonged_until_further_notice(signing: Parties) -> None:
    signing.all_sign()
    last = TODAY + timedelta(days=730)
    page = signing.municipality.open(f"{signing.path}/prolong")
    review = (last + timedelta(days=365)).isoformat()
    page.press("Börja förlänga", 422, valid_until="", review_on=review)
    assert page.problems == [
        "Skriv den nya sista dagen, eller välj att överenskommelsen ska gälla tills vidare."
    ]
    page.press("Börja förlänga", review_on=review, **OPENLY)
    act = signing.anew()
    act.id = page.url.split("/agreements/")[1].split("?")[0]
    act.share().signing().all_sign()

    assert holds(signing, FAR)
    page = signing.region.open(signing.path)
    assert "Förlängd tills vidare" in page.text
    give_notice(signing.region, signing, last + timedelta(days=800))
    assert holds(signing, last + timedelta(days=800))
    assert not holds(signing, FAR)


def test_an_addendum_holds_as_long_as_its_agreement(signed: Parties) -> None:
    page = signed.municipality.open(f"{signed.path}/add")
    assert "Den gäller tills vidare, som förut." in page.text
    first = TODAY + timedelta(days=500)
    page.press("Börja på tillägget", valid_from=first.isoformat())
    act = signed.anew()
    act.id = page.url.split("/agreements/")[1].split("?")[0]
    act.municipality.open(f"{act.section(1)}/edit").press("Spara", text="Regionen samordnar.")
    act.share().signing().all_sign()
    last = TODAY + timedelta(days=900)
    give_notice(signed.region, signed, last)

    found = signed.county.execute(
        select(Agreement.open_ended, Agreement.last_day, Agreement.review_on).where(
            Agreement.id == UUID(act.id)
        )
    ).one()
    assert tuple(found) == (True, last, months_after(first, 12))


def test_it_is_proposed_when_it_has_been_shared(parties: Parties) -> None:
    parties.shared()
    page = parties.region.open(f"{parties.path}/term/suggest")
    page.press("Skicka förslaget till parterna", reason="Vi vill ha den kvar.", **OPENLY)
    assert "tills vidare" in page.text
    for browser in (parties.municipality, parties.police):
        form = browser.open(page.url)
        form.press(next(one for one in form.buttons if "Svara" in one), answer="accept")

    assert "tills vidare" in parties.municipality.open(parties.path).text
    parties.signing().all_sign()
    assert holds(parties, FAR)


def test_nobody_is_told_that_it_ends_but_everybody_that_it_is_to_be_reviewed(
    signed: Parties,
) -> None:
    everybody_has_an_address(signed)
    on = Agreement.id == UUID(signed.id)
    signed.county.execute(update(Agreement).where(on).values(review_on=TODAY - timedelta(days=1)))
    remind(signed)

    kinds = set(signed.county.execute(select(OutboxMail.kind)).scalars())
    assert "agreement.review_late" in kinds
    assert not kinds & {"agreement.expiring", "agreement.ended"}
