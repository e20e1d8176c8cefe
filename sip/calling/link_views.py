"""Where mails and calendars lead: addresses that say nothing, and are the same for all."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.web.guard import signed_in
from sip.calling import meeting_queries

bp = Blueprint("links", __name__)


@bp.get("/meetings/<uuid:meeting_id>")
@signed_in
def meeting(actor: Actor, meeting_id: UUID) -> ResponseReturnValue:
    """On to the reader's own page of the meeting, which asks what they may."""
    plan_id = meeting_queries.find_plan_of(actor, meeting_id)
    page = "my_meetings.show" if meeting_queries.is_private(actor) else "meetings.show"
    return redirect(url_for(page, plan_id=plan_id, part_id=meeting_id))
