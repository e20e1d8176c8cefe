"""Staff's pages of consent: how it stands, ask, record what was said, take back, correct."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.tenancy.queries import get_own_organisation
from portal.web.forms import Form, filled, filled_date
from portal.web.guard import requires
from portal.web.posted import as_number
from portal.web.saving import attempt, saved, status_of
from sip.access_log.readings import disclosed_of
from sip.consent import answer_form, ask_form, papers, presenter, service
from sip.consent.ask_form import PartiesForm
from sip.consent.forms import AnnulForm, RecordForm, RecordQuestionForm, ToldForm, WithdrawForm
from sip.consent.history import HistoryLine, history
from sip.consent.page import ConsentPage, load_page
from sip.consent.page_words import shown_words
from sip.consent.question import Question, waiting_question
from sip.consent.questions import Questions, about_everybody
from sip.consent.service import Paper, Said
from sip.consent.words import PLAN_CONSENTS, REFUSALS, TOLD
from sip.door.drafts import drafted
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_part
from sip.kernel.categories import category_label
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import ASKING, STILL
from sip.kernel.settings import SWEDISH
from sip.kernel.vocabulary import How
from sip.ledger.refusals import ConsentRefusal

bp = Blueprint("consent", __name__, url_prefix="/sip/plans/<uuid:plan_id>/consent")

EVERYTHING = "plan"


@bp.get("")
@requires(SipPermission.HANDLE, opening("consent"))
def show(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Where everybody stands on everything, and every act."""
    page = load_page(actor, opened)
    return render_template(
        "sip/consent/show.html",
        page=page,
        consenters=presenter.consenter_views(page.ledger, page.found, page.categories, page.at),
        history=_history(page),
        heading=PLAN_CONSENTS[presenter.plan_consent(page.ledger, page.found, page.at)],
        is_open=presenter.has_plan_consent(page.ledger, page.at),
        is_frozen=presenter.is_frozen(page.ledger, page.at),
        waits_for=presenter.waits_for_others(page.ledger, page.found, None, page.at),
        **shown_words(),
    )


