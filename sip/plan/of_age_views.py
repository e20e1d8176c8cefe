"""What changes when the person turns 18, gone through with them a month before."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.edited import as_text
from portal.web.forms import filled, filled_date
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from sip.door.drafts import drafted
from sip.door.opening import opening_content
from sip.kernel.permissions import SipPermission
from sip.kernel.vocabulary import AskedAbout
from sip.people.consenters import of_age_soon
from sip.plan import asking
from sip.plan.forms import OfAgeForm

if TYPE_CHECKING:
    from sip.door.opening import OpenedPlan

bp = Blueprint("of_age", __name__, url_prefix="/sip/plans/<uuid:plan_id>/of-age")


@bp.route("", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_content("form"))
@drafted()
def show(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """What to go through, and a form to note that it has been done."""
    day = of_age_soon(opened, clock.now())
    if day is None:
        raise NotFoundError
    form = OfAgeForm(asked_id=str(new_id()), asked_on=clock.today(), asked_by=actor.name)
    if saved(form, lambda: _note(actor, opened, form), told=_("Sparat.")):
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    page = render_template("sip/plan/of_age.html", form=form, opened=opened, day=day)
    return page, status_of(form)


def _note(actor: Actor, opened: "OpenedPlan", form: OfAgeForm) -> None:
    question = asking.Question(
        kind=AskedAbout.OF_AGE,
        tool=None,
        asked_on=filled_date(form.asked_on.data),
        asked_by=filled(form.asked_by.data),
        said=as_text(form.said.data),
    )
    asked_id = as_id(form.asked_id.data)
    today, now = clock.today(), clock.now()
    asking.note_asked(actor, opened, question, asked_id=asked_id, today=today, now=now)
