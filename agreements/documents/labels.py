"""The Swedish words of an agreement's DOCX and PDF. The document is Swedish in every language."""

from datetime import date, datetime
from typing import Final

from portal.zone import STOCKHOLM

# What a version is called; the file is Swedish in every language of the interface.
DRAFT: Final = "Utkast"
FOR_DECISION: Final = "Till beslut"
FOR_SIGNING: Final = "Till underskrift"
SIGNING_COPY: Final = "Undertecknandeexemplar, version {version}"
UPCOMING: Final = "Undertecknad, börjar gälla {day}"
IN_FORCE: Final = "Gällande"
EXPIRED: Final = "Utgången"
SUPERSEDED: Final = "Ersatt"
NOTICE_GIVEN: Final = "Uppsagd, gäller till och med {day}"
NOTICE_ENDED: Final = "Uppsagd"
ABANDONED: Final = "Avbruten"
VOIDED: Final = "Upphävd"

ENDED: Final = frozenset({SUPERSEDED, NOTICE_ENDED, EXPIRED, ABANDONED, VOIDED})
"""The status labels of a version that once bound its parties."""
MARKED_AS_IT_IS: Final = ("Undertecknandeexemplar", "Undertecknad", "Uppsagd, gäller")
"""How the status labels begin that say all there is to say."""

MARK_NOT_YET: Final = "{status} – gäller inte än"
MARK_ENDED: Final = "{status} – gäller inte längre"

UNTITLED: Final = "Lokal överenskommelse"
SUBJECT: Final = "Ämne"
REPLACES: Final = "Ersätter"
ADDS_TO: Final = "Tillägg till"
CHANGES: Final = "Ändrar"
CHANGED_CELLS: Final = "{number} i Vem gör vad"
ONE_CELL, MORE_CELLS = "en ruta", "{number} rutor"
CHANGED_FACT: Final = "uppgiften ”{label}”"
FACT_HEADER: Final = ("Uppgift", "Det här gäller")
FACT_LEFT: Final = "{said} (mallens förslag)"
FACT_EMPTY: Final = "Inte ifyllt"
ADDED: Final = "Tillägg: läses från och med {day} med ändrad text"
PROLONGS: Final = "Förlänger"
PROLONGED_BY_THIS: Final = "{title}, som annars gäller till och med {day}"
PROLONGED: Final = "Förlängning: gäller till och med {day}"
PROLONGED_OPENLY: Final = "Förlängning: gäller tills vidare"
SIGNED_HOW: Final = "Underskrift"
ON_PAPER: Final = (
    "Undertecknad på papper, registrerad av {name}, {party}, {day}. Den inskannade filens"
    " kontrollsumma (SHA-256): {checksum}"
)
PAPER_CHECKSUM: Final = "Underskrifterna är på papper. Kontrollsumma (SHA-256):"
SIGNED_BY_ALL: Final = "Undertecknad av alla parter"
REPLACED_BY_THIS: Final = "{title}, från och med den första dagen"
STATUS: Final = "Status"
VALIDITY: Final = "Gäller"
AREA: Final = "Område"
WHOLE_COUNTY: Final = "Hela länet"
VALID_BETWEEN: Final = "{first} – {last}"
VALID_FROM: Final = "Från och med {first}, tills vidare"
VALID_FROM_ONLY: Final = "Från och med {first}, sista dagen är inte bestämd"
VALID_UNTIL: Final = "Till och med {last}"
NOT_DECIDED: Final = "Inte bestämt"
REVIEW: Final = "Följs upp senast"
TEMPLATE: Final = "Bygger på"
TEMPLATE_ADOPTED: Final = "{name}, antagen av {adopted}"
VERSION: Final = "Version"
VERSION_OF: Final = "{number}, framställd {time}"
IDENTITY: Final = "Beteckning"

CONTENTS: Final = "Innehåll"
PARTIES: Final = "Parter"
PARTY: Final = "Part"
PARTY_KIND: Final = "Slag"
ORGANISATION_NUMBER: Final = "Organisationsnummer"
PARTY_KINDS: Final = {
    "municipality": "Kommun",
    "region": "Region",
    "police": "Polis",
    "school": "Skola",
    "coordination_group": "Länssamordningsgrupp",
    "user_organisation": "Brukarorganisation",
    "probation": "Kriminalvården",
    "state_care": "Statens institutionsstyrelse",
    "social_insurance": "Försäkringskassan",
    "employment": "Arbetsförmedlingen",
    "care_provider": "Privat vårdgivare",
    "provider": "Privat utförare",
    "shelter": "Jour eller skyddat boende",
    "association": "Förening",
    "other_authority": "Annan organisation",
}
PARTY_PARTS: Final = {
    "decides": "beslutar, men skriver inte under",
    "signs": "skriver under utan eget beslut",
    "consulted": "har rådfrågats",
}
PARTS_WITHOUT_SIGNATURE: Final = ("decides", "consulted")
KIND_AND_PART: Final = "{kind}, {part}"
EACH_MUNICIPALITY: Final = "Varje kommun för sig"

