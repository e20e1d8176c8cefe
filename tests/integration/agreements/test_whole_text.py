"""A text that is read as a whole, of an agreement or of a template."""

from tests.integration.county import COORDINATOR, CountyOfTests, Parties


def test_long_texts_begin_with_their_contents(county: CountyOfTests, shared: Parties) -> None:
    page = shared.municipality.open(f"{shared.path}/read")
    template = county.member(county.group, *COORDINATOR).open(f"/templates/{county.template_id}")
    for one in (page, template):
        links = [str(a["href"]) for a in one.soup.select("main a[href^='#section-']")]
        assert len(links) >= 9
        assert all(one.soup.find(id=link.removeprefix("#")) for link in links)
    assert page.soup.select_one("button[data-print]")
