"""Where an agreement holds, who begins it, and what each of its parties does."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, ProgrammingError

from agreements import facade
from agreements.tables.agreement import Agreement, AgreementArea
from agreements.tables.matrix import MatrixColumn
from agreements.tables.party import AgreementParty
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.identity.models import Account
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.agreements.steps import inject, mailed
from tests.integration.agreements.test_paper import register
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.prepared import Prepared, untouched

IN_PROGRESS = "Ni har redan en överenskommelse på gång i det här ämnet, för samma kommun."
BEYOND = "också i kommuner utanför området"
LATER = clock.today() + timedelta(days=1000)


class Many(Parties):
    """Any organisations, with a coordinator each, and one agreement that the first begins."""

    def __init__(
        self, county: CountyOfTests, *organisations: UUID, template: UUID | None = None
    ) -> None:
        super().__init__(county, template=template)
        self.browsers = {
            one: county.member(one, *COORDINATOR, name=f"Samordnare {number}")
            for number, one in enumerate(organisations, start=1)
        }
        self.municipality = self.browsers[organisations[0]]
        self.deciding = list(organisations)

    @property
    def all(self) -> list[Browser]:
        return list(self.browsers.values())

    def form(self) -> Browser:
        template = self.template or self.county.template_id
        return self.municipality.open(f"/agreements/new?template={template}")

    def begin(self, **fields: str | bool | list[str]) -> "Many":
        page = self.form()
        page.press("Skapa", **fields)
        self.id = urlsplit(page.url).path.split("/")[2]
        return self

    def to_decide(self) -> "Many":
        self.write_sections().fill_matrix().set_term().share().put_to_decision()
        return self

    def to_sign(self) -> "Many":
        self.to_decide()
        for one in self.deciding:
            self.decide_at_once(self.browsers[one])
        return self

    def signed_by(self, *organisations: UUID) -> "Many":
        for one in organisations:
            self.sign_at_once(*self.signatory(one, "Sune Signatär"))
        return self

    @property
    def row(self) -> UUID:
        return UUID(self.id)


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
def whole(county: CountyOfTests, other: UUID, south: UUID) -> Many:
    """The region's draft for the county, with both police areas."""
    return Many(county, county.region, county.municipality, other, county.police, south).begin(
        title="Hela länets överenskommelse",
        covers_county=True,
        **{f"part_{county.police}": "bound", f"part_{south}": "bound"},
    )


def _holding(county: CountyOfTests, place: UUID, day: date | None = None) -> set[UUID]:
    with county.app.app_context(), acting_as(county.member(county.region, *COORDINATOR).token):
        asked = func.app.in_force(None, place, day or clock.today(), None)
        found = db.session.scalars(select(asked.table_valued("agreement_id").c.agreement_id)).all()
        db.session.rollback()
    return set(found)


def _parties(county: CountyOfTests, agreement: UUID) -> dict[UUID, tuple[bool, bool, bool]]:
    row = AgreementParty
    asked = select(row.organisation_id, row.drafts, row.decides, row.signs)
    found = county.execute(asked.where(row.agreement_id == agreement))
    return {one: tuple(rest) for one, *rest in found}


def _area(county: CountyOfTests, agreement: UUID) -> set[UUID]:
    asked = select(AgreementArea.municipality_id).where(AgreementArea.agreement_id == agreement)
    return set(county.execute(asked).scalars())


def test_one_agreement_for_the_whole_county_with_two_police_areas(
    county: CountyOfTests, other: UUID, south: UUID, whole: Many
) -> None:
    page = whole.municipality.open(whole.path)
    assert "Område Hela länet" in page.text
    assert "Påbörjad av Region" in page.text
    assert _area(county, whole.row) == {county.municipality, other}
    assert _parties(county, whole.row) == {
        county.region: (True, True, True),
        county.municipality: (False, True, True),
        other: (False, True, True),
        county.police: (False, True, True),
        south: (False, True, True),
    }
    # no municipality answers for another: they share a column
    asked = select(MatrixColumn.organisation_id).where(MatrixColumn.agreement_id == whole.row)
    assert set(county.execute(asked).scalars()) == {None, county.region, county.police, south}

    # here by the pages, in the tests that follow without them
    whole.to_decide()
    for one in whole.deciding:
        whole.decide(whole.browsers[one])
    for one in whole.deciding:
        whole.sign(*whole.signatory(one, "Sune Signatär"))

    for place in (county.municipality, other):
        assert _holding(county, place) == {whole.row}
        board = whole.municipality.open("/county")
        row = board.soup.find(id=f"kommun-{place}")
        assert row is not None
        assert "Gäller" in row.text
    found = whole.municipality.open("/agreements/search")
    assert found.text.count("Hela länets överenskommelse") == 1
    assert "Hela länet" in found.text
    assert "Hela länet" in found.open(f"/agreements/search?q=kommunen&municipality={other}").text
    pdf = whole.municipality.open(f"{whole.path}/agreement.pdf")
    assert "hela-l" in pdf.response.headers["Content-Disposition"]


