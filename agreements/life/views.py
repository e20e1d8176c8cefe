"""Pages of an agreement that has been signed: review it, amend it, give notice of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements import subjects, words
from agreements.drafts import drafted
from agreements.follow_up.queries import get_followed
from agreements.life import correcting, overview, presenter, reviewing, service
from agreements.life.forms import (
    AddendumForm,
    CorrectForm,
    CorrectionAnswerForm,
    NoticeForm,
    ProlongForm,
    ReviewForm,
)
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement
from agreements.said import said_lines
from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.web.forms import Form, filled, filled_date
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import attempt, saved, status_of
from portal.web.sent import sent_form

if TYPE_CHECKING:
    from agreements.rules import CorrectionStatus
    from agreements.subjects import PartOf
    from agreements.tables.agreement import Agreement
    from agreements.tables.life import Correction

bp = Blueprint("life", __name__, url_prefix="/agreements/<uuid:agreement_id>")
NOTICE = ("ansvar-uppsagning",)
"""The fact that says how long before notice is to be given."""


@bp.get("/life")
@requires(AgreementPermission.VIEW, get_followed)
def show(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """What is due of it, what went wrong, and what the figures say."""
    page = overview.life_page(actor, agreement, clock.today())
    return render_template("agreements/life/show.html", page=page)


@bp.route("/review", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_agreement)
@drafted()
def review(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Record that the agreement has been reviewed, and what came of it."""
    form = ReviewForm(act_id=str(new_id()), on_day=clock.today())
    form.outcome.choices = words.review_outcomes()
    told = _("Uppföljningen är antecknad.")
    if saved(form, partial(_review, actor, agreement, form), told=told):
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    basis = reviewing.review_page(actor, agreement, clock.today())
    body = render_template(
        "agreements/life/review.html", form=form, agreement=agreement, basis=basis
    )
    return body, status_of(form)


