"""A local agreement such as a real municipality could write, for the tests of its files."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from agreements.document import (
    AgreementDocument,
    DocumentColumn,
    DocumentDecision,
    DocumentParty,
    DocumentRow,
    DocumentSection,
    DocumentSignature,
)

_SECTIONS = {
    "Ansvarsfördelning": """
Kommunen och regionen delar ansvaret för personer med **skadligt bruk eller beroende**. Vem som gör
vad framgår av tabellen *Vem gör vad*. Ingen av parterna avvisar en person med
hänvisning till att den andra parten borde ha börjat.

## Så hittar personen rätt

1. Den verksamhet som först möter personen tar emot frågan.
2. Verksamheten tar reda på vem som ansvarar, och ordnar en personlig kontakt.
3. Kontakten är tagen inom fem arbetsdagar:
   - på telefon med namngiven mottagare,
   - eller vid ett gemensamt besök, om personen vill det.

## Förebyggande arbete

Hälsocentralen frågar om alkoholvanor vid nybesök. Socialtjänsten erbjuder korta rådgivande samtal
utan biståndsbeslut. Skolan och ungdomsmottagningen vet vart de kan vända sig.
""",
    "Samordnad individuell plan": """
En plan erbjuds när en person behöver insatser från båda huvudmännen. Den som ser behovet frågar
personen, dokumenterar svaret och kallar. Personen bestämmer vilka som är med.

- Mötet hålls inom **tre veckor** från att behovet uppmärksammades.
- Kallelsen säger vad var och en väntas bidra med.
- Planen säger vad som ska göras, av vem och när det följs upp.

