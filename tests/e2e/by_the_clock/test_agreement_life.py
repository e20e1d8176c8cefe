"""An agreement's whole life, in a demo whose clock is moved from one of its days to the next.

The tests go on from each other, in their order. What people do on the way is done in a browser by
tests/e2e/test_journey.py; here forms are sent, and pages shown that hold what no page before did.
"""

from pathlib import Path

import pytest
from babel.dates import format_date
from sqlalchemy import create_engine

from agreements.reminding import escalate
from portal import clock
from portal.config import Settings
from tests.e2e.by_the_clock.days import Days
from tests.e2e.conftest import Arrive
from tests.e2e.demo import Demo
from tests.e2e.journey import Agreement
from tests.e2e.person import Way
from tests.e2e.sender import Sender
from tests.e2e.sending import Sending
from tests.e2e.test_journey import SIGNATURES, decide, write

FIRST, LAST, PROLONGED, ADDED, ENDS = 30, 400, 800, 450, 620  # days from when it is written

SUBJECT = "Skadligt bruk eller beroende"
NAME = "Överenskommelse för Bjurholm genom åren"
PROLONGING, ADDING = f"Förlängning: {NAME}", f"Tillägg: {NAME}"
SIGNED_FILES = ("Ladda ner Word", "Ladda ner PDF")
NEXT = "Bjurholms nästa överenskommelse"
SIGNED_TEXT = f"Vi gör del 2 för alla. {NAME}."
ADDED_TEXT = "Socialtjänsten kallar alla parter inom fem arbetsdagar."


@pytest.fixture
def life(arrive: Arrive, days: Days, demo: Demo) -> "Life":
    return Life(arrive, days, demo.folder / "config.toml")


def test_what_is_signed_waits_for_its_first_day(life: "Life") -> None:
    maja = life.come("maja.ohlund")
    agreement = Sending(Agreement(NAME, LAST, FIRST))
    write(agreement, maja)
    life.agree(agreement, maja)

    agreement.open(maja)
    maja.wait_for(["Undertecknad, börjar gälla", f"Börjar gälla {life.told(FIRST)}."])
    assert "Gällande" not in life.board()
    assert life.holding(FIRST - 1) == []

    life.on(FIRST)
    life.open(maja := life.come("maja.ohlund"))
    maja.wait_for(["Gällande", f"{life.told(FIRST)} – {life.told(LAST)}"])
    assert not maja.sees("börjar gälla")
    assert "Gällande" in life.board()
    assert life.holding(FIRST) == [(NAME, LAST, False)]


def test_what_was_not_kept_is_lifted_by_its_days_settled_and_learned_from(life: "Life") -> None:
    life.on(FIRST + 20)
    agreement, deviation, dispute = life.quarrel()
    # nobody lifts it: two levels up by its own clocks
    for days in (26, 40):
        life.on(FIRST + days)
        life.work()
    maja, aino, _samuel = life.three()
    assert maja.open(dispute).text_of("li[aria-current=step] b").startswith("3. ")
    aino.open(f"{dispute}/state").press("Spara ståndpunkten", statement="Kommunen kallar.")
    meeting = life.meet(maja, agreement, FIRST + 50)
    aino.open(meeting).wait_for(["Tvist om "])

    life.on(FIRST + 51)
    maja, aino, samuel = life.three()
    maja.open(f"{meeting}/minutes").press("Spara protokollet", minutes="Regionen kallar.")
    aino.open(meeting).wait_for(["Regionen kallar."])
    life.settle(dispute, maja, aino, samuel)
    aino.open(f"{deviation}/answer").press("Svara", answer="Nu kallar mottagningen.")
    maja.open(f"{deviation}/close").press("Avsluta avvikelsen", lesson="Skriv vem som kallar.")
    maja.open(f"{agreement}/review").wait_for(["Skriv vem som kallar."])
    review = {"outcome": "keep", "reason": "Vi träffas i tid nu.", "until": ""}
    maja.press("Spara uppföljningen", on_day=life.day(FIRST + 51).isoformat(), **review)
    aino.open(agreement).wait_for(["Vi träffas i tid nu."])


def test_a_prolongation_takes_over_on_the_day_after_the_last(life: "Life") -> None:
    life.on(LAST - 80)
    maja = life.come("maja.ohlund")
    assert "Löper ut" in life.board()
    life.open(maja)
    maja.follow("Förläng")
    maja.write("Ny sista dag", life.day(PROLONGED).isoformat())
    maja.write("Följs upp senast", life.day(PROLONGED).isoformat())
    maja.press("Börja förlänga")
    act = Sending(Agreement(PROLONGING, 0))
    act.share(maja)
    assert life.holding(LAST + 1) == []
    life.agree(act, maja)
    assert life.holding(LAST + 1) == [(NAME, PROLONGED, False)]

    life.on(LAST + 1)
    life.open(maja := life.come("maja.ohlund"))
    maja.wait_for(["Gällande", f"Förlängd till och med {life.told(PROLONGED)}"])
    assert "Gällande" in life.board()
    for said in life.files(maja, *SIGNED_FILES):
        assert f"Förlängning: gäller till och med {life.told(PROLONGED)}" in said


