"""What every change of a plan's content has in common: who may write it, and its history."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.ids import new_id
from portal.vault import DataKey, Place
from sip.content.rules import ContentRefusal, is_unconfirmed, may_move, may_rewrite
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import PersonKind
from sip.tables import functions
from sip.tables.people import PlanPerson
from sip.tables.plan import Action, Change, Goal, Plan, PlanText

HeldRow = PlanText | Goal | Action
Said = Mapping[str, tuple[str | None, str | None]]
"""What each field said and is to say; None before it was there, and after it is taken away."""

# the field of plan_change that is sealed in a column of the row itself
SEALED_COLUMNS = {"text": "text_sealed", "title": "title_sealed", "measure": "measure_sealed"}
# kept beside the row, for whoever may know where the person is: history says only that it changed
UNTOLD = frozenset({"unit"})


def touch(plan: Plan, now: datetime) -> None:
    """Say that something in the plan has changed."""
    plan.changed_at = now


def write(
    actor: Actor,
    opened: OpenedPlan,
    row: HeldRow,
    said: Said,
    put: Callable[[], None],
    *,
    now: datetime,
) -> None:
    """Change a row: `put` sets its columns to what is `said`.

    Nothing is done when every field says what it said. Else the row's version rises by one, whoever
    holds the pen is its last writer, and each field stands in the history. All of that is decided
    before anything is set.
    """
    changed = {field: values for field, values in said.items() if values[0] != values[1]}
    if not changed:
        return
    fields, moved = tuple(changed), changed.pop("category", None)
    history = _History(actor, opened, row, now)
    if moved is not None and row.version is not None:
        _check_move(opened, row, str(moved[1]))
        # what it said there goes with the row, or stays behind, as the database finds (app.follow_
        # category); what it says from now on is for those who may see it where it comes
        history.add({field: (before, None) for field, (before, _after) in changed.items()})
        db.session.flush()
    put()
    row.version = (row.version or 0) + 1
    row.changed_at = now
    row.changed_by = actor.name
    db.session.add(row)
    db.session.flush()
    if moved is not None:
        history.add({"category": moved})
        history.add({field: (None, after) for field, (_before, after) in changed.items()})
    else:
        history.add(changed)
    touch(opened.plan, now)
    for field in fields:
        party = str(row.from_party)
        audit.record(actor, "plan.changed", row, stream=row.plan_id, field=field, party=party)
    db.session.flush()


def note(actor: Actor, opened: OpenedPlan, row: HeldRow, said: Said, *, now: datetime) -> None:
    """Keep in the history what is said of a row, beside it: the row itself is as it was."""
    _History(actor, opened, row, now).add(said)
    touch(opened.plan, now)
    for field in said:
        party = str(row.from_party)
        audit.record(actor, "plan.changed", row, stream=row.plan_id, field=field, party=party)
    db.session.flush()


def remove(actor: Actor, opened: OpenedPlan, row: HeldRow, said: Said, *, now: datetime) -> None:
    """Take a row out of the plan. Its history stays."""

    def put() -> None:
        row.removed_at = now

    write(actor, opened, row, said, put, now=now)


def confirm(
    actor: Actor,
    opened: OpenedPlan,
    row: HeldRow,
    version: int,
    *,
    is_right: bool = True,
    now: datetime,
) -> bool:
    """Say that what staff have noted in the person's name is right, as it was read, or no longer.

    Answers whether it could still be said: by the person, or who stands in for them.
    """
    history = _History(actor, opened, row, now)
    if not functions.confirm_words(row.__tablename__, row.id, version, is_right=is_right):
        return False
    history.add({"confirmed": (None, "yes") if is_right else ("yes", None)})
    party = str(row.from_party)
    audit.record(actor, "plan.changed", row, stream=row.plan_id, field="confirmed", party=party)
    touch(opened.plan, now)
    db.session.flush()
    return True


def _check_move(opened: OpenedPlan, row: HeldRow, category: str) -> None:
    """Raise when somebody else's words would be shown to more people than see them now."""
    is_own = row.from_party == opened.party
    if is_own:
        return
    told = functions.audiences(opened.plan_id, row.from_party, {row.category, category})
    if not may_move(is_own=is_own, sees=told[row.category], would_see=told[category]):
        raise SipRuleError(ContentRefusal.SHOWS_TO_MORE, field="category")


