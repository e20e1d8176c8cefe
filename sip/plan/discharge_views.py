"""Pages about those who are ready to leave hospital: until when the region is to call."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.edits import fingerprint
from portal.errors import NotFoundError
from portal.web.forms import filled_date
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from sip.agreement_link import Agreed, agreed_lines
from sip.door.opening import opening_content
from sip.kernel.permissions import SipPermission
from sip.plan import discharge, presenter
from sip.plan.forms import ReadmittedForm, ReadyForm

if TYPE_CHECKING:
    from sip.door.opening import OpenedPlan

bp = Blueprint("discharge", __name__, url_prefix="/sip/plans")


@bp.get("/ready")
@requires(SipPermission.LIST, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The cases whose person is ready to leave hospital, those not called to first."""
    lines = discharge.list_ready(actor, today=clock.today())
    heading = presenter.ready_finding(lines)
    return render_template("sip/plan/ready.html", lines=lines, heading=heading)


@bp.route("/<uuid:plan_id>/ready", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_content("form"))
def note(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """When the person was said to be ready; an empty day takes it back."""
    if not discharge.may_note(actor, opened):
        raise NotFoundError
    there = discharge.find_discharge(opened)
    day = there.ready_on if there else None
    form = ReadyForm(ready_on=day, seen=fingerprint(discharge.ready_as_texts(day)))
    if saved(form, lambda: _note(actor, opened, form), told=_("Sparat.")):
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    again = ReadmittedForm(formdata=None, ready=str(there.id) if there else "")
    agreed = agreed_lines(opened.plan.municipality_id, Agreed.LEAVING_HOSPITAL, clock.today())
    shown = {"form": form, "again": again, "opened": opened, "there": there, "agreed": agreed}
    return render_template("sip/plan/note_ready.html", **shown), status_of(form)


@bp.post("/<uuid:plan_id>/ready/readmitted")
@requires(SipPermission.HANDLE, opening_content("form"))
def readmitted(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """The person has been admitted again: the three days begin anew."""
    if not discharge.may_note(actor, opened):
        raise NotFoundError
    there, again = discharge.find_discharge(opened), ReadmittedForm()
    if saved(again, lambda: _readmit(actor, opened, again), told=_("Sparat.")):
        return redirect(url_for("plans.show", plan_id=opened.plan_id))
    day = there.ready_on if there else None
    seen = fingerprint(discharge.ready_as_texts(day))
    form = ReadyForm(formdata=None, ready_on=day, seen=seen)
    agreed = agreed_lines(opened.plan.municipality_id, Agreed.LEAVING_HOSPITAL, clock.today())
    shown = {"form": form, "again": again, "opened": opened, "there": there, "agreed": agreed}
    return render_template("sip/plan/note_ready.html", **shown), status_of(again)


def _readmit(actor: Actor, opened: "OpenedPlan", form: ReadmittedForm) -> None:
    discharge.note_readmitted(
        actor,
        opened,
        filled_date(form.admitted_on.data),
        discharge_id=as_id(form.ready.data),
        today=clock.today(),
        now=clock.now(),
    )


def _note(actor: Actor, opened: "OpenedPlan", form: ReadyForm) -> None:
    today, now = clock.today(), clock.now()
    seen = form.seen.data or ""
    discharge.note_ready(actor, opened, form.ready_on.data, seen=seen, today=today, now=now)