def test_an_addendum_is_read_with_the_rest_from_its_day(life: "Life") -> None:
    life.add()

    life.on(ADDED - 1)
    life.open(maja := life.come("maja.ohlund"))
    maja.wait_for([f"Läses med ändringarna från och med {life.told(ADDED)}"])
    assert not maja.sees("Så läses den nu")
    assert life.holding(ADDED - 1) == [(NAME, PROLONGED, False)]

    life.on(ADDED)
    life.open(maja := life.come("maja.ohlund"))
    maja.wait_for(["Så läses den nu", f"Sedan {life.told(ADDED)} läses överenskommelsen"])
    assert life.holding(ADDED) == [(NAME, PROLONGED, True)]
    maja.follow("Läs texten som den är nu")
    maja.wait_for([ADDED_TEXT, "Vi gör del 3 för alla."])
    assert not maja.sees(SIGNED_TEXT)
    # the text that was signed first is there as it was
    life.open(maja)
    maja.follow("Läs hela texten")
    maja.wait_for([SIGNED_TEXT])
    assert not maja.sees(ADDED_TEXT)
    for said in life.files(maja, "Texten nu som Word", "Texten nu som PDF"):
        assert ADDED_TEXT in said
        assert "Vi gör del 3 för alla." in said
        assert SIGNED_TEXT not in said
        assert "Sven-Erik Grahn" in said


def test_notice_ends_it_for_all_after_its_last_day(life: "Life") -> None:
    life.on(ADDED + 50)
    aino = life.come("aino.kemppainen")
    life.open(aino)
    aino.follow("Säg upp")
    aino.write("Sista dagen som överenskommelsen gäller", life.day(ENDS).isoformat())
    aino.write("Skäl", "Regionen lägger ner mottagningen i Bjurholm.")
    aino.write("Beslut om uppsägningen", "Regionstyrelsen § 12, RS 2028/40")
    aino.press("Säg upp överenskommelsen")
    aino.wait_for([f"gäller till och med {life.told(ENDS)}", "Uppsagd av Region Västerbotten"])
    assert life.holding(ENDS) == [(NAME, ENDS, True)]
    assert life.holding(ENDS + 1) == []


def test_it_is_renewed_from_the_text_in_force_and_the_successor_takes_over(life: "Life") -> None:
    life.on(ENDS - 60)
    assert "Löper ut" in life.board()
    following = life.renew()

    life.on(ENDS)
    life.open(maja := life.come("maja.ohlund"))
    maja.wait_for([f"gäller till och med {life.told(ENDS)}"])
    assert life.holding(ENDS) == [(NAME, ENDS, True)]

    life.on(ENDS + 1)
    life.open(maja := life.come("maja.ohlund"))
    maja.wait_for([f"gällde till och med {life.told(ENDS)}"])
    following.open(maja)
    maja.wait_for(["Gällande"])
    assert "Gällande" in life.board()
    assert life.holding(ENDS + 1) == [(NEXT, ENDS - 60 + 800, False)]
    # and what was done with the first is read on its page and in its files
    life.open(maja)
    maja.wait_for([PROLONGING, ADDING, "Uppsagd av Region Västerbotten"])
    for said in life.files(maja, *SIGNED_FILES):
        assert "Status: Uppsagd" in said or "Status Uppsagd" in said
        assert f"gäller till och med {life.told(ENDS)}" in said
        assert f"Tillägg: läses från och med {life.told(ADDED)}" in said


