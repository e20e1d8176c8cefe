"""An agreement in force that says how fast plans go."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from agreements.rules import Status
from agreements.tables.agreement import Agreement
from agreements.tables.fact import AgreementFact
from agreements.tables.party import AgreementParty
from agreements.tables.text import Section
from portal import clock
from tests.integration.sip.world import SipWorld

LABELS = {
    "sip-start": "Arbetet med planen börjar",
    "sip-kallelse-fore": "Kallelsen skickas före mötet, senast",
    "sip-svar-inom": "Svar på kallelsen, inom",
    "sip-mote-inom": "Första mötet, inom",
    "sip-uppfoljning-forsta": "Första uppföljningen, inom",
    "sip-uppfoljning-var": "Längst mellan uppföljningarna",
    "sip-paminnelse-fore": "Påminnelse före möte, svar och uppföljning",
}
TITLE = "Överenskommelse för Åsele"
SECTION = "2. Samordnad individuell plan (SIP)"


def within(number: int, unit: str = "days") -> Mapping[str, Any]:
    """A duration as the parties have said it."""
    return {"values": [{"unit": unit, "number": number}]}


def words(text: str) -> Mapping[str, Any]:
    """A fact in free words as the parties have said it."""
    return {"values": [{"text": text}]}


def agree(
    sip: SipWorld,
    said: Mapping[str, Mapping[str, Any] | None],
    *,
    first: date | None = None,
    last: date | None = None,
    template: UUID | None = None,
    title: str = TITLE,
) -> UUID:
    """Let an agreement with these facts be in force; None: what the template suggests, 9 days."""
    county, today = sip.county, clock.today()
    agreement = sip.enter(
        Agreement,
        county_id=county.id,
        municipality_id=county.municipality,
        template_version_id=template or county.template_id,
        title=title,
        status=Status.IN_FORCE,
        status_at=clock.now(),
        created_at=clock.now(),
        changed_at=clock.now(),
        creator_id=county.municipality,
        creator_name="Maja Öhlund",
        valid_from=first or today - timedelta(days=400),
        valid_until=last or today + timedelta(days=300),
        revision=1,
        matrix_revision=1,
    )
    among = {"county_id": county.id, "agreement_id": agreement}
    section = sip.enter(
        Section,
        **among,
        key="sip",
        number=2,
        heading="Samordnad individuell plan (SIP)",
        guidance="",
        legal=[],
        prompts=[],
        version=1,
    )
    for organisation in (county.municipality, county.region):
        sip.enter(
            AgreementParty,
            **among,
            organisation_id=organisation,
            position=int(organisation == county.region),
            joined_at=clock.now(),
        )
    for position, (key, value) in enumerate(said.items()):
        sip.enter(
            AgreementFact,
            **among,
            section_id=section,
            key=key,
            label=LABELS.get(key, key),
            in_words=LABELS.get(key, key),
            kind="duration" if key in LABELS else "text",
            declared={"default": [{"unit": "days", "number": 9}]} if key in LABELS else {},
            said=value,
            position=position,
            in_template=True,
            version=1,
            changed_by="Maja Öhlund",
            changed_at=clock.now(),
            organisation_id=county.municipality,
        )
    return agreement