@bp.route("/ask", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening("consent"), even=ASKING)
@drafted()
def ask(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Put the question to everybody whose consent is needed."""
    page = load_page(actor, opened)
    if request.method == "GET" and not page.has_somebody_to_ask:
        flash(str(REFUSALS[ConsentRefusal.NOBODY_TO_ASK]), "warning")
        return redirect(url_for("people.show", plan_id=opened.plan_id))
    form = ask_form.build(page)
    outcome = attempt(form, lambda: _ask(page, form))
    if outcome.is_saved:
        flash(_("Frågan är antecknad. Den som har e-legitimation kan svara själv nu."))
        return _back(page)
    if outcome.stale:
        groups = ask_form.groups(page)
        return _show_stale(actor, opened, form, "sip/consent/ask.html", groups=groups)
    body = _show(page, form, "sip/consent/ask.html", groups=ask_form.groups(page))
    return body, status_of(form)


def _ask(page: ConsentPage, form: PartiesForm) -> None:
    page = load_page(page.actor, page.opened, tuple(form.reasons))
    service.ask(page.actor, page.opened, ask_form.read(form, page), now=page.now)


@bp.route("/<uuid:part_id>/record", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("consent"), even=ASKING)
def record(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Record a yes or a no to what was asked, said or on paper."""
    page = load_page(actor, part.opened)
    consenter, form = page.consenter(part.part_id), RecordQuestionForm()
    seq = as_number(form.seq.data) if form.is_submitted() else None
    sent = waiting_question(page, consenter, seq=seq)
    if sent is None:
        return redirect(
            url_for("consent.choose", plan_id=page.opened.plan_id, part_id=consenter.id)
        )
    form.how.choices, form.seq.data = TOLD, str(sent.seq)
    outcome = attempt(form, lambda: _record_question(page, sent, form))
    if outcome.is_saved:
        flash(_("Svaret är antecknat. Personen får veta det."))
        return _back(page)
    changed = None
    if outcome.stale:
        changed, form.seq.data = _history(page, sent.seq), str(page.seq)
    body = _show(
        page,
        form,
        "sip/consent/record.html",
        changed,
        question=waiting_question(page, consenter) or sent,
        name=page.found.person_name(consenter.person),
    )
    return body, outcome.status(form)


def _record_question(page: ConsentPage, question: Question, form: RecordQuestionForm) -> None:
    how, is_yes = How(filled(form.how.data)), form.answer.data == "yes"
    said = question.answered(
        how, page, is_yes=is_yes, information=_told_in(form), paper=_paper(form)
    )
    service.answer(page.actor, page.opened, said, now=page.now)


def _told_in(form: ToldForm) -> str:
    return form.information.data or SWEDISH


def _paper(form: ToldForm) -> Paper | None:
    if form.how.data != How.WRITTEN.value:
        return None
    return Paper(filled_date(form.signed_on.data), filled(form.kept_at.data))


@bp.route("/<uuid:part_id>/record/choose", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("consent"), even=ASKING)
def choose(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Record what somebody answered in detail: what each may see, until when."""
    page = load_page(actor, part.opened)
    asked = about_everybody(page, page.consenter(part.part_id))
    form = _record_form(asked)
    outcome = attempt(form, lambda: _record(asked, form))
    if outcome.is_saved:
        flash(_("Svaret är antecknat. Personen får veta det."))
        return _back(page)
    if outcome.stale:
        return _show_stale_answer(page, asked, form)
    return _show_answer(page, asked, form), status_of(form)


def _record_form(asked: Questions) -> RecordForm:
    form = answer_form.build(asked, RecordForm)
    form.how.choices = TOLD
    return form


def _record(asked: Questions, form: RecordForm) -> None:
    page, how = asked.page, How(filled(form.how.data))
    said = answer_form.read(asked, form, how, information=_told_in(form), paper=_paper(form))
    service.answer(page.actor, page.opened, said, now=page.now)


def _show_stale_answer(
    page: ConsentPage, asked: Questions, posted: RecordForm
) -> ResponseReturnValue:
    since = as_number(posted.seq.data)
    page = load_page(page.actor, page.opened)
    renewed = asked.renewed(page)
    form = answer_form.build_again(renewed, RecordForm)
    form.how.choices = TOLD
    return _show_answer(page, renewed, form, _history(page, since)), 409


def _show_answer(
    page: ConsentPage,
    asked: Questions,
    form: RecordForm,
    changed: Sequence[HistoryLine] | None = None,
) -> str:
    name = page.found.person_name(asked.consenter.person)
    return render_template(
        "sip/consent/choose.html",
        page=page,
        questions=asked,
        question=waiting_question(page, asked.consenter),
        form=form,
        name=name,
        changed=changed,
        **shown_words(),
    )


@bp.get("/<uuid:part_id>/paper")
@requires(SipPermission.HANDLE, opening_part("consent"))
def paper(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """What somebody is asked about, and the information text, to print and sign."""
    page = load_page(actor, part.opened)
    consenter = page.consenter(part.part_id)
    return render_template(
        "sip/consent/paper.html",
        page=page,
        question=waiting_question(page, consenter),
        name=page.found.person_name(consenter.person),
        contact=get_own_organisation(actor).contact,
        label=category_label,
        **shown_words(),
    )


@bp.route("/<uuid:part_id>/withdraw", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("consent"), even=STILL)
def withdraw(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Record that somebody takes consent back: it holds at once."""
    page = load_page(actor, part.opened)
    consenter = page.consenter(part.part_id)
    form = WithdrawForm()
    # with the one that was sent: taken back already, it is no hindrance to send it twice
    given = [
        one
        for one in page.found.views
        if page.has_given(consenter, one.id) or form.what.data == str(one.id)
    ]
    form.what.choices = [
        ("", _("Välj")),
        (EVERYTHING, _("Samtycket till hela planen")),
        *((str(one.id), one.name) for one in given),
    ]
    form.how.choices = TOLD

    def save() -> None:
        what = filled(form.what.data)
        party = None if what == EVERYTHING else UUID(what)
        said = Said(consenter.id, How(filled(form.how.data)), page.seq)
        service.withdraw(actor, page.opened, said, party, now=page.now)

    if saved(form, save):
        flash(_("Återtagandet är antecknat och gäller redan."))
        return redirect(url_for("consent.disclosed", plan_id=page.opened.plan_id))
    name = page.found.person_name(consenter.person)
    return _show(page, form, "sip/consent/withdraw.html", name=name), status_of(form)


@bp.get("/disclosed")
@requires(SipPermission.HANDLE, opening("withdrawal"))
def disclosed(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """What others have already seen, to tell the person or to print: it cannot be taken back."""
    return render_template(
        "sip/consent/disclosed.html", opened=opened, disclosed=disclosed_of(opened)
    )


@bp.route("/acts/<uuid:part_id>/annul", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("consent"), even=STILL)
def annul(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Mark an act as recorded in error; both stay to be seen."""
    page = load_page(actor, part.opened)
    line = next((one for one in _history(page) if one.id == part.part_id), None)
    if line is not None and line.is_annulled and request.method == "POST":  # sent twice
        flash(_("Inget ändrades."))
        return _back(page)
    if line is None or not line.may_annul:
        raise NotFoundError
    form = AnnulForm(seq=str(page.seq))

    def save() -> None:
        seq = as_number(form.seq.data)
        service.annul(actor, part.opened, line.id, how=How.ORAL, seq=seq, now=clock.now())

    outcome = attempt(form, save)
    if outcome.is_saved:
        flash(_("Rättelsen är antecknad. Det felaktiga syns kvar."))
        return _back(page)
    if outcome.stale:
        return _show_stale(actor, part.opened, form, "sip/consent/annul.html", line=line)
    return _show(page, form, "sip/consent/annul.html", line=line), status_of(form)


def _show(
    page: ConsentPage,
    form: Form,
    template: str,
    changed: Sequence[HistoryLine] | None = None,
    **more: object,
) -> str:
    return render_template(template, page=page, form=form, changed=changed, **shown_words(), **more)


def _show_stale(
    actor: Actor, opened: OpenedPlan, form: Form, template: str, **more: object
) -> ResponseReturnValue:
    """What changed since the form was opened (409); what was ticked is kept."""
    since = as_number(form["seq"].data)
    page = load_page(actor, opened)
    form["seq"].data = str(page.seq)
    return _show(page, form, template, _history(page, since), **more), 409


def _history(page: ConsentPage, after: int = 0) -> tuple[HistoryLine, ...]:
    return history(page, after=after, papers=papers.acts_with_paper(page.opened.plan_id))


def _back(page: ConsentPage) -> ResponseReturnValue:
    return redirect(url_for("consent.show", plan_id=page.opened.plan_id))
