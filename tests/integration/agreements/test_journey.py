"""The whole way of an agreement, from the template to the board, through the pages."""

import hashlib

from tests.integration.county import COORDINATOR, CountyOfTests, Parties


def test_from_the_template_to_the_board(county: CountyOfTests, parties: Parties) -> None:
    parties.shared()
    section = parties.section(2)
    suggestion = parties.suggest(parties.region, section, "Vi möts inom två veckor.")
    parties.answer(parties.municipality, suggestion)
    adopted = parties.answer(parties.police, suggestion)
    assert "Alla parter är överens. Ändringen är införd." in adopted.text
    assert "Vi möts inom två veckor." in parties.police.open(section).text

    parties.signing()
    copy = parties.region.open(f"{parties.path}/agreement.pdf").response.data
    checksum = hashlib.sha256(copy).hexdigest()
    assert checksum in parties.region.open(parties.path).text
    parties.all_sign()

    page = parties.municipality.open(parties.path)
    assert page.soup.select_one(".heading-row").text.split()[-1] == "Gällande"
    signed = parties.region.open(f"{parties.path}/signed-copy.pdf").response.data
    assert hashlib.sha256(signed).hexdigest() == checksum

    board = county.member(county.group, *COORDINATOR).open("/county")
    assert "Gällande" in board.soup.find(id=f"kommun-{county.municipality}").text
