"""The handlers' pages where somebody is kept out of a plan for another's safety, and let back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.web.forms import Form
from portal.web.guard import requires
from portal.web.saving import saved, status_of
from sip.door.opening import PartOfPlan, opening_part
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import STILL
from sip.people import queries, safety

bp = Blueprint("safety", __name__, url_prefix="/sip/plans/<uuid:plan_id>/people")


@bp.route("/<uuid:part_id>/safety", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("people"), even=STILL)
def keep_out(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Keep somebody out of the plan, or let them back, after asking once."""
    opened, form = part.opened, Form()
    person = queries.view_of(opened, queries.get_person(opened, part.part_id))
    if person.is_subject or person.is_ended:
        raise NotFoundError
    since = safety.kept_out(opened).get(person.id)
    if saved(form, lambda: safety.keep_out(actor, opened, person)):
        flash(_("%(name)s hålls utanför planen nu.", name=person.name))
        return redirect(url_for("people.show", plan_id=opened.plan_id))
    known = safety.list_known(opened, person.id, since, clock.now())
    page = render_template(
        "sip/people/safety.html", form=form, opened=opened, person=person, since=since, known=known
    )
    return page, status_of(form)


@bp.post("/<uuid:part_id>/safety/end")
@requires(SipPermission.HANDLE, opening_part("people"), even=STILL)
def let_back(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Let somebody back: what they see is what consent says."""
    opened, form = part.opened, Form()
    person = queries.view_of(opened, queries.get_person(opened, part.part_id))
    if saved(form, lambda: safety.let_back(actor, opened, person)):
        flash(_("%(name)s hålls inte utanför längre.", name=person.name))
    return redirect(url_for("people.show", plan_id=opened.plan_id))
