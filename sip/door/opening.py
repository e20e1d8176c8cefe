"""The one door to a plan: its key is handed out with a row in the log, or not at all.

The row is committed before anything is shown, so that nobody reads what the log does not know, and
taken back when the page is refused after all. A page to look at is made anew when something was
done in the plan meanwhile (portal.web.guard). The plan's own row comes with the key (app.unlock).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import (
    Row,
)
from sqlalchemy.exc import OperationalError

from portal.authz import Actor
from portal.db import db, narrowed_to
from portal.errors import NotFoundError
from portal.transaction import chains_at_once, is_overtaken, reading_in_log, shown_in_log
from portal.vault import DataKey, vault
from sip.door import rows
from sip.door.rows import PlanRows
from sip.kernel.phases import standing_of
from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.kernel.vocabulary import Standing
from sip.tables import functions
from sip.tables.plan import Plan


class Unlocked(Protocol):
    """A plan whose content can be read and sealed: an OpenedPlan, or one being made."""

    @property
    def plan(self) -> Plan:
        """The plan."""

    @property
    def key(self) -> DataKey:
        """Its key."""


@dataclass(frozen=True, slots=True)
class SealedName:
    """The name of a private person in a plan, and whose it is."""

    person_id: UUID
    sealed: bytes


@dataclass(frozen=True, slots=True)
class OpenedPlan:
    """A plan as it stands open to the actor now, with its key and what that rests on.

    `party` is the organisation, or the private person in the plan, whose sight it is. `rows` are
    what the plan consists of, where they came with the key; else `subject` is whose plan it is, if
    that may be seen.
    """

    plan: Plan
    key: DataKey
    party: UUID
    is_open: bool
    is_owner: bool
    is_handler: bool
    participant_id: UUID | None
    person_id: UUID | None
    sees_protected: bool
    ground: tuple[str, ...]
    is_going: bool = True
    rows: PlanRows | None = None
    subject: SealedName | None = None
    stands_for: frozenset[UUID] = frozenset()  # participants in whose place the actor is here
    is_for_sharing: bool = False  # the address writes what is written only while it is shared

    @property
    def standing(self) -> Standing:
        """Whether anything can be written in the plan."""
        return standing_of(self.plan.phase, goes_on=self.is_going)

    @property
    def takes_more(self) -> bool:
        """The plan goes on, whoever it is open to: it has not ended, and its consent stands."""
        return self.standing is Standing.GOING

    @property
    def may_write(self) -> bool:
        """Consent opens the plan to the actor's party, and it goes on."""
        return self.is_open and self.takes_more

    def check_writable(self, even: Collection[object]) -> None:
        """Raise when the plan stands still, in another way than those of `even`.

        Also when it is open to nobody yet, at an address that writes for others to read.
        """
        if not self.takes_more and self.standing not in even:
            raise SipRuleError(PlanRefusal(self.standing.value))
        if self.is_for_sharing:
            self.check_shared()

    def check_shared(self) -> None:
        """Raise when nobody but its handlers has the plan: they keep case notes, and no more."""
        if not (self.is_open or self.is_owner):
            raise SipRuleError(PlanRefusal.NOT_OPEN)

    @property
    def plan_id(self) -> UUID:
        """The plan's id."""
        return self.plan.id

    @property
    def leads(self) -> bool:
        """The actor holds the plan together: its handlers do, and its coordinator."""
        return self.is_handler or self.acts_as(self.plan.coordinator_id)

    def is_me(self, participant_id: UUID | None) -> bool:
        """Whether a participant is the actor."""
        return participant_id is not None and participant_id == self.participant_id

    def acts_as(self, participant_id: UUID | None) -> bool:
        """Whether a participant is the actor, or somebody whom the actor stands in for."""
        return self.is_me(participant_id) or participant_id in self.stands_for

    @property
    def sees_whereabouts(self) -> bool:
        """What tells where the person is: with protected identity for the chosen and the person."""
        return self.sees_protected or not self.plan.is_protected

    @property
    def county_id(self) -> UUID:
        """The county that every row of the plan belongs to."""
        return self.plan.county_id


