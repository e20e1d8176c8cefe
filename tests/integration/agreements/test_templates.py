"""The county's template, read where it is published and where agreements begin from it."""

import hashlib
import shutil
from hashlib import sha256
from pathlib import Path

from sqlalchemy import insert, update

from agreements.county_templates.loader import LEGAL_FILE
from agreements.tables.template import TemplateVersion
from portal import clock
from portal.ids import new_id
from portal.resources import folder
from tests.integration.county import TEMPLATE, CountyOfTests, Parties

OWN_LAW = """
[[references]]
key = "lokal-rutin"
act = "Länets rutin för samverkan"
abbreviation = "Rutinen"
sfs = "2020:1"
section = "4 §"
summary = "Länets egen regel."
verified = true
source = "Länet"
"""


def _publish_with_own_law(county: CountyOfTests) -> str:
    """An edition that cites a reference which the portal does not ship."""
    cited = '"sol-2001-5-9a", "lokal-rutin", '
    source = TEMPLATE.read_text(encoding="utf-8").replace('"sol-2001-5-9a", ', cited, 1)
    references = (folder("county_templates") / LEGAL_FILE).read_text(encoding="utf-8") + OWN_LAW
    template = new_id()
    county.execute(
        insert(TemplateVersion).values(
            id=template,
            county_id=county.id,
            subject_id=county.subjects["skadligt-bruk-beroende"],
            key="vasterbotten-2027",
            edition="2027",
            name="Länets nya mall",
            source=source,
            legal_references=references,
            adopted="Länssamordningsgruppen 2026-11-01",
            source_sha256=hashlib.sha256(source.encode()).hexdigest(),
            published_at=clock.now(),
        )
    )
    return str(template)


def test_a_countys_own_legal_reference_is_shown_wherever_the_template_is_read(
    county: CountyOfTests, parties: Parties
) -> None:
    template = _publish_with_own_law(county)
    page = parties.municipality.open(f"/templates/{template}")
    assert "4 § Rutinen" in page.text

    page.open(f"/agreements/new?template={template}").press("Skapa")
    page.open(str(page.soup.select_one("ol.contents a[href*='/sections/']")["href"]))
    assert "Länets egen regel." in page.text
    assert "7 kap. 2 § socialtjänstlagen (2025:400)" in page.text


def test_what_is_new_in_an_edition_stands_on_its_page(
    county: CountyOfTests, parties: Parties, tmp_path: Path
) -> None:
    copied = tmp_path / "county"
    shutil.copytree(TEMPLATE.parent, copied)
    source = TEMPLATE.read_text(encoding="utf-8").replace('edition = "2026"', 'edition = "2027"')
    source = source.replace("Vilka personer gäller överenskommelsen?", "Vilka gäller den?")
    (copied / TEMPLATE.name).write_text(source, encoding="utf-8")
    template = county.publish(copied / TEMPLATE.name)
    page = parties.region.open(f"/templates/{template}")
    assert "Nytt sedan Länsöverenskommelse 2016 (1)" in page.text
    assert "Ändrat: frågan ”Vilka gäller den?” i ”Ansvarsfördelning mellan" in page.text
    assert "Länssamordningsgruppen i Västerbotten" in page.text
    assert "Nytt sedan" not in page.open(f"/templates/{county.template_id}").text


def test_a_template_past_its_review_says_so_where_it_is_chosen(
    county: CountyOfTests, parties: Parties
) -> None:
    for path in ("/templates", f"/templates/{county.template_id}", "/agreements/new"):
        assert "kulle ha setts över 2018" in parties.municipality.open(path).text
    source = TEMPLATE.read_text(encoding="utf-8")
    ahead = source.replace("next_revision = 2018", f"next_revision = {clock.today().year}")
    checksum = sha256(ahead.encode()).hexdigest()
    county.execute(
        update(TemplateVersion)
        .where(TemplateVersion.id == county.template_id)
        .values(source=ahead, source_sha256=checksum)
    )
    for path in ("/templates", f"/templates/{county.template_id}", "/agreements/new"):
        assert "kulle ha setts över" not in parties.municipality.open(path).text
