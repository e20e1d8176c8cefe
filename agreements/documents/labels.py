"""The Swedish words of an agreement's DOCX and PDF. The document is Swedish in every language."""

from datetime import date, datetime
from typing import Final

from portal.zone import STOCKHOLM

IN_FORCE: Final = frozenset({"Gällande"})
"""The status labels of a version that binds its parties."""
ENDED: Final = frozenset({"Ersatt", "Uppsagd", "Utgången", "Upphävd", "Avbruten"})
"""The status labels of a version that once did."""

MARK_DRAFT: Final = "Utkast – gäller inte än"
MARK_ENDED: Final = "{status} – gäller inte längre"

UNTITLED: Final = "Lokal överenskommelse"
STATUS: Final = "Status"
VALIDITY: Final = "Giltighet"
VALID_BETWEEN: Final = "{first} – {last}"
VALID_FROM: Final = "Från och med {first}, tills vidare"
VALID_UNTIL: Final = "Till och med {last}"
NOT_DECIDED: Final = "Inte bestämt"
REVIEW: Final = "Ses över"
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
    "coordination_group": "Länssamordningsgrupp",
    "user_organisation": "Brukarorganisation",
}

EMPTY_SECTION: Final = "Avsnittet är inte skrivet än."

MATRIX: Final = "Ansvarsfördelning per insats"
MATRIX_INTRODUCTION: Final = (
    "Huvudansvar: ser till att insatsen finns och blir av. Medansvar: delar ansvaret. "
    "Medverkar: bidrar när det behövs. Ett streck betyder att inget är angivet."
)
MATRIX_MEASURE: Final = "Insats"
MATRIX_VALUES: Final = {
    "responsible": "Huvudansvar",
    "shared": "Medansvar",
    "participates": "Medverkar",
    "none": "Ej aktuell",
    "unset": "–",
}

DECISIONS: Final = "Beslut"
DECISION_HEADER: Final = (PARTY, "Beslutsfattare", "Paragraf", "Datum", "Diarienummer")
NO_DECISIONS: Final = "Inget beslut är registrerat i den här versionen."

SIGNATURES: Final = "Underskrifter"
SIGNATURE_HEADER: Final = (PARTY, "Namn", "Titel", "Tidpunkt")
SIGNED_CHECKSUM: Final = "Undertecknat innehåll, SHA-256:"
NOT_SIGNED: Final = "Inte undertecknad:"
SIGNATURE_LINES: Final = ("Underskrift", "Namnförtydligande", "Titel", "Ort och datum")

ATTACHMENT: Final = "Överenskommelsens innehåll som data. Samma data ger samma fil."
FOOTER: Final = "{title} · version {version}"
PAGE: Final = "Sida"

_MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def day(value: date) -> str:
    """A date in words: 22 november 2026."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """An instant as Swedish clocks show it: 22 november 2026 kl. 14.05."""
    local = value.astimezone(STOCKHOLM)
    return f"{day(local)} kl. {local:%H.%M}"


def mark(status_label: str) -> str:
    """What every page of a version says when it does not bind anyone; "" when it does."""
    if status_label in IN_FORCE:
        return ""
    return MARK_ENDED.format(status=status_label) if status_label in ENDED else MARK_DRAFT