def test_a_measure_is_for_the_municipality_that_asks(
    county: CountyOfTests, other: UUID, whole: Many
) -> None:
    whole.to_sign().signed_by(*whole.deciding)

    handler = county.member(county.region, Role.CASEWORKER)
    with county.app.app_context(), acting_as(handler.token):
        for place in (county.municipality, other):
            cells = [
                cell for one in facade.list_measures(place, clock.today()) for cell in one.cells
            ]
            assert {one.organisation_id for one in cells} >= {place, county.region}
            assert not {one.organisation_id for one in cells} & (
                {county.municipality, other} - {place}
            )
        db.session.rollback()


def test_what_holds_in_one_of_its_municipalities_stops_it(
    county: CountyOfTests, other: UUID, whole: Many
) -> None:
    local = Parties(county, municipality=other, police=False).shared()
    local.put_to_decision()
    whole.write_sections().fill_matrix().set_term().share()

    whole.put_to_decision(status=422)
    told = whole.municipality.problems
    assert "väntar redan på beslut eller underskrift" in told[0]
    assert "Lås texten och gå till beslut" in whole.municipality.buttons

    for browser in local.all:
        local.decide(browser)
    local.all_sign()
    whole.put_to_decision("none", status=422)
    assert "En annan överenskommelse i samma ämne gäller" in whole.municipality.problems[0]


def test_one_municipality_does_not_take_over_what_holds_in_others(
    county: CountyOfTests, other: UUID, whole: Many
) -> None:
    whole.to_sign().signed_by(*whole.deciding)
    local = Parties(county, municipality=other, police=False)

    page = local.municipality.open(f"/agreements/new?template={county.template_id}")
    assert "Ersätter den en överenskommelse" not in page.text
    local.shared()
    local.put_to_decision(status=422)
    assert BEYOND in local.municipality.problems[0]
    with pytest.raises(DBAPIError):
        county.execute(
            update(Agreement).where(Agreement.id == UUID(local.id)).values(replaces_ids=[whole.row])
        )


def test_several_municipalities_and_not_the_others(county: CountyOfTests, other: UUID) -> None:
    third = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    made = Many(county, county.municipality, other, county.region)
    area = [str(county.municipality), str(other)]
    made.begin(area=area, title="Två kommuner").to_sign()
    made.signed_by(*made.deciding)

    assert _holding(county, other) == {made.row}
    assert _holding(county, third) == set()
    assert set(_parties(county, made.row)) == {county.municipality, other, county.region}
    assert "Bjurholms kommun och Åsele kommun" in made.municipality.open(made.path).text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"area": []}, "Välj vilka kommuner den ska gälla i, eller hela länet."),
        ({"title": ""}, "Ge överenskommelsen ett namn."),
        ({"title": "För [kommunen]"}, "Skriv klart namnet: där finns en lucka kvar."),
    ],
)
def test_what_cannot_be_begun_says_why_and_keeps_what_was_chosen(
    county: CountyOfTests,
    other: UUID,
    south: UUID,
    fields: dict[str, str | list[str]],
    told: str,
) -> None:
    made = Many(county, county.region)
    chosen = {"area": [str(other)], f"part_{south}": "consulted", "drafting": [str(south)]}
    page = made.form()
    page.press("Skapa", 422, **(chosen | fields))

    assert told in page.problems
    assert page.value(f"part_{south}") == "consulted"
    mine = select(func.count()).where(Agreement.county_id == county.id)
    assert county.execute(mine).scalar_one() == 0


def test_who_begins_must_take_part_itself_and_who_drafts_too(
    county: CountyOfTests, other: UUID, south: UUID
) -> None:
    outside = Many(county, county.municipality)
    page = outside.form()
    page.press("Skapa", 422, area=[str(other)])
    assert "En kommun kan bara vara part där överenskommelsen gäller" in page.problems[0]

    page = outside.form()
    page.press("Skapa", 422, area=[str(county.municipality)], drafting=[str(south)])
    assert "Den som skriver utkastet med er måste vara med" in page.problems[0]
    assert "checked" in str(page.soup.find(attrs={"name": "drafting", "value": str(south)}))


