"""The mandates of an organisation."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agreements.mandate import Holder, Mandate
from agreements.tables.mandate import MandateHolder, SigningMandate
from portal.authz import Actor, Role
from portal.db import db
from portal.errors import NotFoundError
from portal.identity.models import Account
from portal.tenancy.models import Membership

_OWN = (
    select(SigningMandate)
    .options(joinedload(SigningMandate.holders))
    .order_by(SigningMandate.recorded_at.desc(), SigningMandate.id)
)


def list_mandates(actor: Actor) -> Sequence[SigningMandate]:
    """All that the actor's organisation has given, the newest first."""
    statement = _OWN.where(SigningMandate.organisation_id == actor.organisation_id)
    return db.session.scalars(statement).unique().all()


def get_mandate(actor: Actor, mandate_id: UUID) -> SigningMandate:
    """One that the actor's organisation has given."""
    statement = _OWN.where(
        SigningMandate.organisation_id == actor.organisation_id, SigningMandate.id == mandate_id
    )
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        raise NotFoundError
    return found


def list_signatories(actor: Actor) -> dict[str, str]:
    """Who could hold a mandate of the actor's organisation: account -> name, by name."""
    statement = (
        select(Account.id, Account.name)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.organisation_id == actor.organisation_id,
            Membership.role == Role.SIGNATORY,
            Membership.ended_at.is_(None),
            Account.disabled_at.is_(None),
        )
        .order_by(Account.name, Account.id)
    )
    return {str(account): name for account, name in db.session.execute(statement)}


def list_held(actor: Actor) -> list[Mandate]:
    """Those by which the actor may sign, or might have, the newest first."""
    held = select(MandateHolder.mandate_id).where(MandateHolder.account_id == actor.account_id)
    statement = _OWN.where(
        SigningMandate.organisation_id == actor.organisation_id, SigningMandate.id.in_(held)
    )
    return [as_rule(one) for one in db.session.scalars(statement).unique()]


def as_rule(one: SigningMandate) -> Mandate:
    """A mandate as the rules know it."""
    return Mandate(
        id=one.id,
        body=one.body,
        ground=one.ground,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        needed=one.needed,
        in_order=one.in_order,
        holders=[
            Holder(each.account_id, each.name, each.place, each.is_substitute)
            for each in one.holders
        ],
        is_revoked=one.ended_at is not None,
    )
