"""Reading agreements: the list, one agreement, one section, and its files."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agreements import subjects
from agreements.documents.build import current_document, find_signing_copy, with_formalities
from agreements.documents.docx import make_docx
from agreements.documents.pdf import make_pdf
from agreements.documents.xlsx import make_xlsx
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement, list_area
from agreements.queries.document import find_document_version
from agreements.reading import amending, earlier, history, renewal
from agreements.reading.list_page import Stage, Wanted, list_page
from agreements.reading.presenter import agreement_page
from agreements.reading.section_page import section_page
from agreements.reading.texts import get_signed_copy, whole_text
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.identity import attempts
from portal.web.downloads import day_in_name, file_name, handed_over
from portal.web.guard import is_allowed, itself, requires
from portal.web.posted import as_id, as_number

if TYPE_CHECKING:
    from agreements.queries.text import SectionText
    from agreements.subjects import PartOf
    from agreements.tables.agreement import Agreement
    from agreements.tables.document import DocumentVersion

bp = Blueprint("agreements", __name__, url_prefix="/agreements")

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
@requires(AgreementPermission.SEARCH, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The agreements that the reader works with; for everybody else what holds in the county."""
    if not is_allowed(actor, AgreementPermission.LIST, actor):
        return redirect(url_for("searching.search_agreements"))
    return render_template("agreements/reading/index.html", page=list_page(actor, _wanted()))


def _wanted() -> Wanted:
    asked = request.args
    stage, municipality, page = (asked.get(name) for name in ("stage", "municipality", "page"))
    if stage and stage not in {*Stage}:
        raise NotFoundError
    return Wanted(
        stage=Stage(stage) if stage else None,
        municipality=as_id(municipality) if municipality else None,
        page=max(as_number(page), 1) if page else 1,
    )


@bp.get("/<uuid:agreement_id>")
@requires(AgreementPermission.VIEW, get_agreement)
def show(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """One agreement: where it stands, what is next, its parts."""
    page = agreement_page(actor, agreement)
    return render_template("agreements/reading/show.html", page=page)


@bp.get("/<uuid:agreement_id>/sections/<uuid:section_id>")
@requires(AgreementPermission.VIEW, subjects.get_section_part)
def section(actor: Actor, subject: "PartOf[SectionText]") -> ResponseReturnValue:
    """One section: its text, questions, law and suggestions."""
    page = section_page(actor, subject.agreement, subject.part)
    return render_template("agreements/reading/section.html", page=page)


@bp.get("/<uuid:agreement_id>/sections/<uuid:section_id>/versions")
@requires(AgreementPermission.VIEW, subjects.get_section_part)
def section_versions(actor: Actor, subject: "PartOf[SectionText]") -> ResponseReturnValue:
    """The texts that the section has had; `version` names the one to show."""
    wanted = request.args.get("version")
    shown = as_number(wanted) if wanted else None
    page = history.history_page(actor, subject.agreement, subject.part, shown)
    return render_template("agreements/reading/section_versions.html", page=page)


@bp.get("/<uuid:agreement_id>/changes")
@requires(AgreementPermission.VIEW, get_agreement)
def changes(_actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """What an addendum changes."""
    page = amending.changes_page(agreement)
    return render_template("agreements/reading/changes.html", page=page)


@bp.get("/<uuid:agreement_id>/template-changes")
@requires(AgreementPermission.VIEW, get_agreement)
def template_changes(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """What the template says otherwise than when the text it was begun from was written."""
    page = renewal.renewal_page(actor, agreement)
    return render_template("agreements/reading/template_changes.html", page=page)


@bp.get("/<uuid:agreement_id>/read")
@requires(AgreementPermission.VIEW, get_agreement)
def read(_actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """The whole text on one page."""
    text = whole_text(agreement)
    return render_template("agreements/reading/read.html", agreement=agreement, text=text)


@bp.get("/<uuid:agreement_id>/agreement.pdf")
@requires(AgreementPermission.VIEW, get_agreement)
def pdf(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """The document as PDF: while it is being signed, the very bytes that are signed."""
    attempts.count_file(actor.account_id)
    copy = find_signing_copy(agreement) or make_pdf(current_document(agreement))
    in_page = bool(request.args.get("view"))
    return handed_over(copy, "application/pdf", _name(agreement, "pdf"), in_page=in_page)


@bp.get("/<uuid:agreement_id>/signed-copy.pdf")
@requires(AgreementPermission.VIEW, get_agreement)
def signed_copy(_actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """The bytes that were signed, without the signatures, to check their SHA-256."""
    copy = get_signed_copy(agreement)
    name = _name(agreement, "pdf", "undertecknandeexemplar")
    return handed_over(copy, "application/pdf", name)


@bp.get("/<uuid:agreement_id>/agreement.docx")
@requires(AgreementPermission.VIEW, get_agreement)
def docx(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """The document for Word."""
    attempts.count_file(actor.account_id)
    document = current_document(agreement)
    return handed_over(make_docx(document), DOCX, _name(agreement, "docx"))


@bp.get("/<uuid:agreement_id>/matrix.xlsx")
@requires(AgreementPermission.VIEW, get_agreement)
def xlsx(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Who does what, for a spreadsheet."""
    attempts.count_file(actor.account_id)
    document = current_document(agreement)
    return handed_over(make_xlsx(document), XLSX, _name(agreement, "xlsx", "vem-gör-vad"))


@bp.get("/<uuid:agreement_id>/versions/<int(max=9999):number>")
@requires(AgreementPermission.VIEW, earlier.get_version)
def earlier_version(_actor: Actor, subject: "PartOf[DocumentVersion]") -> ResponseReturnValue:
    """A version that was taken back: what it said, who had decided and signed, and why."""
    page = earlier.version_page(subject.agreement, subject.part)
    return render_template("agreements/reading/earlier_version.html", page=page)


@bp.get("/<uuid:agreement_id>/versions/<int(max=9999):number>/agreement.pdf")
@requires(AgreementPermission.VIEW, earlier.get_version)
def earlier_pdf(_actor: Actor, subject: "PartOf[DocumentVersion]") -> ResponseReturnValue:
    """The file of a version that was taken back: the very bytes if it was put to signing."""
    document = with_formalities(subject.agreement, subject.part, with_signatures=True)
    copy = subject.part.signing_copy or make_pdf(document)
    name = _name_of(
        subject.agreement, "version", str(subject.part.number), "återtagen", suffix="pdf"
    )
    return handed_over(copy, "application/pdf", name)


def _name(agreement: "Agreement", suffix: str, *more: str) -> str:
    """The version it is; a working text has the day it was last changed."""
    version = find_document_version(agreement)
    which = (
        ("utkast", day_in_name(agreement.changed_at))
        if version is None
        else ("version", str(version.number))
    )
    return _name_of(agreement, *which, *more, suffix=suffix)


def _place(agreement: "Agreement") -> str:
    if agreement.covers_county:
        return "hela länet"
    area = list_area(agreement)
    return area[0].short_name if len(area) == 1 else f"{len(area)} kommuner"


def _name_of(agreement: "Agreement", *which: str, suffix: str) -> str:
    return file_name(
        "överenskommelse", agreement.subject.key, _place(agreement), *which, suffix=suffix
    )
