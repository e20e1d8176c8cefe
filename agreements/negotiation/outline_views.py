"""Pages that suggest rows, annexes, facts and the name to be others, once it is shared."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements import subjects
from agreements.agreed import presenter as facts
from agreements.agreed.fields import fact_form
from agreements.agreed.filling import opened, room_for, said_of
from agreements.agreed.forms import MORE
from agreements.annexes import presenter as annexes
from agreements.annexes import service as held
from agreements.deadlines import to_answer
from agreements.drafts import drafted
from agreements.forms import PREVIEW
from agreements.matrix import columns
from agreements.matrix import service as matrix
from agreements.matrix.forms import EACH
from agreements.matrix.presenter import choices_of_parties, matrix_page, places_for
from agreements.negotiation import outline, service
from agreements.negotiation.forms import (
    MOVE,
    AnnexFileSuggestionForm,
    AnnexMoveForm,
    AnnexSuggestionForm,
    AnnexTextSuggestionForm,
    ColumnChangeForm,
    ColumnSuggestionForm,
    FactSuggestionForm,
    RowChangeForm,
    RowSuggestionForm,
    SuggestionForm,
    TitleSuggestionForm,
)
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement
from agreements.queries.suggestion import get_suggestion
from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.web.downloads import as_it_came
from portal.web.drafts import asked_again, sent_fields
from portal.web.forms import filled
from portal.web.guard import requires
from portal.web.posted import as_id, as_number
from portal.web.saving import attempt, status_of

if TYPE_CHECKING:
    from uuid import UUID

    from agreements.annexes.service import Held
    from agreements.negotiation.outline import Outline
    from agreements.queries.annex import AnnexText
    from agreements.subjects import PartOf
    from agreements.tables.agreement import Agreement
    from agreements.tables.fact import AgreementFact
    from agreements.tables.suggestion import Suggestion


Made: TypeAlias = Callable[[], "tuple[Outline, Held | None]"]
Read: TypeAlias = "Callable[[AnnexSuggestionForm], Held]"

bp = Blueprint("outline", __name__, url_prefix="/agreements/<uuid:agreement_id>")


@bp.route("/matrix/rows/suggest", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, get_agreement)
@drafted()
def suggest_row(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Suggest a measure that the agreement lacks."""
    form = RowSuggestionForm(**_begun(agreement))
    form.phase.choices = [(one, one) for one in matrix_page(actor, agreement).phase_names]

    def made() -> tuple["Outline", None]:
        title, hint = filled(form.title.data), form.hint.data or ""
        return outline.row_added(phase=filled(form.phase.data), title=title, hint=hint), None

    heading = _("Föreslå en ny insats")
    return _suggest(
        actor, agreement, form, made, heading, url_for("matrix.show", agreement_id=agreement.id)
    )


@bp.route("/matrix/rows/<uuid:row_id>/suggest", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, subjects.get_row_part)
@drafted(by=("row",))
def suggest_row_change(actor: Actor, subject: "PartOf[UUID]") -> ResponseReturnValue:
    """Suggest to take a measure out, to move it, or to take it back in."""
    agreement = subject.agreement
    row = matrix.get_row(agreement, subject.part)
    back = url_for("matrix.show", agreement_id=agreement.id)
    if row.removed_at is not None:
        form: SuggestionForm = SuggestionForm(**_begun(agreement))
        heading = _("Föreslå att ta tillbaka %(title)s", title=row.title)
        return _suggest(
            actor, agreement, form, lambda: (outline.row_out_or_in(row), None), heading, back
        )
    change = RowChangeForm(**_begun(agreement))
    change.before.choices = places_for(agreement, row.key, row.phase)

    def made() -> tuple["Outline", None]:
        if change.what.data == MOVE:
            return outline.row_moved(row, change.before.data or ""), None
        return outline.row_out_or_in(row), None

    heading = _("Föreslå ändring av insatsen %(title)s", title=row.title)
    return _suggest(actor, agreement, change, made, heading, back)


