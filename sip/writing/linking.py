"""An action beside what the agreement in force says of its measure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.authz import Actor
from portal.db import db
from portal.tenancy.models import Organisation
from sip.agreement_link import find_measure, keys_of
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.plan.deviations import report_deviation
from sip.tables.plan import Action


@dataclass(frozen=True, slots=True)
class DeviationReport:
    """That somebody else than agreed does an action is to be reported, with nothing personal."""

    deviation_id: UUID
    reason: str


def report_if_deviating(
    actor: Actor, opened: OpenedPlan, action: Action, report: DeviationReport, *, today: date
) -> None:
    """Report that an action was given to somebody else than agreed, if it was."""
    plan = opened.plan
    if action.row_key is None:
        return
    chosen = (action.agreement_id, action.row_key)
    measure = find_measure(plan.municipality_id, keys_of([chosen])[chosen], today)
    if measure is None or measure.is_as_agreed(action.organisation_id):
        return
    if not report.reason:
        raise SipRuleError(PlanRefusal.REASON_NEEDED, field="deviation")
    report_deviation(
        actor,
        measure,
        deviation_id=report.deviation_id,
        municipality_id=plan.municipality_id,
        chosen=_chosen(action),
        reason=report.reason,
        today=today,
    )


def _chosen(action: Action) -> str:
    """The organisation that was chosen. A private person is nobody to name here."""
    if action.organisation_id is None:
        return ""
    organisation = db.session.get(Organisation, action.organisation_id)
    return organisation.name if organisation is not None else ""
