"""What tests of signed agreements do and ask, as people and as injected SQL would."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Executable, func, select

from portal.db import db
from portal.outbox.models import OutboxMail
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties

GROUND = "Regionen lägger ner mottagningen."
BASIS = "Regionstyrelsen § 12, RS 2026/40"


@dataclass(frozen=True)
class Two:
    """Two municipalities of the county, each with a coordinator."""

    county: CountyOfTests
    asker: Browser
    other: Browser
    other_id: UUID


def review(page: Browser, parties: Parties, status: int = 200, **values: str) -> Browser:
    filled = {"outcome": "keep", "reason": "Vi träffas oftare nu.", "until": ""} | values
    return page.open(f"{parties.path}/review").press("Spara uppföljningen", status, **filled)


def give_notice(page: Browser, parties: Parties, until: date, status: int = 200) -> Browser:
    page.open(f"{parties.path}/notice")
    said = {"until": until.isoformat(), "reason": GROUND, "basis": BASIS}
    return page.press("Säg upp överenskommelsen", status, **said)


def holding(parties: Parties, day: date) -> list[UUID]:
    """What the one query says of their municipality, asked as the application asks it."""
    with parties.county.app.app_context(), acting_as(parties.municipality.token):
        asked = func.app.in_force(None, parties.municipality_id, day, None)
        found = db.session.scalars(select(asked.table_valued("agreement_id").c.agreement_id)).all()
        db.session.rollback()
    return list(found)


def holds(parties: Parties, day: date) -> bool:
    """Whether their agreement is among it."""
    return UUID(parties.id) in holding(parties, day)


def mailed(county: CountyOfTests, kind: str) -> set[UUID]:
    """The organisations that mail of a kind has been queued for."""
    asked = select(OutboxMail.organisation_id).where(OutboxMail.kind == kind)
    return set(county.execute(asked).scalars())


def inject(browser: Browser, *statements: Executable) -> None:
    """Run SQL as that browser's request would, and take it back."""
    with browser.app.app_context(), acting_as(browser.token):
        try:
            for one in statements:
                db.session.connection().execute(one)
        finally:
            db.session.rollback()