def newly_made(plan: Plan, key: DataKey, party: UUID) -> OpenedPlan:
    """A plan just made, with its key: as open to its maker as it can be without consent."""
    return OpenedPlan(
        plan=plan,
        key=key,
        party=party,
        is_open=False,
        is_owner=False,
        is_handler=True,
        participant_id=None,
        person_id=None,
        sees_protected=False,
        ground=(),
    )


@dataclass(frozen=True, slots=True)
class WithinPlan:
    """A plan as it stands open to the actor, for an address that names something within it.

    How it stands open is what the policy asks (sip.kernel.permissions.OpenedToActor).
    """

    opened: OpenedPlan

    @property
    def is_open(self) -> bool:
        """Consent opens the plan to the actor's party now."""
        return self.opened.is_open

    @property
    def is_owner(self) -> bool:
        """The whole plan is the actor's."""
        return self.opened.is_owner

    @property
    def is_handler(self) -> bool:
        """The actor is a named handler of the organisation that found the need."""
        return self.opened.is_handler

    @property
    def leads(self) -> bool:
        """The actor holds the plan together."""
        return self.opened.leads

    def check_writable(self, even: Collection[object]) -> None:
        """Raise when the plan stands still, in another way than those of `even`."""
        self.opened.check_writable(even)


@dataclass(frozen=True, slots=True)
class PartOfPlan(WithinPlan):
    """A plan as it stands open to the actor, and which of its parts the address names."""

    part_id: UUID


# each waits its turn in the log: of sixteen in one plan somebody was overtaken three times running
ATTEMPTS = 8
# the pages of the log itself say also of themselves that they are read
OF_THE_LOG = {"readings"}

FindPlan = Callable[[Actor, UUID], OpenedPlan]
FindPart = Callable[[Actor, UUID, UUID], PartOfPlan]


def opening(what: str) -> FindPlan:
    """Find the plan of the address and open it to read `what` (a code for the log: "plan").

    It is not found unless it is open to the actor's party, or the actor is its owner or a handler.
    """
    return lambda _actor, plan_id: _open(plan_id, what, _is_in)


def opening_whole(what: str) -> FindPlan:
    """As `opening`, for a page that shows all of the plan: its rows come in the same statement."""
    return lambda _actor, plan_id: _open_whole(plan_id, what)


def opening_content(what: str) -> FindPlan:
    """As `opening`, for a form about what the plan says, which shows some of it."""
    return lambda _actor, plan_id: _open_content(plan_id, what)


def opening_content_part(what: str) -> FindPart:
    """As `opening_content`, for an address that also names a part of the plan."""
    return lambda _actor, plan_id, part_id: PartOfPlan(
        _open_content(plan_id, what, part_id), part_id
    )


def opening_shared(what: str) -> FindPlan:
    """As `opening_content`, for a form about what is written only while the plan is shared."""
    return lambda _actor, plan_id: _for_sharing(_open_content(plan_id, what))


def opening_own(what: str) -> FindPlan:
    """As `opening`, also for whose only part in the plan is their party's own text, or a call."""
    return lambda _actor, plan_id: _open(plan_id, what, _has_a_part)


def opening_part(what: str) -> FindPart:
    """As `opening`, for an address that also names a part of the plan."""
    return lambda _actor, plan_id, part_id: PartOfPlan(
        _open(plan_id, what, _is_in, part_id), part_id
    )


def opening_shared_part(what: str) -> FindPart:
    """As `opening_shared`, for an address that also names a part of the plan."""
    return lambda _actor, plan_id, part_id: PartOfPlan(
        _for_sharing(_open_content(plan_id, what, part_id)), part_id
    )


def opening_own_part(what: str) -> FindPart:
    """As `opening_own`, for an address that also names a part of the plan."""
    return lambda _actor, plan_id, part_id: PartOfPlan(
        _open(plan_id, what, _has_a_part, part_id), part_id
    )


