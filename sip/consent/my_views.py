"""The person's own pages of consent: who may see the plan, change it, take it back."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.errors import ForbiddenError
from portal.transaction import transaction
from portal.web.forms import Form
from portal.web.guard import requires
from portal.web.saving import attempt, status_of
from sip.access_log.readings import disclosed_to
from sip.consent import presenter
from sip.consent.case import Case, as_seq, has_given, has_open_question, load_case
from sip.consent.case import withdraw as take_back
from sip.consent.forms import GridForm
from sip.consent.grids import Grid, party_grid, whole_grid
from sip.consent.history import HistoryLine, history
from sip.consent.page_words import shown_words
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_part
from sip.kernel.permissions import MyPlanPermission
from sip.kernel.vocabulary import How

bp = Blueprint("who_may_see", __name__, url_prefix="/my-plan/<uuid:plan_id>")


@bp.get("/who-may-see")
@requires(MyPlanPermission.CONSENT, opening("consent"))
def show(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Each party with what it may see and why; what waits for an answer comes first."""
    case = load_case(actor, opened)
    return render_template(
        "sip/consent/who_may_see/show.html",
        case=case,
        rows=presenter.party_rows(
            case.ledger, case.found, case.categories, case.me, case.bases, case.at
        ),
        is_open=presenter.has_plan_consent(case.ledger, case.at),
        is_frozen=presenter.is_frozen(case.ledger, case.at),
        waits_for_me=case.me is not None and presenter.waits(case.ledger, case.me, case.at),
        waits_for=presenter.waits_for_others(case.ledger, case.found, case.me, case.at),
        may_withdraw=case.me is not None and has_given(case, case.me),
        **shown_words(),
    )


@bp.route("/who-may-see/answer", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening("consent"))
def answer(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """The whole grid: who, what, until when."""
    case = load_case(actor, opened)
    if case.me is None:
        raise ForbiddenError
    return _fill(case, whole_grid(case, case.me))


@bp.route("/who-may-see/<uuid:part_id>", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening_part("consent"))
def change(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """The same for one party, also for one that nobody has asked about yet."""
    case = load_case(actor, part.opened, [part.part_id])
    view = case.party(part.part_id)
    if case.me is None:
        raise ForbiddenError
    return _fill(case, party_grid(case, case.me, view), party_id=view.id)


@bp.route("/withdraw", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening("consent"))
def withdraw(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Take back everything, after saying what happens."""
    return _withdraw(load_case(actor, opened), None)


@bp.route("/withdraw/<uuid:part_id>", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening_part("consent"))
def withdraw_party(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Take back what one party may see and do."""
    case = load_case(actor, part.opened)
    case.party(part.part_id)
    return _withdraw(case, part.part_id)


@bp.get("/withdrawn")
@requires(MyPlanPermission.CONSENT, opening("withdrawal"))
def withdrawn(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """What now holds, and what had already been seen by whom: that cannot be taken back."""
    return render_template(
        "sip/consent/who_may_see/withdrawn.html",
        plan_id=opened.plan_id,
        disclosed=disclosed_to(opened),
        is_open=opened.is_open,
    )


def _fill(case: Case, grid: Grid, party_id: UUID | None = None) -> ResponseReturnValue:
    form = grid.form(GridForm)
    outcome = attempt(form, lambda: grid.save(form, How.ELECTRONIC))
    if outcome.is_saved:
        return redirect(url_for("who_may_see.show", plan_id=case.opened.plan_id))
    if outcome.stale:
        return _show_stale(case, grid, form, party_id)
    return _show_grid(case, grid, form, party_id), status_of(form)


def _show_stale(
    case: Case, grid: Grid, posted: GridForm, party_id: UUID | None
) -> ResponseReturnValue:
    """What changed since the form was opened, and the form as it is now with the ticks kept."""
    since = as_seq(posted.seq.data)
    case = load_case(case.actor, case.opened, [party_id] if party_id else [])
    changed = history(case.ledger, case.acts, case.found, case.categories, case.at, after=since)
    renewed = grid.renewed(case)
    return _show_grid(case, renewed, renewed.form_again(GridForm), party_id, changed), 409


def _show_grid(
    case: Case,
    grid: Grid,
    form: GridForm,
    party_id: UUID | None,
    changed: Sequence[HistoryLine] | None = None,
) -> str:
    return render_template(
        "sip/consent/who_may_see/answer.html",
        case=case,
        grid=grid,
        form=form,
        party=case.party(party_id) if party_id else None,
        changed=changed,
        may_withdraw=has_given(case, grid.consenter, party_id),
        **shown_words(),
    )


def _withdraw(case: Case, party_id: UUID | None) -> ResponseReturnValue:
    if case.me is None:
        raise ForbiddenError
    form = Form()
    if form.validate_on_submit():
        with transaction():
            take_back(case, case.me, party_id, How.ELECTRONIC)
        return redirect(url_for("who_may_see.withdrawn", plan_id=case.opened.plan_id))
    return render_template(
        "sip/consent/who_may_see/withdraw.html",
        form=form,
        plan_id=case.opened.plan_id,
        party=case.party(party_id) if party_id else None,
        has_given=has_given(case, case.me, party_id) or has_open_question(case, case.me, party_id),
    )
