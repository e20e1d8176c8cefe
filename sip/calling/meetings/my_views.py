"""Pages of meetings for the person and those who stand near: see, answer, take something up."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal import clock
from portal.authz import Actor
from portal.web.guard import requires
from sip.calling.meetings import answer_views, presenter, queries, word_views, words
from sip.door.drafts import drafted
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_part
from sip.kernel.permissions import MyPlanPermission
from sip.kernel.times import hours

bp = Blueprint("my_meetings", __name__, url_prefix="/my-plan/<uuid:plan_id>/meetings")


@bp.get("")
@requires(MyPlanPermission.VIEW, opening("meetings"))
def index(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """The plan's meetings, the next first."""
    found = queries.list_meetings(opened, clock.now())
    planned = [one for one in found if one.is_planned]
    return render_template(
        "sip/calling/my_meetings/index.html",
        heading=presenter.next_heading(planned),
        opened=opened,
        planned=planned,
        past=[one for one in found if not one.is_planned],
        words=words,
        hours=hours,
    )


@bp.get("/<uuid:part_id>")
@requires(MyPlanPermission.VIEW, opening_part("meeting"))
@drafted(sent_to="my_meetings.reply")
def show(_actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """One meeting: when, where, who comes, what is taken up."""
    page = queries.get_meeting_view(part.opened, part.part_id, clock.now())
    return answer_views.shown("sip/calling/my_meetings/show.html", part, page)


@bp.post("/<uuid:part_id>/reply")
@requires(MyPlanPermission.WRITE, opening_part("meeting"))
@drafted(shown_at="my_meetings.show")
def reply(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Say whether one comes."""
    return answer_views.reply(actor, part, "my_meetings.show", "sip/calling/my_meetings/show.html")


@bp.route("/<uuid:part_id>/agenda", methods=["GET", "POST"])
@requires(MyPlanPermission.WRITE, opening_part("form"))
@drafted()
def add_item(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Something to take up, in one's own words."""
    return answer_views.add_item(actor, part, "my_meetings.show")


@bp.route("/<uuid:part_id>/prepare", methods=["GET", "POST"])
@requires(MyPlanPermission.WRITE, opening_part("prepared"))
@drafted()
def prepare(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """What one wants of the meeting, in one's own words: the person answers three questions."""
    return word_views.prepare(actor, part, "my_meetings.show")
