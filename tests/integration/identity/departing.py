"""What the tests of departures have in common."""

from uuid import UUID

from sqlalchemy import func, select, update

from portal import clock
from portal.authz import Role
from portal.db import db
from portal.identity.models import Account
from portal.outbox.models import OutboxMail
from portal.tenancy.models import Membership
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Somebody
from tests.integration.sip.world import Signed

ADMINISTRATOR = (Role.ADMINISTRATOR,)


def member(county: CountyOfTests, organisation: UUID, *roles: Role) -> tuple[Somebody, list[UUID]]:
    somebody = county.somebody("Slutar Snart")
    return somebody, county.grant(somebody, organisation, *roles)


def end_path(membership: UUID) -> str:
    return f"/administration/members/{membership}/end"


def roles(county: CountyOfTests, account_id: UUID) -> set[Role]:
    live = select(Membership.role).where(
        Membership.account_id == account_id, Membership.ended_at.is_(None)
    )
    return set(county.execute(live).scalars())


def mailed(county: CountyOfTests, kind: str) -> set[UUID]:
    found = select(OutboxMail.account_id).where(OutboxMail.kind == kind)
    return set(county.execute(found).scalars())


def membership_of(county: CountyOfTests, browser: Browser, role: Role) -> UUID:
    with county.app.app_context(), acting_as(browser.token):
        me = db.session.scalar(select(func.app.my_account()))
    found: UUID = county.execute(
        select(Membership.id).where(Membership.account_id == me, Membership.role == role)
    ).scalar_one()
    return found


def disabled(county: CountyOfTests, signed: Signed) -> UUID:
    shut = update(Account).where(Account.id == signed.account_id)
    county.execute(shut.values(disabled_at=clock.now()))
    return signed.account_id
