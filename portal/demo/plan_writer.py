"""One of the demo's plans as it is written: who is in it, what is consented to, what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from portal.demo.plan_book import Book, Person, Staff
from portal.demo.plan_builder import PlanBuilder
from portal.vault import vault
from sip.consent.sealed import Why
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
    PlanPlacing,
    PlanText,
    PlanVersion,
)


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


class PlanWriter(PlanBuilder):
    """One plan, from the need on."""

    handler: Staff

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
        super().__init__(
            book.add,
            book.county_id,
            handler,
            vault().new_key(),
            at=began,
            case_number=book.next_case_number(handler.organisation_id, began.year),
            municipality_id=municipality_id,
            phase=Phase.NEED,
            is_protected=is_protected,
        )
        self._book, self.began = book, began
        self.handler_id = self.join(handler, began, sees_protected=is_protected)
        self.subject = self.person(PersonKind.SUBJECT, person, began)
        self._consenter = self.require(self.subject, began)

    def set(self, **values: Any) -> None:  # noqa: ANN401 (any column's)
        """Set the plan's own fields."""
        self._book.change(Plan, self.id, **values)

    def reach(self, phase: Phase, at: datetime) -> None:
        """Say how far the plan has come."""
        closed_at = at if phase is Phase.CLOSED else None
        self.set(phase=phase, phase_at=at, changed_at=at, closed_at=closed_at)

    # -- who --------------------------------------------------------------------------------------

    def join(
        self,
        staff: Staff,
        at: datetime,
        *,
        sees_protected: bool = False,
        unit_tells: str | None = None,
    ) -> UUID:
        """Somebody takes part for their organisation; `unit_tells` is what their unit is about."""
        participant = self.add(
            Participant,
            at=at,
            organisation_id=staff.organisation_id,
            account_id=staff.account_id,
            name=staff.name,
            title=staff.title,
            sees_protected=sees_protected,
        )
        if staff.unit:
            self.place(Placing.PARTICIPANT_UNIT, participant, staff.unit, unit_tells)
        return participant

    def person(
        self,
        kind: PersonKind,
        person: Person,
        at: datetime,
        **more: Any,  # noqa: ANN401 (any column's)
    ) -> UUID:
        """Somebody private is in the plan."""
        number = person.personnummer
        index = vault().blind_index(self.handler.organisation_id, number) if number else None
        return self.add(
            PlanPerson,
            at=at,
            kind=kind,
            name_sealed=person.name,
            relation_sealed=person.relation,
            understood_sealed=person.understood or None,
            personnummer_sealed=number,
            personnummer_index=index,
            account_id=person.account_id,
            linked_at=at if person.account_id else None,
            born_sealed=person.born,
            **{"capacity": None} | more,
        )

    def place(self, kind: Placing, subject: UUID, text: str, category: str | None = None) -> None:
        """Note what can give away where the person is; a unit with what it tells of."""
        self.add(PlanPlacing, kind=kind, subject_id=subject, text_sealed=text, category=category)

    def require(self, person: UUID, at: datetime, **more: Any) -> UUID:  # noqa: ANN401 (any column's)
        """Somebody's consent is required, for a proxy by the mandate in `more`."""
        given = {"required_to": None, "mandate_scope": None, "mandate_from": None,
                 "mandate_to": None, "mandate_evidence_sealed": ""}  # fmt: skip
        return self.add(Consenter, at=at, person_id=person, **given | more)

    # -- consent ----------------------------------------------------------------------------------

    def act(
        self,
        kind: ActKind,
        items: Iterable[Item],
        at: datetime,
        *,
        by: Person | None = None,
        consenter: UUID | None = None,
        why: Why | None = None,
    ) -> None:
        """The person, or `consenter`, says something: if `by` can sign in, else to the handler.

        Of a question, `why` it is put.
        """
        themself: dict[str, Any] = {}
        if by and by.account_id:
            themself = {"how": How.ELECTRONIC, "recorded_by": by.account_id,
                        "recorded_by_name": by.name, "recorded_for": None}  # fmt: skip
        self.add(
            ConsentAct,
            at=at,
            kind=kind,
            consenter_id=consenter or self._consenter,
            items=sorted(item.key for item in items),
            information_text_version=sip_settings().current_information_version,
            reason_sealed=why.text if why else None,
            **themself,
        )

    def consent(
        self,
        items: Iterable[Item],
        at: datetime,
        *,
        by: Person | None = None,
        why: Why | None = None,
    ) -> None:
        """The person is asked, and says yes an hour later."""
        items = frozenset(items)
        self.act(ActKind.ASK, items, at, why=why)
        self.act(ActKind.GRANT, items, at + timedelta(hours=1), by=by)

    # -- what the plan says -----------------------------------------------------------------------

    def text(
        self, kind: TextKind, text: str, pen: Pen, at: datetime, meeting_id: UUID | None = None
    ) -> UUID:
        """A free text in a party's name; of one for a meeting, or from it, which one."""
        row = self._write(PlanText, pen, at, kind=kind, text_sealed=text, meeting_id=meeting_id)
        self._note(PlanText, row, pen, at, text=text)
        return row

    def goal(
        self, title: str, measure: str, pen: Pen, at: datetime, status: GoalStatus = GoalStatus.OPEN
    ) -> UUID:
        """A goal in the person's own words, or in the professionals'."""
        is_own = pen.party == self.subject
        row = self._write(
            Goal,
            pen,
            at,
            stated_by=StatedBy.PERSON if is_own else StatedBy.PROFESSIONALS,
            title_sealed=title,
            measure_sealed=measure,
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
        row = self._write(
            Action,
            pen,
            at,
            goal_id=goal,
            kind=doer.kind,
            organisation_id=doer.organisation_id,
            responsible_id=doer.responsible_id,
            person_id=doer.person_id,
            title_sealed=title,
            due_on=due_on,
            is_decided=True,
            decided_on=at.date() if doer.organisation_id else None,
            status=status,
        )
        self._note(Action, row, pen, at, title=title, who=doer.text, due_on=due_on.isoformat())

    def version(self, at: datetime, *, approved_by: Person | None) -> None:
        """The plan is put to the person, who approves it the day after, or has not answered yet."""
        self.add(PlanVersion, at=at)
        if approved_by is None:
            return
        is_own = approved_by.account_id is not None
        self.add(
            PlanApproval,
            at=at + timedelta(days=1),
            person_id=self.subject,
            answer=Approval.APPROVED,
            how=(How.ELECTRONIC if is_own else How.ORAL).value,
            recorded_by=approved_by.name if is_own else self.handler.name,
        )

    def _write(self, model: type, pen: Pen, at: datetime, **fields: object) -> UUID:
        held = {"from_party": pen.party, "category": pen.category, "changed_by": pen.name}
        held_by = {"written_by": pen.name, "written_at": at, "is_noted": pen.on_behalf}
        return self.add(model, at=at, **held, **held_by, **fields)

    def _note(self, model: Any, row: UUID, pen: Pen, at: datetime, **fields: str) -> None:  # noqa: ANN401 (a table)
        for field, text in fields.items():
            self.add(
                Change,
                at=at,
                organisation_id=pen.organisation_id,
                account_id=pen.account_id,
                name=pen.name,
                on_behalf=pen.on_behalf,
                subject_kind=model.__tablename__,
                subject_id=row,
                field=field,
                after_sealed=text,
                from_party=pen.party,
                category=pen.category,
            )
