"""Pages of the columns of the matrix: which there are, and changing them before sharing."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements import subjects
from agreements.matrix import columns
from agreements.matrix.forms import EACH, ColumnForm
from agreements.matrix.presenter import choices_of_parties, columns_page
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement
from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.transaction import transaction
from portal.web.forms import Form, filled
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from uuid import UUID

    from agreements.subjects import PartOf
    from agreements.tables.agreement import Agreement

bp = Blueprint("columns", __name__, url_prefix="/agreements/<uuid:agreement_id>/matrix/columns")


@bp.get("")
@requires(AgreementPermission.VIEW, get_agreement)
def index(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """The actors of the matrix, and whose they are."""
    page = columns_page(actor, agreement)
    return render_template("agreements/matrix/columns.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, get_agreement)
def add(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Add an actor of a party."""
    form = ColumnForm(column_id=str(new_id()))
    form.party.choices = choices_of_parties(agreement)
    told = _("Kolumnen är tillagd. Fyll i vad den gör.")
    if saved(form, lambda: _add(actor, agreement, form), told=told):
        return redirect(url_for("columns.index", agreement_id=agreement.id))
    return _show(agreement, form, _("Lägg till en kolumn"))


def _add(actor: Actor, agreement: "Agreement", form: ColumnForm) -> None:
    columns.add_column(
        actor,
        agreement,
        column_id=as_id(form.column_id.data),
        label=filled(form.label.data),
        organisation_id=form.chosen_party(),
        now=clock.now(),
    )


@bp.route("/<uuid:column_id>/edit", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, subjects.get_column_part)
def edit(actor: Actor, subject: "PartOf[UUID]") -> ResponseReturnValue:
    """Let an actor be called something else, or belong to another party."""
    column = columns.get_column(subject.agreement, subject.part)
    party = str(column.organisation_id or EACH)
    form = ColumnForm(column_id=str(column.id), label=column.label, party=party)
    form.party.choices = choices_of_parties(subject.agreement)
    if saved(form, lambda: _edit(actor, subject, form), told=_("Kolumnen är ändrad.")):
        return redirect(url_for("columns.index", agreement_id=subject.agreement.id))
    return _show(subject.agreement, form, _("Ändra kolumnen"))


def _edit(actor: Actor, subject: "PartOf[UUID]", form: ColumnForm) -> None:
    columns.change_column(
        actor,
        subject.agreement,
        subject.part,
        label=filled(form.label.data),
        organisation_id=form.chosen_party(),
        now=clock.now(),
    )


def _show(agreement: "Agreement", form: ColumnForm, heading: str) -> ResponseReturnValue:
    body = render_template(
        "agreements/matrix/column.html", form=form, agreement=agreement, heading=heading
    )
    return body, status_of(form)


@bp.route("/<uuid:column_id>/remove", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, subjects.get_column_part)
def remove(actor: Actor, subject: "PartOf[UUID]") -> ResponseReturnValue:
    """Take an actor out, after asking once."""
    agreement, form = subject.agreement, Form()
    told = _("Kolumnen är borttagen. Den kan tas tillbaka.")
    if saved(form, lambda: _remove(actor, subject), told=told):
        return redirect(url_for("columns.index", agreement_id=agreement.id))
    column = columns.get_column(agreement, subject.part)
    body = render_template(
        "agreements/matrix/remove_column.html", form=form, agreement=agreement, column=column
    )
    return body, status_of(form)


def _remove(actor: Actor, subject: "PartOf[UUID]") -> None:
    columns.remove_column(actor, subject.agreement, subject.part, now=clock.now())


@bp.post("/<uuid:column_id>/restore")
@requires(AgreementPermission.DRAFT, subjects.get_column_part)
def restore(actor: Actor, subject: "PartOf[UUID]") -> ResponseReturnValue:
    """Take an actor back in, with what its cells said."""
    with transaction():
        columns.restore_column(actor, subject.agreement, subject.part, now=clock.now())
    flash(_("Kolumnen är tillbaka, med det som stod i den."))
    return redirect(url_for("columns.index", agreement_id=subject.agreement.id))
