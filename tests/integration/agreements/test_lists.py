"""The list, the board and what waits: what they say, and that they stay as cheap when they grow."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update

from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixCell, MatrixColumn, MatrixRow
from agreements.tables.party import AgreementParty
from agreements.tables.suggestion import Suggestion
from agreements.tables.text import Section
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.ids import new_id
from tests.integration.county import COORDINATOR, CountyOfTests, Parties

TODAY = date(2026, 11, 22)


def _signed(
    county: CountyOfTests,
    name: str,
    first: date | None,
    last: date | None,
    status: str = "in_force",
) -> UUID:
    """A municipality with one agreement, entered as it would stand."""
    municipality = county.organisation(f"{name} kommun", OrganisationKind.MUNICIPALITY)
    agreement = new_id()
    now = clock.now()
    county.execute(
        insert(Agreement).values(
            id=agreement,
            county_id=county.id,
            municipality_ids=[municipality],
            template_version_id=county.template_id,
            title=f"Lokal överenskommelse, {name}",
            status=status,
            status_at=now,
            created_at=now,
            changed_at=now,
            creator_id=municipality,
            creator_name="Maja Öhlund",
            valid_from=first,
            valid_until=last,
            revision=1,
            matrix_revision=1,
        )
    )
    for position, party in enumerate((municipality, county.region)):
        county.execute(
            insert(AgreementParty).values(
                id=new_id(),
                county_id=county.id,
                agreement_id=agreement,
                organisation_id=party,
                position=position,
                joined_at=now,
            )
        )
    return municipality


def _numbers(page_text: str) -> str:
    return page_text.split(" har en gällande")[0]


def test_the_board_counts_what_is_in_force_on_the_day(
    county: CountyOfTests, on_a_day: Callable[[date], None]
) -> None:
    group = county.member(county.group, *COORDINATOR)
    first, last = TODAY - timedelta(days=365), TODAY + timedelta(days=365)
    before = int(group.open("/county").heading.split()[0])
    places = {
        "gällande": _signed(county, "Dorotea", first, last),
        "löper ut": _signed(county, "Vännäs", first, TODAY + timedelta(days=90)),
        "gått ut": _signed(county, "Sorsele", first, TODAY - timedelta(days=1)),
        "kommande": _signed(county, "Norsjö", TODAY + timedelta(days=1), last),
        "utkast": _signed(county, "Robertsfors", first, last, "draft"),
    }
    on_a_day(TODAY)
    page = group.open("/county")

    assert int(page.heading.split()[0]) == before + 2
    said = {
        what: page.soup.find(id=f"kommun-{place}").text.lower() for what, place in places.items()
    }
    assert "gällande" in said["gällande"]
    assert "löper ut" in said["löper ut"]
    assert "gått ut" in said["gått ut"]
    assert "gällande" not in said["kommande"]
    assert "utkast" in said["utkast"]

    on_a_day(TODAY + timedelta(days=91))
    assert int(group.open("/county").heading.split()[0]) == before + 2  # one began, one ended


def test_the_board_is_in_swedish_order_and_can_be_filtered(county: CountyOfTests) -> None:
    for name in ("Örnsköldsvik", "Ängelholm", "Ystad"):
        _signed(county, name, TODAY, TODAY + timedelta(days=400))
    page = county.member(county.group, *COORDINATOR).open("/county")
    names = [row.select_one("th").get_text(" ", strip=True) for row in page.soup.select("tr[id]")]
    shown = [
        one for one in names if one.split()[0] in {"Ystad", "Åsele", "Ängelholm", "Örnsköldsvik"}
    ]
    assert [one.split()[0] for one in shown] == ["Ystad", "Åsele", "Ängelholm", "Örnsköldsvik"]

    page.open("/county?status=missing")
    rows = {str(row["id"]) for row in page.soup.select("tbody tr[id]")}
    assert rows == {f"kommun-{county.municipality}"}
    page.open("/county?status=nonsense&order=nonsense")


def test_the_board_shows_states_and_never_opens_an_unsigned_agreement(
    county: CountyOfTests, shared: Parties
) -> None:
    page = county.member(county.group, *COORDINATOR).open("/county")

    assert page.soup.find(id=f"kommun-{shared.municipality_id}")
    assert shared.id not in page.response.text
    page.open(shared.path, 404)


def test_the_board_says_of_each_whom_it_waits_for_as_its_own_page_does(
    county: CountyOfTests, shared: Parties
) -> None:
    group = county.member(county.group, *COORDINATOR)

    def step() -> str:
        page = group.open("/county")
        row = page.soup.find(id=f"kommun-{shared.municipality_id}")
        return " ".join(row.select("td")[-1].get_text(" ", strip=True).split())

    assert "ska läsa utkastet" in step()
    assert " och " in step()
    suggestion = shared.suggest(shared.region, shared.section(2), "Vi möts varje vecka.")
    assert "ska svara på förslag senast " in step()
    waiting = shared.police.open(shared.path).text
    assert "ska svara på förslag" in waiting
    for party in (shared.municipality, shared.police):
        shared.answer(party, suggestion)
    shared.ready()
    assert "kan låsa texten för beslut senast " in step()
    lacking = shared.suggest(shared.region, shared.section(2), "Vi möts [när] varje vecka.")
    for party in (shared.municipality, shared.police):
        shared.answer(party, lacking)
    shared.ready()
    assert "ska göra klart det som saknas senast " in step()


def test_the_list_shows_every_party_its_own(county: CountyOfTests, shared: Parties) -> None:
    assert shared.path in shared.municipality.open("/agreements").response.text
    assert shared.path in shared.region.open("/agreements").response.text
    other = county.member(county.municipality, *COORDINATOR).open("/agreements")
    assert shared.path not in other.response.text


def _tasks(parties: Parties, role: str) -> list[str]:
    page = getattr(parties, role).open("/todo")
    return [str(a["href"]) for a in page.soup.select("main a[href]")]


def test_what_waits_on_a_coordinator_follows_the_agreement(parties: Parties) -> None:
    assert _tasks(parties, "municipality") == ["/agreements/new"]
    parties.create()
    assert _tasks(parties, "municipality") == [parties.path]
    parties.write_sections().fill_matrix().set_term().share()
    assert _tasks(parties, "municipality") == []
    assert parties.path in _tasks(parties, "region")

    suggestion = parties.suggest(parties.region, parties.section(2), "Två veckor.")
    assert _tasks(parties, "municipality") == [suggestion]
    assert suggestion in _tasks(parties, "police")
    assert suggestion not in _tasks(parties, "region")
    parties.answer(parties.municipality, suggestion)
    assert suggestion not in _tasks(parties, "municipality")
    parties.answer(parties.police, suggestion)

    assert _tasks(parties, "municipality") == []
    parties.ready()
    assert _tasks(parties, "municipality") == [parties.path]
    parties.put_to_decision()
    decide = f"{parties.path}/decision"
    assert _tasks(parties, "municipality") == [decide]
    assert decide in _tasks(parties, "region")
    parties.decide(parties.municipality)
    assert _tasks(parties, "municipality") == []


def test_a_conflict_waits_on_the_party_that_made_it(shared: Parties) -> None:
    ours = shared.suggest(shared.municipality, shared.section(2), "7 dagar.")
    theirs = shared.suggest(shared.region, shared.section(2), "30 dagar.")
    shared.answer(shared.region, ours)
    shared.answer(shared.police, ours)

    assert theirs in _tasks(shared, "region")
    assert theirs not in _tasks(shared, "police")


def test_what_waits_on_a_signatory_is_the_signature(
    county: CountyOfTests, signing: Parties
) -> None:
    somebody, browser = signing.signatory(county.police, "Sune Signatär")
    page = browser.open("/todo")
    assert page.soup.select_one(f"main a[href='{signing.path}/sign']")

    signing.sign(somebody, browser)
    assert not browser.open("/todo").soup.select_one(f"main a[href='{signing.path}/sign']")


def test_an_agreement_that_runs_out_is_to_be_renewed(
    county: CountyOfTests, on_a_day: Callable[[date], None]
) -> None:
    place = _signed(county, "Dorotea", TODAY - timedelta(days=365), TODAY + timedelta(days=100))
    member = county.member(place, *COORDINATOR)
    on_a_day(TODAY)
    assert member.open("/todo").soup.select("main a") == []

    on_a_day(TODAY + timedelta(days=10))
    assert member.open("/todo").soup.select_one("main a")["href"] == "/agreements/new"


def test_nothing_waits_on_an_administrator(county: CountyOfTests) -> None:
    page = county.member(county.municipality, Role.ADMINISTRATOR).open("/todo")

    assert page.heading.startswith("Inget väntar")


def _more(county: CountyOfTests, shared: Parties, count: int) -> None:
    """More of everything: municipalities with agreements, suggestions, rows."""
    agreement = UUID(shared.id)
    section = (
        county.execute(
            select(Section.id).where(Section.agreement_id == agreement).order_by(Section.number)
        )
        .scalars()
        .first()
    )
    author = county.somebody().id
    for number in range(count):
        _signed(county, f"Ort {number} {uuid4().hex[:6]}", TODAY, TODAY + timedelta(days=400))
        _suggestion(county, agreement, section, author, clock.now())
        _suggestion(county, agreement, None, author, clock.now())
        _row(county, agreement, number)


def _suggestion(
    county: CountyOfTests, agreement: UUID, section: UUID | None, author: UUID, now: datetime
) -> None:
    operation = {"row": "motivation", "column": "primarvard", "from": "unset", "to": "shared"}
    county.execute(
        insert(Suggestion).values(
            id=new_id(),
            county_id=county.id,
            agreement_id=agreement,
            section_id=section,
            base_version=1,
            text="Ny text." if section else None,
            operations=None if section else [operation],
            reason="Därför.",
            status="published",
            organisation_id=county.region,
            author_id=author,
            author_name="Nils Region",
            created_at=now,
            published_at=now,
        )
    )


def _row(county: CountyOfTests, agreement: UUID, number: int) -> None:
    row = new_id()
    county.execute(
        insert(MatrixRow).values(
            id=row,
            county_id=county.id,
            agreement_id=agreement,
            key=f"egen-{row.hex[-12:]}",
            phase="Eget",
            title=f"Insats {number}",
            hint="",
            position=1000 + number,
            in_template=False,
        )
    )
    columns = select(MatrixColumn.id).where(MatrixColumn.agreement_id == agreement)
    for column in county.execute(columns).scalars().all():
        county.execute(
            insert(MatrixCell).values(
                id=new_id(),
                county_id=county.id,
                agreement_id=agreement,
                row_id=row,
                column_id=column,
                value="responsible",
                version=1,
                changed_by="Maja Öhlund",
                changed_at=clock.now(),
                organisation_id=county.region,
            )
        )


def test_no_page_asks_more_of_the_database_when_there_is_more(
    county: CountyOfTests, shared: Parties
) -> None:
    pages = {
        "list": "/agreements",
        "agreement": shared.path,
        "section": shared.section(1),
        "whole text": f"{shared.path}/read",
        "matrix": f"{shared.path}/matrix",
        "matrix to change": f"{shared.path}/matrix/suggest",
        "suggestions": f"{shared.path}/suggestions",
        "board": "/county",
        "todo": "/todo",
    }
    _more(county, shared, 3)
    # once a minute a page also notes that the session is in use
    shared.region.open(shared.path)
    few = {name: len(shared.region.open(path).sql) for name, path in pages.items()}
    _more(county, shared, 27)
    many = {name: len(shared.region.open(path).sql) for name, path in pages.items()}

    assert many == few
    assert max(few.values()) <= 17, few  # each of todo's sources is a statement


def test_the_members_page_asks_no_more_with_more_members(county: CountyOfTests) -> None:
    administrator = county.member(county.municipality, Role.ADMINISTRATOR)
    few = len(administrator.open("/administration").sql)
    for _ in range(20):
        county.grant(county.somebody(), county.municipality, *COORDINATOR)

    assert len(administrator.open("/administration").sql) == few


def test_a_withdrawn_agreement_is_listed_by_itself_and_not_on_the_board(shared: Parties) -> None:
    shared.county.execute(
        update(Agreement).where(Agreement.id == UUID(shared.id)).values(status="withdrawn")
    )

    page = shared.region.open("/agreements")
    assert f'href="{shared.path}"' in str(page.soup.select_one("[aria-labelledby=h-abandoned]"))
    assert page.response.text.count(f'href="{shared.path}"') == 1
    board = shared.region.open("/county")
    assert "Saknas" in board.soup.find(id=f"kommun-{shared.municipality_id}").text
