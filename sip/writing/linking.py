"""An action beside what the agreement in force says of its measure."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.authz import Actor
from portal.db import db
from portal.personal_data import Known
from portal.tenancy.models import Organisation
from sip.agreement_link import Otherwise, find_measure, keys_of, report
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.people.queries import names_of
from sip.tables.plan import Action, Participant


@dataclass(frozen=True, slots=True)
class DeviationReport:
    """That somebody else than agreed does an action is to be reported, with nothing personal."""

    deviation_id: UUID
    reason: str


def report_if_deviating(
    actor: Actor,
    opened: OpenedPlan,
    action: Action,
    said: DeviationReport,
    *,
    now: datetime,
    today: date,
) -> None:
    """Report that an action was given to somebody else than agreed, if it was."""
    plan = opened.plan
    if action.row_key is None:
        return
    chosen = (action.agreement_id, action.row_key)
    measure = find_measure(plan.municipality_id, keys_of([chosen])[chosen], today)
    if measure is None or measure.is_as_agreed(action.organisation_id):
        return
    if not said.reason:
        raise SipRuleError(PlanRefusal.REASON_NEEDED, field="deviation")
    otherwise = Otherwise(
        deviation_id=said.deviation_id,
        municipality_id=plan.municipality_id,
        chosen=action.organisation_id,
        chosen_name=_chosen(action),
        reason=said.reason,
        field="deviation",
    )
    report(actor, measure, otherwise, known=_known(opened), now=now, today=today)


def _known(opened: OpenedPlan) -> Known:
    """Who is in the plan, and its number: what a report must not say."""
    plan = opened.plan
    staff = select(Participant.name).where(Participant.plan_id == plan.id)
    names = [*names_of(opened).values(), *db.session.scalars(staff)]
    return Known(names, [plan.case_number])


def _chosen(action: Action) -> str:
    """The organisation that was chosen. A private person is nobody to name here."""
    if action.organisation_id is None:
        return ""
    organisation = db.session.get(Organisation, action.organisation_id)
    return organisation.name if organisation is not None else ""
