"""Organisations live: after a rename and a merger every page and every old file reads right."""

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person, Way

WAS, IS = "Vindelns kommun", "Vindelälvens kommun"
SHORT = "Älvkommunen"
RECEIVER = "Robertsfors kommun"
AGREEMENT = f"Lokal överenskommelse, {WAS}"


def test_a_rename_and_a_merger(arrive: Arrive) -> None:
    karin = arrive("karin.nystrom", Way(390))
    karin.open("/agreements")
    karin.follow(AGREEMENT)
    agreement = karin.page.url.removeprefix(karin.demo.address)
    file = pdf(karin, agreement)

    rename(karin)
    karin.wait_for([IS, f"Bytte namn från {WAS} till {IS}", "Kommunfullmäktige beslutade, § 12."])
    reads_right(karin, agreement, file, f"{IS} (tidigare {WAS})")
    karin.open("/county")
    assert karin.sees(SHORT)
    assert not karin.sees("Vindeln")

    merge(karin)
    karin.wait_for([f"Gick upp i {RECEIVER}"])
    reads_right(karin, agreement, file, f"{RECEIVER} (tidigare {WAS})")
    karin.open("/county")
    assert not karin.sees(SHORT)
    to_organisation(karin, RECEIVER)
    karin.wait_for([f"{IS} gick upp i den", "Regeringen beslutade om indelningen."])


def rename(karin: Person) -> None:
    to_organisation(karin, WAS)
    karin.follow("Byt namn")
    karin.write("Nytt namn", IS)
    karin.write("Kort namn", SHORT)
    karin.write("Varför", "Kommunfullmäktige beslutade, § 12.")
    karin.press("Byt namn")


def merge(karin: Person) -> None:
    to_organisation(karin, IS)
    karin.follow("Låt gå upp i en annan")
    karin.choose("Går upp i", RECEIVER)
    karin.write("Varför", "Regeringen beslutade om indelningen.")
    karin.press("Slå ihop")


def reads_right(karin: Person, agreement: str, file: bytes, party: str) -> None:
    """What was decided and signed says who it was then; the page, who it is now."""
    karin.open(agreement)
    karin.wait_for([party])
    assert WAS in karin.page.locator("section[aria-labelledby=h-formal]").inner_text()
    assert pdf(karin, agreement) == file


def test_each_page_of_the_countys_organisations_looks_right(arrive: Arrive) -> None:
    """Also what cannot be undone: asked about, and not done."""
    karin = arrive("karin.nystrom", Way(390))
    to_organisation(karin, "Skellefteå kommun")
    here = karin.page.url.removeprefix(karin.demo.address)
    for link in ("Bjud in en administratör", "Låt gå upp i en annan", "Dela", "Låt upphöra"):
        karin.open(here)
        karin.follow(link)
        assert karin.status == 200
    for link in ("Byt namn", "Flytta", "Stäng"):
        karin.open(here)
        karin.follow_about(link, "Socialtjänsten")
        assert karin.status == 200
    karin.open(f"{here}/divide/3")
    karin.press("Dela organisationen")
    assert karin.status == 422
    karin.open("/county/organisations/new")
    karin.press("Lägg till")
    assert karin.status == 422


def to_organisation(person: Person, name: str) -> None:
    """From the first page, by links."""
    person.open("/")
    person.follow("Mer")
    person.follow("Länets organisationer")
    person.follow(name)


def pdf(person: Person, agreement: str) -> bytes:
    """The agreement's signed file."""
    answer = person.context.request.get(f"{person.demo.address}{agreement}/agreement.pdf")
    assert answer.status == 200
    return answer.body()
