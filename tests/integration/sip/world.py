"""Plans, people and consent entered directly, for tests of what somebody may then do.

    sip = SipWorld(county)
    maja = sip.caseworker(county.municipality, "Maja Öhlund")
    plan = sip.plan(maja)                        # a plan with its person, who must consent
    nils = sip.caseworker(county.region, "Nils Region")
    plan.participant(nils)
    plan.grant(PLAN, invite(county.region), share(county.municipality, county.region, "health"))
    goal = plan.goal("Sova bättre", county.municipality, "health")
    nils.browser.open(plan.path)
    plan.withdraw(invite(county.region))

All of it is written as portal_owner, so that history can be entered too (`at=`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from portal import clock
from portal.authz import OrganisationKind, Role
from portal.ids import new_id
from portal.tenancy.models import Membership, Organisation, Unit
from portal.tenancy.sorting import sort_key
from portal.vault import DataKey, Place, Vault
from sip.kernel.vocabulary import (
    ActionKind,
    ActionStatus,
    ActKind,
    CallKind,
    CallStatus,
    GoalStatus,
    MeetingPurpose,
    MeetingStatus,
    PersonKind,
    Phase,
    Placing,
    StatedBy,
    TextKind,
)
from sip.ledger.rules import PLAN, Item, invite
from sip.tables.calling import Call, Meeting
from sip.tables.consent import BasisDecision, ConsentAct, Consenter
from sip.tables.people import PlanPerson
from sip.tables.plan import Action, Goal, Participant, Plan, PlanKey, PlanPlacing, PlanText
from tests.browser import Browser
from tests.integration.county import CountyOfTests

_numbers = count(1)
LONG = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody signed in: a caseworker, or a private person."""

    account_id: UUID
    organisation_id: UUID
    name: str
    browser: Browser

    @property
    def token(self) -> str:
        return self.browser.token


class SipWorld:
    """What the tests of SIP need in a county."""

    def __init__(self, county: CountyOfTests) -> None:
        self.county = county
        self.individuals = self._find_individuals()

    @property
    def vault(self) -> Vault:
        found: Vault = self.county.app.extensions["vault"]
        return found

    def caseworker(
        self,
        organisation: UUID,
        name: str = "Maja Öhlund",
        *more: Role,
        unit: UUID | None = None,
    ) -> Signed:
        return self.signed(organisation, name, Role.CASEWORKER, *more, unit=unit)

    def individual(self, name: str = "Anna Persson") -> Signed:
        return self.signed(self.individuals, name, Role.INDIVIDUAL)

    def unit(self, organisation: UUID, name: str) -> UUID:
        return self.enter(
            Unit,
            county_id=self.county.county_of(organisation),
            organisation_id=organisation,
            key=f"unit-{next(_numbers)}",
            name=name,
            sort_key=sort_key(name),
        )

    def plan(
        self,
        handler: Signed,
        *,
        person: Signed | None = None,
        person_name: str = "Anna Persson",
        phase: Phase = Phase.PLANNING,
        municipality: UUID | None = None,
        is_protected: bool = False,
        needs_subject: bool = True,
    ) -> "PlanOfTests":
        """A plan with its key, handler and person; the person's consent is required.

        `person` is signed in; without, the person is not linked to any account.
        """
        now = clock.now()
        county_id = self.county.county_of(handler.organisation_id)
        plan_id = self.enter(
            Plan,
            county_id=county_id,
            initiator_id=handler.organisation_id,
            case_number=f"{now.year}-{next(_numbers):05}",
            municipality_id=municipality or self.county.municipality,
            phase=phase,
            phase_at=now,
            is_protected=is_protected,
            need_found_on=now.date(),
            created_at=now,
            changed_at=now,
        )
        made = self.vault.new_key()
        key = {"wrapped": made.wrapped, "master_version": made.master_version}
        self.enter(PlanKey, county_id=county_id, plan_id=plan_id, **key)
        plan = PlanOfTests(self, plan_id, county_id, handler, made.key)
        plan.handler_id = plan.participant(handler, sees_protected=is_protected)
        plan.subject = plan.person(PersonKind.SUBJECT, person_name, person)
        if needs_subject:
            plan.require(plan.subject)
        return plan

    def enter(self, model: type, **values: Any) -> UUID:
        row_id: UUID = values.pop("id", None) or new_id()
        self.county.execute(insert(model).values(id=row_id, **values))
        return row_id

    def signed(
        self, organisation: UUID, name: str, *roles: Role, unit: UUID | None = None
    ) -> Signed:
        somebody = self.county.somebody(name)
        for role in roles:
            self.enter(
                Membership,
                county_id=self.county.county_of(organisation),
                account_id=somebody.id,
                organisation_id=organisation,
                unit_id=unit,
                role=role,
                granted_at=clock.now(),
            )
        return Signed(somebody.id, organisation, name, self.county.sign_in(somebody))

    def _find_individuals(self) -> UUID:
        found = select(Organisation.id).where(
            Organisation.county_id == self.county.id,
            Organisation.kind == OrganisationKind.INDIVIDUALS,
        )
        organisation: UUID | None = self.county.execute(found).scalar_one_or_none()
        return organisation or self.county.organisation(
            "Enskilda och närstående", OrganisationKind.INDIVIDUALS
        )


