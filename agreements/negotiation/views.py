"""Pages of negotiation: suggest a text or cells, read a suggestion, answer it."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements import subjects, words
from agreements.deadlines import to_answer
from agreements.drafts import drafted
from agreements.forms import PREVIEW
from agreements.matrix.forms import ManyForm, PartForm
from agreements.matrix.history import values_at
from agreements.matrix.presenter import Posted, as_it_was, matrix_page, offer, read_many, wanted_of
from agreements.negotiation import answering, presenter, service
from agreements.negotiation.forms import (
    AnswerForm,
    SuggestionForm,
    TermSuggestionForm,
    TextSuggestionForm,
)
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement
from agreements.queries.suggestion import get_suggestion
from agreements.reading import history
from agreements.reading.section_page import section_page
from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.transaction import transaction
from portal.web.drafts import asked_again, sent_fields
from portal.web.forms import Form, filled
from portal.web.guard import requires
from portal.web.posted import as_id, as_number
from portal.web.saving import attempt, refusal, saved, status_of
from portal.web.sent import sent_form

if TYPE_CHECKING:
    from agreements.queries.text import SectionText
    from agreements.rules import SuggestionStatus
    from agreements.subjects import PartOf
    from agreements.tables.agreement import Agreement
    from agreements.tables.suggestion import Suggestion

bp = Blueprint("negotiation", __name__, url_prefix="/agreements/<uuid:agreement_id>")


@bp.get("/suggestions")
@requires(AgreementPermission.VIEW, get_agreement)
def index(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Every suggestion, open and settled."""
    page = presenter.suggestions_page(actor, agreement)
    return render_template("agreements/negotiation/index.html", page=page)


