"""Shutting an account out of the whole installation, and letting it in again: the operator's.

Its sessions end at once, and none can be opened. Its roles stay until an administrator has given
what waits on it to a colleague; the administrators are told.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update

from portal.audit import service as audit
from portal.authz import Role
from portal.db import db
from portal.errors import ConfigurationError
from portal.identity.models import Account, SignInSession
from portal.outbox import functions as outbox
from portal.outbox.models import Notice
from portal.tenancy.models import Membership, Organisation

KIND = "account.disabled"


def find_account(wanted: str) -> Account:
    """The account with that id or e-mail address; it has to be one alone."""
    found = db.session.scalars(select(Account).where(_is(wanted)).order_by(Account.id)).all()
    if not found:
        raise ConfigurationError("There is no such account.")
    if len(found) > 1:
        ids = ", ".join(f"{one.id} ({one.issuer})" for one in found)
        raise ConfigurationError(f"Several accounts have that address. Name one by its id: {ids}.")
    return found[0]


def _is(wanted: str) -> ColumnElement[bool]:
    try:
        return Account.id == UUID(wanted)
    except ValueError:
        return func.lower(Account.email) == wanted.lower()


def disable(account: Account, *, now: datetime) -> Sequence[Organisation]:
    """Shut the account out; answers the organisations where somebody has to take over."""
    organisations = _organisations_of(account)
    if account.disabled_at is None:
        account.disabled_at = now
        for county_id in {one.county_id for one in organisations}:
            audit.record_maintenance(county_id, "account.disabled", account)
        for organisation in organisations:
            _tell_administrators(organisation, account, now)
    ended = update(SignInSession).where(
        SignInSession.account_id == account.id, SignInSession.ended_at.is_(None)
    )
    db.session.execute(ended.values(ended_at=now))
    return organisations


def enable(account: Account) -> None:
    """Let the account sign in again, with the roles that it still has."""
    if account.disabled_at is None:
        return
    account.disabled_at = None
    for county_id in {one.county_id for one in _organisations_of(account)}:
        audit.record_maintenance(county_id, "account.enabled", account)


def _organisations_of(account: Account) -> Sequence[Organisation]:
    statement = (
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.account_id == account.id, Membership.ended_at.is_(None))
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return db.session.scalars(statement).unique().all()


def _tell_administrators(organisation: Organisation, account: Account, now: datetime) -> None:
    dedupe = f"{KIND}:{account.id}:{now.isoformat()}"
    outbox.enqueue(organisation.id, {Role.ADMINISTRATOR}, KIND, "/administration", dedupe)
    administrators = select(Membership.account_id).where(
        Membership.organisation_id == organisation.id,
        Membership.role == Role.ADMINISTRATOR,
        Membership.ended_at.is_(None),
        Membership.account_id != account.id,
    )
    for administrator in db.session.scalars(administrators.distinct()):
        notice = Notice(
            county_id=organisation.county_id,
            account_id=administrator,
            organisation_id=organisation.id,
            kind=KIND,
            path=f"/administration/people/{account.id}",
            about="",
            at=now,
            dedupe=f"{dedupe}:{administrator}",
        )
        db.session.add(notice)
