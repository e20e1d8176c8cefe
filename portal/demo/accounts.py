"""Who can sign in to the demo: invented people, in the organisations of Västerbotten."""

from dataclasses import dataclass
from typing import Literal

from portal.authz import Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who can sign in.

    `organisation` and `unit` are keys in agreements/county_templates/vasterbotten.toml or ADDED, or
    None for a private person, whose `personnummer` is of those kept for tests. `try_this` and
    `try_this_english` say what to do first.
    """

    login: str
    name: str
    organisation: str | None
    roles: tuple[Role, ...]
    door: Literal["staff", "individual"]
    title: str
    try_this: str
    try_this_english: str
    unit: str | None = None
    personnummer: str | None = None
    work_phone: str | None = None

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"{self.login}@samsyn.example"


# Organisations that take part in plans beside the principals, and that the county's administrator
# has added, with invented names. Their people come by the door that they have.
ADDED = {
    "frivarden": "Frivården Västerbotten (exempel)",
    "stodboende": "Björkgårdens stödboende",
}

# Whose number the provider gives for people whose own body is no legal person.
EMPLOYER = {
    "lanssamordningsgruppen": "region-vasterbotten",
    "gymnasium-skelleftea": "skelleftea",
}

ACCOUNTS = (
    DemoAccount(
        login="maja.ohlund",
        name="Maja Öhlund",
        organisation="bjurholm",
        roles=(Role.COORDINATOR,),
        door="staff",
        title="Samordnare, socialtjänsten",
        try_this="Skapa Bjurholms lokala överenskommelse från länets mall och dela den",
        try_this_english="Create Bjurholm's agreement from the county's template and share it",
    ),
    DemoAccount(
        login="sven-erik.grahn",
        name="Sven-Erik Grahn",
        organisation="bjurholm",
        roles=(Role.SIGNATORY,),
        door="staff",
        title="Kommunstyrelsens ordförande",
        try_this="Skriv under för Bjurholm, när alla dess parter har beslutat",
        try_this_english="Sign for Bjurholm, once all its parties have decided",
    ),
    DemoAccount(
        login="goran.hallgren",
        name="Göran Hällgren",
        organisation="bjurholm",
        roles=(Role.ADMINISTRATOR, Role.REVIEWER),
        door="staff",
        title="Systemförvaltare",
        try_this="Bjud in en kollega och ge hen en roll",
        try_this_english="Invite a colleague and give them a role",
    ),
    DemoAccount(
        login="berit.sandstrom",
        name="Berit Sandström",
        organisation="nordmaling",
        roles=(Role.SIGNATORY,),
        door="staff",
        title="Kommunstyrelsens ordförande",
        try_this="Skriv under för Nordmaling: två av tre behövs",
        try_this_english="Sign for Nordmaling: two of three are needed",
    ),
    DemoAccount(
        login="lars.akerlund",
        name="Lars Åkerlund",
        organisation="nordmaling",
        roles=(Role.SIGNATORY,),
        door="staff",
        title="Kommundirektör",
        try_this="Skriv under för Nordmaling: två av tre behövs",
        try_this_english="Sign for Nordmaling: two of three are needed",
    ),
    DemoAccount(
        login="ulla.hedman",
        name="Ulla Hedman",
        organisation="nordmaling",
        roles=(Role.SIGNATORY,),
        door="staff",
        title="Socialnämndens ordförande",
        try_this="Skriv under för Nordmaling: två av tre behövs",
        try_this_english="Sign for Nordmaling: two of three are needed",
    ),
    DemoAccount(
        login="nils.barruk",
        name="Nils Barruk",
        organisation="norsjo",
        roles=(Role.COORDINATOR,),
        door="staff",
        title="Samordnare, socialtjänsten",
        try_this="Se under Länet att Sorsele har ett utkast, som ingen annan kan läsa",
        try_this_english="See under Länet that Sorsele has a draft, which nobody else can read",
    ),
    DemoAccount(
        login="amira.haddad",
        name="Amira Haddad",
        organisation="umea",
        roles=(Role.COORDINATOR,),
        door="staff",
        title="Samordnare, socialtjänsten",
        try_this="Se Umeås två överenskommelser i var sitt ämne, och skriv på nästa",
        try_this_english="See Umeå's two agreements on different subjects, and write the next",
    ),
    DemoAccount(
        login="aino.kemppainen",
        name="Aino Kemppainen",
        organisation="region-vasterbotten",
        roles=(Role.COORDINATOR,),
        door="staff",
        title="Samordnare, primärvård och psykiatri",
        try_this="Föreslå en ändring av ett avsnitt och av en ruta i ”Vem gör vad”",
        try_this_english="Suggest a change of a section and of a cell in the matrix",
    ),
    DemoAccount(
        login="ristin.fjallas",
        name="Ristin Fjällås",
        organisation="region-vasterbotten",
        roles=(Role.SIGNATORY,),
        door="staff",
        title="Hälso- och sjukvårdsdirektör",
        try_this="Skriv under för regionen",
        try_this_english="Sign for the region",
    ),
    DemoAccount(
        login="samuel.tesfay",
        name="Samuel Tesfay",
        organisation="polisomrade-vasterbotten",
        roles=(Role.COORDINATOR,),
        door="staff",
        title="Kommunpolis",
        try_this="Svara på regionens förslag",
        try_this_english="Answer the region's suggestion",
    ),
    DemoAccount(
        login="petra.wikberg",
        name="Petra Wikberg",
        organisation="polisomrade-vasterbotten",
        roles=(Role.SIGNATORY,),
        door="staff",
        title="Polisområdeschef",
        try_this="Skriv under för polisen",
        try_this_english="Sign for the police",
    ),
    DemoAccount(
        login="sara.nilsson",
        name="Sara Nilsson",
        organisation="skelleftea",
        roles=(Role.CASEWORKER,),
        door="staff",
        title="Socialsekreterare",
        unit="socialtjansten",
        work_phone="0910-000 11",
        try_this="Öppna Kims plan, eller notera ett behov för Robin Sandberg och be om samtycke",
        try_this_english="Open Kim's plan, or note a need for Robin Sandberg and ask for consent",
    ),
    DemoAccount(
        login="lena.strand",
        name="Lena Strand",
        organisation="skelleftea",
        roles=(Role.CASEWORKER,),
        door="staff",
        title="Socialsekreterare",
        unit="socialtjansten",
        try_this="Bekräfta, eller avböj, det som Sara har föreslagit om vem som samtycker",
        try_this_english="Confirm, or turn down, what Sara has proposed about who consents",
    ),
    DemoAccount(
        login="eva.marklund",
        name="Eva Marklund",
        organisation="skelleftea",
        roles=(Role.REVIEWER,),
        door="staff",
        title="Loggranskare",
        try_this="Granska vem i kommunen som har läst planer",
        try_this_english="Review who in the municipality has read plans",
    ),
    DemoAccount(
        login="maria.backstrom",
        name="Maria Bäckström",
        organisation="region-vasterbotten",
        roles=(Role.CASEWORKER,),
        door="staff",
        title="Distriktssköterska",
        unit="primarvard",
        work_phone="0910-000 44",
        try_this="Skicka vidare en kallelse (kalla först primärvården som sara.nilsson)",
        try_this_english="Forward a summons (first call primary care as sara.nilsson)",
    ),
    DemoAccount(
        login="erik.lund",
        name="Erik Lund",
        organisation="region-vasterbotten",
        roles=(Role.CASEWORKER,),
        door="staff",
        title="Sjuksköterska",
        unit="beroende-skelleftea",
        work_phone="0910-000 22, vardagar 8–16",
        try_this="Se dina uppgifter i Kims plan och svara på kallelser",
        try_this_english="See your tasks in Kim's plan and answer summonses",
    ),
    DemoAccount(
        login="ylva.sandstrom",
        name="Ylva Sandström",
        organisation="region-vasterbotten",
        roles=(Role.REVIEWER,),
        door="staff",
        title="Loggranskare",
        try_this="Granska vem i regionen som har läst planer",
        try_this_english="Review who in the region has read plans",
    ),
    DemoAccount(
        login="jonas.berg",
        name="Jonas Berg",
        organisation="gymnasium-skelleftea",
        roles=(Role.CASEWORKER,),
        door="staff",
        title="Kurator",
        work_phone="0910-000 33",
        try_this="Se att skolan bara ser det Kim har sagt ja till",
        try_this_english="See that the school sees only what Kim has agreed to",
    ),
    DemoAccount(
        login="lisa.oberg",
        name="Lisa Öberg",
        organisation="polisomrade-vasterbotten",
        roles=(Role.CASEWORKER,),
        door="staff",
        title="Områdespolis",
        try_this="Se att polisen inte kommer åt en plan utan samtycke",
        try_this_english="See that the police cannot open a plan without consent",
    ),
    DemoAccount(
        login="kim.andersson",
        name="Kim Andersson",
        organisation=None,
        roles=(),
        door="individual",
        title="Har en plan",
        personnummer="200803149822",
        try_this="Läs din plan, se vem som får se den och vem som har tittat",
        try_this_english="Read your plan, see who may see it and who has looked",
    ),
    DemoAccount(
        login="anna.andersson",
        name="Anna Andersson",
        organisation=None,
        roles=(),
        door="individual",
        title="Kims mamma",
        personnummer="197503119815",
        try_this="Se det som Kim vill att du ser",
        try_this_english="See what Kim wants you to see",
    ),
    DemoAccount(
        login="robin.sandberg",
        name="Robin Sandberg",
        organisation=None,
        roles=(),
        door="individual",
        title="Har ingen plan än",
        personnummer="199008279839",
        try_this="Ange koden som Sara lämnar, och ge ditt samtycke",
        try_this_english="Enter the code that Sara hands over, and give your consent",
    ),
    DemoAccount(
        login="karin.nystrom",
        name="Karin Nyström",
        organisation="lanssamordningsgruppen",
        roles=(Role.COORDINATOR, Role.ADMINISTRATOR),
        door="staff",
        title="Länssamordnare",
        try_this="Se hur långt länets kommuner har kommit, och byt namn på en organisation (Mer)",
        try_this_english="See how far the municipalities are, and rename an organisation (More)",
    ),
    DemoAccount(
        login="fatima.rahimi",
        name="Fatima Rahimi",
        organisation="brukarforeningen",
        roles=(Role.COORDINATOR,),
        door="individual",
        title="Ordförande",
        try_this="Se vad en brukarorganisation ser",
        try_this_english="See what a user organisation sees",
    ),
    DemoAccount(
        login="ove.frisk",
        name="Ove Frisk",
        organisation="frivarden",
        roles=(Role.CASEWORKER,),
        door="individual",
        title="Frivårdsinspektör",
        try_this="Se det i Mias plan som frivården behöver, och inget mer",
        try_this_english="See what probation needs of Mia's plan, and no more",
    ),
    DemoAccount(
        login="birgit.alm",
        name="Birgit Alm",
        organisation="stodboende",
        roles=(Role.CASEWORKER,),
        door="individual",
        title="Föreståndare",
        try_this="Svara på frågan om Mia kan bo på Björkgården",
        try_this_english="Answer whether Mia can live at Björkgården",
    ),
    DemoAccount(
        login="gun.lind",
        name="Gun Lind",
        organisation=None,
        roles=(),
        door="individual",
        title="God man",
        personnummer="195802149822",
        try_this="Se det i Stigs plan som uppdraget omfattar",
        try_this_english="See what the mandate covers of Stig's plan",
    ),
    DemoAccount(
        login="roger.berglund",
        name="Roger Berglund",
        organisation=None,
        roles=(),
        door="individual",
        title="Hålls utanför en plan",
        personnummer="198505199813",
        try_this="Se att ingenting av Mias plan når dig",
        try_this_english="See that nothing of Mia's plan reaches you",
    ),
    DemoAccount(
        login="elin.stenlund",
        name="Elin Stenlund",
        organisation=None,
        roles=(),
        door="individual",
        title="Privatperson",
        try_this="Se vad den som inte har någon roll ser",
        try_this_english="See what somebody without a role sees",
    ),
)
