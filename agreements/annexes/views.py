"""Pages of annexes: the list, one of them, and changing them before sharing."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.annexes import presenter, service
from agreements.annexes.forms import AnnexForm, FileForm, OtherFileForm, TextForm
from agreements.annexes.service import Held
from agreements.drafts import drafted
from agreements.forms import PREVIEW
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement
from agreements.queries.annex import get_annex
from portal import clock
from portal.authz import Actor
from portal.errors import Difference
from portal.ids import new_id
from portal.transaction import transaction
from portal.web.downloads import as_it_came
from portal.web.drafts import asked_again
from portal.web.forms import Form, filled
from portal.web.guard import requires
from portal.web.posted import as_id, as_number
from portal.web.saving import Outcome, attempt, saved, status_of

if TYPE_CHECKING:
    from agreements.queries.annex import AnnexText
    from agreements.subjects import PartOf
    from agreements.tables.agreement import Agreement

bp = Blueprint("annexes", __name__, url_prefix="/agreements/<uuid:agreement_id>/annexes")


@bp.get("")
@requires(AgreementPermission.VIEW, get_agreement)
def index(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Every annex, and what has been done with them."""
    page = presenter.annexes_page(actor, agreement)
    return render_template("agreements/annexes/index.html", page=page)


@bp.get("/<uuid:annex_id>")
@requires(AgreementPermission.VIEW, presenter.get_annex_part)
def show(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """One annex; `version` names an earlier one to read."""
    page = presenter.annex_page(actor, subject.agreement, subject.part, _version())
    return render_template("agreements/annexes/show.html", page=page)


@bp.get("/<uuid:annex_id>/file")
@requires(AgreementPermission.VIEW, presenter.get_annex_part)
def file(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """A file as it came, to save: no browser shows it here."""
    found = presenter.get_file(actor, subject.agreement, subject.part, _version())
    number = str(subject.part.number) if subject.part.number else ""
    return as_it_came(found.content, found.suffix, "bilaga", number, found.title)


def _version() -> int | None:
    wanted = request.args.get("version")
    return as_number(wanted) if wanted else None


@bp.route("/new-text", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, get_agreement)
@drafted()
def add_text(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Add a text."""
    form = TextForm(annex_id=str(new_id()))
    if _is_added(actor, agreement, form, lambda: _text(form)):
        return redirect(url_for("annexes.index", agreement_id=agreement.id))
    return _show_form("edit_text", agreement, form), status_of(form)


@bp.route("/new-file", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, get_agreement)
def add_file(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Add a file."""
    form = FileForm(annex_id=str(new_id()))
    if _is_added(actor, agreement, form, lambda: _file(form)):
        return redirect(url_for("annexes.index", agreement_id=agreement.id))
    return _show_form("edit_file", agreement, form), status_of(form)


def _show_form(
    name: str,
    agreement: "Agreement",
    form: AnnexForm,
    current: "AnnexText | None" = None,
    differences: Sequence[Difference] = (),
) -> str:
    """The page to add an annex on, or to change the one that is there."""
    is_seen = "text" in form and asked_again() == PREVIEW
    return render_template(
        f"agreements/annexes/{name}.html",
        form=form,
        agreement=agreement,
        current=current,
        differences=differences,
        preview=form["text"].data or "" if is_seen else None,
    )


def _is_added(
    actor: Actor, agreement: "Agreement", form: AnnexForm, held: Callable[[], Held]
) -> bool:
    command = partial(_add, actor, agreement, form, held)
    return saved(form, command, told=_("Bilagan är tillagd."))


def _add(actor: Actor, agreement: "Agreement", form: AnnexForm, held: Callable[[], Held]) -> None:
    annex_id = as_id(form.annex_id.data)
    service.add(actor, agreement, annex_id=annex_id, held=held(), now=clock.now())


def _text(form: TextForm) -> Held:
    return service.text_held(filled(form.title.data), form.text.data or "")


def _file(form: FileForm) -> Held:
    return service.file_held(filled(form.title.data), form.file.data.read())


def _other_file(form: OtherFileForm, current: "AnnexText") -> Held:
    """The file that was sent; when none was, the one that is there by the name that was."""
    title = filled(form.title.data)
    if form.file.data is None:
        return service.renamed(current, title)
    return service.file_held(title, form.file.data.read())


@bp.route("/<uuid:annex_id>/edit-text", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, presenter.get_text_part)
@drafted()
def edit_text(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """Let an annex say something else, or be called so."""
    form = TextForm(**_shown(subject.part), text=subject.part.version.text)
    outcome = _replaced(actor, subject, form, lambda: _text(form))
    if outcome.is_saved:
        return redirect(_page_of(subject.agreement, subject.part))
    body = _show_form("edit_text", subject.agreement, form, subject.part, outcome.differences)
    return body, outcome.status(form)


@bp.route("/<uuid:annex_id>/edit-file", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, presenter.get_file_part)
def edit_file(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """Let an annex be another file, or be called something else."""
    form = OtherFileForm(**_shown(subject.part))
    outcome = _replaced(actor, subject, form, lambda: _other_file(form, subject.part))
    if outcome.is_saved:
        return redirect(_page_of(subject.agreement, subject.part))
    body = _show_form("edit_file", subject.agreement, form, subject.part, outcome.differences)
    return body, outcome.status(form)


def _shown(current: "AnnexText") -> dict[str, str]:
    return {
        "annex_id": str(current.annex.id),
        "base_version": str(current.annex.version),
        "title": current.version.title,
    }


def _replaced(
    actor: Actor, subject: "PartOf[AnnexText]", form: AnnexForm, held: Callable[[], Held]
) -> "Outcome[None]":
    outcome = attempt(form, lambda: _replace(actor, subject, form, held))
    if outcome.is_saved:
        flash(_("Bilagan är ändrad. Vad den var förut finns kvar."))
    if outcome.stale:
        # the next try starts from what stands now; both are on the page until then
        latest = get_annex(subject.agreement, subject.part.annex.id)
        form.base_version.data = str(latest.annex.version)
    return outcome


def _replace(
    actor: Actor, subject: "PartOf[AnnexText]", form: AnnexForm, held: Callable[[], Held]
) -> None:
    service.replace(
        actor,
        subject.agreement,
        subject.part,
        held=held(),
        base_version=as_number(form.base_version.data),
        now=clock.now(),
    )


@bp.post("/<uuid:annex_id>/move")
@requires(AgreementPermission.DRAFT, presenter.get_annex_part)
def move(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """Let it change places with the one before or after."""
    earlier = request.form.get("earlier") == "yes"
    with transaction():
        service.move(actor, subject.agreement, subject.part, earlier=earlier, now=clock.now())
    return redirect(url_for("annexes.index", agreement_id=subject.agreement.id))


@bp.route("/<uuid:annex_id>/remove", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, presenter.get_annex_part)
def remove(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """Take an annex out, after asking once."""
    form = Form()
    told = _("Bilagan är borttagen. Den kan tas tillbaka.")
    if saved(form, lambda: _remove(actor, subject), told=told):
        return redirect(url_for("annexes.index", agreement_id=subject.agreement.id))
    body = render_template("agreements/annexes/remove.html", form=form, subject=subject)
    return body, status_of(form)


def _remove(actor: Actor, subject: "PartOf[AnnexText]") -> None:
    service.remove(actor, subject.agreement, subject.part, now=clock.now())


@bp.post("/<uuid:annex_id>/restore")
@requires(AgreementPermission.DRAFT, presenter.get_annex_part)
def restore(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """Take an annex back in; or with `version`, let it hold what it held then."""
    agreement, current = subject.agreement, subject.part
    number = request.form.get("version")
    with transaction():
        if number:
            service.restore_version(
                actor,
                agreement,
                current,
                number=as_number(number),
                base_version=as_number(request.form.get("base_version")),
                now=clock.now(),
            )
        else:
            service.restore(actor, agreement, current, now=clock.now())
    flash(_("Bilagan är tillbaka."))
    return redirect(_page_of(agreement, current))


def _page_of(agreement: "Agreement", current: "AnnexText") -> str:
    return url_for("annexes.show", agreement_id=agreement.id, annex_id=current.annex.id)
