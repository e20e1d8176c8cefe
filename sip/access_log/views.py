"""Who has looked: the person's own list of readings."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.web.guard import requires
from portal.web.posted import older_than
from sip.access_log.readings import list_readings
from sip.door.opening import OpenedPlan, opening
from sip.kernel.permissions import MyPlanPermission
from sip.kernel.times import day_and_hours

bp = Blueprint("readings", __name__, url_prefix="/my-plan/<uuid:plan_id>/who-has-looked")


@bp.get("")
@requires(MyPlanPermission.CONSENT, opening("readings"))
def show(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Each reading in plain words, the newest first."""
    return render_template(
        "sip/access_log/show.html",
        plan_id=opened.plan_id,
        readings=list_readings(opened, older_than()),
        when=day_and_hours,
    )
