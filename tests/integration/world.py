"""Enters counties, organisations and people directly, for tests of what they may then do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from uuid import UUID

from sqlalchemy import Insert, insert

from portal import clock
from portal.authz import OrganisationKind, Role
from portal.identity.models import Account, SignInSession
from portal.identity.session import hash_of, new_token
from portal.ids import new_id
from portal.tenancy.models import County, Membership, Organisation

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in and acts for one organisation."""

    account_id: UUID
    organisation_id: UUID
    county_id: UUID
    session_id: UUID
    token: str


class World:
    """Enters things by `execute`, which must be portal_owner's."""

    def __init__(self, execute: Callable[[Insert], object]) -> None:
        self._execute = execute

    def county(self, name: str = "Västerbotten") -> UUID:
        key = f"county-{next(_numbers)}"
        return self.enter(County, key=key, name=name, code="AC")

    def organisation(
        self,
        county_id: UUID,
        name: str | None = None,
        kind: OrganisationKind = OrganisationKind.MUNICIPALITY,
    ) -> UUID:
        name = name or f"Kommun {next(_numbers)}"
        values = {"name": name, "short_name": name, "sort_key": name.casefold(), "kind": kind}
        return self.enter(Organisation, county_id=county_id, **values)

    def account(self, name: str = "Maja Öhlund", email: str | None = "maja@example.se") -> UUID:
        values = {"issuer": "https://idp.example.se", "subject": str(next(_numbers))}
        return self.enter(Account, name=name, email=email, created_at=clock.now(), **values)

    def membership(
        self, account_id: UUID, organisation_id: UUID, county_id: UUID, role: Role
    ) -> UUID:
        return self.enter(
            Membership,
            account_id=account_id,
            organisation_id=organisation_id,
            county_id=county_id,
            role=role,
            granted_at=clock.now(),
        )

    def person(
        self,
        county_id: UUID,
        organisation_id: UUID,
        *roles: Role,
        name: str = "Maja Öhlund",
        email: str | None = "maja@example.se",
        level: int = 3,
    ) -> Person:
        """Somebody with these roles, signed in a moment ago."""
        account_id = self.account(name, email)
        for role in roles:
            self.membership(account_id, organisation_id, county_id, role)
        token, now = new_token(), clock.now()
        session_id = self.enter(
            SignInSession,
            token_hash=hash_of(token),
            account_id=account_id,
            organisation_id=organisation_id,
            issuer_key="staff",
            level=level,
            signed_in_at=now,
            last_seen_at=now,
            idle_seconds=1800,
            expires_at=now + timedelta(hours=10),
        )
        return Person(account_id, organisation_id, county_id, session_id, token)

    def enter(self, model: type, **values: object) -> UUID:
        """One row; answers its id."""
        row_id = new_id()
        self._execute(insert(model).values(id=row_id, **values))
        return row_id
