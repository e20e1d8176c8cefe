"""The person's own pages of consent: who may see the plan, change it, take it back."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.errors import ForbiddenError
from portal.transaction import transaction
from portal.web.forms import Form
from portal.web.guard import requires
from portal.web.posted import as_number
from portal.web.saving import attempt, status_of
from sip.access_log.readings import disclosed_to
from sip.consent import answer_form, presenter, service
from sip.consent.bases import all_decisions
from sip.consent.forms import AnswerForm
from sip.consent.history import HistoryLine, history
from sip.consent.page import ConsentPage, load_page
from sip.consent.page_words import shown_information, shown_words
from sip.consent.parties import grouped
from sip.consent.question import waiting_question
from sip.consent.questions import Questions, about_everybody, about_party
from sip.consent.service import Said
from sip.consent.words import MY_PLAN_CONSENTS
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_part
from sip.kernel.permissions import MyPlanPermission
from sip.kernel.phases import STILL
from sip.kernel.vocabulary import How
from sip.people.presenter import changes_page, list_powers

bp = Blueprint("who_may_see", __name__, url_prefix="/my-plan/<uuid:plan_id>")


@bp.get("/who-may-see")
@requires(MyPlanPermission.CONSENT, opening("consent"))
def show(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Each party with what it may see and why; what waits for an answer comes first."""
    page = load_page(actor, opened)
    return render_template(
        "sip/consent/who_may_see/show.html",
        page=page,
        rows=presenter.party_rows(
            page.ledger, page.found, page.categories, page.me, page.bases, page.at
        ),
        heading=MY_PLAN_CONSENTS[presenter.my_plan_consent(page.ledger, page.me, page.at)],
        decisions=all_decisions(opened, page.bases, page.at),
        owners=presenter.owner_lines(page.ledger, page.found, page.categories, page.at),
        is_frozen=presenter.is_frozen(page.ledger, page.at),
        waits_for_me=page.me is not None and presenter.waits(page.ledger, page.me, page.at),
        waits_for=presenter.waits_for_others(page.ledger, page.found, page.me, page.at),
        may_withdraw=page.me is not None
        and (
            page.has_given(page.me)
            or (page.is_left_to_others(page.me) and page.may_say_no(page.me))
        ),
        changes=changes_page(actor, opened).settled,
        powers=list_powers(opened, page.at),
        groups=grouped(page.found, opened.plan.municipality_id),
        **shown_words(),
    )


@bp.route("/who-may-see/answer", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening("consent"), even=STILL)
def answer(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Answer for everybody: who may take part, what they may see, until when."""
    page = load_page(actor, opened)
    if page.me is None:
        raise ForbiddenError
    return _fill(page, about_everybody(page, page.me))


@bp.route("/who-may-see/<uuid:part_id>", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening_part("consent"), even=STILL)
def change(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Answer for one party, also for one that nobody has asked about yet."""
    page = load_page(actor, part.opened, [part.part_id])
    view = page.party(part.part_id)
    if page.me is None:
        raise ForbiddenError
    return _fill(page, about_party(page, page.me, view), party_id=view.id)


@bp.route("/withdraw", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening("consent"), even=STILL)
def withdraw(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Take back everything, after saying what happens."""
    return _withdraw(load_page(actor, opened), None)


@bp.route("/withdraw/<uuid:part_id>", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening_part("consent"), even=STILL)
def withdraw_party(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Take back what one party may see and do."""
    page = load_page(actor, part.opened)
    page.party(part.part_id)
    return _withdraw(page, part.part_id)


@bp.get("/withdrawn")
@requires(MyPlanPermission.CONSENT, opening("withdrawal"))
def withdrawn(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """What now holds, and what had already been seen by those it was taken back from."""
    party = request.args.get("party", type=UUID)
    return render_template(
        "sip/consent/who_may_see/withdrawn.html",
        plan_id=opened.plan_id,
        disclosed=disclosed_to(opened, party),
        is_open=opened.is_open,
    )


def _fill(page: ConsentPage, asked: Questions, party_id: UUID | None = None) -> ResponseReturnValue:
    form = answer_form.build(asked, AnswerForm)
    outcome = attempt(form, lambda: _answer(asked, form))
    if outcome.is_saved:
        return redirect(url_for("asked.answered", plan_id=page.opened.plan_id))
    if outcome.stale:
        return _show_stale(page, asked, form, party_id)
    return _show_form(page, asked, form, party_id), status_of(form)


def _answer(asked: Questions, form: AnswerForm) -> None:
    page, information = asked.page, shown_information().language
    said = answer_form.read(asked, form, How.ELECTRONIC, information=information)
    service.answer(page.actor, page.opened, said, now=page.now)


def _show_stale(
    page: ConsentPage, asked: Questions, posted: AnswerForm, party_id: UUID | None
) -> ResponseReturnValue:
    """What changed since the form was opened, and the form as it is now with the ticks kept."""
    since = as_number(posted.seq.data)
    page = load_page(page.actor, page.opened, [party_id] if party_id else [])
    changed = history(page, after=since)
    renewed = asked.renewed(page)
    form = answer_form.build_again(renewed, AnswerForm)
    return _show_form(page, renewed, form, party_id, changed), 409


def _show_form(
    page: ConsentPage,
    asked: Questions,
    form: AnswerForm,
    party_id: UUID | None,
    changed: Sequence[HistoryLine] | None = None,
) -> str:
    return render_template(
        "sip/consent/who_may_see/answer.html",
        page=page,
        questions=asked,
        question=waiting_question(page, asked.consenter, party_id=party_id),
        form=form,
        party=page.party(party_id) if party_id else None,
        changed=changed,
        may_withdraw=page.has_given(asked.consenter, party_id),
        **shown_words(),
    )


def _withdraw(page: ConsentPage, party_id: UUID | None) -> ResponseReturnValue:
    if page.me is None:
        raise ForbiddenError
    form = Form()
    if form.validate_on_submit():
        with transaction():
            said = Said(page.me.id, How.ELECTRONIC, page.seq)
            service.withdraw(page.actor, page.opened, said, party_id, now=page.now)
        plan_id = page.opened.plan_id
        return redirect(url_for("who_may_see.withdrawn", plan_id=plan_id, party=party_id))
    return render_template(
        "sip/consent/who_may_see/withdraw.html",
        form=form,
        plan_id=page.opened.plan_id,
        party=page.party(party_id) if party_id else None,
        has_given=page.may_say_no(page.me, party_id),
    )
