"""Staff's pages of consent: how it stands, ask, record what was said, take back, correct."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.web.forms import Form, filled
from portal.web.guard import requires
from portal.web.saving import attempt, saved, status_of
from sip.access_log.readings import disclosed_of
from sip.consent import presenter, service
from sip.consent.case import Case, as_seq, category_labels, has_given, items_to_ask, load_case
from sip.consent.case import withdraw as take_back
from sip.consent.forms import AnnulForm, AskForm, RecordForm, WithdrawForm, as_ids
from sip.consent.grids import Grid, whole_grid
from sip.consent.history import HistoryLine, history
from sip.consent.page_words import shown_words
from sip.consent.words import TOLD
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_part
from sip.kernel.permissions import SipPermission
from sip.kernel.vocabulary import How

bp = Blueprint("consent", __name__, url_prefix="/sip/plans/<uuid:plan_id>/consent")

EVERYTHING = "plan"


@bp.get("")
@requires(SipPermission.HANDLE, opening("consent"))
def show(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Where everybody stands on everything, and every act."""
    case = load_case(actor, opened)
    return render_template(
        "sip/consent/show.html",
        case=case,
        consenters=presenter.consenter_views(case.ledger, case.found, case.categories, case.at),
        history=_history(case),
        is_open=presenter.has_plan_consent(case.ledger, case.at),
        is_frozen=presenter.is_frozen(case.ledger, case.at),
        waits_for=presenter.waits_for_others(case.ledger, case.found, None, case.at),
        **shown_words(),
    )


