"""When a plan does otherwise than the agreement says: reported without anything about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.tenancy.models import Organisation
from sip.agreement_link import AgreedMeasure, subject_name, subjects_of
from sip.tables.plan import PlanDeviation

_reporter = aliased(Organisation)
_municipality = aliased(Organisation)


def report_deviation(
    actor: Actor,
    measure: AgreedMeasure,
    *,
    deviation_id: UUID,
    municipality_id: UUID,
    chosen: str,
    reason: str,
    today: date,
) -> None:
    """Report that a measure was given to somebody else than agreed.

    The same `deviation_id` twice is one report (a form sent twice).
    """
    sent_twice = select(PlanDeviation.id).where(PlanDeviation.id == deviation_id)
    if db.session.scalar(sent_twice) is not None:
        return
    row = PlanDeviation(
        id=deviation_id,
        county_id=actor.county_id,
        organisation_id=actor.organisation_id,
        municipality_id=municipality_id,
        agreement_id=measure.agreement_id,
        section=measure.section,
        row_key=measure.row_key,
        measure=measure.title,
        expected=measure.expected,
        chosen=chosen,
        reason=reason,
        reported_on=today,
    )
    db.session.add(row)
    # in the organisation's own chain: the log of the plan would say which plan it was
    audit.record(actor, "deviation.reported", row)
    db.session.flush()


@dataclass(frozen=True, slots=True)
class DeviationLine:
    """One report. `subject` is what the agreement is about, where the list has several; else ""."""

    id: UUID
    reported_on: date
    subject: str
    section: str
    measure: str
    expected: str
    chosen: str
    reason: str
    by: str
    municipality: str


def list_deviations(actor: Actor) -> Sequence[DeviationLine]:
    """What the actor's organisation has reported, and what concerns its own agreement."""
    statement = (
        select(PlanDeviation, _reporter.name.label("by"), _municipality.name.label("municipality"))
        .join(_reporter, _reporter.id == PlanDeviation.organisation_id)
        .join(_municipality, _municipality.id == PlanDeviation.municipality_id)
        .where(PlanDeviation.county_id == actor.county_id)
        .order_by(PlanDeviation.reported_on.desc(), PlanDeviation.id.desc())
    )
    found = db.session.execute(statement).all()
    subjects = subjects_of({row.agreement_id for row, _by, _municipality in found})
    has_several = len({one.id for one in subjects.values()}) > 1
    return [
        DeviationLine(
            id=row.id,
            reported_on=row.reported_on,
            subject=subject_name(subjects[row.agreement_id]) if has_several else "",
            section=row.section,
            measure=row.measure or row.row_key,
            expected=row.expected,
            chosen=row.chosen,
            reason=row.reason,
            by=by,
            municipality=municipality,
        )
        for row, by, municipality in found
    ]