def _review(actor: Actor, agreement: "Agreement", form: ReviewForm) -> None:
    said = service.Review(
        id=as_id(form.act_id.data),
        on_day=filled_date(form.on_day.data),
        outcome=words.review_outcome(form.outcome.data),
        reason=filled(form.reason.data),
        following=form.until.data,
    )
    service.review(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.route("/notice", methods=["GET", "POST"])
@requires(AgreementPermission.GIVE_NOTICE, get_agreement)
@drafted()
def give_notice(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Give notice for the own party, after saying what follows."""
    form = NoticeForm(act_id=str(new_id()))
    told = _("Uppsägningen är antecknad.")
    command = partial(_notice, actor, agreement, form)
    return _asked(agreement, form, command, "notice", told=told, keys=NOTICE)


def _notice(actor: Actor, agreement: "Agreement", form: NoticeForm) -> None:
    said = service.Notice(
        id=as_id(form.act_id.data),
        last=filled_date(form.until.data),
        reason=filled(form.reason.data),
        basis=filled(form.basis.data),
    )
    service.give_notice(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.route("/prolong", methods=["GET", "POST"])
@requires(AgreementPermission.LEAD, get_agreement)
def prolong(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Begin on prolonging the agreement."""
    if request.method == "GET":  # what was sent is answered in the form
        service.check_prolongable(actor, agreement, clock.today())
    form = ProlongForm(act_id=str(new_id()))
    told = _("Förlängningen är påbörjad. Dela den med parterna när datumen stämmer.")
    command = partial(_prolong, actor, agreement, form)
    return _asked(agreement, form, command, "prolong", told=told, begins=True)


def _prolong(actor: Actor, agreement: "Agreement", form: ProlongForm) -> None:
    said = service.Prolongation(
        id=as_id(form.act_id.data),
        last=form.valid_until.data,
        open_ended=form.open_ended.data,
        review_on=filled_date(form.review_on.data),
    )
    service.prolong(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.route("/add", methods=["GET", "POST"])
@requires(AgreementPermission.LEAD, get_agreement)
def add_to(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Begin on an addendum to the agreement."""
    if request.method == "GET":
        service.check_amendable(actor, agreement, clock.today())
    form = AddendumForm(act_id=str(new_id()))
    told = _("Tillägget är påbörjat. Ändra det som ska ändras, och dela det sedan med parterna.")
    command = partial(_add_to, actor, agreement, form)
    return _asked(agreement, form, command, "add", told=told, begins=True)


def _add_to(actor: Actor, agreement: "Agreement", form: AddendumForm) -> None:
    said = service.Addendum(id=as_id(form.act_id.data), first=filled_date(form.valid_from.data))
    service.add_to(actor, agreement, said, now=clock.now(), today=clock.today())


def _asked(
    agreement: "Agreement",
    form: Form,
    command: Callable[[], None],
    page: str,
    *,
    told: str,
    begins: bool = False,
    keys: Sequence[str] = (),
) -> ResponseReturnValue:
    """The page with the form until it is done; then the agreement, or the one that it `begins`.

    `keys` are the facts of the agreement that are shown beside the form.
    """
    if saved(form, command, told=told):
        there = as_id(form["act_id"].data) if begins else agreement.id
        return redirect(url_for("agreements.show", agreement_id=there))
    said = said_lines(agreement.id, clock.today(), keys)
    body = render_template(
        f"agreements/life/{page}.html", form=form, agreement=agreement, said=said
    )
    return body, status_of(form)


@bp.route("/correct", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_agreement)
@drafted()
def correct(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Propose that a clerical error is corrected."""
    places = presenter.places(agreement)
    form = CorrectForm(act_id=str(new_id()), place=request.args.get("place", ""))
    form.place.choices = [("", _("Välj …")), *places]
    told = _("Rättelsen är föreslagen. Den görs när alla parter har sagt ja.")
    if saved(form, lambda: _correct(actor, agreement, form), told=told):
        return _to_correction(agreement, as_id(form.act_id.data))
    may_add = service.may_amend(actor, agreement, clock.today())
    page = render_template(
        "agreements/life/correct.html", form=form, agreement=agreement, may_add=may_add
    )
    return page, status_of(form)


def _correct(actor: Actor, agreement: "Agreement", form: CorrectForm) -> None:
    said = correcting.Proposed(
        id=as_id(form.act_id.data),
        place=filled(form.place.data),
        before=form.before.data or "",
        after=filled(form.after.data),
        reason=filled(form.reason.data),
    )
    correcting.propose(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.get("/corrections/<uuid:correction_id>")
@requires(AgreementPermission.VIEW, subjects.get_correction_part)
@drafted(sent_to="life.answer_correction")
def correction(actor: Actor, subject: "PartOf[Correction]") -> ResponseReturnValue:
    """A correction: what it changes, why, and what the parties say."""
    page = presenter.correction_page(actor, subject.agreement, subject.part)
    form = CorrectionAnswerForm()
    return render_template("agreements/life/correction.html", page=page, form=form, sent=None)


@bp.post("/corrections/<uuid:correction_id>/answer")
@requires(AgreementPermission.FOLLOW_UP, subjects.get_correction_part)
@drafted(shown_at="life.correction")
def answer_correction(actor: Actor, subject: "PartOf[Correction]") -> ResponseReturnValue:
    """Answer for the own party."""
    form = CorrectionAnswerForm()
    outcome = attempt(form, lambda: _answer(actor, subject, form))
    if outcome.result is not None:
        flash(presenter.told(outcome.result))
        return _to_correction(subject.agreement, subject.part.id)
    page = presenter.correction_page(actor, subject.agreement, subject.part)
    # settled meanwhile: there is no form any more, and what was typed is shown
    sent = None if page.may_answer else sent_form()
    body = render_template("agreements/life/correction.html", page=page, form=form, sent=sent)
    return body, outcome.status(form)


def _answer(
    actor: Actor, subject: "PartOf[Correction]", form: CorrectionAnswerForm
) -> "CorrectionStatus":
    return correcting.answer(
        actor,
        subject.agreement,
        subject.part,
        agrees=form.answer.data == "yes",
        reason=form.reason.data or "",
        now=clock.now(),
    )


@bp.route("/corrections/<uuid:correction_id>/withdraw", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, subjects.get_correction_part)
def withdraw_correction(actor: Actor, subject: "PartOf[Correction]") -> ResponseReturnValue:
    """Take the own party's proposal back, after asking once."""
    form = Form()
    told = _("Förslaget är återtaget. Texten står som den gör.")
    if saved(form, lambda: _withdraw(actor, subject), told=told):
        return _to_correction(subject.agreement, subject.part.id)
    page = presenter.correction_page(actor, subject.agreement, subject.part)
    body = render_template("agreements/life/withdraw_correction.html", form=form, page=page)
    return body, status_of(form)


def _withdraw(actor: Actor, subject: "PartOf[Correction]") -> None:
    correcting.withdraw(actor, subject.agreement, subject.part, now=clock.now())


def _to_correction(agreement: "Agreement", correction_id: UUID) -> ResponseReturnValue:
    there = url_for("life.correction", agreement_id=agreement.id, correction_id=correction_id)
    return redirect(there)
