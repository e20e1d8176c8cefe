"""Two of three sign together for a municipality, and an extract of the minutes is attached."""

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person, Way

TITLE = "Lokal överenskommelse, Nordmalings kommun"
TOLD = "Det behövs fler underskrifter från er."


def test_two_of_three_sign_and_the_agreement_waits_for_both(arrive: Arrive) -> None:
    """One at a desk, one on a narrow telephone; the third has nothing left to do."""
    # Given that region and police have signed the demo's agreement of Nordmaling
    for login, title in (("ristin.fjallas", "Direktör"), ("petra.wikberg", "Polisområdeschef")):
        sign(arrive(login, Way(1280)), title)

    # When the first of three signs
    berit = arrive("berit.sandstrom", Way(1280))
    sign(berit, "Kommunstyrelsens ordförande")

    # Then the municipality has not signed yet, and that person has done their part
    berit.wait_for(["Kommunfullmäktige, § 14", TOLD, "En underskrift till behövs"])
    berit.open("/todo")
    assert not berit.sees(TITLE)

    # And when the second has, the agreement is signed, and the third is not asked
    ulla = arrive("ulla.hedman", Way(320, scripts=False))
    sign(ulla, "Socialnämndens ordförande")
    ulla.wait_for(["Undertecknad", "Berit Sandström", "Ulla Hedman"])
    lars = arrive("lars.akerlund", Way(390))
    lars.open("/todo")
    assert not lars.sees(TITLE)


def open_task(somebody: Person, task: str, title: str) -> None:
    """The page that a line of Att göra leads to."""
    somebody.open("/todo")
    line = somebody.page.locator(".todo > li", has_text=task).filter(has_text=title)
    somebody.leave(line.first.get_by_role("link").click)


def sign(somebody: Person, title: str) -> None:
    """Read, and sign after saying once more who one is."""
    open_task(somebody, "Skriv under", TITLE)
    somebody.wait_for(["Det har ni själva beslutat", "Vad som har ändrats", "Behörighet:"])
    somebody.write("Din titel", title)
    somebody.page.get_by_label("Jag har läst överenskommelsen").check()
    somebody.press("Logga in och skriv under")
    somebody.answer_provider()
    somebody.wait_for(["Du har skrivit under.", title])


def test_an_administrator_enters_a_mandate_and_revokes_it(arrive: Arrive) -> None:
    """On a narrow telephone without scripts."""
    goran = arrive("goran.hallgren", Way(320, scripts=False))
    goran.open("/administration")
    goran.follow("Behörigheter")
    goran.follow("Registrera behörighet")
    goran.write("Vem som har gett behörigheten", "Kommunstyrelsen")
    goran.write("Beslutet", "§ 99")
    goran.write("Från och med", "2026-01-01")
    goran.choose("Sven-Erik Grahn", "Plats 1")
    goran.choose("Hur många behöver skriva under?", "En ensam")
    goran.press("Registrera")
    goran.wait_for(["Behörigheten är registrerad.", "Kommunstyrelsen, § 99", "Ensam"])
    goran.follow_about("Återkalla", "§ 99")
    goran.write("Varför", "Prov.")
    goran.press("Återkalla")
    goran.wait_for(["Behörigheten är återkallad.", "Prov."])


def test_one_of_two_bodies_decides_long_ago_and_its_minutes_are_attached(arrive: Arrive) -> None:
    """On a narrow telephone without scripts."""
    samuel = arrive("samuel.tesfay", Way(320, scripts=False))
    open_task(samuel, "Registrera ert beslut", "Lokal överenskommelse, Lycksele kommun")
    samuel.follow("Beslutar fler än en nämnd för er?")
    samuel.write("Vilka beslutar för er?", "Polisområdeschefen\nRegionpolischefen")
    samuel.press("Spara")
    samuel.follow("Registrera beslut")
    samuel.choose("Vem som har beslutat", "Polisområdeschefen")
    samuel.write("Paragraf", "beslut 12")
    samuel.write("Beslutsdatum", "2020-01-01")
    samuel.write("Diarienummer", "A 1/2026")
    samuel.press("Gå vidare")
    samuel.wait_for(["mer än ett år sedan"])
    samuel.tick("Ja, dagen stämmer")
    samuel.press("Registrera beslutet")
    samuel.wait_for(["Kvar att besluta: Regionpolischefen"])
    attach(samuel)


def attach(samuel: Person) -> None:
    """Send a file that is a PDF by its content."""
    samuel.follow("Bifoga protokollsutdrag")
    samuel.attach("Protokollsutdrag", "utdrag.pdf", b"%PDF-1.7\n%%EOF\n")
    samuel.press("Spara filen")
    samuel.wait_for(["Filen är sparad.", "Protokollsutdrag (PDF, 1 kB)"])
