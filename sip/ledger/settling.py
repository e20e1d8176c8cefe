"""What follows when what a plan is consented to may have changed."""

from portal.db import db
from sip.tables import functions
from sip.tables.plan import Plan


def settle_consent(plan: Plan) -> None:
    """Let the plan's calls, meetings and unsent mail follow what is consented to now.

    Its phase does so by itself (app.follow_events).

    Every command that records an act of consent, or changes whose consent is required, ends so.
    """
    db.session.flush()
    functions.close_ungrounded(plan.id)
    db.session.expire(plan, ["phase", "phase_at", "changed_at"])