def open_many(
    _actor: Actor, what: str, plans: Collection[UUID] | None = None
) -> Mapping[UUID, OpenedPlan]:
    """Open every plan that `opening` would, with one row in the log for each, for a list.

    Of `plans`, if they are named, each that the actor has any part in.
    """
    wanted = None if plans is None else list(plans)
    if wanted == []:
        return {}
    with reading_in_log():
        unlocked = _unlock(wanted, what, at_once=True)
    return {row.plan_id: _opened(row) for row in unlocked}


def open_tasks(
    _actor: Actor, *, now: datetime, today: date, most: int | None, whose: str
) -> Collection[Row[Any]]:
    """What waits on the actor, the nearest `most` of it, with the keys of the plans that it is of.

    Rows of app.open_tasks, told apart by `part`; one row in the log for each plan.
    """
    with reading_in_log():
        return _ask(lambda: functions.open_tasks(now, today, most, whose))


def _for_sharing(opened: OpenedPlan) -> OpenedPlan:
    return replace(opened, is_for_sharing=True)


def _is_in(row: Row[Any]) -> bool:
    return bool(row.is_open or row.is_owner or row.is_handler)


def _has_a_part(_row: Row[Any]) -> bool:
    return True


def _open(
    plan_id: UUID,
    what: str,
    is_enough: Callable[[Row[Any]], bool],
    part_id: UUID | None = None,
) -> OpenedPlan:
    at_once = chains_at_once() or what in OF_THE_LOG
    with shown_in_log():  # what is not shown is not in the log either: the error takes it back
        row = next(iter(_unlock([plan_id], what, at_once=at_once, part_id=part_id)), None)
        if row is None or not is_enough(row):
            raise NotFoundError
    narrowed_to(plan_id)
    return _opened(row)


def _open_content(plan_id: UUID, what: str, part_id: UUID | None = None) -> OpenedPlan:
    # who comes to write reads it anew, once nobody else can write
    if chains_at_once():
        return _open(plan_id, what, _is_in, part_id)
    return _open_whole(plan_id, what, part_id)


def _open_whole(plan_id: UUID, what: str, part_id: UUID | None = None) -> OpenedPlan:
    at_once = chains_at_once()
    with shown_in_log():
        found = _ask(lambda: functions.open_plan(plan_id, what, at_once=at_once, part_id=part_id))
        parts = rows.by_part(found)
        row = next(iter(rows.read("opened", parts)), None)
        if row is None or not _is_in(row):
            raise NotFoundError
    narrowed_to(plan_id)
    return _opened(row, rows.of_parts(parts))


def _unlock(
    plans: Sequence[UUID] | None, what: str, *, at_once: bool, part_id: UUID | None = None
) -> Collection[Row[Any]]:
    return _ask(lambda: functions.unlock(plans, what, at_once=at_once, part_id=part_id))


def _ask(question: Callable[[], Sequence[Row[Any]]]) -> Sequence[Row[Any]]:
    """Ask, and anew when the log had to be waited for while something was done in the plan."""
    for _attempt in range(ATTEMPTS - 1):
        try:
            return question()
        except OperationalError as error:
            if not is_overtaken(error):
                raise
            db.session.rollback()
    return question()


def _opened(row: Row[Any], found: PlanRows | None = None) -> OpenedPlan:
    return OpenedPlan(
        plan=rows.plan_of(row.plan),
        key=vault().open_key(bytes(row.wrapped), row.master_version),
        party=row.party,
        is_open=row.is_open,
        is_owner=row.is_owner,
        is_handler=row.is_handler,
        participant_id=row.participant_id,
        person_id=row.person_id,
        sees_protected=row.sees_protected,
        ground=tuple(row.ground),
        is_going=row.is_going,
        rows=found,
        subject=None if found is not None else _subject(row),
        stands_for=frozenset(UUID(str(one)) for one in row.stands_for),
    )


def _subject(row: Row[Any]) -> SealedName | None:
    return SealedName(row.subject_id, bytes(row.subject_sealed)) if row.subject_id else None
