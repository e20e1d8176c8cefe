"""Where the links of mails and calendars lead: addresses that tell nothing of the plan."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.web.guard import signed_in
from sip.calling.meetings import queries

bp = Blueprint("links", __name__)


@bp.get("/meetings/<uuid:meeting_id>")
@signed_in
def meeting(actor: Actor, meeting_id: UUID) -> ResponseReturnValue:
    """On to the reader's own page of the meeting, which asks what they may."""
    plan_id = queries.find_plan_of(actor, meeting_id)
    page = "my_meetings.show" if queries.is_private(actor) else "meetings.show"
    return redirect(url_for(page, plan_id=plan_id, part_id=meeting_id))
