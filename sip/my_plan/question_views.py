"""Questions that somebody with a plan may have, answered plainly."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.web.guard import itself, requires
from sip.kernel.permissions import MyPlanPermission

bp = Blueprint("my_questions", __name__, url_prefix="/my-plan/questions")


@bp.get("")
@requires(MyPlanPermission.LIST, itself)
def show(_actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Who sees, how to take it back, how to complain, and how to do it all on paper."""
    return render_template("sip/my_plan/questions/show.html")
