"""What is being written in a plan's forms is its writer's draft until they send it.

It is sealed by the plan's key, so that it is lost with that key, and read for as long as the plan
is open to its writer.
"""

from portal.drafts.service import Scope
from portal.web.drafts import Drafts
from sip.door.opening import OpenedPlan, WithinPlan

OPEN, CASE = "open", "case"


def _scope_of(subject: OpenedPlan | WithinPlan) -> Scope:
    opened = subject.opened if isinstance(subject, WithinPlan) else subject
    # what a handler or somebody called begins without consent is not gone when it comes
    stage = OPEN if opened.is_open or opened.is_owner else CASE
    return Scope(stage=stage, plan_id=opened.plan_id, key=opened.key)


drafted = Drafts(_scope_of)
"""Marks a view whose subject is a plan or a part of one (portal.web.drafts)."""
