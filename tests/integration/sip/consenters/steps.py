"""What is done and asked in tests of who consents: appointing, letting go, confirming."""

from datetime import date, timedelta

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.db import db
from portal.personnummer import check_digit
from sip.kernel.vocabulary import PersonKind, Phase
from sip.tables.consent import Consenter, ConsenterChange
from sip.tables.people import PlanPerson
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

DOCUMENT = {"document": "Beslut från tingsrätten, Ä 112-26", "document_on": "2026-11-02"}
REASON = {**DOCUMENT, "reason": "Underlaget säger det"}


def people(plan: PlanOfTests) -> str:
    return f"{plan.path}/people"


def required(plan: PlanOfTests) -> set[object]:
    now = clock.now() + timedelta(seconds=1)
    found = select(Consenter.person_id).where(
        Consenter.plan_id == plan.id,
        Consenter.required_from <= now,
        (Consenter.required_to.is_(None)) | (Consenter.required_to > now),
    )
    return set(plan.world.county.execute(found).scalars())


def is_open(plan: PlanOfTests) -> bool:
    found = text(
        "select exists (select from app.consented(array[:plan]::uuid[], clock_timestamp())"
        " where item = 'plan')"
    )
    return bool(plan.world.county.execute(found.bindparams(plan=plan.id)).scalar_one())


def mandate(**fields: str | list[str]) -> dict[str, str | list[str]]:
    today = clock.today()
    return {
        "name": "Göran God",
        "capacity": "god_man",
        "stands": "beside",
        "scope": ["plan", "invite"],
        "valid_from": today.isoformat(),
        "valid_to": (today + timedelta(days=300)).isoformat(),
        **DOCUMENT,
        **fields,
    }


def appoint(plan: PlanOfTests, status: int = 200, **fields: str | list[str]) -> Browser:
    page = plan.handler.browser.open(f"{people(plan)}/representatives/new")
    return page.press("Lägg till", status=status, **mandate(**fields))


def representative(plan: PlanOfTests) -> object:
    found = select(PlanPerson.id).where(
        PlanPerson.plan_id == plan.id, PlanPerson.kind == PersonKind.REPRESENTATIVE
    )
    return plan.world.county.execute(found).scalar_one()


def waiting(plan: PlanOfTests) -> object:
    found = select(ConsenterChange.id).where(
        ConsenterChange.plan_id == plan.id, ConsenterChange.outcome.is_(None)
    )
    return plan.world.county.execute(found).scalar_one()


def confirm(plan: PlanOfTests, who: Signed) -> Browser:
    page = who.browser.open(f"{people(plan)}/changes/{waiting(plan)}")
    return page.press("Bekräfta")


def child_of_two(sip: SipWorld, handler: Signed, *others: Signed) -> PlanOfTests:
    plan = sip.plan(handler, person_name="Sam Berg", phase=Phase.NEED, needs_subject=False)
    for one in others:
        plan.participant(one)
    note_number(plan, 10)
    for name in ("Eva Berg", "Olle Berg"):
        page = handler.browser.open(f"{people(plan)}/guardians/new")
        page.press("Lägg till", name=name, capacity="guardian")
    return plan


def guardian(plan: PlanOfTests, number: int) -> object:
    found = select(PlanPerson.id).where(
        PlanPerson.plan_id == plan.id, PlanPerson.kind == PersonKind.GUARDIAN
    )
    return plan.world.county.execute(found.order_by(PlanPerson.recorded_at)).scalars().all()[number]


def number_of(age: int) -> str:
    """Somebody who had a birthday yesterday, by a number whose check digit is right."""
    today = clock.today() - timedelta(days=1)
    born = date(today.year - age, today.month, min(today.day, 28))
    nine = f"{born:%y%m%d}238"
    return f"{born:%Y%m%d}238{check_digit(nine)}"


def note_number(plan: PlanOfTests, age: int) -> None:
    page = plan.handler.browser.open(f"{people(plan)}/{plan.subject}/edit")
    page.press("Spara", personnummer=number_of(age))


def refused(sip: SipWorld, who: Signed, *statements: object) -> str:
    with sip.county.app.app_context(), acting_as(who.token):
        try:
            for statement in statements:
                db.session.execute(statement)
        except DBAPIError as error:
            db.session.rollback()
            return str(error.orig)
        db.session.rollback()
    return ""
