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

ALL = "all"
"""All others, where a reader is asked for."""

bp = Blueprint("readings", __name__, url_prefix="/my-plan/<uuid:plan_id>/who-has-looked")


@bp.get("")
@requires(MyPlanPermission.CONSENT, opening("readings"))
def show(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Who has read what; when it is asked for also each reading, of all others or of one."""
    reader = request.args.get("who", type=UUID)
    before = older_than()
    is_each_asked = reader is not None or before is not None or request.args.get("who") == ALL
    return render_template(
        "sip/access_log/show.html",
        plan_id=opened.plan_id,
        readings=list_readings(opened, before, reader, each=is_each_asked),
        is_each_asked=is_each_asked,
        reader=reader,
        everybody=ALL,
        when=day_and_hours,
    )
