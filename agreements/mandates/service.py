"""Entering a mandate, and ending it."""

from datetime import date, datetime

from agreements.mandate import Mandate, check_mandate
from agreements.mandates import queries
from agreements.refusals import AgreementRuleError, Refusal
from agreements.tables.mandate import MandateHolder, SigningMandate
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db, hold
from portal.documents.written import check_all_written
from portal.errors import NotFoundError, check_all
from portal.identity import functions
from portal.ids import new_id


def enter(actor: Actor, mandate: Mandate, *, now: datetime, today: date) -> None:
    """Enter a mandate that the organisation has given."""
    if db.session.get(SigningMandate, mandate.id) is not None:
        return
    check_all(
        lambda: check_mandate(mandate, today),
        lambda: check_all_written(body=mandate.body, ground=mandate.ground),
    )
    if (
        not {str(one.account_id) for one in mandate.holders}
        <= queries.list_signatories(actor).keys()
    ):
        raise NotFoundError
    row = SigningMandate(
        id=mandate.id,
        county_id=actor.county_id,
        organisation_id=actor.organisation_id,
        body=mandate.body,
        ground=mandate.ground,
        valid_from=mandate.valid_from,
        valid_until=mandate.valid_until,
        needed=mandate.needed,
        places=mandate.places,
        in_order=mandate.in_order,
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(
        MandateHolder(
            id=new_id(),
            county_id=actor.county_id,
            organisation_id=actor.organisation_id,
            mandate_id=mandate.id,
            account_id=one.account_id,
            name=one.name,
            place=one.place,
            is_substitute=one.is_substitute,
        )
        for one in mandate.holders
    )
    audit.record(actor, "mandate.entered", row, needed=mandate.needed, places=mandate.places)


def end(actor: Actor, row: SigningMandate, *, reason: str, now: datetime) -> None:
    """Revoke a mandate: nobody signs by it any more. What has been signed stays.

    The same reason twice revokes it once.
    """
    hold(row.id)
    db.session.refresh(row, ["ended_at", "ended_reason"])
    if row.ended_at is not None and row.ended_reason == reason:
        return
    if row.ended_at is not None:
        raise AgreementRuleError(Refusal.MANDATE_REVOKED)
    row.ended_at, row.ended_by, row.ended_reason = now, actor.name, reason
    audit.record(actor, "mandate.ended", row)
    for one in row.holders:
        functions.tell_colleague(one.account_id, "mandate.ended", f"mandate.ended:{row.id}")
