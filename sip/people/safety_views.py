"""The handlers' pages where somebody is kept out of a plan for another's safety, and let back."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.forms import Form, filled
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from sip.door.drafts import drafted
from sip.door.opening import OpenedPlan, PartOfPlan, opening_part
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import STILL
from sip.people import queries, safety
from sip.people.forms import DecisionForm, KeepOutByTwoForm, KeepOutForm
from sip.people.queries import PersonView
from sip.people.safety_rules import may_undo

bp = Blueprint("safety", __name__, url_prefix="/sip/plans/<uuid:plan_id>/people")


@bp.route("/<uuid:part_id>/safety", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("people"), even=STILL)
@drafted()
def keep_out(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Keep somebody out of the plan, and what has come of it since."""
    opened = part.opened
    person = queries.view_of(opened, queries.get_person(opened, part.part_id))
    if person.is_subject or person.is_ended:
        raise NotFoundError
    form = _form(opened, person)

    def save() -> None:
        reason = filled(form.reason.data) if isinstance(form, KeepOutByTwoForm) else ""
        kept_id = as_id(form.kept_id.data)
        safety.keep_out(actor, opened, person, reason, kept_id=kept_id, today=clock.today())

    if saved(form, save, told=_("%(name)s hålls utanför planen nu.", name=person.name)):
        return redirect(url_for("people.show", plan_id=opened.plan_id))
    return _page(actor, opened, person, form, asks_why=isinstance(form, KeepOutByTwoForm))


@bp.post("/<uuid:part_id>/safety/confirm")
@requires(SipPermission.HANDLE, opening_part("people"), even=STILL)
def confirm(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Confirm that somebody whose say counts is kept out, as a colleague has decided."""
    opened, form = part.opened, DecisionForm()
    person = queries.view_of(opened, queries.get_person(opened, part.part_id))
    told = _("Bekräftat. %(name)s hålls utanför planen.", name=person.name)
    if saved(form, lambda: safety.confirm(actor, opened, person, form.decision), told=told):
        return redirect(url_for("people.show", plan_id=opened.plan_id))
    return _page(actor, opened, person, form)


@bp.post("/<uuid:part_id>/safety/end")
@requires(SipPermission.HANDLE, opening_part("people"))
def let_back(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Let somebody back: what they see is what consent says."""
    opened, form = part.opened, DecisionForm()
    person = queries.view_of(opened, queries.get_person(opened, part.part_id))
    told = _("%(name)s hålls inte utanför längre.", name=person.name)
    if saved(form, lambda: safety.let_back(actor, opened, person, form.decision), told=told):
        return redirect(url_for("people.show", plan_id=opened.plan_id))
    return _page(actor, opened, person, form)


def _form(opened: OpenedPlan, person: PersonView) -> KeepOutForm:
    if safety.has_say(opened, person.id):
        return KeepOutByTwoForm(kept_id=str(new_id()))
    return KeepOutForm(kept_id=str(new_id()))


def _page(
    actor: Actor, opened: OpenedPlan, person: PersonView, form: Form, *, asks_why: bool = False
) -> ResponseReturnValue:
    kept = safety.find_keeping(actor, opened, person.id, clock.today())
    known = safety.list_known(opened, person.id, kept.since if kept else None, clock.now())
    page = render_template(
        "sip/people/safety.html",
        form=form,
        opened=opened,
        person=person,
        kept=kept,
        known=known,
        asks_why=asks_why,
        is_going=may_undo(opened.standing),
    )
    return page, status_of(form)
