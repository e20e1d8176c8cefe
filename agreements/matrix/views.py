"""Pages of the matrix: read it, fill it, add and take out measures."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from agreements import subjects
from agreements.abilities import abilities
from agreements.drafts import drafted
from agreements.matrix import history, service
from agreements.matrix.forms import (
    ManyForm,
    MatrixForm,
    MoveRowForm,
    PartForm,
    RemoveRowForm,
    RemoveTemplateRowForm,
    RowForm,
)
from agreements.matrix.presenter import Posted, matrix_page, offer, places_for, read_many, wanted_of
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement
from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.transaction import transaction
from portal.web.drafts import sent_fields
from portal.web.forms import Form, filled
from portal.web.guard import requires
from portal.web.posted import as_id, as_number
from portal.web.saving import attempt, saved, status_of

if TYPE_CHECKING:
    from uuid import UUID

    from agreements.subjects import PartOf
    from agreements.tables.agreement import Agreement

bp = Blueprint("matrix", __name__, url_prefix="/agreements/<uuid:agreement_id>/matrix")


@bp.get("")
@requires(AgreementPermission.VIEW, get_agreement)
def show(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Who does what, to read; its drafter goes straight to filling it."""
    if abilities(actor, agreement).edit:
        return redirect(url_for("matrix.fill", agreement_id=agreement.id))
    part = PartForm()
    page = matrix_page(actor, agreement, wanted=wanted_of(part))
    offer(page, part)
    return render_template("agreements/matrix/show.html", page=page, part=part)


@bp.route("/fill", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, get_agreement)
@drafted()
def fill(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Fill the matrix directly, before sharing. Drafts always save, complete or not."""
    form, many, part = MatrixForm(), ManyForm(), PartForm()
    posted = read_many(agreement, sent_fields(), many)
    outcome = attempt(form, lambda: _fill(actor, agreement, posted))
    if outcome.is_saved:
        flash(_told(outcome.result))
        # not `which`: what was put right would be out of sight
        address = url_for(
            "matrix.fill",
            agreement_id=agreement.id,
            phase=part.phase.data or None,
            column=part.column.data or None,
            hints="y" if part.hints.data else None,
        )
        return redirect(address)
    page = matrix_page(actor, agreement, posted, wanted_of(part))
    offer(page, part, many)
    body = render_template(
        "agreements/matrix/fill.html", page=page, form=form, many=many, part=part, outcome=outcome
    )
    return body, outcome.status(form)


def _fill(actor: Actor, agreement: "Agreement", posted: Posted) -> int:
    return service.fill(actor, agreement, values=posted.values, base=posted.base, now=clock.now())


@bp.route("/rows/new", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, get_agreement)
@drafted()
def add_row(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Add a measure that the template lacks."""
    form = RowForm(row_id=str(new_id()))
    page = matrix_page(actor, agreement)
    form.phase.choices = [(phase, phase) for phase in page.phase_names]
    if saved(form, lambda: _add_row(actor, agreement, form)):
        flash(_("Insatsen är tillagd."))
        return redirect(url_for("matrix.fill", agreement_id=agreement.id))
    return (
        render_template("agreements/matrix/add_row.html", form=form, agreement=agreement),
        status_of(form),
    )


def _add_row(actor: Actor, agreement: "Agreement", form: RowForm) -> None:
    service.add_row(
        actor,
        agreement,
        row_id=as_id(form.row_id.data),
        phase=filled(form.phase.data),
        title=filled(form.title.data),
        hint=form.hint.data or "",
        now=clock.now(),
    )


@bp.route("/rows/<uuid:row_id>/remove", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, subjects.get_row_part)
@drafted()
def remove_row(actor: Actor, subject: "PartOf[UUID]") -> ResponseReturnValue:
    """Take a measure out, with the reason."""
    row = service.get_row(subject.agreement, subject.part)
    form = RemoveTemplateRowForm() if row.in_template else RemoveRowForm()
    if saved(form, lambda: _remove_row(actor, subject, form)):
        flash(_("Insatsen är borttagen ur ”Vem gör vad”."))
        return redirect(url_for("matrix.fill", agreement_id=subject.agreement.id))
    return (
        render_template(
            "agreements/matrix/remove_row.html", form=form, agreement=subject.agreement, row=row
        ),
        status_of(form),
    )


def _remove_row(actor: Actor, subject: "PartOf[UUID]", form: Form) -> None:
    service.remove_row(
        actor, subject.agreement, subject.part, reason=form.reason.data or "", now=clock.now()
    )


@bp.route("/rows/<uuid:row_id>/move", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, subjects.get_row_part)
def move_row(actor: Actor, subject: "PartOf[UUID]") -> ResponseReturnValue:
    """Place a measure elsewhere in its group."""
    row = service.get_row(subject.agreement, subject.part)
    form = MoveRowForm()
    form.before.choices = places_for(subject.agreement, row.key, row.phase)
    if saved(form, lambda: _move_row(actor, subject, form), told=_("Insatsen är flyttad.")):
        return redirect(url_for("matrix.fill", agreement_id=subject.agreement.id))
    body = render_template(
        "agreements/matrix/move_row.html", form=form, agreement=subject.agreement, row=row
    )
    return body, status_of(form)


def _move_row(actor: Actor, subject: "PartOf[UUID]", form: MoveRowForm) -> None:
    before = form.before.data or ""
    service.move_row(actor, subject.agreement, subject.part, before=before, now=clock.now())


@bp.post("/rows/<uuid:row_id>/restore")
@requires(AgreementPermission.DRAFT, subjects.get_row_part)
def restore_row(actor: Actor, subject: "PartOf[UUID]") -> ResponseReturnValue:
    """Take a measure back in."""
    with transaction():
        service.restore_row(actor, subject.agreement, subject.part, now=clock.now())
    flash(_("Insatsen är tillbaka i ”Vem gör vad”."))
    return redirect(url_for("matrix.fill", agreement_id=subject.agreement.id))


@bp.get("/versions")
@requires(AgreementPermission.VIEW, get_agreement)
def versions(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """What has been changed by whom; `version` names the one to show."""
    wanted = request.args.get("version")
    page = history.versions_page(actor, agreement, as_number(wanted) if wanted else None)
    return render_template("agreements/matrix/versions.html", page=page)


@bp.post("/restore")
@requires(AgreementPermission.DRAFT, get_agreement)
def restore(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Let every cell say what it said in an earlier version, before sharing."""
    number = as_number(request.form.get("version"))
    revision = as_number(request.form.get("revision"))
    values = history.values_at(actor, agreement, number)
    with transaction():
        count = service.restore(
            actor, agreement, values, number=number, revision=revision, now=clock.now()
        )
    flash(_told(count))
    return redirect(url_for("matrix.fill", agreement_id=agreement.id))


def _told(count: int | None) -> str:
    if not count:
        return _("Inget ändrades.")
    return ngettext("En ruta är ändrad och sparad.", "%(num)d rutor är ändrade och sparade.", count)
