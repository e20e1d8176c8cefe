"""Who has looked: the person's own list of readings."""

from uuid import UUID

from flask import Blueprint, render_template, request
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
    """Who has read what, and each reading in plain words: of all others, or of one asked for."""
    reader = request.args.get("who", type=UUID)
    return render_template(
        "sip/access_log/show.html",
        plan_id=opened.plan_id,
        readings=list_readings(opened, older_than(), reader),
        reader=reader,
        when=day_and_hours,
    )
