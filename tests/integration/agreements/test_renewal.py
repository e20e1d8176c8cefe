"""An agreement that is renewed begins from the text in force, the template's changes beside it."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select

from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixCell, MatrixColumn, MatrixRow
from agreements.tables.text import Section
from portal import clock
from portal.authz import OrganisationKind
from portal.resources import folder
from tests.integration.county import COORDINATOR, TEMPLATE, CountyOfTests, Parties
from tests.integration.remembered import remembered

if TYPE_CHECKING:
    from agreements.rules import Responsibility

ADDED = "Samtalsgrupp för närstående"


@pytest.fixture
@remembered
def signed(parties: Parties) -> Parties:
    """In force, with a measure that the parties had added and one they had taken out."""
    parties.create().write_sections().fill_matrix()
    page = parties.municipality.open(f"{parties.path}/matrix/rows/new")
    page.press("Lägg till", title=ADDED)
    values = _cells(parties.county, parties)
    page.open(f"{parties.path}/matrix/rows/{values.first_row}/remove")
    page.press("Ta bort insatsen", reason="Vi har ingen sådan mottagning.")
    parties.fill_matrix()
    return parties.set_term().share().signing().all_sign()


class _Matrix:
    """What stands in a matrix, by the keys of row and column."""

    def __init__(self, county: CountyOfTests, agreement: UUID) -> None:
        of = MatrixRow.agreement_id == agreement
        rows = county.execute(select(MatrixRow).where(of).order_by(MatrixRow.position)).all()
        self.first_row = rows[0].id
        self.kept = [row.key for row in rows if row.removed_at is None]
        self.removed = {row.key: row.removed_reason for row in rows if row.removed_at}
        found = county.execute(
            select(MatrixRow.key, MatrixColumn.key, MatrixCell.value)
            .join(MatrixCell, MatrixCell.row_id == MatrixRow.id)
            .join(MatrixColumn, MatrixColumn.id == MatrixCell.column_id)
            .where(of)
        )
        self.values: dict[tuple[str, str], Responsibility] = {
            (row, column): value for row, column, value in found
        }


def _cells(county: CountyOfTests, parties: Parties) -> _Matrix:
    return _Matrix(county, UUID(parties.id))


def _renew(
    signed: Parties,
    template: UUID | None = None,
    renews: str = "",
    police: UUID | None = None,
) -> Parties:
    """Begin the next with what the form suggests, or from what is said."""
    new = Parties(signed.county, municipality=signed.municipality_id, template=template)
    page = new.municipality.open(
        f"/agreements/new?template={template or signed.county.template_id}"
    )
    said = {"renews": renews} if renews else {}
    said[f"part_{police or signed.county.police}"] = "bound"
    page.press("Skapa", replaces=signed.id, **said)
    new.id = urlsplit(page.url).path.split("/")[2]
    return new


def _texts(parties: Parties) -> list[str]:
    page = parties.municipality.open(parties.path)
    links = [str(a["href"]) for a in page.soup.select("ol.contents a[href*='/sections/']")]
    return [page.open(one).soup.select_one(".prose").text.strip() for one in links]


def test_it_begins_from_text_answers_and_matrix_of_the_one_in_force(
    county: CountyOfTests, signed: Parties
) -> None:
    new = _renew(signed)

    assert _texts(new) == _texts(signed)
    before, after = _cells(county, signed), _cells(county, new)
    assert after.values == before.values
    assert (set(after.kept), after.removed) == (set(before.kept), before.removed)
    assert len(before.removed) == 1
    prompts = select(Section.prompts).where(Section.agreement_id == UUID(new.id))
    states = {one["state"] for found in county.execute(prompts).scalars() for one in found}
    assert states == {"answered"}
    page = new.municipality.open(new.path)
    assert "Börjar från texten i Lokal överenskommelse, Åsele kommun" in page.text
    # the template's own text is the first of each section, to see and to take back
    assert "Tidigare texter" in page.open(new.section(1)).text
    asked = select(Agreement.renews_id).where(Agreement.id == UUID(new.id))
    assert county.execute(asked).scalar_one() == UUID(signed.id)
    # nothing is left to write
    assert "Avsnitten är skrivna." in page.open(new.path).text


def test_one_may_begin_from_the_template_all_the_same(
    county: CountyOfTests, signed: Parties
) -> None:
    new = _renew(signed, renews="none")
    assert "Börjar från texten i" not in new.municipality.open(new.path).text
    assert _texts(new) != _texts(signed)


@pytest.fixture
def next_edition(county: CountyOfTests, tmp_path: Path) -> UUID:
    """The template anew: another text, a section less and one more, a question and a measure."""
    source = TEMPLATE.read_text(encoding="utf-8")
    for old, new in (
        ('id = "vasterbotten-2016"', 'id = "vasterbotten-2027"'),
        ('edition = "2026"', 'edition = "2027"'),
        ("Våra gemensamma mål är:", "Våra gemensamma mål, som vi följer varje år, är:"),
        ('key = "barn-i-riskmiljo"\nheading = "', 'key = "barn-nu"\nheading = "Nu: '),
        ('key = "initiativ"\nquestion = "', 'key = "initiativ"\nquestion = "På nytt: '),
    ):
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    shutil.copy(folder("county_templates") / "legal_references.toml", tmp_path)
    file = tmp_path / "vasterbotten-2027.toml"
    file.write_text(source, encoding="utf-8")
    return county.publish(file)


def test_the_templates_changes_stand_beside_the_text(signed: Parties, next_edition: UUID) -> None:
    new = _renew(signed, next_edition)
    page = new.municipality.open(new.path).follow("Se vad som är ändrat i mallen")

    assert "som vi följer varje år" in page.soup.select_one("ins").text
    heads = [one.get_text(strip=True) for one in page.soup.select("main h2")]
    assert any(one.endswith("(nytt avsnitt)") and "Nu:" in one for one in heads)
    assert "På nytt:" in page.text
    gone = page.soup.select(f"main li a[href*='{signed.id}/sections/']")
    assert [one.get_text(strip=True) for one in gone] == ["3. Barn i riskmiljö"]
    page.open(f"{new.section(1)}/edit").follow("Det här är ändrat i mallen")
    # a question in other words has not been answered
    assert "Inte besvarad" in page.open(new.section(2)).text


def test_a_template_that_is_the_same_says_so(signed: Parties) -> None:
    new = _renew(signed)
    page = new.municipality.open(f"{new.path}/template-changes")
    assert "Mallen är densamma som då." in page.text


def test_nobody_begins_from_a_text_that_is_not_theirs(
    county: CountyOfTests, signed: Parties
) -> None:
    place = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    page = county.member(place, *COORDINATOR).open("/agreements/new")
    assert "Vad vill ni börja från?" not in page.text
    address, sent = page.filled("Skapa", {"title": "Vår"})
    page.post(address, sent | {"renews": signed.id})
    found = select(Agreement.renews_id).where(Agreement.title == "Vår")
    assert county.execute(found).scalars().all() == [None]


def test_a_party_that_is_new_reads_what_it_was_begun_from(
    county: CountyOfTests, signed: Parties
) -> None:
    south = county.organisation("Polisområde Södra Lappland", OrganisationKind.POLICE)
    new = _renew(signed, police=south).set_term(clock.today() + timedelta(days=900)).share()
    newcomer = county.member(south, *COORDINATOR)
    assert "Börjar från texten i" in newcomer.open(new.path).text
    newcomer.open(f"{new.path}/template-changes")
