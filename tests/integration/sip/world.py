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
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from portal import clock
from portal.authz import OrganisationKind, Role
from portal.demo.plan_builder import YEAR, PlanBuilder, Row
from portal.ids import new_id
from portal.tenancy.models import Membership, Organisation, Unit
from portal.tenancy.sorting import sort_key
from portal.vault import Vault
from sip.kernel.vocabulary import (
    ActKind,
    PersonKind,
    Phase,
    Placing,
    TextKind,
)
from sip.ledger.rules import PLAN, Item, invite
from sip.tables.calling import Call, Meeting
from sip.tables.consent import BasisDecision, ConsentAct, Consenter
from sip.tables.people import PlanPerson
from sip.tables.plan import Action, Goal, Participant, PlanPlacing, PlanText
from tests.browser import Browser
from tests.integration.county import CountyOfTests

_numbers = count(1)


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
        plan = PlanOfTests(
            self,
            handler,
            case_number=f"{now.year}-{next(_numbers):05}",
            municipality_id=municipality or self.county.municipality,
            phase=phase,
            is_protected=is_protected,
        )
        plan.handler_id = plan.participant(handler, sees_protected=is_protected)
        plan.subject = plan.person(PersonKind.SUBJECT, person_name, person)
        if needs_subject:
            plan.require(plan.subject)
        return plan

    def enter(self, model: type, **values: Any) -> UUID:
        row_id = new_id()
        self.enter_row(model, {"id": row_id} | values)
        return row_id

    def enter_row(self, model: type, row: Row) -> None:
        self.county.execute(insert(model).values(row))

    def signed(
        self, organisation: UUID, name: str, *roles: Role, unit: UUID | None = None
    ) -> Signed:
        assert roles, "nobody without a role can sign in"
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
        return Signed(
            somebody.id, organisation, name, self.county.signed_in(somebody, organisation)
        )

    def _find_individuals(self) -> UUID:
        found = select(Organisation.id).where(
            Organisation.county_id == self.county.id,
            Organisation.kind == OrganisationKind.INDIVIDUALS,
        )
        organisation: UUID | None = self.county.execute(found).scalar_one_or_none()
        return organisation or self.county.organisation(
            "Enskilda och närstående", OrganisationKind.INDIVIDUALS
        )


class PlanOfTests(PlanBuilder):
    """One plan. What its methods answer are ids."""

    handler: Signed
    handler_id: UUID
    subject: UUID

    def __init__(self, world: SipWorld, handler: Signed, **fields: Any) -> None:
        self.world, self.consenters = world, list[UUID]()
        county_id = world.county.county_of(handler.organisation_id)
        super().__init__(world.enter_row, county_id, handler, world.vault.new_key(), **fields)

    @property
    def path(self) -> str:
        return f"/sip/plans/{self.id}"

    @property
    def my_path(self) -> str:
        return f"/my-plan/{self.id}"

    # -- who --------------------------------------------------------------------------------------

    def participant(self, signed: Signed, *, sees_protected: bool = False) -> UUID:
        return self.add(
            Participant,
            organisation_id=signed.organisation_id,
            account_id=signed.account_id,
            name=signed.name,
            sees_protected=sees_protected,
        )

    def person(self, kind: PersonKind, name: str, signed: Signed | None = None) -> UUID:
        linked = {"account_id": signed.account_id, "linked_at": clock.now()} if signed else {}
        return self.add(PlanPerson, kind=kind, name_sealed=name, **linked)

    def require(
        self,
        person: UUID,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        scope: Iterable[str] | None = None,
        term: tuple[datetime, datetime] | None = None,
        replaces: bool = False,
    ) -> UUID:
        """Require the person's consent; with a scope, as a proxy under a mandate."""
        since = since or clock.now() - YEAR
        mandate: dict[str, Any] = {}
        if scope is not None:
            first, last = term or (since, clock.now() + YEAR)
            mandate = {"mandate_scope": list(scope), "mandate_from": first, "mandate_to": last}
            mandate["replaces"] = replaces
        consenter = self.add(
            Consenter, person_id=person, required_from=since, required_to=until, **mandate
        )
        self.consenters.append(consenter)
        return consenter

    def consenter_of(self, person: object) -> UUID:
        """Somebody's latest place among those whose consent is required."""
        found = select(Consenter.id).where(
            Consenter.plan_id == self.id, Consenter.person_id == person
        )
        last = found.order_by(Consenter.recorded_at.desc(), Consenter.id.desc()).limit(1)
        consenter: UUID = self.world.county.execute(last).scalar_one()
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
        term = {"valid_from": valid_from, "valid_to": valid_to}
        return self.add(
            ConsentAct,
            at=at,
            kind=kind,
            consenter_id=consenter or self.consenters[0],
            items=[item.key for item in items],
            corrects=corrects,
            **{column: when for column, when in term.items() if when},
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
        **fields: Any,
    ) -> UUID:
        """A decision to disclose without consent; it lasts a year unless `valid_to` is given."""
        return self.add(
            BasisDecision,
            at=decided_at,
            organisation_id=source,
            to_party=to,
            categories=list(categories),
            **fields,
        )

    # -- content ----------------------------------------------------------------------------------

    def text(
        self,
        kind: TextKind,
        text: str,
        from_party: UUID,
        category: str = "social_situation",
        *,
        meeting: UUID | None = None,
    ) -> UUID:
        held = {"from_party": from_party, "category": category, "meeting_id": meeting}
        return self.add(PlanText, kind=kind, text_sealed=text, **held)

    def goal(self, title: str, from_party: UUID, category: str = "social_situation") -> UUID:
        return self.add(Goal, title_sealed=title, from_party=from_party, category=category)

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
        return self.add(
            Action,
            goal_id=goal,
            organisation_id=organisation,
            responsible_id=responsible,
            person_id=person,
            title_sealed=title,
            due_on=due_on,
            row_key=row_key,
            from_party=from_party,
            category=category,
        )

    def call(self, organisation: UUID, unit: UUID | None = None, **fields: Any) -> UUID:
        return self.add(Call, organisation_id=organisation, unit_id=unit, **fields)

    def meeting(self, starts_at: datetime | None = None) -> UUID:
        starts_at = starts_at or clock.now() + timedelta(days=14)
        return self.add(Meeting, starts_at=starts_at, chair_id=self.handler_id)

    def placing(self, kind: Placing, subject: UUID, text: str, category: str | None = None) -> UUID:
        placed = {"subject_id": subject, "text_sealed": text, "category": category}
        return self.add(PlanPlacing, kind=kind, **placed)

    def _all(self, kind: ActKind, *items: Item, **how: Any) -> list[UUID]:
        return [self.act(kind, *items, consenter=one, **how) for one in self.consenters]
