"""Area and parties are changed after an agreement was begun, until its text is locked."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError

from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixCell, MatrixColumn
from portal.authz import OrganisationKind
from portal.db import db
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.agreements.test_area import Many
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.prepared import Prepared, untouched

WHY = "Polisområdet är delat."
SEND = "Skicka förslaget till parterna"


@pytest.fixture
def county(prepared: Prepared) -> Iterator[CountyOfTests]:
    """A county of its own, in which nothing is on its way."""
    with untouched(prepared) as there:
        new = CountyOfTests(there.app, there.execute, "Norrbotten")
        new.connection = there.connection
        yield new


@pytest.fixture
def other(county: CountyOfTests) -> UUID:
    return county.organisation("Bjurholms kommun", OrganisationKind.MUNICIPALITY)


@pytest.fixture
def south(county: CountyOfTests) -> UUID:
    return county.organisation("Polisområde Söder", OrganisationKind.POLICE)


@pytest.fixture
def made(county: CountyOfTests, other: UUID, south: UUID) -> Many:
    """The municipality's draft with region and police; others are there who could take part."""
    new = Many(county, county.municipality, county.region, county.police, other, south)
    new.deciding = [county.municipality, county.region, county.police]
    return new.begin(title="Den lokala", **{f"part_{county.police}": "bound"})


def change(made: Many, *, reason: str = "", **fields: str | bool | list[str]) -> Browser:
    """Choose, look over, and say yes."""
    page = made.municipality.open(f"{made.path}/parties/change")
    values = {"reason": reason, **fields} if reason else fields
    page.press("Gå vidare", **values)
    assert "Då händer det här" in page.text, page.problems
    return page.press("Ändra")


def columns(county: CountyOfTests, made: Many) -> dict[str, UUID | None]:
    asked = select(MatrixColumn.label, MatrixColumn.organisation_id).where(
        MatrixColumn.agreement_id == made.row, MatrixColumn.removed_in.is_(None)
    )
    return {one.label: one.organisation_id for one in county.execute(asked)}


def told(county: CountyOfTests, kind: str) -> set[UUID]:
    asked = text("select organisation_id from app.outbox where kind = :kind")
    return set(county.execute(asked.bindparams(kind=kind)).scalars())


def test_a_municipality_and_a_party_are_added_to_a_draft_and_taken_out_again(
    county: CountyOfTests, other: UUID, south: UUID, made: Many
) -> None:
    before = columns(county, made)
    made.fill_matrix()
    said = select(func.count()).where(
        MatrixCell.agreement_id == made.row, MatrixCell.value == "responsible"
    )
    answered = county.execute(said).scalar_one()
    page = change(
        made,
        area=[str(county.municipality), str(other)],
        drafting=[str(south)],
        **{f"part_{south}": "signs"},
    )
    assert "Bjurholms kommun" in page.text
    assert "Polisområde Söder kom med: skriver under utan eget beslut" in page.text
    assert "Området ändrades från Åsele kommun till" in page.text
    now = columns(county, made)
    # what the one answered for is each one's own, and two police areas are told apart
    assert {label for label, party in now.items() if party is None}
    assert south in now.values()
    assert len(now) == len(before) + 1
    assert county.execute(said).scalar_one() >= answered
    made.browsers[south].open(made.path)
    assert told(county, "agreement.draft_together") == {south}

    gone = {"area": [str(county.municipality)], "drafting": [], f"part_{south}": ""}
    page = change(made, reason=WHY, **gone)
    assert "Polisområde Söder är inte längre med" in page.text
    assert set(columns(county, made).values()) == set(before.values())
    assert county.execute(said).scalar_one() == answered
    made.browsers[south].open(made.path, 404)
    assert WHY in made.browsers[south].open(f"{made.path}/left").text
    made.browsers[other].open(f"{made.path}/left", 404)


def test_what_holds_in_a_municipality_that_is_added_is_refused_at_once_in_words(
    county: CountyOfTests, other: UUID, made: Many
) -> None:
    local = Parties(county, municipality=other, police=False).shared().signing().all_sign()
    made.set_term()
    both = [str(county.municipality), str(other)]
    page = made.municipality.open(f"{made.path}/parties/change")
    assert local.id not in str(page.soup.select("[name=replaces]")), "it holds elsewhere"
    page.press("Gå vidare", 422, area=both)
    page.press("Gå vidare", 422, area=both, replaces="none")
    assert "gäller under den tiden" in page.problems[0]
    assert page.value("replaces") == "none"

    page.press("Gå vidare", area=both, replaces=[local.id])
    assert "Den ska ersätta: Lokal överenskommelse, Bjurholms kommun" in page.text
    page.press("Ändra")
    named = select(Agreement.replaces_ids).where(Agreement.id == made.row)
    assert county.execute(named).scalar_one() == [UUID(local.id)]
    # and what it takes over from has to be within its area
    page = made.municipality.open(f"{made.path}/parties/change")
    page.press("Gå vidare", 422, area=[str(county.municipality)], replaces=[local.id])
    assert "får bara gälla i kommuner där den nya" in page.problems[0]


