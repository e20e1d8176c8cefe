"""The rows of a plan, with what every table asks for: said once for the demo, tests and benchmarks.

    plan = PlanBuilder(enter, county_id, handler, vault().new_key(), case_number="2026-00001")
    subject = plan.add(PlanPerson, kind=PersonKind.SUBJECT, name_sealed="Kim Andersson")
    plan.add(Goal, title_sealed="Att sova hela natten", category="health")

`add` answers the row's id. What a row does not say is its table's default: by the plan's handler,
for the handler's organisation, at the time `at` (now). A text for a sealed column is sealed.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from portal import clock
from portal.ids import new_id
from portal.vault import NewKey, Place
from sip.kernel.legal_grounds import Activity
from sip.kernel.vocabulary import (
    ActionKind,
    ActionStatus,
    ActKind,
    CallKind,
    CallStatus,
    ClosingReason,
    GoalStatus,
    How,
    MeetingPurpose,
    MeetingStatus,
    Phase,
    StatedBy,
)
from sip.tables.calling import AgendaItem, Call, CallEvent, Meeting
from sip.tables.consent import BasisDecision, ConsentAct, Consenter, ConsenterChange
from sip.tables.people import PersonNotice, PlanPerson
from sip.tables.plan import (
    Action,
    Change,
    Closing,
    ClosingSurvey,
    FollowUp,
    Goal,
    Participant,
    Plan,
    PlanApproval,
    PlanKey,
    PlanText,
    PlanVersion,
)

YEAR = timedelta(days=365)

Row = dict[str, Any]
Enter = Callable[[type, Row], object]


class Member(Protocol):
    """Somebody who works with a plan for an organisation."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def organisation_id(self) -> UUID: ...


class PlanBuilder:
    """One plan. `enter` gets each row when it is made, and none before one that it points at."""

    def __init__(
        self,
        enter: Enter,
        county_id: UUID,
        handler: Member,
        key: NewKey,
        *,
        at: datetime | None = None,
        **fields: Any,  # noqa: ANN401 (any column's)
    ) -> None:
        self.id: UUID = fields.pop("id", None) or new_id()
        self.county_id, self.handler, self.key = county_id, handler, key.key
        self._enter, self._added = enter, 0
        self.add(Plan, at=at, id=self.id, **fields)
        self.add(PlanKey, wrapped=key.wrapped, master_version=key.master_version)

    def add(self, model: Any, *, at: datetime | None = None, **fields: Any) -> UUID:  # noqa: ANN401 (a table, any column's)
        """Enter a row of this plan; a sealed column without text stays empty."""
        self._added += 1
        row_id: UUID = fields.pop("id", None) or new_id()
        row: Row = {"id": row_id, "county_id": self.county_id}
        row |= {} if model is Plan else {"plan_id": self.id}
        row |= self._defaults(at or clock.now(), fields).get(model, {}) | fields
        for column, value in row.items():
            if column.endswith("_sealed") and isinstance(value, str):
                place = Place(model.__tablename__, column, row_id)
                row[column] = self.key.seal(value, place) if value else None
        self._enter(model, row)
        return row_id

    def _defaults(self, at: datetime, fields: Row) -> dict[type, Row]:
        by = self.handler
        is_grant = fields.get("kind") is ActKind.GRANT
        held = {"from_party": by.organisation_id, "category": "social_situation"}
        written = {**held, "changed_at": at, "changed_by": by.name}
        return {
            Plan: {
                "initiator_id": by.organisation_id,
                "municipality_id": by.organisation_id,
                "phase": Phase.PLANNING,
                "phase_at": at,
                "need_found_on": at.date(),
                "created_at": at,
                "changed_at": at,
            },
            Participant: {"title": "Handläggare", "joined_at": at},
            PlanPerson: {"recorded_at": at},
            Consenter: {"required_from": at, "recorded_at": at, "recorded_by": by.account_id},
            ConsenterChange: {
                "proposed_at": at,
                "proposed_by": by.account_id,
                "proposed_by_name": by.name,
            },
            ConsentAct: {
                "at": at,
                "how": How.ORAL,
                "recorded_by": by.account_id,
                "recorded_by_name": by.name,
                "recorded_for": by.organisation_id,
                "valid_from": at if is_grant else None,
                "valid_to": at + YEAR if is_grant else None,
                "information_text_version": "1",
            },
            BasisDecision: {
                "organisation_id": by.organisation_id,
                "code": "osl_10_2",
                "activity": Activity.SOCIAL_SERVICES,
                "reason_sealed": "Ett skäl",
                "decided_by": by.account_id,
                "decided_by_name": by.name,
                "decided_at": at,
                "valid_to": at + YEAR,
                "follow_up_on": at.date(),
            },
            PersonNotice: {"at": at, "by_name": by.name, "organisation_id": by.organisation_id},
            PlanText: written,
            Goal: {
                "position": self._added,
                "stated_by": StatedBy.PROFESSIONALS,
                "measure_sealed": "Det märks.",
                "status": GoalStatus.OPEN,
                **written,
            },
            Action: {
                "position": self._added,
                "kind": ActionKind.OWN_ACTION if fields.get("person_id") else ActionKind.ACTION,
                "status": ActionStatus.NOT_STARTED,
                **written,
            },
            Change: {
                "at": at,
                "organisation_id": by.organisation_id,
                "account_id": by.account_id,
                "name": by.name,
                "on_behalf": False,
                **held,
            },
            Call: {
                "kind": CallKind.SUMMONS,
                "asked_sealed": "Berätta vad ni kan bidra med.",
                "status": CallStatus.SENT,
                "sent_at": at,
                "answer_by": at + timedelta(days=7),
            },
            CallEvent: {"at": at, "by_name": by.name, "organisation_id": by.organisation_id},
            Meeting: {
                "purpose": MeetingPurpose.PLANNING,
                "ends_at": fields.get("starts_at", at) + timedelta(hours=1),
                "is_remote": False,
                "status": MeetingStatus.PLANNED,
                "changed_at": at,
            },
            AgendaItem: {"added_by": by.name, "added_at": at, **held},
            FollowUp: {"agreed_at": at},
            PlanVersion: {"number": 1, "upto_seq": 0, "made_at": at, "made_by": by.name},
            PlanApproval: {"number": 1, "how": How.ORAL.value, "recorded_by": by.name, "at": at},
            Closing: {
                "reason": ClosingReason.GOALS_REACHED,
                "closed_at": at,
                "closed_by": by.name,
            },
            ClosingSurvey: {"how": How.ORAL.value, "recorded_by": by.name, "at": at},
        }
