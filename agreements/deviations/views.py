"""Pages of deviations: the list, one with its answer and its end, and reporting."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements import case_words
from agreements.deviations import presenter, service
from agreements.deviations.forms import AnswerForm, CloseForm, ReportForm
from agreements.deviations.queries import Filter, get_deviation, read_places
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement
from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.drafts import drafted
from portal.web.forms import filled
from portal.web.guard import itself, requires
from portal.web.posted import as_id, asked_id
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from agreements.deviations.queries import DeviationOf, Places
    from agreements.tables.agreement import Agreement

bp = Blueprint("deviations", __name__)


@bp.get("/deviations")
@requires(AgreementPermission.DEVIATIONS, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """What the own organisation has reported, answers, or has had in its municipality."""
    asked = request.args
    wanted = Filter(
        state=case_words.state(asked["state"]) if asked.get("state") else None,
        municipality=asked_id("municipality"),
        party=asked_id("party"),
        agreement=asked_id("agreement"),
        before=asked_id("before"),
    )
    page = presenter.list_page(actor, wanted, clock.today())
    return render_template("agreements/deviations/index.html", page=page)


@bp.route("/agreements/<uuid:agreement_id>/deviations/new", methods=["GET", "POST"])
@requires(AgreementPermission.REPORT, get_agreement)
@drafted()
def report(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Report what went otherwise than the agreement says."""
    if not agreement.is_own:
        raise NotFoundError
    places = read_places(agreement, clock.today())
    form = _report_form(actor, agreement, places)
    told = _("Avvikelsen är rapporterad. Den som den gäller har fått veta det.")
    if saved(form, lambda: _report(actor, agreement, places, form), told=told):
        there = as_id(form.deviation_id.data)
        return redirect(url_for("deviations.show", agreement_id=agreement.id, deviation_id=there))
    said = presenter.said_of_answers(places)
    page = render_template(
        "agreements/deviations/report.html", form=form, agreement=agreement, said=said
    )
    return page, status_of(form)


def _report_form(actor: Actor, agreement: "Agreement", places: "Places") -> ReportForm:
    offered = presenter.offered_of(actor, agreement, places)
    form = ReportForm(
        deviation_id=str(new_id()),
        place=request.args.get("place", ""),
        column=request.args.get("column", ""),
        municipality=offered.only_municipality,
    )
    form.offer(offered)
    form.kind.choices = case_words.kind_choices()
    form.concerns.choices = presenter.party_choices(actor, agreement)
    return form


def _report(actor: Actor, agreement: "Agreement", places: "Places", form: ReportForm) -> None:
    said = service.Report(
        id=as_id(form.deviation_id.data),
        about=presenter.about(places, filled(form.place.data), form.column.data),
        kind=case_words.kind(filled(form.kind.data)),
        concerns=as_id(form.concerns.data),
        municipality=as_id(form.municipality.data),
        happened=filled(form.happened.data),
    )
    service.report(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.get("/agreements/<uuid:agreement_id>/deviations/<uuid:deviation_id>")
@requires(AgreementPermission.DEVIATIONS, get_deviation)
def show(actor: Actor, subject: "DeviationOf") -> ResponseReturnValue:
    """A deviation: what happened, what was answered, and what was learned."""
    page = presenter.deviation_page(actor, subject, clock.today())
    return render_template("agreements/deviations/show.html", page=page)


@bp.route(
    "/agreements/<uuid:agreement_id>/deviations/<uuid:deviation_id>/answer",
    methods=["GET", "POST"],
)
@requires(AgreementPermission.ANSWER_DEVIATION, get_deviation)
@drafted()
def answer(actor: Actor, subject: "DeviationOf") -> ResponseReturnValue:
    """Answer for the one that it concerns."""
    form = AnswerForm()
    told = _("Svaret är sparat. Den som rapporterade har fått veta det.")
    if saved(form, lambda: service.answer(actor, subject.deviation, _answer(form)), told=told):
        return _to(subject)
    page = presenter.deviation_page(actor, subject, clock.today())
    return render_template("agreements/deviations/answer.html", page=page, form=form), status_of(
        form
    )


def _answer(form: AnswerForm) -> str:
    return filled(form.answer.data)


@bp.route(
    "/agreements/<uuid:agreement_id>/deviations/<uuid:deviation_id>/close",
    methods=["GET", "POST"],
)
@requires(AgreementPermission.CLOSE_DEVIATION, get_deviation)
@drafted()
def close(actor: Actor, subject: "DeviationOf") -> ResponseReturnValue:
    """Close it with what was learned."""
    form = CloseForm(proposal_id=str(new_id()))
    told = _("Avvikelsen är avslutad.")
    if saved(form, lambda: _close(actor, subject, form), told=told):
        return _to(subject)
    page = presenter.deviation_page(actor, subject, clock.today())
    return render_template("agreements/deviations/close.html", page=page, form=form), status_of(
        form
    )


def _close(actor: Actor, subject: "DeviationOf", form: CloseForm) -> None:
    said = service.Learned(
        lesson=filled(form.lesson.data),
        proposal=form.proposal.data or "",
        proposal_id=as_id(form.proposal_id.data),
    )
    service.close(actor, subject.agreement, subject.deviation, said, now=clock.now())


def _to(subject: "DeviationOf") -> ResponseReturnValue:
    one = subject.deviation
    return redirect(
        url_for("deviations.show", agreement_id=subject.agreement.id, deviation_id=one.id)
    )
