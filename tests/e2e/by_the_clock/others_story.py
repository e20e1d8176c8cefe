"""The steps of a plan for somebody who has only paper, with more around her than the principals."""

from collections.abc import Iterable
from datetime import timedelta

from portal import clock
from portal.demo.accounts import ACCOUNTS, ADDED
from tests.e2e.person import Person
from tests.e2e.sip_story import REGION, TOWN

HER, GOD_MAN, RELATIVE = "Mika Ek", "Gun Lind", "Roger Berglund"
PROBATION, HOME = ADDED["frivarden"], ADDED["stodboende"]
HOUSING, ECONOMY, SOCIAL = "Boende", "Ekonomi", "Social situation"
KINDS = (HOUSING, ECONOMY, SOCIAL)
CALLED = {
    REGION: "Berätta hur vården ser ut.",
    PROBATION: "Berätta vad övervakningen kräver.",
    HOME: "Berätta om hon kan bo hos er med barnen.",
}
INTERPRETER = "Tolk på tigrinska"
CHILDREN, VIOLENCE = (
    "Två barn, 6 och 9 år. Skolan vet.",
    "Slagen av sin sambo. Jouren är kontaktad.",
)
WISHES = "Att få bo ihop med barnen."
GOAL, DECISION = "Ett eget hem i vår", "Björkgården tar emot från den första."
NUMBERS = {one.login: one.personnummer or "" for one in ACCOUNTS}
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class OthersStory:
    """One plan on its way. `mark` is in its texts, so that each story finds its own."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.path = ""  # of the plan, once there is one
        self.meeting_path = ""

    @property
    def my_path(self) -> str:
        return self.path.replace("/sip/plans/", "/my-plan/")

    # the need, and who is around her

    def note_need(self, handler: Person) -> None:
        handler.open("/sip/plans/new")
        handler.write("Personens namn", HER)
        handler.write("Födelsedag", "1988-10-03")
        handler.choose("Personens kommun", TOWN)
        handler.write("När upptäcktes behovet?", clock.today().isoformat())
        handler.write("Vad behöver personen hjälp med?", f"Hem, vård och trygghet. ({self.mark})")
        handler.choose("Vad handlar det om?", SOCIAL)
        handler.write("Språk, tolk och stöd", INTERPRETER)
        handler.write("Din titel", "Socialsekreterare")
        handler.press("Spara behovet")
        self.path = handler.path

    def add_god_man(self, handler: Person) -> None:
        """Beside her, for some of it; what the mandate rests on was seen."""
        today = clock.today()
        handler.open(f"{self.path}/people")
        handler.follow("Lägg till företrädare")
        handler.write("Namn", GOD_MAN)
        handler.write("Personnummer", NUMBERS["gun.lind"])
        handler.choose("Företräder som", "God man")
        handler.choose("Vem svarar?", "Både företrädaren och personen")
        handler.tick_in("Uppdraget omfattar", "Att planen görs", ECONOMY, HOUSING)
        handler.write("Gäller från", today.isoformat())
        handler.write("Gäller till och med", (today + timedelta(days=300)).isoformat())
        handler.write("Underlag", "Förordnande från överförmyndaren, dnr 2026-11")
        handler.write("Underlagets datum", today.isoformat())
        handler.press("Lägg till")
        handler.follow_about("Handling", GOD_MAN)
        handler.choose("Vad har ni sett?", "Handlingen i original")
        handler.write("Vilken dag?", today.isoformat())
        handler.press("Spara")

    def add_relative(self, handler: Person) -> None:
        handler.open(f"{self.path}/people")
        handler.follow("Lägg till närstående")
        handler.write("Namn", RELATIVE)
        handler.write("Relation", "Sambo")
        handler.write("Personnummer", NUMBERS["roger.berglund"])
        handler.press("Lägg till")

    # consent, on paper and by sign-in

    def ask(self, handler: Person) -> None:
        """With an interpreter; about the principals, the others and him she lives with."""
        handler.open(f"{self.path}/consent")
        handler.follow("Fråga om samtycke")
        handler.write("Varför frågar ni?", f"Vi vill ordna hem och trygghet med dig. ({self.mark})")
        handler.unfold()
        for name in (*CALLED, RELATIVE):
            handler.tick(name)
            handler.write(f"Varför {name}?", "Hör till det som ska ordnas.")
        handler.tick(*KINDS, within=handler.group("Vad behöver de få veta"))
        handler.choose("Hur fick personen informationstexten?", "Både och")
        handler.choose("Användes tolk?", "Ja")
        handler.choose("Hur ställs frågan?", "Skriftligt, på en blankett")
        handler.press("Anteckna att frågan är ställd")
        handler.wait_for([HER, GOD_MAN])

    def record_paper(self, handler: Person) -> None:
        """She has signed the form: noted, with the paper kept."""
        handler.open(f"{self.path}/consent")
        handler.follow_about("Anteckna svar", HER)
        handler.choose("Vad svarade personen?", "Ja till det som frågas")
        handler.choose("Hur svarade personen?", "Skriftligt, på en blankett")
        handler.write("Vilken dag skrev personen under?", clock.today().isoformat())
        handler.write("Var förvaras blanketten?", "Akten")
        handler.press("Spara svaret")
        handler.open(f"{self.path}/consent")
        handler.follow_first("main a[href*='/acts/'][href$='/paper']")
        handler.attach("Den påskrivna blanketten", "blankett.pdf", PAPER)
        handler.press("Spara filen")
        handler.wait_for(["Ladda ner blanketten"])

    def say_yes(self, god_man: Person) -> None:
        """The god man answers for what the mandate covers."""
        god_man.open(self.my_path)
        god_man.follow("Läs och svara")
        god_man.press("Ja till det som frågas")
        god_man.wait_for(["Ditt svar är sparat"])

    # children, violence

    def note_asked(self, handler: Person) -> None:
        """Asked about the children and about violence: what they say stays with the handlers."""
        for kind, said in (("Barn i familjen", CHILDREN), ("Våld", VIOLENCE)):
            handler.open(f"{self.path}/asked")
            handler.choose("Vad gäller det?", kind)
            handler.write("Vilken dag?", clock.today().isoformat())
            handler.write("Vem frågade?", "Sara Nilsson")
            handler.write("Vad kom fram, och vad gjorde ni?", f"{said} ({self.mark})")
            handler.press("Spara")
            handler.wait_for([said])

    def keep_out(self, handler: Person) -> None:
        handler.open(f"{self.path}/people")
        handler.follow_about("Håll utanför", RELATIVE)
        handler.press("Håll utanför")
        handler.wait_for([f"{RELATIVE} hålls utanför planen nu."])

    # calling, meeting, planning

    def call(self, handler: Person) -> None:
        """All three in one go."""
        handler.open(f"{self.path}/calls/new")
        for organisation, contribution in CALLED.items():
            handler.tick(organisation)
            handler.write(f"Vad {organisation} ombeds bidra med", contribution)
        handler.press("Skicka")
        handler.wait_for([*CALLED])

    def take(self, colleague: Person, asked: str) -> None:
        """From the list of calls: what is asked, with which language, then one press."""
        colleague.open("/sip/calls")
        colleague.follow_first(f"main a[href*='{self.path}/']")
        colleague.wait_for([HER, asked, INTERPRETER])
        colleague.press("Ta emot")
        colleague.wait_for(["Ni är med i planen"])

    def plan_meeting(self, handler: Person, names: Iterable[str]) -> None:
        day = clock.today() + timedelta(days=1)
        handler.open(f"{self.path}/meetings/new")
        handler.choose("Vad mötet är till för", "Planeringsmöte")
        handler.write("Dag", day.isoformat())
        handler.write("Börjar", "13:00")
        handler.write("Slutar", "14:00")
        handler.write("Plats", f"Björkgården ({self.mark})")
        handler.tick_in("Bjuds in", *names)
        handler.press("Planera mötet")
        handler.follow_first("main .entries a")
        handler.wait_for([self.mark, *names])
        self.meeting_path = handler.path

    def prepare_for_her(self, handler: Person) -> None:
        """Her answers to the three questions, and that she comes, as she has said them."""
        handler.open(self.meeting_path)
        handler.follow("Skriv åt personen")
        handler.choose("Vad handlar det om?", HOUSING)
        handler.write("Vad vill du prata om på mötet?", WISHES)
        handler.press("Spara")
        handler.wait_for([WISHES])
        handler.open(f"{self.meeting_path}/reply-for")
        handler.pick("Vem har svarat?", HER)
        handler.choose("Svar", "Kommer")
        handler.press("Spara")

    def hold(self, handler: Person) -> None:
        """Who came, and what was decided."""
        handler.open(f"{self.meeting_path}/attendance")
        handler.tick_in("De här var med", HER, "Birgit Alm")
        handler.press("Spara")
        handler.open(f"{self.meeting_path}/notes")
        handler.choose("Vad är det?", "Beslut")
        handler.choose("Vad handlar det om?", HOUSING)
        handler.write("Text", f"{DECISION} ({self.mark})")
        handler.press("Spara")
        handler.wait_for([DECISION])

    def add_goal(self, writer: Person) -> None:
        writer.open(self.path)
        writer.follow("Lägg till ett mål")
        writer.write("Mål", GOAL)
        writer.write("Så märker vi skillnad", "Kontrakt i egen hand")
        writer.choose("Vems ord är det?", "Formulerat av oss som arbetar")
        writer.choose("Vad handlar det om?", HOUSING)
        writer.press("Spara målet")
        writer.wait_for([GOAL])

    def follow_up(self, handler: Person) -> None:
        today = clock.today().isoformat()
        handler.open(f"{self.path}/follow-up")
        handler.write("Dag", today)
        handler.pick("Vem håller i den?", "Sara Nilsson")
        handler.press("Spara")
        handler.follow("Uppföljningen är hållen")
        handler.write("Vilken dag hölls den?", today)
        handler.choose(GOAL, "Delvis nått")
        handler.press("Spara")
        handler.wait_for(["Delvis nått"])

    # the paper she gets

    def put_to_her(self, handler: Person) -> None:
        handler.open(self.path)
        handler.follow("Låt personen godkänna planen")
        handler.press("Gör versionen")

    def note_approval(self, handler: Person) -> None:
        handler.open(f"{self.path}/versions/answer")
        handler.choose("Vem svarar?", HER)
        handler.choose("Svar", "Godkänner")
        handler.choose("Hur lämnades svaret?", "Skriftligt")
        handler.press("Spara svaret")

    def print_for_her(self, handler: Person) -> bytes:
        """The plan, to print and hand over."""
        handler.open(f"{self.path}/copies")
        return handler.fetch("Hämta planen att skriva ut till personen")

    def close(self, handler: Person) -> None:
        handler.open(f"{self.path}/close")
        handler.mark_in_each()
        handler.press("Avsluta planen")
        handler.wait_for(["Avslutad"])
