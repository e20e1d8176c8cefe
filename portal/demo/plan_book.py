"""How the demo's plans are entered: rows with a history, written as the database's owner.

A book collects the rows of many plans and enters them table by table, which takes a tenth of the
time that a command for each would. What is written is sealed, and noted in the plan's history.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from portal.audit import service as audit
from portal.db import db
from portal.demo.plan_builder import Row
from sip.tables.calling import AgendaItem, Attendance, Call, CallEvent, Meeting
from sip.tables.consent import BasisDecision, ConsentAct, Consenter, ConsenterChange
from sip.tables.people import DocumentCheck, KeptOut, PersonNotice, PlanPerson
from sip.tables.plan import (
    Action,
    Asked,
    Change,
    Closing,
    ClosingSurvey,
    FollowUp,
    Goal,
    GoalOutcome,
    Participant,
    Plan,
    PlanApproval,
    PlanKey,
    PlanPlacing,
    PlanText,
    PlanVersion,
)

# No row before one that it points at; within a table, in the order they were written.
TABLES = (
    *(Plan, PlanKey, Participant, PlanPerson, PlanPlacing, Consenter, ConsenterChange, ConsentAct),
    BasisDecision,
    PersonNotice,
    DocumentCheck,
    KeptOut,
    *(
        Meeting,
        PlanText,
        Goal,
        Action,
        Call,
        CallEvent,
        Attendance,
        AgendaItem,
        FollowUp,
        GoalOutcome,
        Change,
        PlanVersion,
    ),
    *(PlanApproval, Closing, ClosingSurvey, Asked),
)


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works with plans."""

    account_id: UUID
    name: str
    title: str
    organisation_id: UUID
    unit_id: UUID | None
    unit: str


@dataclass(frozen=True, slots=True)
class Person:
    """A private person in the plan, and who they are when they sign in."""

    name: str
    relation: str = ""
    personnummer: str = ""
    born: str = ""  # as sip.people.rules.Born writes it
    account_id: UUID | None = None
    understood: str = ""


class Book:
    """The rows of the plans, until they are entered."""

    def __init__(self, county_id: UUID) -> None:
        self.county_id = county_id
        self._rows: dict[type, list[Row]] = defaultdict(list)
        self._numbers: dict[tuple[UUID, int], int] = defaultdict(int)

    def add(self, model: type, row: Row) -> None:
        """Note a row, of one of the tables that are entered."""
        if model not in TABLES:
            raise LookupError(f"{model.__name__} is not entered")
        self._rows[model].append(row)

    def change(self, model: type, row_id: UUID, **values: Any) -> None:  # noqa: ANN401 (as above)
        """Correct a row that is not entered yet."""
        next(row for row in self._rows[model] if row["id"] == row_id).update(values)

    def next_case_number(self, initiator_id: UUID, year: int) -> str:
        """The organisation's next number of the year."""
        self._numbers[initiator_id, year] += 1
        return f"{year}-{self._numbers[initiator_id, year]:05}"

    def enter(self) -> None:
        """Write all of it, and one row in the log for each plan."""
        for model in TABLES:
            # what goes in one statement has the same columns
            for _, rows in groupby(self._rows[model], key=lambda row: row.keys()):
                db.session.execute(insert(model), list(rows))
        for plan in self._rows[Plan]:
            audit.record_maintenance(self.county_id, "plan.imported", Plan(id=plan["id"]))
        self._rows.clear()