def test_what_another_decides_on_there_is_refused_too(
    county: CountyOfTests, other: UUID, made: Many
) -> None:
    Parties(county, municipality=other, police=False).shared().put_to_decision()
    made.set_term()
    page = made.municipality.open(f"{made.path}/parties/change")
    page.press("Gå vidare", area=[str(county.municipality), str(other)])
    page.press("Ändra", 422)
    assert "väntar redan på beslut eller underskrift" in page.problems[0]
    assert str(other) not in str(
        county.execute(
            select(Agreement.municipality_ids).where(Agreement.id == made.row)
        ).scalar_one()
    )


def test_who_leaves_a_shared_draft_is_asked_about_and_told_why(
    county: CountyOfTests, south: UUID, made: Many
) -> None:
    made.write_sections().fill_matrix().set_term().share()
    police = made.browsers[county.police]
    page = made.municipality.open(f"{made.path}/parties/change")
    page.press("Gå vidare", 422, **{f"part_{county.police}": ""})
    assert "Skriv varför" in page.problems[0]
    page.press("Gå vidare", reason=WHY, **{f"part_{county.police}": "", f"part_{south}": "bound"})
    assert "De får veta det och varför" in page.text
    assert "Alla behöver säga igen" in page.text
    page.press("Nej, gå tillbaka")
    assert page.value("reason") == WHY
    police.open(made.path)
    page.press("Gå vidare").press("Ändra")

    police.open(made.path, 404)
    left = police.open(f"{made.path}/left").text
    assert WHY in left
    assert "Samordnare 1" in left
    assert "Ni är inte längre med i överenskommelsen" in police.open("/").text
    assert told(county, "agreement.party_removed") == {county.police}
    assert told(county, "agreement.party_added") == {south}
    assert county.region in told(county, "agreement.recomposed")


def test_what_a_party_that_leaves_has_said_stays_and_the_others_say_anew_that_they_are_ready(
    county: CountyOfTests, south: UUID, made: Many
) -> None:
    made.write_sections().fill_matrix().set_term().share()
    police, region = made.browsers[county.police], made.browsers[county.region]
    theirs = made.suggest(police, made.section(2), "Polisen ringer först.")
    ours = made.suggest(made.municipality, made.section(3), "Kommunen svarar inom en vecka.")
    made.answer(region, ours)
    change(made, reason=WHY, **{f"part_{county.police}": "", f"part_{south}": "bound"})

    # what it had suggested is withdrawn and can be read; what waited for it alone still waits
    assert "Polisen ringer först." in region.open(theirs).text
    assert "Återtaget" in region.text
    # the new party answers, and every word that was said holds no more
    assert "Kommunen svarar inom en vecka." not in region.open(made.section(3)).text
    made.answer(made.browsers[south], ours)
    assert "Kommunen svarar inom en vecka." in region.open(made.section(3)).text
    assert "Är klara med texten" not in region.open(made.path).text
    assert south in columns(county, made).values()
    assert county.police not in columns(county, made).values()
    made.browsers = {one: made.browsers[one] for one in (county.municipality, county.region, south)}
    made.put_to_decision()
    assert "Texten är låst" in made.municipality.text


def test_what_waited_only_for_the_one_that_left_is_settled(
    county: CountyOfTests, made: Many
) -> None:
    made.write_sections().fill_matrix().set_term().share()
    ours = made.suggest(made.municipality, made.section(3), "Kommunen svarar inom en vecka.")
    made.answer(made.browsers[county.region], ours)
    refused = made.suggest(made.municipality, made.section(4), "Vi ringer inte.")
    made.answer(made.browsers[county.police], refused, "reject", "Det behövs.")
    change(made, reason=WHY, **{f"part_{county.police}": ""})
    assert "Antaget" in made.municipality.open(ours).text
    # what it had answered stands there
    assert "Det behövs." in made.municipality.open(refused).text
    assert "Kommunen svarar inom en vecka." in made.municipality.open(made.section(3)).text