def subject_of(opened: OpenedPlan) -> UUID:
    """The person whose plan it is."""
    if (rows := opened.rows) is not None:
        subject: UUID = next(one.id for one in rows.people if one.kind is PersonKind.SUBJECT)
        return subject
    statement = select(PlanPerson.id).where(
        PlanPerson.plan_id == opened.plan_id, PlanPerson.kind == PersonKind.SUBJECT
    )
    return db.session.scalars(statement).one()


def party_to_write_for(opened: OpenedPlan, *, for_person: bool) -> UUID:
    """In whose name something is written: one's own party's or, as a handler, the person's."""
    if not for_person:
        return opened.party
    subject = subject_of(opened)
    if subject != opened.party and not (opened.is_handler and opened.is_open):
        raise SipRuleError(ContentRefusal.NOT_YOURS)
    return subject


def check_may_change(opened: OpenedPlan, row: HeldRow) -> None:
    """Raise unless the writer may change `row`: each authority discloses in its own name.

    What staff have noted for the person is theirs to put right until the person has confirmed it.
    """
    is_own = row.from_party == opened.party
    if not is_own and party_to_write_for(opened, for_person=True) != row.from_party:
        raise SipRuleError(ContentRefusal.NOT_YOURS)
    waits = is_unconfirmed(is_noted=row.is_noted, confirmed_at=row.confirmed_at)
    if not may_rewrite(is_own=is_own, may_write_for=True, is_unconfirmed=waits):
        raise SipRuleError(ContentRefusal.PERSONS_OWN)


def seal(key: DataKey, row: HeldRow, column: str, text: str) -> bytes:
    """A text for its place in a row."""
    return key.seal(text, Place(row.__tablename__, column, row.id))


def unseal(key: DataKey, row: HeldRow, column: str) -> str:
    """What a row says in a sealed column."""
    return key.open(getattr(row, column), Place(row.__tablename__, column, row.id))


class _History:
    """The changes of one row at one time, by one writer, in one party's name."""

    def __init__(self, actor: Actor, opened: OpenedPlan, row: HeldRow, now: datetime) -> None:
        self._actor, self._opened, self._row, self._now = actor, opened, row, now
        self._is_for_person = (
            row.from_party != opened.party
            and opened.is_handler
            and row.from_party == subject_of(opened)
        )

    def add(self, said: Said) -> None:
        """Note what fields said and say, in the category that the row is in now."""
        for field, (before, after) in said.items():
            is_told = field not in UNTOLD
            self._add(field, before if is_told else None, after if is_told else None)

    def _add(self, field: str, before: str | None, after: str | None) -> None:
        row, actor = self._row, self._actor
        change = Change(
            id=new_id(),
            county_id=row.county_id,
            plan_id=row.plan_id,
            seq=0,  # numbered by the database
            at=self._now,
            organisation_id=recorded_for(actor),
            account_id=actor.account_id,
            name=actor.name,
            on_behalf=self._is_for_person,
            subject_kind=row.__tablename__,
            subject_id=row.id,
            field=field,
            # what one says of another's row is one's own saying
            from_party=row.from_party if self._is_for_person else self._opened.party,
            category=row.category,
        )
        key = self._opened.key
        change.before_sealed = _sealed(key, change, "before_sealed", before)
        change.after_sealed = _sealed(key, change, "after_sealed", after)
        db.session.add(change)


def recorded_for(actor: Actor) -> UUID | None:
    """For which organisation staff write; None for private people, who write for themselves."""
    is_private = actor.organisation_kind is OrganisationKind.INDIVIDUALS
    return None if is_private else actor.organisation_id


def _sealed(key: DataKey, change: Change, column: str, text: str | None) -> bytes | None:
    return None if text is None else key.seal(text, Place("plan_change", column, change.id))
