"""Who may do what: the engine. The table itself is portal.policy."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID


class OrganisationKind(StrEnum):
    """The kinds of organisation that meet in the portal."""

    MUNICIPALITY = "municipality"
    REGION = "region"
    POLICE = "police"
    COORDINATION_GROUP = "coordination_group"
    USER_ORGANISATION = "user_organisation"
    SCHOOL = "school"
    PROBATION = "probation"  # Kriminalvården
    STATE_CARE = "state_care"  # Statens institutionsstyrelse
    SOCIAL_INSURANCE = "social_insurance"  # Försäkringskassan
    EMPLOYMENT = "employment"  # Arbetsförmedlingen
    CARE_PROVIDER = "care_provider"  # private health care
    PROVIDER = "provider"  # private social services: a home, supported housing, home help
    SHELTER = "shelter"  # for those exposed to violence
    ASSOCIATION = "association"  # of volunteers, that a person wants to have along
    OTHER_AUTHORITY = "other_authority"
    # private people: one of this kind in each county, with nothing but its members (ADR 8)
    INDIVIDUALS = "individuals"


# Authorities whose areas and offices share one number.
OF_ONE_NUMBER = frozenset(
    {
        OrganisationKind.POLICE,
        OrganisationKind.PROBATION,
        OrganisationKind.STATE_CARE,
        OrganisationKind.SOCIAL_INSURANCE,
        OrganisationKind.EMPLOYMENT,
        OrganisationKind.OTHER_AUTHORITY,
    }
)


class Role(StrEnum):
    """What a member may do for the organisation."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    SIGNATORY = "signatory"
    REVIEWER = "reviewer"
    CASEWORKER = "caseworker"
    INDIVIDUAL = "individual"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and for which organisation. Every service takes one; none reads a global."""

    account_id: UUID
    name: str
    organisation_id: UUID
    organisation_name: str
    organisation_kind: OrganisationKind
    county_id: UUID
    roles: frozenset[Role]
    session_id: UUID


class Permission(StrEnum):
    """Base of the permission enumerations, one per domain."""


Predicate = Callable[[Actor, Any], bool]
Clause = Sequence[Predicate]


@dataclass(frozen=True, slots=True)
class Policy:
    """Permission -> clauses. Granted when every predicate of any one clause holds."""

    table: Mapping[Permission, Sequence[Clause]]

    def __post_init__(self) -> None:
        for permission, clauses in self.table.items():
            if not clauses or not all(clauses):
                raise ValueError(f"empty rule for {permission}")

    def allows(self, actor: Actor, permission: Permission, subject: object = None) -> bool:
        """Whether `actor` may; a permission without a row is an error, never a yes."""
        if permission not in self.table:
            raise LookupError(f"no rule for {permission}")
        return any(
            all(holds(actor, subject) for holds in clause) for clause in self.table[permission]
        )


def has_role(role: Role) -> Predicate:
    """The actor holds `role` in the organisation they act for."""
    return lambda actor, _subject: role in actor.roles


def of_kind(kind: OrganisationKind) -> Predicate:
    """The actor acts for an organisation of `kind`."""
    return lambda actor, _subject: actor.organisation_kind is kind
