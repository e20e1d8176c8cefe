"""The steps of tests/e2e/journey.py by links and forms alone, for what comes again and again."""

from collections.abc import Mapping

from typing_extensions import override

from tests.e2e.journey import Journey, answered
from tests.e2e.sender import Sender
from tests.soup import Element


class Sending(Journey):
    """One agreement on its way, as its people send it."""

    @override
    def create(self, coordinator: Sender) -> None:
        coordinator.open("/agreements").follow("Skapa överenskommelse")
        coordinator.follow("Länsöverenskommelse 2016 (skulle ha setts över 2018)")
        coordinator.write("Namn", self.agreement.title)
        replaced = coordinator.soup.select_one("input[name=replaces]")
        chosen = {"replaces": [str(replaced["value"])]} if replaced else {}
        coordinator.choose("Polisområde Västerbotten", "Beslutar och skriver under")
        coordinator.press("Skapa", **chosen)
        coordinator.wait_for(["Utkast", "Bara ni ser den tills ni delar den"])

    @override
    def write_section(self, coordinator: Sender, number: int, text: str) -> None:
        self.write_rest(coordinator, {number: text})
        coordinator.wait_for(["Sparat.", text])

    @override
    def write_rest(self, coordinator: Sender, texts: Mapping[int, str]) -> None:
        self.open(coordinator)
        sections = [str(one["href"]) for one in coordinator.soup.select("ol.contents a")]
        for number, text in texts.items():
            coordinator.open(f"{sections[number - 1]}/edit")
            coordinator.press("Spara", **answered(text, coordinator.soup))

    @override
    def fill_matrix(self, coordinator: Sender) -> None:
        self.open(coordinator)
        coordinator.follow("Fyll i vem som gör vad")
        unset = _unset_at_the_police(coordinator.soup)
        coordinator.press("Spara", **dict.fromkeys(unset, "none"))
        coordinator.wait_for(["rutor är ändrade och sparade" if unset else "Inget ändrades."])
        assert not _unset_at_the_police(coordinator.soup)

    @override
    def suggest_cell(self, coordinator: Sender) -> None:
        self.open(coordinator)
        coordinator.follow("Se vem som gör vad").follow("Föreslå ändring")
        cell = coordinator.soup.select("tr[data-row] select")[1]
        other = "shared" if _chosen(cell) == "participates" else "participates"
        coordinator.write("Varför", "Så arbetar vi redan.")
        coordinator.press("Skicka förslaget till parterna", **{str(cell["name"]): other})
        said = "Medansvar" if other == "shared" else "Medverkar"
        coordinator.wait_for(["Väntar på svar", said])

    @override
    def accept_everything(self, coordinator: Sender) -> None:
        for _suggestion in range(2):
            self.open_task(coordinator, "Svara på förslag om")
            answer = next(one for one in coordinator.buttons if one.startswith("Svara för"))
            coordinator.press(answer, answer="accept")
            coordinator.wait_for(["Godtaget"])

    @override
    def put_to_decision(self, coordinator: Sender) -> None:
        self.open(coordinator)
        coordinator.follow("Gå till beslut")
        reasons = [str(one["name"]) for one in coordinator.soup.select("main form textarea")]
        said = dict.fromkeys(reasons, "Mallens förslag räcker för oss.")
        coordinator.press("Lås texten och gå till beslut", **said)
        coordinator.wait_for(["Väntar på beslut"])

    @override
    def sign(self, signatory: Sender, title: str) -> None:
        self.open_task(signatory, "Skriv under")
        assert not signatory.soup.select("nav.menu")
        signatory.write("Din titel", title)
        signatory.tick("Jag har läst överenskommelsen")
        signatory.press("Logga in och skriv under")
        assert not signatory.is_home, "no fresh sign-in"
        signatory.answer_provider()
        signatory.wait_for(["Du har skrivit under.", title])

    @override
    def open_task(self, person: Sender, task: str) -> None:
        person.open("/todo")
        for line in person.soup.select(".todo > li"):
            said, link = line.get_text().lower(), line.select_one("a[href]")
            if task.lower() in said and self.agreement.title.lower() in said and link:
                person.open(str(link["href"]))
                return
        raise AssertionError(f"nothing to do like {task!r}: {person.text}")

    @override
    def _open_section(self, person: Sender, number: int) -> None:
        self.open(person)
        person.open(str(person.soup.select("ol.contents a")[number - 1]["href"]))

    @override
    def _download(self, person: Sender, name: str) -> bytes:
        self.open(person)
        return person.fetch(name)


def _unset_at_the_police(page: Element) -> list[str]:
    cells = [one for one in page.select("tr[data-row] select") if one["name"].endswith("polis")]
    return [str(one["name"]) for one in cells if not _chosen(one)]


def _chosen(field: Element) -> str:
    option = field.select_one("option[selected]")
    return str(option["value"]) if option else ""