class Life:
    """What the people of Bjurholm, the region and the police do and see; days are counted."""

    def __init__(self, arrive: Arrive, days: Days, config: Path) -> None:
        self._arrive, self._days, self._config = arrive, days, config
        self.on, self.day = days.on, days.day

    def come(self, login: str, way: Way | None = None) -> Sender:
        """Somebody has signed in: a session from another day has ended."""
        return self._arrive(login, way or Way(1280)).forms

    def agree(self, journey: Sending, maja: Sender) -> None:
        """Everybody is ready, decides and signs, the others on a telephone."""
        aino, samuel = self.come("aino.kemppainen", Way(390)), self.come("samuel.tesfay", Way(390))
        decide(journey, maja, aino, samuel)
        for login, title in SIGNATURES.items():
            journey.sign(self.come(login, Way(390)), title)

    def three(self) -> tuple[Sender, Sender, Sender]:
        """The coordinators of the municipality, the region and the police."""
        aino, samuel = self.come("aino.kemppainen"), self.come("samuel.tesfay")
        return self.come("maja.ohlund"), aino, samuel

    def quarrel(self) -> tuple[str, str, str]:
        """A deviation from one line, and a dispute of three that comes of it: their addresses."""
        maja = self.come("maja.ohlund")
        self.open(maja)
        agreement = maja.path
        maja.open(f"{agreement}/facts/sip-mote-inom")
        maja.follow("Rapportera en avvikelse från uppgiften")
        maja.choose("Vem ska svara?", "Region Västerbotten")
        maja.press("Rapportera", kind="late", happened="Mötet hölls en vecka för sent.")
        deviation = maja.path
        maja.follow("Är ni oense om vem som ska göra det? Väck en tvist")
        maja.tick("Polisområde Västerbotten")
        maja.press("Väck tvisten", question="Vi är oense om vem som kallar till mötet.")
        return agreement, deviation, maja.path

    def settle(self, dispute: str, maja: Sender, *others: Sender) -> None:
        """One proposes how it ends, and all the others say yes."""
        maja.open(f"{dispute}/settle")
        maja.choose("Vem svarar för insatsen?", "Region Västerbotten")
        said = {"pays": "Regionen", "outcome": "Mottagningen kallar."}
        maja.press("Skicka förslaget", from_day=clock.today().isoformat(), **said)
        for one in others:
            one.open(f"{dispute}/answer").press("Svara", answer="yes")
        maja.open(dispute).wait_for(["Löst", "Ja Aino Kemppainen", "Svar Samuel Tesfay"])

    def work(self) -> None:
        """What `portal remind` does with disputes on the day it is."""
        engine = create_engine(Settings.read(self._config).database.worker_url)
        with engine.begin() as connection:
            escalate(connection, clock.today())
        engine.dispose()

    def meet(self, maja: Sender, agreement: str, day: int) -> str:
        """A steering group that is called to its first meeting."""
        maja.open(f"/groups/new?agreement={agreement.split('/')[2]}")
        maja.tick("Region Västerbotten", "Polisområde Västerbotten")
        named = {"kind": "steering", "name": "Styrgruppen i Bjurholm"}
        maja.press("Skapa gruppen", every="3", unit="months", **named)
        maja.open(f"{maja.path}/meetings/new")
        hours = {"starts": "10", "ends": "12", "place": "Kommunhuset"}
        maja.press("Kalla till mötet", day=self.day(day).isoformat(), **hours)
        return maja.path

    def add(self) -> None:
        """An addendum that changes the second section, signed by all."""
        maja = self.come("maja.ohlund")
        self.open(maja)
        maja.follow("Gör ett tillägg")
        maja.write("Tillägget gäller från och med", self.day(ADDED).isoformat())
        maja.press("Börja på tillägget")
        act = Sending(Agreement(ADDING, 0))
        act.write_section(maja, 2, ADDED_TEXT)
        act.share(maja)
        self.agree(act, maja)

    def renew(self) -> Sending:
        """The next, from the text as it reads now and the template's changes beside it."""
        maja = self.come("maja.ohlund")
        self.open(maja)
        maja.follow("Börja på nästa överenskommelse")
        following = Sending(Agreement(NEXT, 800, 61))
        following.create(maja)
        maja.wait_for(["Börjar från texten i", NAME])
        maja.follow("Se vad som är ändrat i mallen")
        maja.wait_for(["Mallen är densamma som då."])
        following.open(maja)
        maja.follow("Läs hela texten")
        maja.wait_for([ADDED_TEXT])
        following.set_dates(maja)
        following.share(maja)
        self.agree(following, maja)
        return following

    def open(self, somebody: Sender) -> None:
        Sending(Agreement(NAME, 0)).open(somebody)

    def files(self, somebody: Sender, word: str, pdf: str) -> list[str]:
        """What both files of the first agreement say, by the links to them on its page."""
        journey = Sending(Agreement(NAME, 0))
        return [journey.read_word(somebody, word), journey.read_pdf(somebody, pdf)]

    def board(self) -> str:
        """What the county's board says of Bjurholm."""
        karin = self.come("karin.nystrom").open("/county")
        rows = [" ".join(one.get_text(" ").split()) for one in karin.soup.select("tr")]
        return next(one for one in rows if "Bjurholm" in one)

    def holding(self, day: int) -> list[tuple[str, int | None, bool]]:
        """What holds in Bjurholm: title, last day, and whether it is read with an addendum."""
        found = self._days.holding(SUBJECT, "Bjurholms kommun", self.day(day))
        start = self.day(0)
        return [(title, last and (last - start).days, added) for title, last, added in found]

    def told(self, day: int) -> str:
        return format_date(self.day(day), "d MMMM y", locale="sv")