@bp.route("/matrix/columns/suggest", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, get_agreement)
@drafted()
def suggest_column(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Suggest a column that the matrix lacks."""
    form = ColumnSuggestionForm(**_begun(agreement))
    form.party.choices = choices_of_parties(agreement)

    def made() -> tuple["Outline", None]:
        party = None if form.party.data == EACH else as_id(form.party.data)
        return outline.column_added(agreement, filled(form.label.data), party), None

    back = url_for("columns.index", agreement_id=agreement.id)
    return _suggest(actor, agreement, form, made, _("Föreslå en kolumn"), back)


@bp.route("/matrix/columns/<uuid:column_id>/suggest", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, subjects.get_column_part)
@drafted(by=("column",))
def suggest_column_change(actor: Actor, subject: "PartOf[UUID]") -> ResponseReturnValue:
    """Suggest to take a column out, or to take it back in."""
    agreement = subject.agreement
    column = columns.get_column(agreement, subject.part)
    is_in = column.removed_in is None
    form = ColumnChangeForm(**_begun(agreement), base_version="in" if is_in else "out")
    heading = (
        _("Föreslå att ta bort kolumnen %(label)s", label=column.label)
        if is_in
        else _("Föreslå att ta tillbaka kolumnen %(label)s", label=column.label)
    )
    back = url_for("columns.index", agreement_id=agreement.id)
    return _suggest(
        actor, agreement, form, lambda: (outline.column_out_or_in(column), None), heading, back
    )


@bp.route("/facts/<fact_key>/suggest", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, facts.get_fact_part)
@drafted(by=("replaces", "version"))
def suggest_fact(actor: Actor, subject: "PartOf[AgreementFact]") -> ResponseReturnValue:
    """Suggest that a fact say something else; `replaces` names a suggestion it takes the place of.

    `version` is an earlier one to begin from.
    """
    agreement, fact = subject.agreement, subject.part
    declared = fact.declaration
    replaced = _replaced(agreement)
    said = outline.suggested_fact(fact, replaced) if replaced else fact.value
    if earlier := request.args.get("version"):
        said = facts.said_at(actor, agreement, fact, as_number(earlier))
    count = room_for(declared, said, sent_fields(), more=asked_again() == MORE)
    begun = opened(declared, said, fact.version) | _begun(agreement)
    form = fact_form(FactSuggestionForm, declared, count)(**begun)

    def made() -> tuple["Outline", None]:
        return outline.fact_changed(fact, said_of(form, declared, count)), None

    outcome = attempt(form, lambda: _enter(actor, agreement, form, made, replaced))
    if outcome.result is not None:
        return redirect(
            url_for("negotiation.show", agreement_id=agreement.id, suggestion_id=outcome.result.id)
        )
    body = render_template(
        "agreements/negotiation/suggest_fact.html",
        form=form,
        page=facts.fact_page(actor, agreement, fact),
        groups=facts.groups(form, declared, count),
        many=declared.many,
        replaced=replaced,
    )
    return body, status_of(form)


def _replaced(agreement: "Agreement") -> "Suggestion | None":
    wanted = request.args.get("replaces")
    return get_suggestion(agreement, as_id(wanted)) if wanted else None


@bp.route("/name/suggest", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, get_agreement)
@drafted()
def suggest_name(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Suggest another name."""
    form = TitleSuggestionForm(**_begun(agreement), title=agreement.title)

    def made() -> tuple["Outline", None]:
        return outline.renamed(agreement, filled(form.title.data)), None

    back = url_for("agreements.show", agreement_id=agreement.id)
    return _suggest(actor, agreement, form, made, _("Föreslå ett annat namn"), back)


@bp.route("/annexes/suggest-text", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, get_agreement)
@drafted()
def suggest_text(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Suggest a text as a new annex."""
    form = AnnexTextSuggestionForm(**_begun(agreement))

    made = partial(_added, form, _text)
    return _suggest_annex(actor, agreement, form, made, _("Föreslå en ny bilaga"))


@bp.route("/annexes/suggest-file", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, get_agreement)
@drafted()
def suggest_file(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Suggest a file as a new annex."""
    form = AnnexFileSuggestionForm(**_begun(agreement))

    made = partial(_added, form, _file)
    return _suggest_annex(actor, agreement, form, made, _("Föreslå en fil som bilaga"))


@bp.route("/annexes/<uuid:annex_id>/suggest-text", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, annexes.get_text_part)
@drafted()
def suggest_other_text(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """Suggest that an annex say something else."""
    shown = _shown(subject)
    form = AnnexTextSuggestionForm(**shown, text=subject.part.version.text)
    return _suggest_other(actor, subject, form, _text)


@bp.route("/annexes/<uuid:annex_id>/suggest-file", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, annexes.get_file_part)
@drafted()
def suggest_other_file(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """Suggest that an annex be another file."""
    return _suggest_other(actor, subject, AnnexFileSuggestionForm(**_shown(subject)), _file)


def _shown(subject: "PartOf[AnnexText]") -> dict[str, Any]:
    """What the form for another annex in its place begins with."""
    current = subject.part
    return {
        **_begun(subject.agreement),
        "base_version": str(current.annex.version),
        "title": current.version.title,
    }


def _suggest_other(
    actor: Actor, subject: "PartOf[AnnexText]", form: AnnexSuggestionForm, read: Read
) -> ResponseReturnValue:
    def made() -> tuple["Outline", "Held"]:
        return outline.annex_replaced(subject.part, form.base_version.data or ""), read(form)

    heading = _("Föreslå ändring av bilagan %(title)s", title=subject.part.version.title)
    return _suggest_annex(actor, subject.agreement, form, made, heading)


@bp.route("/annexes/<uuid:annex_id>/suggest-move", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, annexes.get_annex_part)
@drafted()
def suggest_move(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """Suggest another place for an annex."""
    form = AnnexMoveForm(**_begun(subject.agreement))
    form.before.choices = annexes.places_for(subject.agreement, subject.part)

    def made() -> tuple["Outline", None]:
        return outline.annex_moved(subject.part, form.before.data or ""), None

    heading = _("Föreslå en annan plats för bilagan %(title)s", title=subject.part.version.title)
    return _suggest_annex(actor, subject.agreement, form, made, heading)


def _added(form: AnnexSuggestionForm, read: Read) -> tuple["Outline", "Held"]:
    said = read(form)
    return outline.annex_added(said.title), said


def _text(form: AnnexSuggestionForm) -> "Held":
    return held.text_held(filled(form.title.data), form["text"].data or "")


def _file(form: AnnexSuggestionForm) -> "Held":
    return held.file_held(filled(form.title.data), form["file"].data.read())


@bp.route("/annexes/<uuid:annex_id>/suggest-removal", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, annexes.get_annex_part)
@drafted()
def suggest_removal(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """Suggest to take an annex out."""
    form = SuggestionForm(**_begun(subject.agreement))
    heading = _("Föreslå att ta bort bilagan %(title)s", title=subject.part.version.title)
    return _suggest_annex(
        actor, subject.agreement, form, lambda: (outline.annex_removed(subject.part), None), heading
    )


@bp.get("/suggestions/<uuid:suggestion_id>/file")
@requires(AgreementPermission.VIEW, subjects.get_suggestion_part)
def file(_actor: Actor, subject: "PartOf[Suggestion]") -> ResponseReturnValue:
    """A file that is suggested as an annex, to save."""
    found = outline.get_suggested_file(subject.part)
    return as_it_came(found.content, found.suffix, "förslag till bilaga", found.title)


def _begun(agreement: "Agreement") -> dict[str, Any]:
    """What every form begins with: an id, and until when the others usually answer."""
    usual = to_answer(agreement.valid_from, clock.today())
    return {"suggestion_id": str(new_id()), "answer_by": usual}


def _suggest_annex(
    actor: Actor, agreement: "Agreement", form: SuggestionForm, made: Made, heading: str
) -> ResponseReturnValue:
    back = url_for("annexes.index", agreement_id=agreement.id)
    return _suggest(actor, agreement, form, made, heading, back)


def _suggest(
    actor: Actor, agreement: "Agreement", form: SuggestionForm, made: Made, heading: str, back: str
) -> ResponseReturnValue:
    """The form, until what it says is suggested; then the suggestion."""
    outcome = attempt(form, lambda: _enter(actor, agreement, form, made))
    if outcome.result is not None:
        return redirect(
            url_for("negotiation.show", agreement_id=agreement.id, suggestion_id=outcome.result.id)
        )
    is_shown = "text" in form and asked_again() == PREVIEW
    body = render_template(
        "agreements/negotiation/suggest_outline.html",
        form=form,
        agreement=agreement,
        heading=heading,
        back=back,
        preview=form["text"].data or "" if is_shown else None,
    )
    return body, status_of(form)


def _enter(
    actor: Actor,
    agreement: "Agreement",
    form: SuggestionForm,
    made: Made,
    replaced: "Suggestion | None" = None,
) -> "Suggestion":
    wanted, held_by_annex = made()
    return service.suggest_outline(
        actor,
        agreement,
        suggestion_id=as_id(form.suggestion_id.data),
        wanted=wanted,
        reason=filled(form.reason.data),
        # whatever does not say so is shown to nobody else
        sending=service.Sending(request.form.get("publish") == "now", form.answer_by.data),
        now=clock.now(),
        held=held_by_annex,
        replaces=replaced,
    )
