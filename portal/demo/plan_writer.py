"""One of the demo's plans as it is written: who is in it, what is consented to, what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from portal.demo.plan_book import Book, Person, Staff
from portal.ids import new_id
from portal.vault import Place, vault
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import (
    ActionKind,
    ActionStatus,
    ActKind,
    Approval,
    GoalStatus,
    How,
    PersonKind,
    Phase,
    Placing,
    StatedBy,
    TextKind,
)
from sip.ledger.rules import Item
from sip.tables.consent import ConsentAct, Consenter
from sip.tables.people import PlanPerson
from sip.tables.plan import (
    Action,
    Change,
    Goal,
    Participant,
    Plan,
    PlanApproval,
    PlanKey,
    PlanPlacing,
    PlanText,
    PlanVersion,
)

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes, in whose name (`party`), and what kind of information it is."""

    party: UUID
    account_id: UUID
    name: str
    category: str
    organisation_id: UUID | None = None  # None: a private person
    on_behalf: bool = False

    @classmethod
    def of(cls, staff: Staff, category: str) -> "Pen":
        """Staff who write for their organisation."""
        organisation = staff.organisation_id
        return cls(organisation, staff.account_id, staff.name, category, organisation)

    @classmethod
    def of_person(cls, party: UUID, person: Person, category: str) -> "Pen":
        """A private person who writes for themself, signed in."""
        if person.account_id is None:
            raise ValueError("only somebody who can sign in writes for themself")
        return cls(party, person.account_id, person.name, category)

    @classmethod
    def for_person(cls, person: UUID, staff: Staff, category: str) -> "Pen":
        """Staff who write down what the person says."""
        organisation = staff.organisation_id
        return cls(person, staff.account_id, staff.name, category, organisation, on_behalf=True)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something: a participant, or a private person."""

    kind: ActionKind
    organisation_id: UUID | None = None
    responsible_id: UUID | None = None
    person_id: UUID | None = None

    @property
    def text(self) -> str:
        """As the plan's history has it."""
        if self.responsible_id:
            return f"participant:{self.responsible_id}"
        return f"person:{self.person_id}"