def test_an_organisation_works_on_one_for_a_municipality_at_a_time(
    county: CountyOfTests, other: UUID, whole: Many
) -> None:
    page = whole.form()
    page.press("Skapa", 422, area=[str(other)])
    assert page.problems == [IN_PROGRESS]

    # what others have begun, and keep to themselves, stops nobody
    Parties(county, municipality=other, police=False).create()


def test_the_police_begin_and_write_together_with_a_municipality(
    county: CountyOfTests, other: UUID
) -> None:
    made = Many(county, county.police, county.municipality, county.region)
    made.begin(
        title="Tillsammans", area=[str(county.municipality)], drafting=[str(county.municipality)]
    )
    ours, region = made.browsers[county.municipality], made.browsers[county.region]
    made.municipality.open(made.path)
    page = ours.open(made.path)
    assert "Ni skriver utkastet tillsammans. Polisen" in page.text
    assert "Dela med parterna" not in page.text
    region.open(made.path, 404)
    assert "Tillsammans" not in region.open("/agreements").text

    # both write; each version names its author and party
    section = made.section(1)
    theirs = made.municipality.open(f"{section}/edit")
    ours.open(f"{section}/edit").press("Spara", text="Kommunen skriver.")
    theirs.press("Spara", 409, text="Polisen skriver.")
    assert "Kommunen skriver." in theirs.text
    assert "Polisen skriver." in theirs.text
    theirs.press("Spara", text="Polisen och kommunen skriver.")
    history = ours.open(f"{section}/versions").text
    assert "Samordnare 2, Åsele kommun" in history
    assert "Samordnare 1, Polisen" in history
    for address in ("share", "withdraw"):
        ours.open(f"{made.path}/{address}", 403)

    made.municipality = ours
    made.fill_matrix().set_term()
    made.municipality = made.browsers[county.police]
    made.write_sections().share()
    region.open(made.path)


def test_one_who_is_not_let_in_writes_nothing_in_a_draft(
    county: CountyOfTests, other: UUID
) -> None:
    made = Many(county, county.police, county.municipality, county.region)
    made.begin(area=[str(county.municipality)], drafting=[str(county.municipality)], title="A")
    section = made.section(1)

    made.browsers[county.region].open(f"{section}/edit", 404)
    ours = made.browsers[county.municipality]
    # who only writes along says neither who takes part nor lets anybody in
    entry = insert(AgreementParty).values(
        id=new_id(),
        county_id=county.id,
        agreement_id=made.row,
        organisation_id=other,
        position=9,
    )
    share = update(Agreement).where(Agreement.id == made.row).values(status="shared")
    for statement in (entry, share):
        with pytest.raises(ProgrammingError):
            inject(ours, statement)


def test_who_is_consulted_reads_and_suggests_and_neither_decides_nor_signs(
    county: CountyOfTests, south: UUID
) -> None:
    made = Many(county, county.municipality, county.region, south)
    made.begin(**{f"part_{south}": "consulted"})
    made.write_sections().fill_matrix().set_term().share()
    asked = made.browsers[south]
    page = asked.open(made.path)
    assert "Polisområde Söder (rådfrågas)" in page.text

    # its suggestion is the others' to answer, and it answers none
    suggestion = made.suggest(asked, made.section(2), "Polisen meddelar inom två veckor.")
    made.answer(made.municipality, suggestion)
    made.answer(made.browsers[county.region], suggestion)
    assert "Polisen meddelar inom två veckor." in asked.open(made.section(2)).text
    theirs = made.suggest(made.municipality, made.section(3), "Kommunen svarar inom en vecka.")
    assert not [one for one in asked.open(theirs).buttons if one.startswith("Svara")]
    made.answer(made.browsers[county.region], theirs)
    assert "Kommunen svarar inom en vecka." in asked.open(made.section(3)).text

    made.put_to_decision()
    asked.open(f"{made.path}/decision", 403)
    asked.open(f"{made.path}/return", 403)
    for one in (county.municipality, county.region):
        made.decide(made.browsers[one])
    _somebody, signatory = made.signatory(south, "Sune Polis")
    signatory.open(f"{made.path}/sign", 403)
    for one in (county.municipality, county.region):
        made.sign(*made.signatory(one, "Sune Signatär"))

    assert _holding(county, county.municipality) == {made.row}
    assert (
        "Polisområde Söder"
        not in made.municipality.open(made.path).soup.find(id="h-formal").parent.text
    )  # type: ignore[union-attr]


