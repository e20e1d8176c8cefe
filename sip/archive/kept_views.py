"""Pages about how long a plan is kept: by whom, by which law, and what is kept longer."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.transaction import transaction
from portal.web.forms import filled
from portal.web.guard import requires
from portal.web.saving import saved, status_of
from sip.archive import keeping
from sip.archive.forms import KeepLongerForm
from sip.archive.presenter import kept_page
from sip.door.opening import OpenedPlan, PartOfPlan, opening_own
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import STILL
from sip.kernel.vocabulary import KeptFor

bp = Blueprint("keeping", __name__, url_prefix="/sip/plans/<uuid:plan_id>/kept")


def get_plan(actor: Actor, plan_id: UUID) -> OpenedPlan:
    """The plan, for somebody who takes part: also when consent has ended."""
    opened = opening_own("kept")(actor, plan_id)
    if opened.participant_id is None:
        raise NotFoundError
    return opened


def _get_part(actor: Actor, plan_id: UUID, part_id: UUID) -> PartOfPlan:
    return PartOfPlan(get_plan(actor, plan_id), part_id)


@bp.route("", methods=["GET", "POST"])
@requires(SipPermission.OWN_RECORDS, get_plan, even=STILL)
def show(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Who keeps what how long, and a form to say why the own part is kept longer."""
    form = KeepLongerForm()
    if saved(form, lambda: _keep_longer(actor, opened, form), told=_("Sparat.")):
        return redirect(url_for("keeping.show", plan_id=opened.plan_id))
    page = kept_page(actor, opened)
    return render_template("sip/archive/kept.html", page=page, form=form), status_of(form)


def _keep_longer(actor: Actor, opened: OpenedPlan, form: KeepLongerForm) -> None:
    ground = KeptFor(filled(form.ground.data))
    today, now = clock.today(), clock.now()
    keeping.keep_longer(actor, opened, ground, form.born.data, today=today, now=now)


@bp.post("/<uuid:part_id>/undo")
@requires(SipPermission.OWN_RECORDS, _get_part, even=STILL)
def undo(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Take back that the own part is kept longer."""
    opened = part.opened
    with transaction():
        keeping.undo(actor, opened, part.part_id, now=clock.now())
    flash(_("Taget tillbaka."))
    return redirect(url_for("keeping.show", plan_id=opened.plan_id))