class PlanWriter:
    """One plan, from the need on."""

    def __init__(
        self,
        book: Book,
        handler: Staff,
        person: Person,
        *,
        municipality_id: UUID,
        began: datetime,
        is_protected: bool = False,
    ) -> None:
        self._book, self._key = book, vault().new_key()
        self._position = 0
        self.handler, self.began, self.id = handler, began, new_id()
        book.add(
            Plan,
            id=self.id,
            initiator_id=handler.organisation_id,
            case_number=book.next_case_number(handler.organisation_id, began.year),
            municipality_id=municipality_id,
            phase=Phase.NEED,
            phase_at=began,
            is_protected=is_protected,
            need_found_on=began.date(),
            created_at=began,
            changed_at=began,
            lead_principal_id=None,
            coordinator_id=None,
            not_started_reason=None,
            closed_at=None,
        )
        self.add(PlanKey, wrapped=self._key.wrapped, master_version=self._key.master_version)
        self.handler_id = self.join(handler, began, sees_protected=is_protected)
        self.subject = self.person(PersonKind.SUBJECT, person, began)
        self._consenter = self.add(
            Consenter,
            person_id=self.subject,
            required_from=began,
            recorded_at=began,
            recorded_by=handler.account_id,
        )

    def set(self, **values: Any) -> None:  # noqa: ANN401 (any column's)
        """Set the plan's own fields."""
        self._book.change(Plan, self.id, **values)

    def reach(self, phase: Phase, at: datetime) -> None:
        """Say how far the plan has come."""
        closed_at = at if phase is Phase.CLOSED else None
        self.set(phase=phase, phase_at=at, changed_at=at, closed_at=closed_at)

    def add(self, model: type, **values: Any) -> UUID:  # noqa: ANN401 (any column's)
        """Note a row of this plan; answers its id."""
        return self._book.add(model, plan_id=self.id, **values)

    def seal(self, text: str, model: Any, column: str, row: UUID) -> bytes:  # noqa: ANN401 (a table)
        """Seal a text for its place."""
        return self._key.key.seal(text, Place(model.__tablename__, column, row))

    def seal_some(self, text: str, model: type, column: str, row: UUID) -> bytes | None:
        """Seal a text for its place; None for no text."""
        return self.seal(text, model, column, row) if text else None

    # -- who --------------------------------------------------------------------------------------

    def join(self, staff: Staff, at: datetime, *, sees_protected: bool = False) -> UUID:
        """Somebody takes part for their organisation."""
        participant = self.add(
            Participant,
            organisation_id=staff.organisation_id,
            account_id=staff.account_id,
            name=staff.name,
            title=staff.title,
            sees_protected=sees_protected,
            joined_at=at,
        )
        if staff.unit:
            self.place(Placing.PARTICIPANT_UNIT, participant, staff.unit)
        return participant

    def person(self, kind: PersonKind, person: Person, at: datetime) -> UUID:
        """Somebody private is in the plan."""
        row, number = new_id(), person.personnummer
        index = vault().blind_index(self.handler.organisation_id, number) if number else None
        return self.add(
            PlanPerson,
            id=row,
            kind=kind,
            name_sealed=self.seal(person.name, PlanPerson, "name_sealed", row),
            relation_sealed=self.seal_some(person.relation, PlanPerson, "relation_sealed", row),
            personnummer_sealed=self.seal_some(number, PlanPerson, "personnummer_sealed", row),
            personnummer_index=index,
            account_id=person.account_id,
            linked_at=at if person.account_id else None,
            recorded_at=at,
        )

    def place(self, kind: Placing, subject: UUID, text: str) -> None:
        """Note what can give away where the person is."""
        row = new_id()
        sealed = self.seal(text, PlanPlacing, "text_sealed", row)
        self.add(PlanPlacing, id=row, kind=kind, subject_id=subject, text_sealed=sealed)

    # -- consent ----------------------------------------------------------------------------------

    def act(
        self, kind: ActKind, items: Iterable[Item], at: datetime, *, by: Person | None = None
    ) -> None:
        """The person says something: themself if `by` can sign in, else to the handler."""
        is_grant, account = kind is ActKind.GRANT, by.account_id if by else None
        self.add(
            ConsentAct,
            at=at,
            kind=kind,
            consenter_id=self._consenter,
            items=sorted(item.key for item in items),
            how=How.ELECTRONIC if account else How.ORAL,
            recorded_by=account or self.handler.account_id,
            recorded_by_name=by.name if by and account else self.handler.name,
            recorded_for=None if account else self.handler.organisation_id,
            valid_from=at if is_grant else None,
            valid_to=at + YEAR if is_grant else None,
            information_text_version=sip_settings().current_information_version,
        )

    def consent(self, items: Iterable[Item], at: datetime, *, by: Person | None = None) -> None:
        """The person is asked, and says yes an hour later."""
        items = frozenset(items)
        self.act(ActKind.ASK, items, at)
        self.act(ActKind.GRANT, items, at + timedelta(hours=1), by=by)

    # -- what the plan says -----------------------------------------------------------------------

    def text(self, kind: TextKind, text: str, pen: Pen, at: datetime) -> None:
        """A free text in a party's name."""
        row = new_id()
        sealed = self.seal(text, PlanText, "text_sealed", row)
        self._hold(PlanText, row, pen, at, kind=kind, text_sealed=sealed)
        self._note(PlanText, row, pen, at, text=text)

    def goal(
        self, title: str, measure: str, pen: Pen, at: datetime, status: GoalStatus = GoalStatus.OPEN
    ) -> UUID:
        """A goal in the person's own words, or in the professionals'."""
        row = new_id()
        is_own = pen.party == self.subject
        self._hold(
            Goal,
            row,
            pen,
            at,
            position=self._next_position(),
            stated_by=StatedBy.PERSON if is_own else StatedBy.PROFESSIONALS,
            title_sealed=self.seal(title, Goal, "title_sealed", row),
            measure_sealed=self.seal(measure, Goal, "measure_sealed", row),
            status=status,
        )
        self._note(Goal, row, pen, at, title=title, measure=measure)
        return row

    def action(
        self,
        goal: UUID,
        title: str,
        doer: Doer,
        due_on: date,
        status: ActionStatus,
        *,
        pen: Pen,
        at: datetime,
    ) -> None:
        """Who does what for a goal, until when."""
        row = new_id()
        self._hold(
            Action,
            row,
            pen,
            at,
            goal_id=goal,
            position=self._next_position(),
            kind=doer.kind,
            organisation_id=doer.organisation_id,
            responsible_id=doer.responsible_id,
            person_id=doer.person_id,
            title_sealed=self.seal(title, Action, "title_sealed", row),
            due_on=due_on,
            is_decided=True,
            status=status,
        )
        self._note(Action, row, pen, at, title=title, who=doer.text, due_on=due_on.isoformat())

    def version(self, at: datetime, *, approved_by: Person) -> None:
        """The plan is put to the person, who approves it the day after."""
        self.add(PlanVersion, number=0, upto_seq=0, made_at=at, made_by=self.handler.name)
        is_own = approved_by.account_id is not None
        self.add(
            PlanApproval,
            number=1,
            person_id=self.subject,
            answer=Approval.APPROVED,
            how=(How.ELECTRONIC if is_own else How.ORAL).value,
            recorded_by=approved_by.name if is_own else self.handler.name,
            at=at + timedelta(days=1),
        )

    def _hold(self, model: type, row: UUID, pen: Pen, at: datetime, **values: object) -> None:
        written = {"changed_at": at, "changed_by": pen.name}
        held = {"from_party": pen.party, "category": pen.category}
        self.add(model, id=row, **held, **written, **values)

    def _note(self, model: Any, row: UUID, pen: Pen, at: datetime, **fields: str) -> None:  # noqa: ANN401 (a table)
        for field, text in fields.items():
            change = new_id()
            self.add(
                Change,
                id=change,
                seq=0,
                at=at,
                organisation_id=pen.organisation_id,
                account_id=pen.account_id,
                name=pen.name,
                on_behalf=pen.on_behalf,
                subject_kind=model.__tablename__,
                subject_id=row,
                field=field,
                after_sealed=self.seal(text, Change, "after_sealed", change),
                from_party=pen.party,
                category=pen.category,
            )

    def _next_position(self) -> int:
        self._position += 1
        return self._position