@dataclass
class PlanOfTests:
    """One plan. What its methods answer are ids."""

    world: SipWorld
    id: UUID
    county_id: UUID
    handler: Signed
    key: DataKey
    handler_id: UUID = field(init=False)
    subject: UUID = field(init=False)
    consenters: list[UUID] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/sip/plans/{self.id}"

    @property
    def my_path(self) -> str:
        return f"/my-plan/{self.id}"

    # -- who --------------------------------------------------------------------------------------

    def participant(self, signed: Signed, *, sees_protected: bool = False) -> UUID:
        return self._enter(
            Participant,
            organisation_id=signed.organisation_id,
            account_id=signed.account_id,
            name=signed.name,
            title="Handläggare",
            sees_protected=sees_protected,
            joined_at=clock.now(),
        )

    def person(self, kind: PersonKind, name: str, signed: Signed | None = None) -> UUID:
        person_id = new_id()
        self._enter(
            PlanPerson,
            id=person_id,
            kind=kind,
            name_sealed=self.seal(name, PlanPerson, "name_sealed", person_id),
            account_id=signed and signed.account_id,
            linked_at=clock.now() if signed else None,
            recorded_at=clock.now(),
        )
        return person_id

    def require(
        self,
        person: UUID,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        scope: Iterable[str] | None = None,
        term: tuple[datetime, datetime] | None = None,
    ) -> UUID:
        """Require the person's consent; with a scope, as a proxy under a mandate."""
        since = since or clock.now() - LONG
        mandate: dict[str, Any] = {}
        if scope is not None:
            first, last = term or (since, clock.now() + LONG)
            mandate = {"mandate_scope": list(scope), "mandate_from": first, "mandate_to": last}
        consenter = self._enter(
            Consenter,
            person_id=person,
            required_from=since,
            required_to=until,
            recorded_at=clock.now(),
            recorded_by=self.handler.account_id,
            **mandate,
        )
        self.consenters.append(consenter)
        return consenter

    # -- consent ----------------------------------------------------------------------------------

    def act(
        self,
        kind: ActKind,
        *items: Item,
        consenter: UUID | None = None,
        at: datetime | None = None,
        valid_from: datetime | None = None,
        valid_to: datetime | None = None,
        corrects: UUID | None = None,
    ) -> UUID:
        """One act, by the first consenter unless another is named, a moment ago or at a time."""
        at = at or clock.now()
        is_grant = kind is ActKind.GRANT
        return self._enter(
            ConsentAct,
            at=at,
            kind=kind,
            consenter_id=consenter or self.consenters[0],
            items=[item.key for item in items],
            how="oral",
            recorded_by=self.handler.account_id,
            recorded_by_name=self.handler.name,
            recorded_for=self.handler.organisation_id,
            valid_from=(valid_from or at) if is_grant else None,
            valid_to=(valid_to or at + LONG) if is_grant else None,
            information_text_version="1",
            corrects=corrects,
        )

    def grant(self, *items: Item, **how: Any) -> list[UUID]:
        """Everybody whose consent the plan requires says yes."""
        return self._all(ActKind.GRANT, *items, **how)

    def withdraw(self, *items: Item, **how: Any) -> list[UUID]:
        return self._all(ActKind.WITHDRAW, *items, **how)

    def opened_to(self, signed: Signed, *shares: Item) -> UUID:
        """Let somebody take part, with consent to the plan, to them and to `shares`."""
        participant = self.participant(signed)
        self.grant(PLAN, invite(signed.organisation_id), *shares)
        return participant

    def basis(
        self,
        source: UUID,
        to: UUID,
        *categories: str,
        decided_at: datetime | None = None,
        valid_to: datetime | None = None,
        ended_at: datetime | None = None,
    ) -> UUID:
        decided_at = decided_at or clock.now()
        basis = new_id()
        self._enter(
            BasisDecision,
            id=basis,
            organisation_id=source,
            to_party=to,
            code="osl_10_2",
            categories=list(categories),
            reason_sealed=self.seal("Ett skäl", BasisDecision, "reason_sealed", basis),
            decided_by=self.handler.account_id,
            decided_by_name=self.handler.name,
            decided_at=decided_at,
            valid_to=valid_to or decided_at + LONG,
            follow_up_on=decided_at.date(),
            ended_at=ended_at,
        )
        return basis

    # -- content ----------------------------------------------------------------------------------

    def text(
        self, kind: TextKind, text: str, from_party: UUID, category: str = "social_situation"
    ) -> UUID:
        row = new_id()
        sealed = self.seal(text, PlanText, "text_sealed", row)
        return self._held(PlanText, row, from_party, category, kind=kind, text_sealed=sealed)

    def goal(self, title: str, from_party: UUID, category: str = "social_situation") -> UUID:
        row = new_id()
        return self._held(
            Goal,
            row,
            from_party,
            category,
            position=next(_numbers),
            stated_by=StatedBy.PROFESSIONALS,
            title_sealed=self.seal(title, Goal, "title_sealed", row),
            measure_sealed=self.seal("Det märks.", Goal, "measure_sealed", row),
            status=GoalStatus.OPEN,
        )

    def action(
        self,
        title: str,
        goal: UUID,
        from_party: UUID,
        category: str = "social_situation",
        *,
        organisation: UUID | None = None,
        responsible: UUID | None = None,
        person: UUID | None = None,
        due_on: date | None = None,
        row_key: str | None = None,
    ) -> UUID:
        row = new_id()
        return self._held(
            Action,
            row,
            from_party,
            category,
            goal_id=goal,
            position=next(_numbers),
            kind=ActionKind.OWN_ACTION if person else ActionKind.ACTION,
            organisation_id=organisation,
            responsible_id=responsible,
            person_id=person,
            title_sealed=self.seal(title, Action, "title_sealed", row),
            due_on=due_on,
            row_key=row_key,
            status=ActionStatus.NOT_STARTED,
        )

    def call(
        self,
        organisation: UUID,
        unit: UUID | None = None,
        *,
        kind: CallKind = CallKind.SUMMONS,
        status: CallStatus = CallStatus.SENT,
        asked: str = "Berätta vad ni kan bidra med.",
    ) -> UUID:
        row = new_id()
        return self._enter(
            Call,
            id=row,
            kind=kind,
            organisation_id=organisation,
            unit_id=unit,
            asked_sealed=self.seal(asked, Call, "asked_sealed", row),
            status=status,
            sent_at=clock.now(),
            answer_by=clock.now() + timedelta(days=7),
        )

    def meeting(self, starts_at: datetime | None = None) -> UUID:
        starts_at = starts_at or clock.now() + timedelta(days=14)
        return self._enter(
            Meeting,
            purpose=MeetingPurpose.PLANNING,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            is_remote=False,
            chair_id=self.handler_id,
            status=MeetingStatus.PLANNED,
            changed_at=clock.now(),
        )

    def placing(self, kind: Placing, subject: UUID, text: str) -> UUID:
        row = new_id()
        sealed = self.seal(text, PlanPlacing, "text_sealed", row)
        return self._enter(PlanPlacing, id=row, kind=kind, subject_id=subject, text_sealed=sealed)

    def seal(self, text: str, model: type, column: str, row: UUID) -> bytes:
        table: str = model.__tablename__  # type: ignore[attr-defined]  # every model has one
        return self.key.seal(text, Place(table, column, row))

    def _all(self, kind: ActKind, *items: Item, **how: Any) -> list[UUID]:
        return [self.act(kind, *items, consenter=one, **how) for one in self.consenters]

    def _held(self, model: type, row: UUID, party: UUID, category: str, **values: Any) -> UUID:
        written = {"changed_at": clock.now(), "changed_by": self.handler.name}
        held = {"from_party": party, "category": category}
        return self._enter(model, id=row, **held, **written, **values)

    def _enter(self, model: type, **values: Any) -> UUID:
        return self.world.enter(model, county_id=self.county_id, plan_id=self.id, **values)
