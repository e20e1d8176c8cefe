"""What the county's agreements follow up: one indicator at a time, over the years."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from agreements.follow_up import presenter
from agreements.permissions import CountyPermission
from portal.authz import Actor
from portal.web.guard import itself, requires
from portal.web.posted import as_id

bp = Blueprint("county_follow_up", __name__, url_prefix="/county/follow-up")


@bp.get("")
@requires(CountyPermission.FOLLOW_UP, itself)
def show(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """An indicator in the county over the years, and every municipality in one of them."""
    asked = request.args
    subject = as_id(asked["subject"]) if asked.get("subject") else None
    page = presenter.county_page(actor, subject, asked.get("of", ""), asked.get("year", type=int))
    return render_template("agreements/follow_up/county.html", page=page)
