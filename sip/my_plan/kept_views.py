"""How long the person's plan is kept, by whom and by which law."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.web.guard import requires
from sip.archive.presenter import kept_lines
from sip.door.opening import OpenedPlan, opening
from sip.kernel.permissions import MyPlanPermission

bp = Blueprint("my_kept", __name__, url_prefix="/my-plan/<uuid:plan_id>/kept")


@bp.get("")
@requires(MyPlanPermission.CONSENT, opening("kept"))
def show(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Each who keeps a part of it."""
    return render_template("sip/my_plan/kept.html", opened=opened, lines=kept_lines(opened))
