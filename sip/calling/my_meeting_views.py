"""Pages of meetings for the person and those who stand near: see, answer, take something up."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal import clock
from portal.authz import Actor
from portal.web.guard import requires
from sip.calling import labels, meeting_answer_views, meeting_queries
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_part
from sip.kernel.permissions import MyPlanPermission
from sip.kernel.times import hours

bp = Blueprint("my_meetings", __name__, url_prefix="/my-plan/<uuid:plan_id>/meetings")


@bp.get("")
@requires(MyPlanPermission.VIEW, opening("meetings"))
def index(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """The plan's meetings, the next first."""
    found = meeting_queries.list_meetings(opened, clock.now())
    return render_template(
        "sip/calling/my_meetings/index.html", opened=opened, found=found, labels=labels, hours=hours
    )


@bp.get("/<uuid:part_id>")
@requires(MyPlanPermission.VIEW, opening_part("meeting"))
def show(_actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """One meeting: when, where, who comes, what is taken up."""
    page = meeting_queries.get_meeting_view(part.opened, part.part_id, clock.now())
    return meeting_answer_views.shown("sip/calling/my_meetings/show.html", part, page)


@bp.post("/<uuid:part_id>/reply")
@requires(MyPlanPermission.WRITE, opening_part("meeting"))
def reply(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Say whether one comes."""
    return meeting_answer_views.reply(
        actor, part, "my_meetings.show", "sip/calling/my_meetings/show.html"
    )


@bp.post("/<uuid:part_id>/agenda")
@requires(MyPlanPermission.WRITE, opening_part("meeting"))
def add_item(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Something to take up, in one's own words."""
    return meeting_answer_views.add_item(
        actor, part, "my_meetings.show", "sip/calling/my_meetings/show.html"
    )
