"""What is said of personal data to whoever asks, signed in or not."""

from tests.integration.county import CountyOfTests


def test_the_law_asks_the_municipality_and_the_region_and_the_police_may_come(
    county: CountyOfTests,
) -> None:
    page = county.visitor().open("/personal-data")
    assert "polisen kan vara med" in page.text
    assert "polisen ska" not in page.text
    assert "Om du har en plan" in page.text
