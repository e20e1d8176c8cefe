"""The steps from the county's template to a signed agreement, as those who take them say it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import docx
import pypdf

from portal import clock
from tests.browser import Values
from tests.e2e.person import Person
from tests.soup import Element

UNSET_AT_THE_POLICE = """() => [...document.querySelectorAll('tr[data-row] select[name$=polis]')]
  .filter(cell => cell.value === '').map(cell => cell.id)"""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one journey writes; each has its own title, so that each finds its own."""

    title: str
    term_days: int
    begins_in: int = 0  # days from the day on which its dates are set

    @property
    def starts(self) -> date:
        return clock.today() + timedelta(days=self.begins_in)

    @property
    def ends(self) -> date:
        return clock.today() + timedelta(days=self.term_days)

    @property
    def own_text(self) -> str:
        return f"Vi möts i Bjurholm varje torsdag, för {self.term_days} dagar framåt."

    @property
    def adopted_text(self) -> str:
        return self.own_text.replace("torsdag", "tisdag")


class Journey:
    """One agreement on its way."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement

    # the municipality writes

    def create(self, coordinator: Person) -> None:
        coordinator.open("/agreements")
        coordinator.follow("Skapa överenskommelse")
        coordinator.follow("Länsöverenskommelse 2016 (skulle ha setts över 2018)")
        coordinator.write("Namn", self.agreement.title)
        # the journey before has signed one
        replaced = coordinator.page.locator("input[name=replaces]")
        if replaced.count():
            replaced.first.check()
        coordinator.choose("Polisområde Västerbotten", "Beslutar och skriver under")
        coordinator.press("Skapa")
        coordinator.wait_for(["Utkast", "Bara ni ser den tills ni delar den"])

    def write_section(self, coordinator: Person, number: int, text: str) -> None:
        """Write a section's text and mark its guided questions as answered."""
        self._open_section(coordinator, number)
        coordinator.follow("Redigera")
        coordinator.write("Text", text)
        for question in coordinator.page.locator("select[name^=state_]").all():
            question.select_option(label="Besvarad i texten")
        coordinator.press("Spara")
        coordinator.wait_for(["Sparat.", text, "Besvarad"])

    def write_rest(self, coordinator: Person, texts: Mapping[int, str]) -> None:
        """Write sections by their numbers: their pages, which are alike, have been looked at."""
        self.open(coordinator)
        links = coordinator.page.locator("ol.contents a").all()
        addresses = [str(link.get_attribute("href")) for link in links]
        for number, text in texts.items():
            coordinator.send(f"{addresses[number - 1]}/edit", "Spara", partial(answered, text))

    def fill_matrix(self, coordinator: Person) -> None:
        """Say where the police have no part; the template has said who is responsible.

        What takes over from another that is in force has it all from that one.
        """
        self.open(coordinator)
        coordinator.follow("Fyll i vem som gör vad")
        unset = coordinator.page.evaluate(UNSET_AT_THE_POLICE)
        for cell in unset:
            coordinator.page.locator(f"[id='{cell}']").select_option(label="Ej aktuell")
        coordinator.press("Spara")
        coordinator.wait_for(["rutor är ändrade och sparade" if unset else "Inget ändrades."])
        assert not coordinator.page.evaluate(UNSET_AT_THE_POLICE)

    def set_dates(self, coordinator: Person) -> None:
        self.open(coordinator)
        coordinator.follow("Bestäm datum")
        coordinator.write("Gäller från och med", self.agreement.starts.isoformat())
        coordinator.write("Gäller till och med", self.agreement.ends.isoformat())
        coordinator.write("Följs upp senast", self.agreement.ends.isoformat())
        coordinator.press("Spara")

    def share(self, coordinator: Person) -> None:
        self.open(coordinator)
        coordinator.follow("Dela med parterna")
        coordinator.press("Dela utkastet")
        coordinator.wait_for(["Utkastet är delat."])

    def say_ready(self, coordinator: Person, task: str = "Säg till när ni är klara") -> None:
        """Say for a party that it is ready with the text, from its list of what there is to do."""
        self.open_task(coordinator, task)
        coordinator.press("Vi är klara med texten")
        coordinator.wait_for(["Ni är klara med texten"])

    # the parties negotiate

    def suggest_section(self, coordinator: Person, number: int, text: str) -> None:
        self._open_section(coordinator, number)
        coordinator.follow("Föreslå ändring")
        coordinator.write("Förslag till text", text)
        coordinator.write("Varför", "Vi har mottagning på tisdagar.")
        coordinator.press("Skicka förslaget till parterna")
        coordinator.wait_for(["Väntar på svar", "tisdag"])

    def suggest_cell(self, coordinator: Person) -> None:
        """Suggest that another part of health care takes part in the first measure."""
        self.open(coordinator)
        coordinator.follow("Se vem som gör vad")
        coordinator.follow("Föreslå ändring")
        cell = coordinator.page.locator("tr[data-row] select").nth(1)
        other = "Medansvar" if cell.input_value() == "participates" else "Medverkar"
        cell.select_option(label=other)
        coordinator.write("Varför", "Så arbetar vi redan.")
        coordinator.press("Skicka förslaget till parterna")
        coordinator.wait_for(["Väntar på svar", other])

    def accept_everything(self, coordinator: Person) -> None:
        """Accept each suggestion that waits, from the list of what there is to do."""
        for _suggestion in range(2):
            self.open_task(coordinator, "Svara på förslag om")
            coordinator.page.get_by_role("radio", name="Godta").check()
            coordinator.press(f"Svara för {coordinator.organisation}")
            coordinator.wait_for(["Godtaget"])

    def check_adopted(self, coordinator: Person, number: int) -> None:
        coordinator.wait_for(["Antaget"])
        self._open_section(coordinator, number)
        coordinator.wait_for([self.agreement.adopted_text])
        assert not coordinator.sees("torsdag")

    # each party decides and signs

    def put_to_decision(self, coordinator: Person) -> None:
        self.open(coordinator)
        coordinator.follow("Gå till beslut")
        for why in coordinator.page.locator("main form textarea").all():
            why.fill("Mallens förslag räcker för oss.")
        coordinator.press("Lås texten och gå till beslut")
        coordinator.wait_for(["Väntar på beslut"])

    def record_decision(self, coordinator: Person, body: str, paragraph: str) -> None:
        self.open_task(coordinator, "Registrera ert beslut")
        coordinator.write("Vem som har beslutat", body)
        coordinator.write("Paragraf", paragraph)
        coordinator.write("Beslutsdatum", clock.today().isoformat())
        coordinator.write("Diarienummer", "KS 2026/123")
        coordinator.press("Gå vidare")
        coordinator.press("Registrera beslutet")
        coordinator.wait_for(["Beslutet är registrerat.", body, paragraph])

    def sign(self, signatory: Person, title: str) -> None:
        """Read, and sign after saying once more who one is."""
        self.open_task(signatory, "Skriv under")
        assert signatory.page.locator("nav.menu").count() == 0
        signatory.write("Din titel", title)
        signatory.page.get_by_label("Jag har läst överenskommelsen").check()
        signatory.press("Logga in och skriv under")
        assert not signatory.page.url.startswith(signatory.demo.address), "no fresh sign-in"
        signatory.answer_provider()
        signatory.wait_for(["Du har skrivit under.", title])

    # finding one's way

    def open(self, person: Person) -> None:
        person.open("/agreements")
        person.follow(self.agreement.title)

    def open_task(self, person: Person, task: str) -> None:
        person.open("/todo")
        line = person.page.locator(".todo > li", has_text=task).filter(
            has_text=self.agreement.title
        )
        person.leave(line.first.get_by_role("link").click)

    def _open_section(self, person: Person, number: int) -> None:
        self.open(person)
        link = person.page.locator("ol.contents a").nth(number - 1)
        person.leave(link.click)

    # what one takes home

    def read_word(self, person: Person, link: str = "Ladda ner Word") -> str:
        return word_text(self._download(person, link))

    def read_pdf(self, person: Person, link: str = "Ladda ner PDF") -> str:
        return pdf_text(self._download(person, link))

    def _download(self, person: Person, name: str) -> bytes:
        self.open(person)
        with person.page.expect_download() as started:
            person.page.get_by_role("link", name=name, exact=True).click()
        return Path(started.value.path()).read_bytes()


def answered(text: str, form: Element) -> Values:
    """A section's text, which answers its questions."""
    questions = [str(one["name"]) for one in form.select("select[name^=state_]")]
    return {"text": text, **dict.fromkeys(questions, "answered")}


def word_text(file: bytes) -> str:
    document = docx.Document(io.BytesIO(file))
    paragraphs = [one.text for one in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return _even(" ".join(paragraphs + cells))


def pdf_text(file: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(file))
    return _even(" ".join(page.extract_text() for page in reader.pages))


def _even(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())