def test_a_cell_that_was_suggested_of_who_left_waits_for_a_person(
    county: CountyOfTests, made: Many
) -> None:
    made.write_sections().fill_matrix().set_term().share()
    page = made.browsers[county.region].open(f"{made.path}/matrix/suggest")
    name = next(str(one["name"]) for one in page.soup.select("select[name$='.polis']"))
    page.press(SEND, reason=WHY, **{name: "participates"})
    suggestion = page.url
    change(made, reason=WHY, **{f"part_{county.police}": ""})
    assert "Behöver arbetas om" in made.municipality.open(suggestion).text


def test_what_a_party_does_is_changed_and_everybody_says_again_that_they_are_ready(
    county: CountyOfTests, made: Many
) -> None:
    made.write_sections().fill_matrix().set_term().share()
    made.browsers = {one: made.browsers[one] for one in made.deciding}
    made.ready()
    assert "Gå till beslut" in made.municipality.open(made.path).text
    page = change(made, reason="De behöver inte besluta.", **{f"part_{county.police}": "consulted"})
    assert ": beslutar och skriver under blev rådfrågas" in page.text
    assert "De behöver inte besluta." in page.text
    assert "rådfrågas" in made.municipality.open(made.path).text
    assert county.police not in columns(county, made).values()
    made.municipality.open(f"{made.path}/put-to-decision")
    assert "Lås texten och gå till beslut" not in made.municipality.buttons
    page = change(made, reason="Jo, ändå.", **{f"part_{county.police}": "bound"})
    assert county.police in columns(county, made).values()


def test_two_at_once_and_too_few_are_refused_and_nothing_is_lost(
    county: CountyOfTests, south: UUID, made: Many
) -> None:
    colleague = county.member(county.municipality, *COORDINATOR, name="En Kollega")
    mine = made.municipality.open(f"{made.path}/parties/change")
    theirs = colleague.open(f"{made.path}/parties/change")
    theirs.press("Gå vidare", **{f"part_{south}": "bound"}).press("Ändra")
    mine.press("Gå vidare", **{f"part_{county.police}": ""}).press("Ändra", 422)
    assert "Någon har ändrat område eller parter" in mine.problems[0]
    assert "Polisområde Söder" in mine.text

    page = made.municipality.open(f"{made.path}/parties/change")
    page.press("Gå vidare", 422, area=[])
    assert "Välj vilka kommuner" in page.problems[0]
    page.press("Gå vidare", area=[str(county.municipality)], **{f"part_{county.police}": "bound"})
    assert "Inget ändrades." in page.text


def test_only_who_began_it_changes_it_and_only_until_it_is_locked(
    county: CountyOfTests, made: Many
) -> None:
    made.write_sections().fill_matrix().set_term().share()
    region = made.browsers[county.region]
    region.open(f"{made.path}/parties/change", 403)
    page = region.open(f"{made.path}/parties")
    assert "Ändra område eller parter" not in page.text
    made.browsers = {one: made.browsers[one] for one in made.deciding}
    page = made.anew().municipality.open(f"{made.path}/parties/change")
    made.put_to_decision()
    page.press("Gå vidare", 422, reason=WHY, **{f"part_{county.police}": ""})
    assert page.problems
    assert "Ändra område eller parter" not in made.municipality.open(f"{made.path}/parties").text

    call = text(
        "select app.recompose(:id, (select municipality_ids from app.agreement where id = :id),"
        " false, '[]', '{}', '{}', '[]', 'x')"
    ).bindparams(id=made.row)
    for browser in (region, made.municipality):
        with browser.app.app_context(), acting_as(browser.token):
            with pytest.raises(ProgrammingError, match="not yours to compose"):
                db.session.connection().execute(call)
            db.session.rollback()


def test_an_agreement_for_the_county_is_made_of_a_local_one(
    county: CountyOfTests, other: UUID, made: Many
) -> None:
    page = change(made, covers_county=True)
    assert "till Hela länet" in page.text
    assert "Område Hela länet" in made.municipality.open(made.path).text
    new = county.organisation("Nya kommunen", OrganisationKind.MUNICIPALITY)
    area = select(Agreement.municipality_ids).where(Agreement.id == made.row)
    assert set(county.execute(area).scalar_one()) == {county.municipality, other, new}


def test_who_wrote_the_draft_stays_so_when_it_is_shared(
    county: CountyOfTests, other: UUID, south: UUID
) -> None:
    made = Many(county, county.municipality, county.region, south)
    made.begin(drafting=[str(county.region)], title="Tillsammans")
    made.write_sections().fill_matrix().set_term().share()
    page = made.municipality.open(f"{made.path}/parties/change")
    page.press("Gå vidare", reason=WHY)
    assert "Inget ändrades." in page.text
    page = change(made, reason=WHY, **{f"part_{south}": "consulted"})
    assert "skriver utkastet" in page.text
    assert page.text.count(" blev ") == 0
