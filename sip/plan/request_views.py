"""Where those who make plans see who has asked for one, and say what came of it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import request as posted
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.transaction import transaction
from portal.web.forms import filled
from portal.web.guard import itself, requires
from portal.web.saving import saved, status_of
from sip.kernel.permissions import SipPermission
from sip.kernel.vocabulary import RequestOutcome
from sip.plan import requests
from sip.plan.forms import RequestOutcomeForm
from sip.tables.requests import PlanRequest

bp = Blueprint("plan_requests", __name__, url_prefix="/sip/requests")


@bp.get("")
@requires(SipPermission.START, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Those that wait, the oldest first."""
    lines = requests.list_waiting(actor)
    return render_template("sip/plan/requests/index.html", lines=lines)


@bp.route("/<uuid:request_id>", methods=["GET", "POST"])
@requires(SipPermission.START, requests.get_request)
def show(actor: Actor, request: PlanRequest) -> ResponseReturnValue:
    """What it says, once it is taken in hand; and what came of it."""
    form = RequestOutcomeForm()

    def save() -> None:
        outcome = RequestOutcome(filled(form.outcome.data))
        requests.settle(actor, request, outcome, now=clock.now())

    if saved(form, save, told=_("Sparat. Det som stod där är raderat.")):
        return redirect(url_for("plan_requests.index"))
    wish = requests.read(actor, request)
    page = render_template("sip/plan/requests/show.html", request=request, wish=wish, form=form)
    return page, status_of(form)


@bp.post("/<uuid:request_id>/take")
@requires(SipPermission.START, requests.get_request)
def take(actor: Actor, request: PlanRequest) -> ResponseReturnValue:
    """Take it in hand."""
    read = posted.form.get("read", "")
    with transaction():
        is_taken = requests.take(actor, request, read=read, now=clock.now())
    if not is_taken:
        flash(_("Någon annan har tagit hand om den sedan du öppnade sidan."), "warning")
    return redirect(url_for("plan_requests.show", request_id=request.id))
