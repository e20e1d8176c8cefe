"""What the county sees of deviations: numbers, and what is proposed for its template."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements import case_words
from agreements.deviations import presenter, service
from agreements.deviations.forms import SettleForm
from agreements.deviations.queries import get_proposal
from agreements.permissions import CountyPermission
from portal import clock
from portal.authz import Actor
from portal.web.drafts import drafted
from portal.web.forms import filled
from portal.web.guard import itself, requires
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from agreements.tables.deviation import TemplateProposal

bp = Blueprint("county_deviations", __name__, url_prefix="/county")


@bp.get("/deviations")
@requires(CountyPermission.PATTERNS, itself)
def patterns(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """How many, of what kind, where and whose; small numbers held back."""
    today = clock.today()
    first, last = presenter.asked_years(
        request.args.get("first", type=int), request.args.get("last", type=int), today
    )
    page = presenter.patterns_page(actor, first, last, today)
    return render_template("agreements/deviations/patterns.html", page=page)


@bp.get("/proposals")
@requires(CountyPermission.TEMPLATES, itself)
def proposals(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """What is proposed for the template's next edition."""
    lines = presenter.proposal_lines(actor)
    may_settle = presenter.may_settle(actor)
    return render_template(
        "agreements/deviations/proposals.html", lines=lines, may_settle=may_settle
    )


@bp.route("/proposals/<uuid:proposal_id>", methods=["GET", "POST"])
@requires(CountyPermission.SETTLE_PROPOSALS, get_proposal)
@drafted()
def settle(actor: Actor, proposal: "TemplateProposal") -> ResponseReturnValue:
    """Say what becomes of one."""
    form = SettleForm()
    form.state.choices = case_words.proposal_choices()
    told = _("Förslaget är avgjort.")
    if saved(form, lambda: _settle(actor, proposal, form), told=told):
        return redirect(url_for("county_deviations.proposals"))
    line = presenter.one_proposal(actor, proposal)
    page = render_template("agreements/deviations/settle.html", form=form, line=line)
    return page, status_of(form)


def _settle(actor: Actor, proposal: "TemplateProposal", form: SettleForm) -> None:
    state = case_words.proposal_state(filled(form.state.data))
    service.settle_proposal(actor, proposal, state, form.reason.data or "", now=clock.now())
