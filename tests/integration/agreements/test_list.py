"""The list of an organisation's agreements: by the page, and narrowed when they are many."""

from datetime import timedelta

import pytest

from portal import clock
from tests.integration.county import Parties


@pytest.fixture
def many(signed: Parties, monkeypatch: pytest.MonkeyPatch) -> Parties:
    """More of them than a page takes: one in force, one that is written, and one given up."""
    monkeypatch.setattr("agreements.reading.list_page.A_PAGE", 1)
    earlier = signed.id
    signed.create(replaces=earlier)
    page = signed.municipality.open(f"{signed.path}/withdraw")
    page.press(page.buttons[0], reason="Vi börjar om.")
    return signed.create(replaces=earlier)


def titles(parties: Parties, asked: str = "") -> list[str]:
    page = parties.municipality.open(f"/agreements{asked}")
    return [str(one["href"]).rpartition("/")[2] for one in page.soup.select("tbody th a")]


def test_a_page_has_the_ones_last_changed_and_the_next_the_others(many: Parties) -> None:
    first = titles(many)
    page = many.municipality.open("/agreements").follow("Nästa")
    second = [str(one["href"]).rpartition("/")[2] for one in page.soup.select("tbody th a")]

    assert first == [many.id]
    assert len(second) == 1
    assert second != first
    assert "2–2 av 2" in page.text
    assert "En överenskommelse gäller" in page.heading
    assert titles(many, "?page=1") == first
    many.municipality.open("/agreements?page=3", 404)


@pytest.mark.parametrize(
    ("stage", "how_many"), [("work", 1), ("lasting", 1), ("past", 0), ("abandoned", 1)]
)
def test_it_is_narrowed_by_stage(many: Parties, stage: str, how_many: int) -> None:
    page = many.municipality.open("/agreements")
    assert page.soup.select_one("select[name=stage]") is not None

    assert len(titles(many, f"?stage={stage}")) == how_many


def test_it_is_narrowed_by_municipality(many: Parties) -> None:
    here, elsewhere = many.municipality_id, many.county.region

    assert len(titles(many, f"?municipality={here}")) == 1
    page = many.municipality.open(f"/agreements?municipality={elsewhere}")
    assert "Inga överenskommelser är så." in page.text


@pytest.mark.parametrize("asked", ["stage=x", "municipality=x", "page=x", "page=-1"])
def test_what_no_list_is_narrowed_by_is_not_found(many: Parties, asked: str) -> None:
    many.municipality.open(f"/agreements?{asked}", 404)


def test_few_are_shown_as_they_are(parties: Parties) -> None:
    parties.create()
    page = parties.municipality.open("/agreements")

    assert len(page.soup.select("tbody th a")) == 1
    assert page.soup.select_one("select") is None


def test_links_to_agreements_of_the_same_name_say_which(signed: Parties) -> None:
    signed.create(replaces=signed.id)
    page = signed.municipality.open("/agreements")
    links = page.soup.select("tbody th a")

    assert len(links) == 2
    assert len({one.get_text() for one in links}) == 2
    assert len({one.get_text().partition(", ändrad")[0] for one in links}) == 1


def test_what_begins_later_is_told_in_the_list_and_nothing_new_is_pressed_for(
    parties: Parties,
) -> None:
    first = clock.today() + timedelta(days=30)
    parties.create().write_sections().fill_matrix()
    parties.set_term(first, review=first + timedelta(days=60)).share()
    parties.signing().all_sign()
    page = parties.municipality.open("/agreements")
    assert page.heading.startswith("En överenskommelse börjar gälla")
    create = page.soup.select_one("main a[href='/agreements/new']")
    assert create is None or create["data-variant"] == "secondary"
