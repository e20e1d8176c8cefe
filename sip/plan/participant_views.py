"""Pages where an organisation names those of its staff who take part."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.edits import fingerprint
from portal.errors import NotFoundError
from portal.web.forms import filled
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from sip.content.sees import who_sees
from sip.content.unsealing import load_content
from sip.door.opening import opening_content, opening_content_part, opening_shared_part
from sip.kernel.categories import category_choices
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import STILL
from sip.plan import participants
from sip.plan.forms import LeaveForm, ParticipantForm, UnitForm

if TYPE_CHECKING:
    from sip.door.opening import OpenedPlan, PartOfPlan

bp = Blueprint("participants", __name__, url_prefix="/sip/plans/<uuid:plan_id>/participants")


@bp.route("/new", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_content("form"))
def add(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Let a colleague take part."""
    form = ParticipantForm()
    found = participants.list_colleagues(opened)
    form.colleague.choices = [
        ("", _("Välj …")),
        *((str(one.account_id), ", ".join(filter(None, (one.name, one.unit)))) for one in found),
    ]
    if saved(form, lambda: _add(actor, opened, form)):
        flash(_("Kollegan är med i planen."))
        return redirect(url_for("plans.show", plan_id=opened.plan_id, _anchor="h-people"))
    return (
        render_template(
            "sip/plan/participants/add.html", form=form, opened=opened, has_any=bool(found)
        ),
        status_of(form),
    )


def _add(actor: Actor, opened: "OpenedPlan", form: ParticipantForm) -> None:
    account = UUID(filled(form.colleague.data))
    participants.take_along(actor, opened, account, title=form.title.data or "", now=clock.now())


@bp.route("/<uuid:part_id>/unit", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_shared_part("form"))
def unit(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Say at which unit somebody of one's own organisation works, and who sees that."""
    opened, content = subject.opened, load_content(subject.opened)
    found = [one for one in content.participants if one.id == subject.part_id]
    if not found or found[0].organisation_id != opened.party or not opened.sees_whereabouts:
        raise NotFoundError
    there = participants.unit_as_texts(opened, subject.part_id)
    form = UnitForm(data=there | {"seen": fingerprint(there)})
    form.category.choices = [("", _("Ingen: bara vi och personen")), *category_choices()]
    if saved(form, lambda: _set_unit(actor, subject, form), told=_("Sparat.")):
        return redirect(url_for("plans.show", plan_id=opened.plan_id, _anchor="h-people"))
    sees = who_sees(opened, content, opened.party)
    body = render_template(
        "sip/plan/participants/unit.html", form=form, opened=opened, one=found[0], sees=sees
    )
    return body, status_of(form)


def _set_unit(actor: Actor, subject: "PartOfPlan", form: UnitForm) -> None:
    participants.set_unit(
        actor,
        subject.opened,
        subject.part_id,
        unit=form.unit.data or "",
        category=form.category.data or "",
        seen=form.seen.data or "",
        now=clock.now(),
    )


@bp.route("/<uuid:part_id>/end", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_content_part("form"), even=STILL)
def end(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Let somebody of one's own organisation leave the plan, after asking once."""
    opened = subject.opened
    own = [one for one in load_content(opened).participants if one.organisation_id == opened.party]
    found = [one for one in own if one.id == subject.part_id and not one.is_ended]
    if not found:
        raise NotFoundError
    carried = participants.carried_by(opened, subject.part_id, clock.now())
    form = LeaveForm()
    colleagues = participants.list_successors(opened, subject.part_id)
    form.successor.choices = [("", _("Välj …")), *((str(one.id), one.name) for one in colleagues)]
    if not carried.is_something:
        del form.successor
    if saved(form, lambda: _end(actor, subject, form)):
        flash(_("Personen är inte längre med i planen."))
        return redirect(url_for("plans.index"))
    body = render_template(
        "sip/plan/participants/end.html",
        form=form,
        opened=opened,
        one=found[0],
        carried=carried,
        has_colleagues=bool(colleagues),
    )
    return body, status_of(form)


def _end(actor: Actor, subject: "PartOfPlan", form: LeaveForm) -> None:
    chosen = form.successor.data if "successor" in form else ""
    participants.end_participant(
        actor,
        subject.opened,
        subject.part_id,
        successor_id=as_id(chosen) if chosen else None,
        now=clock.now(),
    )
