"""What is to be handed over on paper to those in a plan who never sign in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.authz import Actor
from portal.errors import NotFoundError
from portal.web.fields import HiddenTextField
from portal.web.forms import Form
from portal.web.guard import requires
from portal.web.saving import saved
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_part
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import STILL
from sip.people import told
from sip.people.queries import get_person

bp = Blueprint("papers", __name__, url_prefix="/sip/plans/<uuid:plan_id>/papers")


class HandOverForm(Form):
    """That what was printed until then is handed over."""

    upto = HiddenTextField()


@bp.get("")
@requires(SipPermission.HANDLE, opening("people"))
def show(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Each who is to get something on paper, with what to print."""
    papers = told.to_hand_over(opened)
    return render_template("sip/people/papers.html", opened=opened, papers=papers)


@bp.route("/<uuid:part_id>", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("people"), even=STILL)
def paper(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """What one of them is told, to print; and that it was handed over."""
    opened = part.opened
    if (found := _find(part)) is None:
        if request.method != "POST":
            raise NotFoundError
        flash(_("Antecknat: beskedet är lämnat."))  # sent twice
        return redirect(url_for("papers.show", plan_id=opened.plan_id))
    form = HandOverForm(upto=found.upto.isoformat())
    if saved(form, lambda: _hand_over(actor, opened, found, form)):
        flash(_("Antecknat: beskedet är lämnat."))
        return redirect(url_for("papers.show", plan_id=opened.plan_id))
    return render_template(
        "sip/people/paper.html",
        opened=opened,
        paper=found,
        form=form,
        meeting=told.meeting_of(opened, found),
    )


def _hand_over(
    actor: Actor, opened: OpenedPlan, paper: told.ToHandOver, form: HandOverForm
) -> None:
    told.hand_over(actor, opened, paper.person.id, told.read_upto(form.upto.data))


def _find(part: PartOfPlan) -> told.ToHandOver | None:
    get_person(part.opened, part.part_id)
    found = (one for one in told.to_hand_over(part.opened) if one.person.id == part.part_id)
    return next(found, None)