def test_no_mail_and_no_list_asks_who_is_consulted_for_what_others_do(
    county: CountyOfTests, south: UUID
) -> None:
    made = Many(county, county.municipality, county.region, south)
    made.begin(**{f"part_{south}": "consulted"})
    county.execute(update(Account).values(email="someone@example.se"))
    made.write_sections().fill_matrix().set_term().share()
    suggestion = made.suggest(made.municipality, made.section(2), "Svar inom två veckor.")
    made.answer(made.browsers[county.region], suggestion)
    made.put_to_decision()
    for one in (county.municipality, county.region):
        made.decide(made.browsers[one])
    register(made.municipality, made)

    asked = select(OutboxMail.kind).where(OutboxMail.organisation_id == south)
    assert set(county.execute(asked).scalars()) == {
        "agreement.shared_to_read",
        "suggestion.to_read",
        "suggestion.adopted",
        "agreement.locked",
        "agreement.finished_on_paper",
    }
    assert "stämmer" not in made.browsers[south].open("/todo").text
    page = made.municipality.open(made.path)
    waits = [one.text for one in page.soup.select("h3 + ul > li")]
    assert [one for one in waits if "Region" in one]
    assert not [one for one in waits if "Polisområde Söder" in one]
    for kind in ("agreement.shared", "agreement.put_to_decision", "agreement.registered_on_paper"):
        assert county.region in mailed(county, kind)


def test_the_database_keeps_who_is_consulted_from_the_agreement(
    county: CountyOfTests, south: UUID
) -> None:
    made = Many(county, county.municipality, county.region, south)
    made.begin(**{f"part_{south}": "consulted"})
    made.write_sections().fill_matrix().set_term().share()

    here = update(Agreement).where(Agreement.id == made.row)
    for values in ({"status": "decision"}, {"valid_until": LATER}, {"title": "Annan"}):
        with pytest.raises(ProgrammingError):
            inject(made.browsers[south], here.values(**values))


def test_a_party_may_decide_without_signing_and_sign_without_deciding(
    county: CountyOfTests, south: UUID
) -> None:
    made = Many(county, county.municipality, county.region, county.police, south)
    made.begin(**{f"part_{county.police}": "decides", f"part_{south}": "signs"})
    made.to_decide()
    made.browsers[south].open(f"{made.path}/decision", 403)
    for one in (county.municipality, county.region):
        made.decide(made.browsers[one])
    assert "Väntar på beslut" in made.municipality.open(made.path).text
    made.decide(made.browsers[county.police])
    made.signatory(county.police, "Petra Polis")[1].open(f"{made.path}/sign", 403)
    made.signed_by(county.municipality, county.region)
    assert _holding(county, county.municipality) == set()
    made.sign(*made.signatory(south, "Sune Signatär"))
    assert _holding(county, county.municipality) == {made.row}


def test_a_municipality_that_comes_is_covered(
    county: CountyOfTests, other: UUID, whole: Many
) -> None:
    whole.to_sign().signed_by(*whole.deciding)
    new = county.organisation("Nya kommunen", OrganisationKind.MUNICIPALITY)

    assert _area(county, whole.row) == {county.municipality, other, new}
    assert _holding(county, new) == {whole.row}


def test_a_municipality_that_is_merged_is_followed_where_it_was(
    county: CountyOfTests, other: UUID, whole: Many
) -> None:
    whole.to_sign().signed_by(*whole.deciding)
    linnea = county.member(county.group, Role.ADMINISTRATOR, name="Linnea Länsson")
    page = linnea.open(f"/county/organisations/{other}/merge")
    page.press("Slå ihop", receiver=str(county.municipality), reason="Fullmäktige, § 3.")

    assert _area(county, whole.row) == {county.municipality}
    assert "Område Hela länet" in whole.municipality.open(whole.path).text
    # what the two had in common, each had: the one that is left goes on
    assert _holding(county, county.municipality) == {whole.row}


def test_the_database_takes_no_area_that_is_none(county: CountyOfTests, whole: Many) -> None:
    here = update(Agreement).where(Agreement.id == whole.row)
    for values in (
        {"municipality_ids": []},
        {"municipality_ids": [county.region]},
    ):
        with pytest.raises(DBAPIError):
            county.execute(here.values(**values))