EMPTY_SECTION: Final = "Avsnittet är inte skrivet än."

MATRIX: Final = "Vem gör vad"
MATRIX_INTRODUCTION: Final = (
    "Huvudansvar: ser till att insatsen finns och blir av. Medansvar: delar ansvaret. "
    "Medverkar: bidrar när det behövs. Ett streck betyder att inget är angivet."
)
MATRIX_MEASURE: Final = "Insats"
MATRIX_HINT: Final = "Förklaring"
MATRIX_VALUES: Final = {
    "responsible": "Huvudansvar",
    "shared": "Medansvar",
    "participates": "Medverkar",
    "none": "Ej aktuell",
    "unset": "–",
}

ANNEXES: Final = "Bilagor"
ANNEXES_INTRODUCTION: Final = (
    "Bilagorna hör till överenskommelsen. En fil är den bilaga som menas när den har samma "
    "kontrollsumma (SHA-256)."
)
ANNEX_HEADER: Final = ("Bilaga", "Namn", "Innehåll")
ANNEX: Final = "Bilaga {number}"
ANNEX_TITLE: Final = "Bilaga {number}. {title}"
ANNEX_TEXT: Final = "Text, sist i dokumentet"
ANNEX_FILE: Final = "{kind}-fil, {size}"
ANNEX_CHECKSUM: Final = "SHA-256 {checksum}"
CHANGED_ANNEX: Final = "bilagan {title}"

DECISIONS: Final = "Beslut"
DECISION_HEADER: Final = (PARTY, "Beslutsfattare", "Paragraf", "Datum", "Diarienummer")
DELEGATED: Final = "{paragraph}, på delegation ({point})"
NO_DECISIONS: Final = "Inget beslut är registrerat i den här versionen."

SIGNATURES: Final = "Underskrifter"
SIGNATURE_HEADER: Final = (PARTY, "Namn", "Titel", "Tidpunkt")
SIGNED_CHECKSUM: Final = (
    "Underskriften gäller filen Undertecknandeexemplar, version {version} (PDF), SHA-256:"
)
AUTHORITY: Final = "{title}, enligt {authority}"
STANDS_IN: Final = "{authority}, som ersättare för {name}"
NOT_SIGNED: Final = "Inte undertecknad:"
SIGNATURE_LINES: Final = ("Underskrift", "Namnförtydligande", "Titel", "Ort och datum")

ACTS: Final = "Efter undertecknandet"
ACT_HEADER: Final = ("Dag", PARTY, "Vad", "Skäl eller resultat")
NOTICE: Final = "Uppsägning: gäller till och med {day}. Beslut: {basis}"
NOTE: Final = "*{mark} {said}*"
CORRECTED: Final = (
    "Rättad {day}: ”{before}” har blivit ”{after}”. Föreslagen av {by}; godkänd av {agreed}."
)
CORRECTION: Final = "Rättelse av skrivfel i {place}: ”{before}” har blivit ”{after}”"
CORRECTION_OF: Final = {
    "text": "texten",
    "title": "namnet",
    "paragraph": "ett besluts paragraf",
    "reference": "ett besluts diarienummer",
    "decided_on": "ett besluts datum",
}
AGREED_BY: Final = "{reason} Godkänd av {agreed}"
REVIEWED: Final = {
    "keep": "Uppföljning: fungerar, behöver inte ändras",
    "change": "Uppföljning: behöver ändras",
    "end": "Uppföljning: ska inte fortsätta",
}
REVIEWED_NEXT: Final = "{said}. Följs upp nästa gång senast {day}"

ATTACHMENT: Final = "Överenskommelsens innehåll som data. Samma data ger samma fil."
FOOTER: Final = "{title} · version {version}"
PAGE: Final = "Sida"

_MEGABYTE: Final = 1_000_000
_MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def day(value: date) -> str:
    """A date in words: 22 november 2026."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def size(count: int) -> str:
    """How large a file is: 12 kB, 1,9 MB."""
    if count < _MEGABYTE:
        return f"{max(round(count / 1_000), 1)} kB"
    return f"{count / _MEGABYTE:.1f} MB".replace(".", ",")


def moment(value: datetime) -> str:
    """An instant as Swedish clocks show it: 22 november 2026 kl. 14.05."""
    local = value.astimezone(STOCKHOLM)
    return f"{day(local)} kl. {local:%H.%M}"


def is_draft(status_label: str) -> bool:
    """Whether a version may still become another: nobody has put it forward to be signed."""
    return mark(status_label) == MARK_NOT_YET.format(status=status_label)


def mark(status_label: str) -> str:
    """What every page of a version says when it does not bind anyone; "" when it does."""
    if status_label == IN_FORCE:
        return ""
    if status_label.startswith(MARKED_AS_IT_IS):
        return status_label
    mark = MARK_ENDED if status_label in ENDED else MARK_NOT_YET
    return mark.format(status=status_label)
