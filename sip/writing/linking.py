"""An action beside what the agreement in force says of its measure."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from portal.authz import Actor
from portal.db import db
from portal.tenancy.models import Organisation
from sip.agreement_link import AgreedMeasure, find_measure
from sip.door.opened import Opened
from sip.kernel.refusals import SipRefusal, SipRuleError
from sip.plan.deviations import report_deviation
from sip.tables.plan import Action
from sip.writing import service as writing


def agreed_measure(measures: Iterable[AgreedMeasure], row_key: str | None) -> AgreedMeasure | None:
    """The measure with this key, if the agreement has it."""
    return next((one for one in measures if one.row_key == row_key), None)


def report_if_asked(
    actor: Actor,
    opened: Opened,
    *,
    action_id: UUID,
    deviation_id: UUID,
    reason: str,
    today: date,
) -> None:
    """Report that an action was given to somebody else than agreed, if it was."""
    action = writing.get_row(opened, Action, action_id)
    plan = opened.plan
    measure = find_measure(plan.municipality_id, action.row_key or "", today)
    if measure is None or measure.is_as_agreed(action.organisation_id):
        return
    if not reason:
        raise SipRuleError(SipRefusal.REASON_NEEDED, field="deviation")
    report_deviation(
        actor,
        measure,
        deviation_id=deviation_id,
        municipality_id=plan.municipality_id,
        chosen=_chosen(action),
        reason=reason,
        today=today,
    )


def _chosen(action: Action) -> str:
    """The organisation that was chosen. A private person is nobody to name here."""
    if action.organisation_id is None:
        return ""
    organisation = db.session.get(Organisation, action.organisation_id)
    return organisation.name if organisation is not None else ""
