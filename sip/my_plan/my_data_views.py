"""What has become of what is kept about the person, and the rights that they have."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.web.guard import requires
from sip.door.opening import OpenedPlan, opening
from sip.kernel.permissions import MyPlanPermission
from sip.my_plan.my_data import holders

bp = Blueprint("my_data", __name__, url_prefix="/my-plan/<uuid:plan_id>/my-data")


@bp.get("")
@requires(MyPlanPermission.CONSENT, opening("readings"))
def show(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Who has read what and why, how long it is kept, and what the person can do."""
    found = holders(actor, opened)
    return render_template("sip/my_plan/my_data.html", opened=opened, holders=found)
