"""Who has looked: the person's own list of readings."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.web.guard import requires
from sip.access_log.readings import list_readings
from sip.door.opening import OpenedPlan, opening
from sip.kernel.permissions import MyPlanPermission
from sip.kernel.times import day_and_hours

bp = Blueprint("readings", __name__, url_prefix="/my-plan/<uuid:plan_id>/who-has-looked")

LAST_PAGE = 10_000


@bp.get("")
@requires(MyPlanPermission.CONSENT, opening("readings"))
def show(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Each reading in plain words, the newest first."""
    return render_template(
        "sip/access_log/show.html",
        plan_id=opened.plan_id,
        readings=list_readings(opened, _page()),
        when=day_and_hours,
    )


def _page() -> int:
    wanted = request.args.get("page", type=int, default=1)
    return min(max(wanted, 1), LAST_PAGE)
