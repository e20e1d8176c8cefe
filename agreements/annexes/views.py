"""Pages of annexes: the list, one of them, and changing them before sharing."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements import queries
from agreements.annexes import presenter, service
from agreements.annexes.forms import AnnexForm, FileForm, OtherFileForm, TextForm
from agreements.annexes.service import Held
from agreements.drafts import drafted
from agreements.forms import PREVIEW
from agreements.permissions import AgreementPermission
from portal import clock
from portal.authz import Actor
from portal.documents import uploads
from portal.ids import new_id
from portal.transaction import transaction
from portal.web.downloads import file_name, handed_over
from portal.web.drafts import asked_again
from portal.web.forms import Form, filled
from portal.web.guard import requires
from portal.web.posted import as_id, as_number
from portal.web.saving import attempt, saved, status_of

if TYPE_CHECKING:
    from agreements.models import Agreement
    from agreements.queries import AnnexText
    from agreements.subjects import PartOf

bp = Blueprint("annexes", __name__, url_prefix="/agreements/<uuid:agreement_id>/annexes")


@bp.get("")
@requires(AgreementPermission.VIEW, queries.get_agreement)
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
    kind = uploads.KINDS[found.suffix]
    number = str(subject.part.number) if subject.part.number else ""
    name = file_name("bilaga", number, found.title, suffix=kind.suffix)
    return handed_over(found.content or b"", kind.mimetype, name)


def _version() -> int | None:
    wanted = request.args.get("version")
    return as_number(wanted) if wanted else None


@bp.route("/new-text", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, queries.get_agreement)
@drafted()
def add_text(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Add a text."""
    form = TextForm(annex_id=str(new_id()))
    return _add(actor, agreement, form)


@bp.route("/new-file", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, queries.get_agreement)
def add_file(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Add a file."""
    form = FileForm(annex_id=str(new_id()))
    return _add(actor, agreement, form)


def _add(actor: Actor, agreement: "Agreement", form: AnnexForm) -> ResponseReturnValue:
    told = _("Bilagan är tillagd.")
    if saved(form, lambda: _add_held(actor, agreement, form), told=told):
        return redirect(url_for("annexes.index", agreement_id=agreement.id))
    preview = form["text"].data or "" if asked_again() == PREVIEW else None
    body = render_template(
        "agreements/annexes/edit.html",
        form=form,
        agreement=agreement,
        current=None,
        differences=(),
        preview=preview,
    )
    return body, status_of(form)


def _add_held(actor: Actor, agreement: "Agreement", form: AnnexForm) -> None:
    annex_id = as_id(form.annex_id.data)
    service.add(actor, agreement, annex_id=annex_id, held=_held(form, None), now=clock.now())


def _held(form: AnnexForm, current: "AnnexText | None") -> Held:
    """What a form says that the annex is to hold; its file stays when no other was sent."""
    title = filled(form.title.data)
    if isinstance(form, TextForm):
        return service.text_held(title, form.text.data or "")
    if form["file"].data is None and current is not None:
        return service.renamed(current, title)
    return service.file_held(title, form["file"].data.read())


@bp.route("/<uuid:annex_id>/edit-text", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, presenter.get_text_part)
@drafted()
def edit_text(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """Let an annex say something else, or be called so."""
    return _edit(actor, subject, TextForm)


@bp.route("/<uuid:annex_id>/edit-file", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, presenter.get_file_part)
def edit_file(actor: Actor, subject: "PartOf[AnnexText]") -> ResponseReturnValue:
    """Let an annex be another file, or be called something else."""
    return _edit(actor, subject, OtherFileForm)


def _edit(actor: Actor, subject: "PartOf[AnnexText]", kind: type[AnnexForm]) -> ResponseReturnValue:
    agreement, current = subject.agreement, subject.part
    form = kind(
        annex_id=str(current.annex.id),
        base_version=str(current.annex.version),
        title=current.version.title,
        text=current.version.text,
    )
    outcome = attempt(form, lambda: _replace(actor, subject, form))
    if outcome.is_saved:
        flash(_("Bilagan är ändrad. Vad den var förut finns kvar."))
        return redirect(_page_of(agreement, current))
    if outcome.stale:
        latest = queries.get_annex(agreement, current.annex.id)
        form.base_version.data = str(latest.annex.version)
    body = render_template(
        "agreements/annexes/edit.html",
        form=form,
        agreement=agreement,
        current=current,
        differences=outcome.differences,
        preview=form["text"].data or "" if asked_again() == PREVIEW else None,
    )
    return body, outcome.status(form)


def _replace(actor: Actor, subject: "PartOf[AnnexText]", form: AnnexForm) -> None:
    service.replace(
        actor,
        subject.agreement,
        subject.part,
        held=_held(form, subject.part),
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
                actor, agreement, current, number=as_number(number), now=clock.now()
            )
        else:
            service.restore(actor, agreement, current, now=clock.now())
    flash(_("Bilagan är tillbaka."))
    return redirect(_page_of(agreement, current))


def _page_of(agreement: "Agreement", current: "AnnexText") -> str:
    return url_for("annexes.show", agreement_id=agreement.id, annex_id=current.annex.id)
