"""The steps of a coordinated individual plan, from the need to the end, by those who take them."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.message import EmailMessage

from portal import clock
from portal.demo.accounts import ACCOUNTS
from tests.e2e.codes import enter_code, hand_over_code
from tests.e2e.person import Person

TOWN, REGION = "Skellefteå kommun", "Region Västerbotten"
SCHOOL, POLICE = "Gymnasieskolan i Skellefteå", "Polisområde Västerbotten"
OWN, HEALTH, SUBSTANCES = "Egna önskemål", "Hälsa", "Alkohol, droger och spel"
SOCIAL, WORK = "Social situation", "Arbete och skola"
ASKED_ABOUT = (OWN, HEALTH, SUBSTANCES, SOCIAL, WORK)
WHY, WHY_EACH = "Vi vill hjälpa dig tillsammans.", "De kan göra sin del."
MAY_SEE = {
    TOWN: ASKED_ABOUT,
    REGION: ASKED_ABOUT,
    SCHOOL: (OWN, WORK),
    POLICE: (OWN, SOCIAL),
}
ROBIN = next(one.personnummer or "" for one in ACCOUNTS if one.login == "robin.sandberg")
THEIR_MEASURE, OUR_MEASURE = "Motivationsarbete", "Abstinensbehandling"
PATIENCE = 30  # seconds for the worker to send what it has


class Story:
    """One plan on its way. `mark` is in its texts, so that each story finds its own."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.path = ""  # of the plan, once there is one
        self.meeting_path = ""

    @property
    def my_path(self) -> str:
        return self.path.replace("/sip/plans/", "/my-plan/")

    @property
    def own_words(self) -> str:
        return f"Prata med mig först, sedan med varandra. ({self.mark})"

    # the need, and the person's consent

    def note_need(self, handler: Person) -> None:
        handler.open("/sip/plans")
        handler.follow("Anteckna ett behov")
        handler.write("Personens namn", "Robin Sandberg")
        handler.write("Personnummer", ROBIN)
        handler.choose("Personens kommun", TOWN)
        handler.write("När upptäcktes behovet?", clock.today().isoformat())
        handler.write("Vad behöver personen hjälp med?", f"Stöd från flera håll. ({self.mark})")
        handler.choose("Vad handlar det om?", SOCIAL)
        handler.write("Din titel", "Socialsekreterare")
        handler.press("Spara behovet")
        self.path = handler.path

    def hand_over_code(self, handler: Person) -> str:
        return hand_over_code(handler, self.path, "Robin Sandberg")

    def enter_code(self, subject: Person, code: str) -> None:
        """The plan is there."""
        enter_code(subject, code)
        subject.open(self.my_path)

    def ask(self, handler: Person) -> None:
        handler.open(f"{self.path}/consent")
        handler.follow("Fråga om samtycke")
        handler.write("Varför frågar ni?", WHY)
        handler.unfold()
        for organisation in (REGION, SCHOOL, POLICE):
            handler.tick(organisation)
            handler.write(f"Varför {organisation}?", WHY_EACH)
        handler.tick(*ASKED_ABOUT, within=handler.group("Vad behöver de få veta"))
        handler.choose("Hur fick personen informationstexten?", "Både och")
        handler.choose("Användes tolk?", "Nej")
        handler.choose("Hur ställs frågan?", "Muntligt")
        handler.press("Anteckna att frågan är ställd")
        handler.wait_for(["Väntar på svar från Robin Sandberg"])

    def consent(self, subject: Person) -> None:
        """Who may take part, what each may see, and until when."""
        subject.open(self.my_path)
        subject.follow("Läs och svara")
        subject.wait_for([WHY, WHY_EACH, "Ja till det som frågas"])
        subject.follow("Välj själv")
        subject.choose("Får en samordnad plan göras?", "Ja")
        for organisation, kinds in MAY_SEE.items():
            party = subject.group(organisation, is_whole=True)
            if organisation != TOWN:
                subject.tick("Får vara med i planen", within=party)
            subject.tick(*kinds, within=party)
        until = clock.today() + timedelta(days=180)
        subject.write("Gäller till och med", until.isoformat())
        subject.press("Spara mitt svar")
        subject.wait_for(["Ditt svar är sparat", "Det här händer sedan"])
        subject.follow("Vem får se planen nu")
        subject.wait_for([REGION, SCHOOL, POLICE])

    # calling together

    def call(self, handler: Person, asked: Mapping[str, str], units: Mapping[str, str]) -> None:
        """Call several in one go, each for its own."""
        handler.open(f"{self.path}/calls/new")
        for organisation, contribution in asked.items():
            handler.tick(organisation)
            handler.write(f"Vad {organisation} ombeds bidra med", contribution)
        for organisation, unit in units.items():
            handler.choose(f"Enhet hos {organisation}", unit)
        handler.press("Skicka")
        handler.wait_for([*asked, *asked.values()])

    def forward(self, colleague: Person, unit: str) -> None:
        """Wrong unit: pass the newest on; it leaves the sight of who passed it on."""
        self._open_newest_call(colleague)
        here = colleague.path
        colleague.follow("Fel enhet – skicka vidare")
        colleague.choose("Rätt enhet", unit)
        colleague.press("Skicka vidare")
        colleague.open(here)
        assert colleague.status == 404

    def take(self, colleague: Person, title: str, brings: str, kind: str) -> None:
        self._open_newest_call(colleague)
        colleague.wait_for(["Robin Sandberg"])
        colleague.follow("Skriv något, eller ta med en kollega")
        colleague.write("Din titel", title)
        colleague.choose("Vad handlar det om?", kind)
        colleague.write("Vad ni bidrar med", brings)
        colleague.press("Ta emot")
        colleague.wait_for(["Ni är med i planen"])

    def _open_newest_call(self, colleague: Person) -> None:
        colleague.open("/sip/calls")
        colleague.follow_first(f"main a[href*='{self.path}/']")

    def plan_meeting(self, handler: Person, names: tuple[str, ...]) -> None:
        handler.open(f"{self.path}/meetings/new")
        handler.choose("Vad mötet är till för", "Planeringsmöte")
        day = clock.today() + timedelta(days=6)
        handler.write("Dag", day.isoformat())
        handler.write("Börjar", "13:00")
        handler.write("Slutar", "14:00")
        handler.write("Plats", f"Familjecentralen ({self.mark})")
        handler.tick_in("Bjuds in", *names)
        handler.press("Planera mötet")
        handler.follow_first("main .entries a")
        handler.wait_for([self.mark, *names])
        self.meeting_path = handler.path

    # writing together

    def add_goal(self, writer: Person, title: str, measure: str, kind: str, whose: str) -> None:
        self.open_plan(writer)
        writer.follow("Lägg till ett mål")
        writer.write("Mål", title)
        writer.write("Så märker vi skillnad", measure)
        writer.choose("Vems ord är det?", whose)
        writer.choose("Vad handlar det om?", kind)
        writer.press("Spara målet")
        writer.wait_for([title, measure])

    def add_action(
        self, writer: Person, goal: str, title: str, who: str, kind: str, measure: str = ""
    ) -> None:
        self.open_plan(writer)
        writer.follow_about("Lägg till en åtgärd", goal)
        writer.write("Åtgärd", title)
        if measure:
            writer.pick("Insats i överenskommelsen", measure)
        writer.pick("Vem gör det?", who)
        writer.write("Senast", (clock.today() + timedelta(days=30)).isoformat())
        writer.choose("Vad handlar det om?", kind)
        writer.press("Spara åtgärden")
        writer.wait_for([title, who])

    def choose_from_agreement(self, writer: Person, goal: str, title: str) -> None:
        """Another's measure asks for a reason; one's own says on what it rests."""
        self.open_plan(writer)
        writer.follow_about("Lägg till en åtgärd", goal)
        writer.write("Åtgärd", title)
        writer.pick("Insats i överenskommelsen", THEIR_MEASURE)
        writer.pick("Vem gör det?", "Erik Lund")
        writer.choose("Vad handlar det om?", SUBSTANCES)
        writer.press("Spara åtgärden")
        assert writer.status == 422
        writer.wait_for([f"{TOWN} ansvarar för insatsen"])
        writer.pick("Insats i överenskommelsen", OUR_MEASURE)
        writer.press("Spara åtgärden")
        writer.wait_for([title, "Enligt överenskommelsen, avsnitt", f"ansvarar {REGION}"])
        writer.follow_about("Ändra", title)
        writer.wait_for([f"{REGION} ansvarar för insatsen", "avsnitt", "Huvudansvar", TOWN])

    def lead(self, handler: Person) -> None:
        self.open_plan(handler)
        handler.follow("Ändra vem som håller ihop planen")
        handler.choose("Huvudman med övergripande ansvar", TOWN)
        handler.pick_at("Samordnare", 1)
        handler.press("Spara")

    def write_own_words(self, subject: Person) -> None:
        subject.open(self.my_path)
        subject.follow("Skriv något")
        subject.write("Dina ord", self.own_words)
        subject.press("Spara")
        subject.wait_for([self.own_words])

    def put_to_person(self, handler: Person) -> None:
        self.open_plan(handler)
        handler.follow("Låt personen godkänna planen")
        handler.press("Gör versionen")

    def approve(self, subject: Person) -> None:
        subject.open(self.my_path)
        subject.wait_for(["Planen väntar på ditt svar"])
        subject.follow("Svara på planen")
        subject.choose("Vad tycker du om planen?", "Planen är bra. Jag godkänner den.")
        subject.press("Skicka svaret")
        subject.wait_for(["Godkänd"])

    def make_copy(self, writer: Person, form: str) -> bytes:
        """Make a copy for one's own organisation, and fetch it."""
        writer.open(f"{self.path}/copies")
        self.ask_for_copy(writer, form)
        return writer.fetch_first(f"[id='{writer.fragment}'] a")

    def ask_for_copy(self, writer: Person, form: str) -> None:
        """On the page of copies, as it stands open."""
        writer.choose("Vilken sorts kopia?", form)
        writer.press("Gör kopian")

    def answer_meeting(self, colleague: Person) -> None:
        """On the meeting's page, as it stands open."""
        colleague.mark("Jag kommer")
        colleague.press("Skicka svaret")

    # consent is taken back

    def withdraw(self, subject: Person, organisation: str) -> None:
        """From the list of who may see: two clicks."""
        subject.open(f"{self.my_path}/who-may-see")
        subject.follow_about("Ta tillbaka", organisation)
        subject.press("Ja, ta tillbaka")
        subject.wait_for(["Ditt samtycke är tillbakataget", organisation])

    def move_meeting(self, handler: Person) -> None:
        handler.open(self.meeting_path)
        handler.follow("Ändra")
        handler.write("Börjar", "13:30")
        handler.write("Slutar", "14:30")
        handler.press("Spara")

    def mails_about_meeting(self, person: Person, method: str) -> list[EmailMessage]:
        """The calendar's mails to somebody: REQUEST or CANCEL."""
        link = self.meeting_path.rpartition("/")[2]
        mails = person.demo.mails_to(person.login)
        return [mail for mail in mails if link in said(mail) and f"METHOD:{method}" in said(mail)]

    # the end

    def follow_up(self, handler: Person) -> None:
        today = clock.today().isoformat()
        self.open_plan(handler)
        handler.follow("Bestäm uppföljning")
        handler.write("Dag", today)
        handler.pick("Vem håller i den?", "Sara Nilsson")
        handler.press("Spara")
        handler.follow("Uppföljningen är hållen")
        handler.write("Vilken dag hölls den?", today)
        handler.press("Spara")

    def close(self, handler: Person) -> None:
        self.open_plan(handler)
        handler.follow("Avsluta planen")
        handler.mark_in_each()
        handler.press("Avsluta planen")
        handler.wait_for(["Avslutad"])

    def answer_survey(self, subject: Person) -> None:
        subject.open(self.my_path)
        subject.follow("Svara på frågorna")
        subject.mark_in_each("Ja, mest")
        subject.press("Skicka svaren")

    # finding one's way

    def open_plan(self, person: Person) -> None:
        person.open(self.path)
        assert person.status == 200

    def is_shut(self, person: Person, address: str) -> bool:
        """Whether an address answers as if there were nothing."""
        person.open(address)
        return person.status == 404


def said(mail: EmailMessage) -> str:
    """Everything that a mail says: subject, text, and the calendar file with its lines unfolded."""
    parts = (part for part in mail.walk() if not part.is_multipart())
    texts = [str(mail["Subject"]), *(str(part.get_content()) for part in parts)]
    return "\n".join(texts).replace("\r\n", "\n").replace("\n ", "")


def wait_for(mails: Callable[[], list[EmailMessage]], count: int) -> list[EmailMessage]:
    """Mails, once the worker has sent so many."""
    deadline = time.monotonic() + PATIENCE
    while len(found := mails()) < count:
        assert time.monotonic() < deadline, f"{len(found)} mails, not {count}"
        time.sleep(0.5)
    return found
