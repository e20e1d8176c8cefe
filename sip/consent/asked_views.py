"""The person answers what is asked: yes or no is one press, and what happens then is said."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.authz import Actor
from portal.errors import ForbiddenError
from portal.web.guard import requires
from portal.web.posted import as_number
from portal.web.saving import attempt
from sip.consent import presenter, service
from sip.consent.forms import QuestionForm
from sip.consent.history import history
from sip.consent.page import ConsentPage, load_page
from sip.consent.page_words import shown_information, shown_words
from sip.consent.question import Question, waiting_question
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_part
from sip.kernel.permissions import MyPlanPermission
from sip.kernel.phases import STILL
from sip.kernel.vocabulary import How

bp = Blueprint("asked", __name__, url_prefix="/my-plan/<uuid:plan_id>/who-may-see")


@bp.route("/asked", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening("consent"), even=STILL)
def show(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """All that waits for an answer: who asks, why, about whom and what, for how long."""
    return _answer(load_page(actor, opened), None)


@bp.route("/asked/<uuid:part_id>", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening_part("consent"), even=STILL)
def party(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """What waits for an answer about one party."""
    page = load_page(actor, part.opened)
    return _answer(page, page.party(part.part_id).id)


@bp.get("/answered")
@requires(MyPlanPermission.CONSENT, opening("consent"))
def answered(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """That the answer is kept, who sees it, and what happens now."""
    page = load_page(actor, opened)
    if page.me is None:
        raise ForbiddenError
    return render_template(
        "sip/consent/who_may_see/answered.html",
        page=page,
        receipt=presenter.receipt(page.ledger, page.found, page.me, page.at),
        question=waiting_question(page, page.me),
    )


def _answer(page: ConsentPage, party_id: UUID | None) -> ResponseReturnValue:
    if page.me is None:
        raise ForbiddenError
    form = QuestionForm()
    seq = as_number(form.seq.data) if form.is_submitted() else None
    sent = waiting_question(page, page.me, party_id=party_id, seq=seq)
    if sent is None:
        return redirect(url_for("who_may_see.show", plan_id=page.opened.plan_id))
    form.seq.data = str(sent.seq)
    outcome = attempt(form, lambda: _save(page, sent, form))
    if outcome.is_saved:
        return redirect(url_for("asked.answered", plan_id=page.opened.plan_id))
    changed, question = None, waiting_question(page, page.me, party_id=party_id)
    if outcome.stale:
        changed = history(page, after=sent.seq)
        form.seq.data = str(page.seq)
    body = render_template(
        "sip/consent/who_may_see/asked.html",
        page=page,
        question=question,
        party_id=party_id,
        form=form,
        changed=changed,
        **shown_words(),
    )
    return body, outcome.status(form)


def _save(page: ConsentPage, question: Question, form: QuestionForm) -> None:
    is_yes, information = form.answer.data == "yes", shown_information().language
    said = question.answered(How.ELECTRONIC, page, is_yes=is_yes, information=information)
    service.answer(page.actor, page.opened, said, now=page.now)
