"""What others did in the person's plan, the newest first."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.errors import ForbiddenError
from portal.web.fields import HiddenTextField
from portal.web.forms import Form
from portal.web.guard import requires
from portal.web.saving import saved
from sip.door.opening import OpenedPlan, opening
from sip.kernel.permissions import MyPlanPermission
from sip.kernel.phases import STILL
from sip.people import told

bp = Blueprint("happened", __name__, url_prefix="/my-plan/<uuid:plan_id>/happened")


class ReadForm(Form):
    """That what the page showed has been read: what was told until then."""

    upto = HiddenTextField()


@bp.route("", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening("happened"), even=STILL)
def show(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """All of it, and that it has been read."""
    if opened.person_id is None:
        raise ForbiddenError
    lines = told.told(opened.person_id)
    form = ReadForm(upto=lines[0].at.isoformat() if lines else "")
    if saved(form, lambda: told.note_read(actor, opened, told.read_upto(form.upto.data))):
        return redirect(url_for("happened.show", plan_id=opened.plan_id))
    return render_template("sip/my_plan/happened.html", opened=opened, lines=lines, form=form)
