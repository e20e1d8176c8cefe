"""What is being written in an agreement's forms is its writer's draft until they send it."""

from agreements.rules import Status
from agreements.subjects import PartOf
from agreements.tables.agreement import Agreement
from portal.drafts.service import Scope
from portal.web.drafts import Drafts


def _scope_of(subject: Agreement | PartOf[object]) -> Scope:
    agreement = subject.agreement if isinstance(subject, PartOf) else subject
    # what is decided on is what is signed: a reason to take it back is the same at both
    status = Status.DECISION if agreement.status is Status.SIGNING else agreement.status
    return Scope(stage=status.value, agreement_id=agreement.id)


drafted = Drafts(_scope_of)
"""Marks a view whose subject is an agreement or a part of one (portal.web.drafts)."""