def test_what_the_release_before_enters_holds_in_the_one_that_it_names(
    county: CountyOfTests, whole: Many
) -> None:
    made = new_id()
    same = select(Agreement.template_version_id, Agreement.creator_id).where(
        Agreement.id == whole.row
    )
    template, creator = county.execute(same).one()
    county.execute(
        text(
            "insert into app.agreement (id, county_id, municipality_id, template_version_id, title,"
            " status, status_at, created_at, changed_at, creator_id, creator_name, revision,"
            " matrix_revision) values (:id, :county, :place, :template, 'Gammal', 'withdrawn',"
            " now(), now(), now(), :creator, 'Maja', 1, 1)"
        ).bindparams(
            id=made,
            county=county.id,
            place=county.municipality,
            template=template,
            creator=creator,
        )
    )
    assert _area(county, made) == {county.municipality}


def test_one_for_the_county_takes_over_from_several_local_ones_on_its_first_day(
    county: CountyOfTests, other: UUID, whole: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = (
        Parties(county, municipality=place, police=False).shared()
        for place in (county.municipality, other)
    )
    for local in (ours, theirs):
        local.signing().all_sign()
    first = clock.today() + timedelta(days=40)
    whole.write_sections().fill_matrix().set_term(first).share()

    # each that it meets has to be named
    whole.put_to_decision(ours.id, status=422)
    assert "gäller under den tiden" in whole.municipality.problems[0]
    whole.put_to_decision(["none", ours.id], status=422)
    assert "Du har valt båda." in whole.municipality.problems[0]
    whole.put_to_decision([ours.id, theirs.id])
    told = whole.municipality.open(whole.path).text
    assert all(f"Lokal överenskommelse, {name}" in told for name in ("Åsele", "Bjurholms"))
    for one in whole.deciding:
        whole.decide(whole.browsers[one])
    somebody, signatory = whole.signatory(county.region, "Sune Signatär")
    assert (
        "Sedan de 2 överenskommelser som den ersätter" in signatory.open(f"{whole.path}/sign").text
    )
    whole.sign(somebody, signatory)
    whole.signed_by(*whole.deciding[1:])

    for place, local in ((county.municipality, ours), (other, theirs)):
        assert _holding(county, place, first - timedelta(days=1)) == {UUID(local.id)}
        assert _holding(county, place, first) == {whole.row}
        page = local.municipality.open(local.path)
        assert "Till dess gäller den här." in page.text
        assert str(page.soup.find("a", href=whole.path)) != "None"
    monkeypatch.setattr(clock, "today", lambda: first)
    assert "En nyare överenskommelse tog över" in theirs.municipality.open(theirs.path).text
    files = whole.municipality.open(f"{whole.path}/agreement.docx")
    assert files.response.status_code == 200


def test_what_the_release_before_names_is_among_what_is_replaced(
    county: CountyOfTests, other: UUID, whole: Many
) -> None:
    local = Parties(county, municipality=other, police=False).shared().signing().all_sign()
    here = update(Agreement).where(Agreement.id == whole.row)
    named = select(Agreement.replaces_ids, Agreement.replaces_id).where(Agreement.id == whole.row)

    county.execute(here.values(replaces_id=UUID(local.id)))
    assert county.execute(named).one() == ([UUID(local.id)], UUID(local.id))
    county.execute(here.values(replaces_id=None))
    assert county.execute(named).one() == ([], None)
    county.execute(here.values(replaces_ids=[UUID(local.id)] * 2))
    assert county.execute(named).one() == ([UUID(local.id)], UUID(local.id))


def test_who_writes_the_draft_with_others_neither_leads_it_nor_breaks_on_it(
    county: CountyOfTests, other: UUID
) -> None:
    """What only the beginner does is offered to nobody else, and refused by the policy."""
    made = Many(county, county.municipality, county.region)
    made.begin(drafting=[str(county.region)])
    theirs = made.browsers[county.region]
    for what in ("due", "share", "withdraw"):
        theirs.open(f"{made.path}/{what}", 403)
    page = theirs.open(made.path)
    offered = {str(one["href"]).rsplit("/", 1)[1] for one in page.soup.select("main a[href]")}
    assert not {"due", "share", "withdraw", "paper"} & offered
    for what, values in (("title", {"title": "Vår överenskommelse"}), ("term", {})):
        theirs.open(f"{made.path}/{what}").press("Spara", **values)
    assert "Vår överenskommelse" in made.municipality.open(made.path).heading
