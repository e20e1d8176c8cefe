"""Starting a plan: a need that somebody has found."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import check_all
from portal.vault import vault
from sip.content.texts import WrittenText, add_text
from sip.door.opening import newly_made
from sip.kernel.vocabulary import Phase, TextKind
from sip.people import service as people
from sip.plan.participants import Colleague, add_participant
from sip.plan.rules import check_need
from sip.tables import functions
from sip.tables.plan import Plan


@dataclass(frozen=True, slots=True)
class NeedFound:
    """What a need is noted with. `title` is what the one who notes it works as."""

    text: str
    category: str
    found_on: date
    municipality_id: UUID
    name: str
    personnummer: str = ""
    age: people.Age | None = None
    title: str = ""
    understood: str = ""  # language, interpreter and what else helps the person


def start_plan(actor: Actor, need: NeedFound, *, plan_id: UUID, now: datetime, today: date) -> Plan:
    """Note a need. The same `plan_id` twice is one plan (a form sent twice).

    Nothing of it is seen by anybody but its handlers until the person consents.
    """
    check_all(
        lambda: check_need(need.found_on, today=today),
        lambda: people.check_subject(need.personnummer, need.age, now),
    )
    if (there := _already_started(actor, plan_id)) is not None:
        return there
    plan = _add_plan(actor, plan_id, need, now)
    new = vault().new_key()
    functions.keep_key(plan.id, new.wrapped, new.master_version)
    opened = newly_made(plan, new.key, actor.organisation_id)
    add_participant(actor, opened, Colleague(actor.account_id, actor.name, need.title), now=now)
    number, age = need.personnummer, need.age
    people.add_subject(
        actor,
        opened,
        name=need.name,
        personnummer=number,
        age=age,
        understood=need.understood,
        now=now,
    )
    written = WrittenText(TextKind.NEED, need.text, need.category, opened.party)
    add_text(actor, opened, written, now=now)
    audit.record(actor, "plan.started", plan, stream=plan.id)
    db.session.flush()
    return plan


def _already_started(actor: Actor, plan_id: UUID) -> Plan | None:
    statement = select(Plan).where(Plan.id == plan_id, Plan.initiator_id == actor.organisation_id)
    return db.session.scalar(statement)


def _add_plan(actor: Actor, plan_id: UUID, need: NeedFound, now: datetime) -> Plan:
    plan = Plan(
        id=plan_id,
        county_id=actor.county_id,
        initiator_id=actor.organisation_id,
        case_number=functions.next_case_number(),
        municipality_id=need.municipality_id,
        phase=Phase.NEED,
        phase_at=now,
        is_protected=False,
        need_found_on=need.found_on,
        created_at=now,
        changed_at=now,
        version=1,
    )
    db.session.add(plan)
    db.session.flush()
    return plan
