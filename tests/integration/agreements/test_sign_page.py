"""What a signatory reads in two minutes: what is otherwise than before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agreements.document import DocumentSection
from agreements.reading.comparing import compare
from portal import clock
from tests.integration.county import CountyOfTests, Parties
from tests.integration.remembered import remembered
from tests.unit.documents.example import signed_agreement


@pytest.fixture
@remembered
def renewed(signing: Parties) -> Parties:
    """What takes over from one that all have signed, put to signing."""
    signing.all_sign()
    new = signing.anew()
    first = clock.today() + timedelta(days=30)
    new.create(replaces=signing.id).write_sections().fill_matrix().set_term(first).share()
    return new.signing(signing.id)


def test_what_has_changed_since_the_agreement_that_it_replaces_is_shown(
    county: CountyOfTests, renewed: Parties, signing: Parties
) -> None:
    section = renewed.section(3)
    renewed.municipality.open(f"{renewed.path}/return").press(
        "Lämna tillbaka till parterna", reason="Ändra avsnitt 3."
    )
    suggestion = renewed.suggest(renewed.region, section, "Något helt annat.")
    renewed.answer(renewed.municipality, suggestion)
    renewed.answer(renewed.police, suggestion)
    renewed.signing(signing.id)
    _, browser = renewed.signatory(county.region, "Rut Region")
    page = browser.open(f"{renewed.path}/sign")

    assert "Sedan version 1, som gick tillbaka till parterna:" in page.text
    assert "Sedan överenskommelsen som den ersätter" in page.text
    changed = page.soup.select("section[aria-labelledby=h-changes] .redline")
    assert ["Något helt annat." in one.text for one in changed] == [True, False, True]
    assert "Datumen är ändrade" not in page.text


def test_what_was_the_same_in_the_agreement_before_is_not_told(
    county: CountyOfTests, renewed: Parties
) -> None:
    _, browser = renewed.signatory(county.region, "Rut Region")
    page = browser.open(f"{renewed.path}/sign")

    assert "Det är den första versionen som har låsts för beslut." in page.text
    # the one before had a text that the parties agreed on
    changed = page.soup.select("section[aria-labelledby=h-changes] summary")
    assert [one.text.split(". ")[0] for one in changed] == ["Ändrad text: 2"]
    assert "Den ersätter ingen" not in page.text


def test_the_facts_that_are_signed_stand_where_one_signs_and_reads(
    county: CountyOfTests, signing: Parties
) -> None:
    _, browser = signing.signatory(county.region, "Rut Region")
    for path in ("sign", "read"):
        page = browser.open(f"{signing.path}/{path}")
        row = page.soup.select_one("#fact-sip-mote-inom")
        assert "Första mötet, inom" in row.text
        assert "3 veckor" in row.text


def test_everything_that_is_otherwise_is_found(app: object) -> None:
    before = signed_agreement()
    row, *rows = before.rows
    key = next(iter(row.values))
    other = "none" if row.values[key] != "none" else "shared"
    told = replace(row, values={**row.values, key: other})
    new = DocumentSection(key="ny", number=10, heading="Nytt", text="Ny.")
    after = replace(
        before,
        sections=(*before.sections[1:], new),
        rows=(told, *rows[1:], replace(rows[0], key="ny-insats", title="En ny insats")),
        valid_until=date(2031, 1, 1),
    )
    with app.test_request_context():  # type: ignore[attr-defined]
        changes = compare(before, after)
        assert compare(before, before).is_none

    assert [one.name for one in changes.sections] == [
        "10. Nytt",
        f"{before.sections[0].number}. {before.sections[0].heading}",
    ]
    assert "<del>" in changes.sections[1].html
    assert [(one.measure, one.before) for one in changes.cells] == [(row.title, row.values[key])]
    assert changes.new_measures == ["En ny insats"]
    assert changes.gone_measures == [rows[0].title]
    assert changes.has_new_term


def test_nobody_signs_with_a_title_that_is_left_to_fill_in(
    county: CountyOfTests, signing: Parties
) -> None:
    _, browser = signing.signatory(county.region, "Rut Region")
    page = browser.open(f"{signing.path}/sign")
    page.press("Logga in och skriv under", 422, title="[titel]", agree=True)
    assert any("Det står kvar en plats att fylla i: [titel]." in one for one in page.problems)


def test_nobody_takes_it_back_with_a_reason_that_is_left_to_fill_in(signing: Parties) -> None:
    page = signing.region.open(f"{signing.path}/return")
    page.press("Lämna tillbaka till parterna", 422, reason="[skäl]")
    assert any("Det står kvar en plats att fylla i: [skäl]." in one for one in page.problems)
