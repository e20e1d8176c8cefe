"""What every change of a plan's content has in common: who may write it, and its history."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.ids import new_id
from portal.vault import DataKey, Place
from sip.content.rules import ContentRefusal
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import PersonKind
from sip.tables.people import PlanPerson
from sip.tables.plan import Action, Change, Goal, Plan, PlanText

HeldRow = PlanText | Goal | Action

# the field of plan_change that is sealed in a column of the row itself
SEALED_COLUMNS = {"text": "text_sealed", "title": "title_sealed", "measure": "measure_sealed"}


def categorise(
    actor: Actor, opened: OpenedPlan, row: HeldRow, category: str, now: datetime
) -> None:
    """Move a row to another category: who may see it changes with it."""
    if row.category == category:
        return
    before, row.category = row.category, category
    note(actor, opened, row, field="category", before=before, after=category, now=now)


def touch(plan: Plan, now: datetime) -> None:
    """Say that something in the plan has changed."""
    plan.changed_at = now


def mark(actor: Actor, opened: OpenedPlan, row: HeldRow, now: datetime) -> None:
    """Count a row's version up, if anything in it has changed."""
    if db.session.is_modified(row):
        row.version += 1
        row.changed_at = now
        row.changed_by = actor.name
        touch(opened.plan, now)
        db.session.flush()


def subject_of(plan: Plan) -> UUID:
    """The person whose plan it is."""
    statement = select(PlanPerson.id).where(
        PlanPerson.plan_id == plan.id, PlanPerson.kind == PersonKind.SUBJECT
    )
    return db.session.scalars(statement).one()


def party_to_write_for(opened: OpenedPlan, *, for_person: bool) -> UUID:
    """In whose name something is written: one's own party's or, as a handler, the person's."""
    if not for_person:
        return opened.party
    subject = subject_of(opened.plan)
    if subject != opened.party and not (opened.is_handler and opened.is_open):
        raise SipRuleError(ContentRefusal.NOT_YOURS)
    return subject


def check_may_change(opened: OpenedPlan, row: HeldRow) -> None:
    """Raise unless the writer may change `row`: each authority discloses in its own name."""
    if row.from_party == opened.party:
        return
    if party_to_write_for(opened, for_person=True) != row.from_party:
        raise SipRuleError(ContentRefusal.NOT_YOURS)


def seal(key: DataKey, row: HeldRow, column: str, text: str) -> bytes:
    """A text for its place in a row."""
    return key.seal(text, Place(row.__tablename__, column, row.id))


def unseal(key: DataKey, row: HeldRow, column: str) -> str:
    """What a row says in a sealed column."""
    return key.open(getattr(row, column), Place(row.__tablename__, column, row.id))


def note(
    actor: Actor,
    opened: OpenedPlan,
    row: HeldRow,
    *,
    field: str,
    before: str | None,
    after: str | None,
    now: datetime,
    moved_from: str | None = None,
) -> None:
    """Write one field's change in the plan's history, and that it happened in the log.

    `moved_from` is the category that the row left in the same edit: what it said there is for those
    who could see it there, and what it says now for those who may see it here.
    """
    if moved_from in {None, row.category} or field == "category":
        _add(actor, opened, row, field, (before, after), row.category, now)
    else:
        _add(actor, opened, row, field, (before, None), moved_from, now)
        _add(actor, opened, row, field, (None, after), row.category, now)
    audit.record(
        actor, "plan.changed", row, stream=row.plan_id, field=field, party=str(row.from_party)
    )


def _add(
    actor: Actor,
    opened: OpenedPlan,
    row: HeldRow,
    field: str,
    said: tuple[str | None, str | None],
    category: str | None,
    now: datetime,
) -> None:
    is_for_person = (
        row.from_party != opened.party
        and opened.is_handler
        and (row.from_party == subject_of(opened.plan))
    )
    change = Change(
        id=new_id(),
        county_id=row.county_id,
        plan_id=row.plan_id,
        seq=0,  # numbered by the database
        at=now,
        organisation_id=recorded_for(actor),
        account_id=actor.account_id,
        name=actor.name,
        on_behalf=is_for_person,
        subject_kind=row.__tablename__,
        subject_id=row.id,
        field=field,
        # what one says of another's row is one's own saying
        from_party=row.from_party if is_for_person else opened.party,
        category=category,
    )
    before, after = said
    change.before_sealed = _sealed(opened.key, change, "before_sealed", before)
    change.after_sealed = _sealed(opened.key, change, "after_sealed", after)
    db.session.add(change)


def recorded_for(actor: Actor) -> UUID | None:
    """For which organisation staff write; None for private people, who write for themselves."""
    is_private = actor.organisation_kind is OrganisationKind.INDIVIDUALS
    return None if is_private else actor.organisation_id


def _sealed(key: DataKey, change: Change, column: str, text: str | None) -> bytes | None:
    return None if text is None else key.seal(text, Place("plan_change", column, change.id))
