"""Pages of transfers: the list, asking, one with its papers, and what its sides do."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.permissions import TransferPermission
from agreements.transferring import MAY_APPLY, TransferAnswer, TransferRuling
from agreements.transfers import presenter, service
from agreements.transfers.docx import (
    answer_docx,
    application_docx,
    request_docx,
    withdrawal_docx,
)
from agreements.transfers.forms import (
    OUTSIDE,
    AnswerForm,
    ApplicationForm,
    RequestForm,
    RulingForm,
    WithdrawalForm,
)
from agreements.transfers.queries import get_transfer
from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.identity import attempts
from portal.ids import new_id
from portal.web.downloads import file_name, handed_over
from portal.web.drafts import drafted
from portal.web.forms import Form, filled
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from agreements.transfers.queries import TransferOf

bp = Blueprint("transfers", __name__, url_prefix="/transfers")
ONE = "/<uuid:transfer_id>"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FURTHEST = 1000


@bp.get("")
@requires(TransferPermission.LIST, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The own municipality's transfers."""
    wanted = min(max(request.args.get("page", 1, type=int), 1), FURTHEST)
    page = presenter.list_page(actor, wanted, clock.today())
    return render_template("agreements/transfers/index.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@requires(TransferPermission.ASK, itself)
@drafted()
def ask(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Ask another municipality to take over a case."""
    form = RequestForm(transfer_id=str(new_id()))
    form.other.choices = presenter.municipality_choices(actor)
    told = _("Begäran är gjord. En kommun i länet har fått den.")
    if saved(form, lambda: _ask(actor, form), told=told):
        return redirect(url_for("transfers.show", transfer_id=as_id(form.transfer_id.data)))
    return render_template("agreements/transfers/ask.html", form=form), status_of(form)


def _ask(actor: Actor, form: RequestForm) -> None:
    other = filled(form.other.data)
    said = service.Request(
        id=as_id(form.transfer_id.data),
        other=None if other == OUTSIDE else as_id(other),
        other_name=form.other_name.data or "",
        sent_on=form.sent_on.data,
        reference=filled(form.reference.data),
        grounds=filled(form.grounds.data),
        has_inquiry=form.inquiry.data == "yes",
    )
    service.ask(actor, said, now=clock.now(), today=clock.today())


@bp.get(ONE)
@requires(TransferPermission.VIEW, get_transfer)
def show(actor: Actor, subject: "TransferOf") -> ResponseReturnValue:
    """A transfer: what is asked, what has come of it, and its papers."""
    page = presenter.transfer_page(actor, subject, clock.today())
    said = presenter.said_by_other(subject, clock.today())
    return render_template("agreements/transfers/show.html", page=page, said=said)


@bp.route(f"{ONE}/answer", methods=["GET", "POST"])
@requires(TransferPermission.ANSWER, get_transfer)
@drafted()
def answer(actor: Actor, subject: "TransferOf") -> ResponseReturnValue:
    """Say whether the case is taken over; after a no, that it is taken over all the same."""
    form = AnswerForm()
    if not form.is_submitted():
        form.after_no.data = _after_no(subject)  # also where a draft is gone on with
    if subject.transfer.other_id is not None:
        del form.answered_on  # one's own answer is of today
    if saved(form, lambda: _answer(actor, subject, form), told=_("Svaret är sparat.")):
        return _to(subject)
    if form.form_errors:  # told of a no: sent again, it is after that
        form.after_no.data = _after_no(subject)
    return _page(actor, subject, "answer", form)


def _after_no(subject: "TransferOf") -> str:
    return "yes" if subject.transfer.answer is TransferAnswer.REFUSES else ""


def _answer(actor: Actor, subject: "TransferOf", form: AnswerForm) -> None:
    said = service.Reply(
        answer=TransferAnswer(filled(form.answer.data)),
        reason=form.reason.data or "",
        reference=form.reference.data or "",
        day=form.answered_on.data if "answered_on" in form else None,
        has_read_no=form.after_no.data == "yes",
    )
    service.answer(actor, subject.transfer, said, today=clock.today())


@bp.route(f"{ONE}/withdrawal", methods=["GET", "POST"])
@requires(TransferPermission.WITHDRAW, get_transfer)
@drafted()
def withdraw(actor: Actor, subject: "TransferOf") -> ResponseReturnValue:
    """Take the request back."""
    form = WithdrawalForm()
    if saved(form, lambda: _withdraw(actor, subject, form), told=_("Begäran är tillbakatagen.")):
        return _to(subject)
    return _page(actor, subject, "withdraw", form)


def _withdraw(actor: Actor, subject: "TransferOf", form: WithdrawalForm) -> None:
    service.withdraw(actor, subject.transfer, filled(form.reason.data), today=clock.today())


@bp.route(f"{ONE}/application", methods=["GET", "POST"])
@requires(TransferPermission.APPLY, get_transfer)
def apply(actor: Actor, subject: "TransferOf") -> ResponseReturnValue:
    """Note that IVO has been asked."""
    form = ApplicationForm(applied_on=clock.today())
    told = _("Ansökan är antecknad. IVO:s tre månader räknas från den dagen.")
    if saved(form, lambda: _apply(actor, subject, form), told=told):
        return _to(subject)
    return _page(actor, subject, "apply", form)


def _apply(actor: Actor, subject: "TransferOf", form: ApplicationForm) -> None:
    day, reference = form.applied_on.data, form.ivo_reference.data or ""
    service.apply(actor, subject.transfer, day, reference, today=clock.today())


@bp.route(f"{ONE}/ruling", methods=["GET", "POST"])
@requires(TransferPermission.APPLY, get_transfer)
def rule(actor: Actor, subject: "TransferOf") -> ResponseReturnValue:
    """Note what IVO has decided."""
    form = RulingForm()
    if saved(form, lambda: _rule(actor, subject, form), told=_("IVO:s beslut är antecknat.")):
        return _to(subject)
    return _page(actor, subject, "rule", form)


def _rule(actor: Actor, subject: "TransferOf", form: RulingForm) -> None:
    ruling = TransferRuling(filled(form.ruling.data))
    service.rule(actor, subject.transfer, ruling, form.ruled_on.data, today=clock.today())


@bp.get(f"{ONE}/request.docx")
@requires(TransferPermission.VIEW, get_transfer)
def request_paper(actor: Actor, subject: "TransferOf") -> ResponseReturnValue:
    """The request, for Word."""
    attempts.count_file(actor.account_id)
    name = file_name("begaran-om-overflyttning", subject.transfer.reference, suffix="docx")
    return handed_over(request_docx(subject), DOCX, name)


@bp.get(f"{ONE}/answer.docx")
@requires(TransferPermission.VIEW, get_transfer)
def answer_paper(actor: Actor, subject: "TransferOf") -> ResponseReturnValue:
    """The answer, for Word."""
    if subject.transfer.answer is None:
        raise NotFoundError
    attempts.count_file(actor.account_id)
    name = file_name("svar-om-overflyttning", subject.transfer.reference, suffix="docx")
    return handed_over(answer_docx(subject), DOCX, name)


@bp.get(f"{ONE}/withdrawal.docx")
@requires(TransferPermission.VIEW, get_transfer)
def withdrawal_paper(actor: Actor, subject: "TransferOf") -> ResponseReturnValue:
    """That the request is taken back, for Word."""
    if subject.transfer.withdrawn_on is None:
        raise NotFoundError
    attempts.count_file(actor.account_id)
    name = file_name("aterkallelse-av-begaran", subject.transfer.reference, suffix="docx")
    return handed_over(withdrawal_docx(subject), DOCX, name)


@bp.get(f"{ONE}/application.docx")
@requires(TransferPermission.VIEW, get_transfer)
def application_paper(actor: Actor, subject: "TransferOf") -> ResponseReturnValue:
    """The application to IVO, for Word."""
    one = subject.transfer
    if one.applied_on is None and one.stage(clock.today()) not in MAY_APPLY:
        raise NotFoundError
    attempts.count_file(actor.account_id)
    name = file_name("ansokan-om-overflyttning", one.reference, suffix="docx")
    return handed_over(application_docx(subject), DOCX, name)


def _page(actor: Actor, subject: "TransferOf", name: str, form: Form) -> ResponseReturnValue:
    page = presenter.transfer_page(actor, subject, clock.today())
    body = render_template(f"agreements/transfers/{name}.html", page=page, form=form)
    return body, status_of(form)


def _to(subject: "TransferOf") -> ResponseReturnValue:
    return redirect(url_for("transfers.show", transfer_id=subject.transfer.id))