@bp.route("/ask", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening("consent"))
def ask(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Put the question to everybody whose consent is needed."""
    case = load_case(actor, opened)
    form = _ask_form(case)
    outcome = attempt(form, lambda: _ask(case, form))
    if outcome.is_saved:
        flash(_("Frågan är antecknad. Den som har e-legitimation kan svara själv nu."))
        return _back(case)
    if outcome.stale:
        return _show_stale(actor, opened, form, "sip/consent/ask.html")
    return _show(case, form, "sip/consent/ask.html"), status_of(form)


def _ask_form(case: Case) -> AskForm:
    form = AskForm(seq=str(case.seq), how=How.ORAL.value, categories=case.categories)
    views = (*case.found.views, *case.found.others)
    form.parties.choices = [(str(one.id), one.name) for one in views if not one.is_initiator]
    form.categories.choices = list(category_labels().items())
    form.how.choices = TOLD
    return form


def _ask(case: Case, form: AskForm) -> None:
    parties = as_ids(form.parties.data)
    case = load_case(case.actor, case.opened, parties)
    service.ask(
        case.actor,
        case.opened,
        [one.id for one in presenter.required_now(case.ledger, case.at)],
        items_to_ask(case, parties, form.categories.data),
        how=How(filled(form.how.data)),
        seq=as_seq(form.seq.data),
        now=case.now,
    )


@bp.route("/<uuid:part_id>/record", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("consent"))
def record(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Record what somebody answered orally or on paper."""
    case = load_case(actor, part.opened)
    grid = whole_grid(case, case.consenter(part.part_id))
    form = _record_form(grid)
    outcome = attempt(form, lambda: grid.save(form, filled(form.how.data)))
    if outcome.is_saved:
        flash(_("Svaret är antecknat."))
        return _back(case)
    if outcome.stale:
        return _show_stale_grid(case, grid, form)
    return _show_grid(case, grid, form), status_of(form)


def _record_form(grid: Grid) -> RecordForm:
    form = grid.form(RecordForm)
    form.how.choices = TOLD
    return form


def _show_stale_grid(case: Case, grid: Grid, posted: RecordForm) -> ResponseReturnValue:
    since = as_seq(posted.seq.data)
    case = load_case(case.actor, case.opened)
    renewed = grid.renewed(case)
    form = renewed.form_again(RecordForm)
    form.how.choices = TOLD
    return _show_grid(case, renewed, form, _history(case, since)), 409


def _show_grid(
    case: Case,
    grid: Grid,
    form: RecordForm,
    changed: Sequence[HistoryLine] | None = None,
) -> str:
    name = case.found.person_name(grid.consenter.person)
    return render_template(
        "sip/consent/record.html",
        case=case,
        grid=grid,
        form=form,
        name=name,
        changed=changed,
        **shown_words(),
    )


@bp.get("/<uuid:part_id>/paper")
@requires(SipPermission.HANDLE, opening_part("consent"))
def paper(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """The same grid and text to print and sign."""
    case = load_case(actor, part.opened)
    grid = whole_grid(case, case.consenter(part.part_id))
    labels = category_labels()
    return render_template(
        "sip/consent/paper.html",
        case=case,
        grid=grid,
        name=case.found.person_name(grid.consenter.person),
        labels=[labels[key] for key in grid.categories],
        **shown_words(),
    )


@bp.route("/<uuid:part_id>/withdraw", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("consent"))
def withdraw(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Record that somebody takes consent back: it holds at once."""
    case = load_case(actor, part.opened)
    consenter = case.consenter(part.part_id)
    form = WithdrawForm()
    given = [one for one in case.found.views if has_given(case, consenter, one.id)]
    form.what.choices = [
        ("", _("Välj")),
        (EVERYTHING, _("Samtycket till hela planen")),
        *((str(one.id), one.name) for one in given),
    ]
    form.how.choices = TOLD

    def save() -> None:
        what = filled(form.what.data)
        party = None if what == EVERYTHING else UUID(what)
        take_back(case, consenter, party, filled(form.how.data))

    if saved(form, save):
        flash(_("Återtagandet är antecknat och gäller redan."))
        return redirect(url_for("consent.disclosed", plan_id=case.opened.plan_id))
    name = case.found.person_name(consenter.person)
    return _show(case, form, "sip/consent/withdraw.html", name=name), status_of(form)


@bp.get("/disclosed")
@requires(SipPermission.HANDLE, opening("withdrawal"))
def disclosed(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """What others have already seen, to tell the person or to print: it cannot be taken back."""
    return render_template(
        "sip/consent/disclosed.html", plan_id=opened.plan_id, disclosed=disclosed_of(opened)
    )


@bp.route("/acts/<uuid:part_id>/annul", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("consent"))
def annul(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Mark an act as recorded in error; both stay to be seen."""
    case = load_case(actor, part.opened)
    line = next((one for one in _history(case) if one.id == part.part_id), None)
    if line is None or not line.may_annul:
        raise NotFoundError
    form = AnnulForm(seq=str(case.seq))

    def save() -> None:
        seq = as_seq(form.seq.data)
        service.annul(actor, part.opened, line.id, how=How.ORAL, seq=seq, now=clock.now())

    outcome = attempt(form, save)
    if outcome.is_saved:
        flash(_("Rättelsen är antecknad. Det felaktiga syns kvar."))
        return _back(case)
    if outcome.stale:
        return _show_stale(actor, part.opened, form, "sip/consent/annul.html", line=line)
    return _show(case, form, "sip/consent/annul.html", line=line), status_of(form)


def _show(
    case: Case,
    form: Form,
    template: str,
    changed: Sequence[HistoryLine] | None = None,
    **more: object,
) -> str:
    return render_template(template, case=case, form=form, changed=changed, **shown_words(), **more)


def _show_stale(
    actor: Actor, opened: OpenedPlan, form: Form, template: str, **more: object
) -> ResponseReturnValue:
    """What changed since the form was opened (409); what was ticked is kept."""
    since = as_seq(form["seq"].data)
    case = load_case(actor, opened)
    form["seq"].data = str(case.seq)
    return _show(case, form, template, _history(case, since), **more), 409


def _history(case: Case, after: int = 0) -> tuple[HistoryLine, ...]:
    return history(case.ledger, case.acts, case.found, case.categories, case.at, after=after)


def _back(case: Case) -> ResponseReturnValue:
    return redirect(url_for("consent.show", plan_id=case.opened.plan_id))