@bp.post("/say")
@requires(AgreementPermission.NEGOTIATE, get_agreement)
def say(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Say for one's party that it has read what is shared, is ready with it, or is not."""
    kind = presenter.said_kind(request.form.get("kind", ""))
    revision = as_number(request.form.get("revision"))
    refused = refusal(
        lambda: service.say(actor, agreement, kind, revision=revision, now=clock.now())
    )
    if refused is None:
        flash(presenter.told_of_saying(kind))
    else:
        flash(refused.message, "warning")
    return redirect(url_for("agreements.show", agreement_id=agreement.id))


@bp.route("/sections/<uuid:section_id>/suggest", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, subjects.get_section_part)
@drafted(by=("replaces", "version"))
def suggest_text(actor: Actor, subject: "PartOf[SectionText]") -> ResponseReturnValue:
    """Suggest another text; `replaces` names the suggestion it takes the place of.

    `version` is an earlier text to begin from.
    """
    agreement, current = subject.agreement, subject.part
    replaced = _replaced(agreement)
    start = replaced.text if replaced is not None else current.text
    if earlier := request.args.get("version"):
        start = history.get_text(actor, agreement, current, as_number(earlier))
    form = TextSuggestionForm(
        suggestion_id=str(new_id()),
        base_version=str(current.section.version),
        text=start,
        answer_by=_usual_day(agreement),
    )
    outcome = attempt(form, lambda: _suggest_text(actor, subject, form, replaced))
    if outcome.result is not None:
        return _to_suggestion(agreement, outcome.result.id)
    if outcome.stale:
        # the next try starts from the text that was agreed to; both are on the page until then
        subject = subjects.get_section_part(actor, agreement.id, current.section.id)
        form.base_version.data = str(subject.part.section.version)
        replaced = _replaced(subject.agreement)
    page = section_page(actor, subject.agreement, subject.part)
    body = render_template(
        "agreements/negotiation/suggest_text.html",
        form=form,
        page=page,
        replaced=replaced,
        outcome=outcome,
        preview=form.text.data or "" if asked_again() == PREVIEW else None,
    )
    return body, outcome.status(form)


def _suggest_text(
    actor: Actor,
    subject: "PartOf[SectionText]",
    form: TextSuggestionForm,
    replaced: "Suggestion | None",
) -> "Suggestion":
    return service.suggest_text(
        actor,
        subject.agreement,
        subject.part.section,
        suggestion_id=as_id(form.suggestion_id.data),
        proposed=service.ProposedText(form.text.data or "", as_number(form.base_version.data)),
        reason=filled(form.reason.data),
        sending=_sending(form),
        now=clock.now(),
        replaces=replaced,
    )


@bp.route("/matrix/suggest", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, get_agreement)
@drafted(by=("replaces", "row", "version"))
def suggest_cells(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Suggest other values in the matrix, in one `row` or one cell of it, and say why.

    `version` is an earlier one to begin from.
    """
    form = SuggestionForm(suggestion_id=str(new_id()), answer_by=_usual_day(agreement))
    many, part = ManyForm(), PartForm()
    posted = read_many(agreement, sent_fields(), many)
    earlier = request.args.get("version")
    if earlier and not sent_fields():
        posted = as_it_was(agreement, values_at(actor, agreement, as_number(earlier)))
    outcome = attempt(form, lambda: _suggest_cells(actor, agreement, form, posted))
    if outcome.result is not None:
        return _to_suggestion(agreement, outcome.result.id)
    row = request.args.get("row", "")
    page = matrix_page(actor, agreement, posted, wanted_of(part, row=row))
    offer(page, part, many)
    body = render_template(
        "agreements/negotiation/suggest_cells.html",
        form=form,
        page=page,
        many=many,
        part=part,
        row=row,
        replaces=request.args.get("replaces"),
    )
    return body, status_of(form)


def _suggest_cells(
    actor: Actor, agreement: "Agreement", form: SuggestionForm, posted: Posted
) -> "Suggestion":
    return service.suggest_cells(
        actor,
        agreement,
        suggestion_id=as_id(form.suggestion_id.data),
        values=posted.changed,
        reason=filled(form.reason.data),
        sending=_sending(form),
        now=clock.now(),
        replaces=_replaced(agreement),
    )


@bp.route("/term/suggest", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, get_agreement)
@drafted(by=("replaces",))
def suggest_term(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Suggest other dates and say why."""
    form = TermSuggestionForm(
        obj=agreement, suggestion_id=str(new_id()), answer_by=_usual_day(agreement)
    )
    outcome = attempt(form, lambda: _suggest_term(actor, agreement, form))
    if outcome.result is not None:
        return _to_suggestion(agreement, outcome.result.id)
    return (
        render_template("agreements/negotiation/suggest_term.html", form=form, agreement=agreement),
        status_of(form),
    )


def _suggest_term(actor: Actor, agreement: "Agreement", form: TermSuggestionForm) -> "Suggestion":
    return service.suggest_term(
        actor,
        agreement,
        suggestion_id=as_id(form.suggestion_id.data),
        dates={
            "valid_from": form.valid_from.data,
            "valid_until": form.valid_until.data,
            "review_on": form.review_on.data,
        },
        open_ended=form.open_ended.data,
        reason=filled(form.reason.data),
        sending=_sending(form),
        now=clock.now(),
        replaces=_replaced(agreement),
    )


@bp.get("/suggestions/<uuid:suggestion_id>")
@requires(AgreementPermission.VIEW, subjects.get_suggestion_part)
@drafted(sent_to="negotiation.answer")
def show(actor: Actor, subject: "PartOf[Suggestion]") -> ResponseReturnValue:
    """One suggestion: what it changes, why, and what the parties say."""
    page = presenter.suggestion_page(actor, subject.agreement, subject.part)
    form = AnswerForm(
        answer=page.mine.answer.value if page.mine else None,
        reason=page.mine.reason if page.mine else None,
    )
    form.read.data = answering.mark_of(page.mine)  # also where a draft is gone on with
    form.answer.choices = [(kind.value, label) for kind, label in words.ANSWERS.items()]
    return render_template("agreements/negotiation/show.html", page=page, form=form, sent=None)


@bp.post("/suggestions/<uuid:suggestion_id>/answer")
@requires(AgreementPermission.ANSWER, subjects.get_suggestion_part)
@drafted(shown_at="negotiation.show")
def answer(actor: Actor, subject: "PartOf[Suggestion]") -> ResponseReturnValue:
    """Answer for the own party."""
    form = AnswerForm()
    form.answer.choices = [(kind.value, label) for kind, label in words.ANSWERS.items()]
    outcome = attempt(form, lambda: _answer(actor, subject, form))
    if outcome.result is not None:
        flash(presenter.told(outcome.result))
        return _to_suggestion(subject.agreement, subject.part.id)
    page = presenter.suggestion_page(actor, subject.agreement, subject.part)
    if form.form_errors:  # told that there is another answer: sent again, it takes its place
        form.read.data = answering.mark_of(page.mine)
    # settled or reworked meanwhile: there is no form any more, and what was typed is shown
    sent = None if page.may_answer else sent_form()
    body = render_template("agreements/negotiation/show.html", page=page, form=form, sent=sent)
    return body, outcome.status(form)


def _answer(actor: Actor, subject: "PartOf[Suggestion]", form: AnswerForm) -> "SuggestionStatus":
    return answering.answer(
        actor,
        subject.agreement,
        subject.part,
        answer=presenter.answer_of(filled(form.answer.data)),
        reason=form.reason.data or "",
        read=form.read.data or "",
        now=clock.now(),
    )


@bp.post("/suggestions/<uuid:suggestion_id>/publish")
@requires(AgreementPermission.NEGOTIATE, subjects.get_suggestion_part)
def publish(actor: Actor, subject: "PartOf[Suggestion]") -> ResponseReturnValue:
    """Show the others a suggestion that was internal."""
    with transaction():
        service.publish(actor, subject.agreement, subject.part, now=clock.now())
    flash(_("De andra parterna ser förslaget nu."))
    return _to_suggestion(subject.agreement, subject.part.id)


@bp.route("/suggestions/<uuid:suggestion_id>/withdraw", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, subjects.get_suggestion_part)
def withdraw(actor: Actor, subject: "PartOf[Suggestion]") -> ResponseReturnValue:
    """Take the own suggestion back, after asking once."""
    form = Form()
    if saved(form, lambda: _withdraw(actor, subject)):
        flash(_("Förslaget är återtaget."))
        return _to_suggestion(subject.agreement, subject.part.id)
    page = presenter.suggestion_page(actor, subject.agreement, subject.part)
    body = render_template("agreements/negotiation/withdraw.html", form=form, page=page)
    return body, status_of(form)


def _withdraw(actor: Actor, subject: "PartOf[Suggestion]") -> None:
    service.withdraw(actor, subject.agreement, subject.part, now=clock.now())


def _usual_day(agreement: "Agreement") -> date:
    return to_answer(agreement.valid_from, clock.today())


def _replaced(agreement: "Agreement") -> "Suggestion | None":
    wanted = request.args.get("replaces")
    return get_suggestion(agreement, as_id(wanted)) if wanted else None


def _sending(form: SuggestionForm) -> service.Sending:
    # whatever does not say so is shown to nobody else
    return service.Sending(request.form.get("publish") == "now", form.answer_by.data)


def _to_suggestion(agreement: "Agreement", suggestion_id: UUID) -> ResponseReturnValue:
    address = url_for("negotiation.show", agreement_id=agreement.id, suggestion_id=suggestion_id)
    return redirect(address)
