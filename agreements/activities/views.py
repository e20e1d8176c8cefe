"""Pages of an agreement's activities: the plan, one more in it, and how one ended."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.activities import presenter, service
from agreements.activities.forms import DONE, ActivityForm, EndForm
from agreements.activities.queries import get_activity, get_planned
from agreements.permissions import AgreementPermission
from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.web.drafts import drafted
from portal.web.forms import filled, filled_date
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from agreements.activities.queries import ActivityOf
    from agreements.tables.agreement import Agreement

bp = Blueprint("activities", __name__, url_prefix="/agreements/<uuid:agreement_id>/activities")


@bp.get("")
@requires(AgreementPermission.VIEW, get_planned)
def show(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """What is to be done, and what has been."""
    page = presenter.activities_page(actor, agreement, clock.today())
    return render_template("agreements/activities/show.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_planned)
@drafted()
def plan(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Put an activity in the plan."""
    form = ActivityForm(activity_id=str(new_id()))
    form.owner.choices = presenter.owner_choices(agreement)
    if saved(form, lambda: _plan(actor, agreement, form), told=_("Aktiviteten står i planen.")):
        return redirect(url_for("activities.show", agreement_id=agreement.id))
    body = render_template("agreements/activities/plan.html", form=form, agreement=agreement)
    return body, status_of(form)


def _plan(actor: Actor, agreement: "Agreement", form: ActivityForm) -> None:
    said = service.Planned(
        id=as_id(form.activity_id.data),
        what=filled(form.what.data),
        owner=as_id(form.owner.data),
        whom=filled(form.whom.data),
        due_on=filled_date(form.due_on.data),
    )
    service.plan(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.route("/<uuid:activity_id>/end", methods=["GET", "POST"])
@requires(AgreementPermission.END_ACTIVITY, get_activity)
@drafted()
def end(actor: Actor, subject: "ActivityOf") -> ResponseReturnValue:
    """Say how an activity ended."""
    form = EndForm()
    if saved(form, lambda: _end(actor, subject, form), told=_("Aktiviteten är avslutad.")):
        return redirect(url_for("activities.show", agreement_id=subject.agreement.id))
    body = render_template("agreements/activities/end.html", form=form, subject=subject)
    return body, status_of(form)


def _end(actor: Actor, subject: "ActivityOf", form: EndForm) -> None:
    service.end(
        actor,
        subject.activity,
        filled(form.result.data),
        is_done=form.how.data == DONE,
        now=clock.now(),
    )
