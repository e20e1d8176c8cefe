"""Kinds of party that no shipped template names agree, deviate and dispute like the others."""

import shutil
from pathlib import Path

from sqlalchemy import select

from agreements.tables.dispute import Dispute
from portal.authz import OrganisationKind
from tests.integration.agreements.test_area import Many, county
from tests.integration.agreements.test_deviations import report
from tests.integration.county import TEMPLATE, CountyOfTests

__all__ = ["county"]


def _template(folder: Path) -> Path:
    """The county's, in which other authorities may be parties too."""
    shutil.copy(TEMPLATE.with_name("legal_references.toml"), folder)
    source = TEMPLATE.read_text(encoding="utf-8")
    parties = 'parties = ["municipality", "region", "police"'
    wider = source.replace(f"{parties}]", f'{parties}, "other_authority"]', 1)
    file = folder / "med-kriminalvarden.toml"
    named = wider.replace('id = "vasterbotten-2016"', 'id = "med-kriminalvarden"', 1)
    file.write_text(named, encoding="utf-8")
    return file


def test_probation_agrees_answers_and_is_a_side_like_the_others(
    county: CountyOfTests, tmp_path: Path
) -> None:
    probation = county.organisation("Kriminalvården", OrganisationKind.OTHER_AUTHORITY)
    parties = (county.municipality, county.region, probation)
    made = Many(county, *parties, template=county.publish(_template(tmp_path)))
    made.begin(title="Med Kriminalvården", **{f"part_{probation}": "bound"})
    made.to_sign().signed_by(*parties)
    theirs = made.browsers[probation]
    assert "Kriminalvården" in theirs.open(made.path).text

    report(made, made.municipality, concerns=str(probation))
    told = "2. Samordnad individuell plan (SIP): Med Kriminalvården"
    page = theirs.open("/todo").follow(f"Svara på en avvikelse: {told}")
    page.follow("Svara").press("Svara", answer="Frivården kallar från i dag.")
    assert "Frivården kallar från i dag." in made.municipality.open(page.url).text

    made.municipality.open(f"{made.path}/disputes/new")
    others = [str(county.region), str(probation)]
    said = {"place": "section:sip", "question": "Vi är oense om vem som kallar till mötet."}
    dispute = made.municipality.press("Väck tvisten", others=others, **said).url
    theirs.open(dispute).follow("Skriv er ståndpunkt")
    theirs.press("Spara ståndpunkten", statement="Regionen kallar.")
    assert "Regionen kallar." in made.browsers[county.region].open(dispute).text
    assert county.execute(select(Dispute.third_id)).scalar_one() == probation