Den huvudman som har flest insatser har det övergripande ansvaret. Är det lika, har socialtjänsten
det tills parterna har kommit överens om något annat. Länets rutin finns på
[länssamordningsgruppens sida](https://www.example.se/sip).
""",
    "Barn i riskmiljö": """
Alla som möter en vuxen med skadligt bruk eller beroende frågar om det finns barn i hemmet.
Svaret dokumenteras. Vid oro görs en anmälan samma dag.

### Barnets eget stöd

Elevhälsan och familjecentralen erbjuder samtal i grupp två gånger om året. Hälsocentralen ger
barnet information som det kan förstå, enligt 5 kap. 7 § hälso- och sjukvårdslagen.
""",
    "Rutiner vid omhändertagande enligt LOB": """
Den som omhändertas får en medicinsk bedömning innan polisen väljer plats. Första valet är
tillnyktringsenheten; arrest används bara när det inte finns något annat sätt.

1. Polisen ringer sjukstugan och beskriver läget.
2. Sjukstugan svarar inom femton minuter om plats finns.
3. Polisen meddelar socialtjänsten senast nästa vardag.
4. Socialtjänsten erbjuder ett uppföljande samtal inom en vecka.

Vid större evenemang träffas parterna senast en månad i förväg och bestämmer bemanning, platser och
vem som kör.
""",
    "Gemensam kunskapsutveckling": """
Parterna planerar varje höst nästa års utbildningar tillsammans. Minst en utbildningsdag om året är
gemensam. Nya metoder införs först när båda parter har personal som kan dem.

- Motiverande samtal: grundkurs för nyanställda, fördjupning vart tredje år.
- AUDIT och DUDIT: används av alla, på samma sätt.
- Bemötande: personer med egen erfarenhet medverkar som utbildare.
""",
    "Uppföljning och utvärdering": """
Styrgruppen följer upp överenskommelsen i mars varje år. Underlaget är antal planer, tid från behov
till möte, avvikelser och vad personerna själva har svarat i enkäten.

> Siffror under fem redovisas inte.

Resultatet lämnas till nämnderna och till länssamordningsgruppen senast den 30 april.
""",
    "Rutiner för samverkan": """
## Chefer

Enhetscheferna träffas fyra gånger om året. Kommunen kallar udda år och regionen jämna.

## Handläggare

Handläggarna har ett stående möte varannan vecka på hälsocentralen. Personens ärende tas bara upp
med samtycke. Mellan mötena används säker meddelandetjänst, aldrig vanlig e-post.
""",
    "Avvikelser och tvister": """
En avvikelse rapporteras i portalen utan personuppgifter. Den som tar emot den svarar inom tio
arbetsdagar. Är parterna oense går frågan vidare:

1. enhetschefer, fem arbetsdagar,
2. verksamhetschefer, tio arbetsdagar,
3. lokal styrgrupp, tjugo arbetsdagar,
4. länssamordningsgruppen.

Personens insatser fortsätter under tiden. Pengar regleras i efterhand:

| Kostnad | Kommunen | Regionen |
|---|--:|--:|
| **Boende** under vårdtiden | 60 % | 40 % |
| Resor till [mötet](https://www.example.se/resor) | 100 % | |
""",
    "Ansvar för överenskommelsen": """
Socialchefen och primärvårdens områdeschef ansvarar tillsammans för att överenskommelsen är känd,
följs och ses över. De utser var sin kontaktperson. Brukarorganisationerna i länet får lämna
synpunkter innan en ny version beslutas.
""",
}

_PHASES = {
    "Upptäcka": [
        ("Fråga om alkoholvanor vid nybesök", "AUDIT, svaret dokumenteras"),
        ("Fråga om narkotika och läkemedel", "DUDIT"),
        ("Uppsökande arbete", "Ungdomar och unga vuxna först"),
        ("Rådgivande samtal", ""),
        ("Information till närstående", "Även utan den enskildes ärende"),
        ("Fråga om barn i hemmet", "Anmälan samma dag vid oro"),
        ("Anmälan om behov av tvångsvård", "LVM 6 §"),
    ],
    "Utreda och bedöma": [
        ("Utredning av behov av stöd", "ASI som grund"),
        ("Medicinsk utredning", ""),
        ("Psykiatrisk utredning", "Samtidig psykisk ohälsa"),
        ("Provtagning", "Inom ramen för behandling"),
        ("Läkarintyg enligt LVM", ""),
        ("Utredning enligt LVM", ""),
        ("Bedömning vid omhändertagande enligt LOB", "Före val av plats"),
    ],
    "Behandla": [
        ("Abstinensbehandling i öppenvård", ""),
        ("Abstinensbehandling i slutenvård", "Lycksele eller Umeå"),
        ("Tillnyktring", "Tillnyktringsenheten dygnet runt"),
        ("Läkemedelsassisterad behandling", "LARO"),
        ("Nedtrappning av läkemedel", "Primärvården förskriver"),
        ("Återfallsprevention", "Grupp eller enskilt"),
        ("Psykosocial behandling i öppenvård", ""),
        ("Vård i familjehem eller på institution", "Efter beslut om bistånd"),
        ("Behandling vid samsjuklighet", "En gemensam plan"),
    ],
    "Stödja i vardagen": [
        ("Boende och boendestöd", ""),
        ("Arbete, studier, sysselsättning", "Tillsammans med Arbetsförmedlingen"),
        ("Kontaktperson", ""),
        ("Stöd till närstående", "CRAFT"),
        ("Stöd till barn", "Grupp två gånger om året"),
        ("Hälso- och sjukvård i särskilt boende", ""),
        ("Hälso- och sjukvård i ordinärt boende", "Tröskelprincipen"),
    ],
    "Följa upp": [
        ("Samordnad individuell plan", "Alla parter kallar"),
        ("Uppföljning efter LOB", "Samtal inom en vecka"),
        ("Uppföljning efter tvångsvård", ""),
        ("Smittskydd", ""),
        ("Frågor om vapen och körkort", "Anmälan enligt lag"),
    ],
}

_PATTERNS = (
    ("shared", "responsible", "participates", "none"),
    ("responsible", "participates", "participates", "none"),
    ("participates", "shared", "responsible", "unset"),
    ("responsible", "none", "none", "participates"),
    ("none", "participates", "responsible", "participates"),
)

COLUMNS = (
    DocumentColumn("social", "Socialtjänst", "Norsjö kommun"),
    DocumentColumn("primary", "Primärvård", "Region Västerbotten"),
    DocumentColumn("psychiatry", "Psykiatrisk specialistvård", "Region Västerbotten"),
    DocumentColumn("police", "Polis", "Polismyndigheten"),
)

PARTIES = (
    DocumentParty("Norsjö kommun", "municipality", "212000-2734"),
    DocumentParty("Region Västerbotten", "region", "232100-0222"),
    DocumentParty("Polismyndigheten", "police", "202100-0076"),
)


def _rows() -> tuple[DocumentRow, ...]:
    keys = [column.key for column in COLUMNS]
    measures = [(phase, *measure) for phase, found in _PHASES.items() for measure in found]
    return tuple(
        DocumentRow(f"row-{i}", phase, title, hint, dict(zip(keys, _PATTERNS[i % 5], strict=True)))
        for i, (phase, title, hint) in enumerate(measures)
    )


def signed_agreement() -> AgreementDocument:
    """Nine sections, a matrix of 35 × 4, two decisions and two signatures; the police has not."""
    return AgreementDocument(
        agreement_id=UUID("01938f00-0000-7000-8000-000000000001"),
        version=7,
        title="Lokal överenskommelse om personer med skadligt bruk eller beroende i Norsjö",
        municipality="Norsjö kommun",
        county="Västerbottens län",
        template_name="Länsöverenskommelse 2016",
        template_adopted="Länssamordningsgruppen 2016-05-24, AC-konsensus 2016-05-27",
        status_label="Gällande",
        valid_from=date(2027, 1, 1),
        valid_until=date(2028, 12, 31),
        review_on=date(2028, 3, 1),
        made_at=datetime(2026, 11, 22, 12, 30, tzinfo=UTC),
        parties=PARTIES,
        sections=tuple(
            DocumentSection(f"section-{number}", number, heading, text)
            for number, (heading, text) in enumerate(_SECTIONS.items(), start=1)
        ),
        columns=COLUMNS,
        rows=_rows(),
        decisions=(
            DocumentDecision(
                party="Norsjö kommun",
                body="Kommunstyrelsen",
                paragraph="§ 112",
                decided_on=date(2026, 11, 3),
                reference="KS-2026-311",
            ),
            DocumentDecision(
                party="Region Västerbotten",
                body="Hälso- och sjukvårdsnämnden",
                paragraph="§ 87",
                decided_on=date(2026, 11, 12),
                reference="HSN 884-2026",
            ),
        ),
        signatures=(
            DocumentSignature(
                *("Norsjö kommun", "Maja Åström", "Socialchef"),
                *(datetime(2026, 11, 20, 9, 4, tzinfo=UTC), "3f" * 32),
            ),
            DocumentSignature(
                *("Region Västerbotten", "Göran Öberg", "Hälso- och sjukvårdsdirektör"),
                *(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "a7" * 32),
            ),
        ),
    )


def draft() -> AgreementDocument:
    """The agreement of this example before anyone decided or signed."""
    return replace(
        signed_agreement(),
        status_label="Utkast",
        valid_from=None,
        valid_until=None,
        review_on=None,
        decisions=(),
        signatures=(),
    )


def twelve_pages() -> AgreementDocument:
    """As long as agreements get: every section has the detail of a written routine."""
    document = signed_agreement()
    return replace(
        document,
        sections=tuple(
            replace(section, text=section.text + "\n### Fördjupning\n\n" + _plain(section.text) * 4)
            for section in document.sections
        ),
    )


def _plain(text: str) -> str:
    return text.replace("## ", "#### ").replace("# #", "##") + "\n"
