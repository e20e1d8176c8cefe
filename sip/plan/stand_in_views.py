"""Pages where somebody lets a colleague stand in for a time, or take over plans for good."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock
from portal.authz import Actor
from portal.identity import stand_in_forms, standing_in
from portal.identity.functions import StandingIn
from portal.web.forms import Form
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import attempt, saved, status_of
from sip.kernel.permissions import SipPermission
from sip.plan import queries
from sip.plan.forms import GivePlansForm
from sip.plan.participants import list_caseworkers, stands_in

bp = Blueprint("stand_ins", __name__, url_prefix="/sip/stand-ins")


@bp.get("")
@requires(SipPermission.LIST, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Who stands in for the actor, for whom the actor stands in, and the ways to let somebody."""
    found = standing_in.list_stand_ins(actor.account_id)
    return render_template(
        "sip/plan/stand_ins/index.html",
        for_me=[one for one in found if one.absent_id == actor.account_id],
        by_me=[one for one in found if one.absent_id != actor.account_id],
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(SipPermission.LIST, itself)
def begin(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Let a colleague stand in for a time, in all of one's plans that go on."""
    me, colleagues = actor.account_id, list_caseworkers(actor)
    form = stand_in_forms.new_form(colleagues)
    if saved(form, lambda: stand_in_forms.let_stand_in(actor, form, me, colleagues)):
        flash(_("Kollegan står in för dig under den tiden, och får veta det."))
        return redirect(url_for("stand_ins.index"))
    return render_template("sip/plan/stand_ins/begin.html", form=form), status_of(form)


@bp.route("/<uuid:stand_in_id>/end", methods=["GET", "POST"])
@requires(SipPermission.LIST, standing_in.find)
def end(actor: Actor, one: StandingIn) -> ResponseReturnValue:
    """Let nobody stand in any longer, after asking once."""
    form = Form()
    if saved(form, lambda: standing_in.end(actor, one)):
        flash(_("Kollegan står inte längre in. Det gäller direkt."))
        return redirect(url_for("stand_ins.index"))
    return render_template("sip/plan/stand_ins/end.html", form=form, one=one), status_of(form)


@bp.route("/plans", methods=["GET", "POST"])
@requires(SipPermission.LIST, itself)
def give(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Let a colleague take over some of one's plans for good."""
    form = GivePlansForm()
    colleagues = list_caseworkers(actor)
    lines, not_mine = _plans_of(actor), stands_in(actor)
    lines = [one for one in lines if one.is_in and one.plan_id not in not_mine]
    form.plans.choices = [(str(one.plan_id), f"{one.subject}, {one.case_number}") for one in lines]
    form.colleague.choices = stand_in_forms.as_choices(colleagues)

    def save() -> int:
        plans = [as_id(one) for one in form.plans.data]
        colleague = as_id(form.colleague.data)
        return standing_in.give_plans(actor, colleague, plans, colleagues=colleagues)

    outcome = attempt(form, save)
    if outcome.is_saved:
        outcome.tell(
            ngettext(
                "Kollegan har tagit över en plan. Alla som är med får veta det.",
                "Kollegan har tagit över %(num)d planer. Alla som är med får veta det.",
                outcome.result or 0,
            )
        )
        return redirect(url_for("tasks.show"))
    body = render_template("sip/plan/stand_ins/give.html", form=form, has_plans=bool(lines))
    return body, outcome.status(form)


def _plans_of(actor: Actor) -> Sequence[queries.PlanLine]:
    return queries.list_plans(actor, today=clock.today(), now=clock.now())
