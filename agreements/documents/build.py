"""From the database's rows to the one value that DOCX, PDF and every checksum are made from."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from operator import attrgetter

from agreements.agreed.queries import KeptFact, get_facts
from agreements.clerical import raised
from agreements.document import (
    AgreementDocument,
    DocumentAct,
    DocumentAnnex,
    DocumentColumn,
    DocumentDecision,
    DocumentFact,
    DocumentParty,
    DocumentRow,
    DocumentSection,
    DocumentSignature,
    from_json,
)
from agreements.documents import labels
from agreements.documents.amended import amended_by
from agreements.matrix.queries import Column, Matrix, get_matrix
from agreements.queries.agreement import list_area
from agreements.queries.annex import AnnexText, list_annexes
from agreements.queries.document import find_document_version
from agreements.queries.formality import list_decisions, list_signatures
from agreements.queries.holding import list_replaced
from agreements.queries.life import (
    CorrectedText,
    list_acts,
    list_amended_by,
    list_corrected,
    list_corrections,
)
from agreements.queries.paper import find_paper
from agreements.queries.text import list_sections
from agreements.rules import ActKind, CorrectionStatus, Part, Status
from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision
from agreements.tables.document import DocumentVersion
from agreements.tables.life import AgreementAct, Correction
from agreements.tables.signature import Signature
from agreements.tables.template import TemplateVersion
from agreements.terms import Standing, standing
from portal import clock
from portal.db import db
from portal.tenancy.models import County
from portal.zone import STOCKHOLM

# of the others their dates tell more than their state
_LABELS = {
    Standing.SHARED: labels.DRAFT,
    Standing.DECISION: labels.FOR_DECISION,
    Standing.SIGNING: labels.FOR_SIGNING,
    Standing.IN_FORCE: labels.IN_FORCE,
    Standing.EXPIRING: labels.IN_FORCE,
    Standing.EXPIRED: labels.EXPIRED,
    Standing.ABANDONED: labels.ABANDONED,
}
VOIDED_LABEL = "Upphävd"


def status_label(agreement: Agreement, today: date) -> str:
    """What the agreement is called on a day: in force only from its first day to its last."""
    stands = standing(agreement.status, agreement.held, today)
    if agreement.ends_on is not None and agreement.ends_on == agreement.last_day:
        if stands is Standing.EXPIRED:
            return labels.NOTICE_ENDED
        if stands in {Standing.IN_FORCE, Standing.EXPIRING}:
            return labels.NOTICE_GIVEN.format(day=labels.day(agreement.ends_on))
    is_replaced = agreement.status is Status.SUPERSEDED or agreement.replaced_from is not None
    if stands is Standing.EXPIRED and is_replaced:
        return labels.SUPERSEDED
    if stands is Standing.UPCOMING and agreement.valid_from is not None:
        return labels.UPCOMING.format(day=labels.day(agreement.valid_from))
    return _LABELS.get(stands, labels.DRAFT)


def current_document(agreement: Agreement) -> AgreementDocument:
    """The agreement as it stands now.

    The working text, or the version put to decision with the decisions and signatures it has got.
    """
    version = find_document_version(agreement)
    if version is None:
        number = agreement.revision
        return working_document(agreement, number=number, made_at=agreement.changed_at)
    return with_formalities(agreement, version, with_signatures=True)


def find_signing_copy(agreement: Agreement) -> bytes | None:
    """The stored bytes while signing goes on: what is read is then exactly what is signed."""
    if agreement.status is not Status.SIGNING:
        return None
    version = find_document_version(agreement)
    return version.signing_copy if version else None


def working_document(agreement: Agreement, *, number: int, made_at: datetime) -> AgreementDocument:
    """The text and the matrix as they are now, with neither decision nor signature."""
    template = db.session.get_one(TemplateVersion, agreement.template_version_id)
    county = db.session.get_one(County, agreement.county_id)
    matrix = get_matrix(agreement)
    replaced = [one.title for one in list_replaced(agreement)]
    area = _area(agreement)
    return AgreementDocument(
        agreement_id=agreement.id,
        version=number,
        title=agreement.title,
        municipality=area,
        county=county.name,
        template_name=template.name,
        template_adopted=template.adopted,
        status_label=status_label(agreement, clock.today()),
        valid_from=agreement.valid_from,
        valid_until=agreement.valid_until,
        review_on=agreement.review_on,
        made_at=made_at,
        parties=_parties(agreement),
        sections=tuple(
            DocumentSection(
                key=line.section.key,
                number=line.section.number,
                heading=line.section.heading,
                text=line.text,
            )
            for line in list_sections(agreement)
        ),
        columns=tuple(
            DocumentColumn(
                key=column.key,
                label=column.label,
                party=_column_party(agreement, column),
            )
            for column in matrix.columns
        ),
        rows=_rows(matrix),
        facts=tuple(_fact(one) for one in get_facts(agreement)),
        decisions=(),
        signatures=(),
        subject=agreement.subject.name,
        replaces="; ".join(replaced),
        prolongs=_prolongs(agreement),
        adds_to=_amended_title(agreement) if agreement.amends_text else "",
        changes=_changes(agreement) if agreement.amends_text else "",
        area=area,
        begun_by=agreement.party_name(agreement.creator_id),
        lacks_last_day=agreement.term.end is None,
        annexes=tuple(_annex(one) for one in list_annexes(agreement)),
    )


def _fact(one: KeptFact) -> DocumentFact:
    return DocumentFact(
        section=one.section_key,
        key=one.key,
        label=one.label,
        said="\n".join(one.lines),
        is_left=one.is_left,
    )


def _annex(one: AnnexText) -> DocumentAnnex:
    return DocumentAnnex(
        key=one.annex.key,
        title=one.version.title,
        size=one.version.size,
        sha256=one.version.sha256,
        text=one.version.text or "",
        suffix=one.version.suffix,
    )


def with_formalities(
    agreement: Agreement, version: DocumentVersion, *, with_signatures: bool
) -> AgreementDocument:
    """A frozen version with its decisions and, unless it is the signing copy, its signatures."""
    frozen = from_json(version.content.encode("utf-8"))
    decisions = list_decisions(agreement, version)
    signatures = list_signatures(agreement, version) if with_signatures else ()
    moments = [one.recorded_at for one in decisions] + [one.signed_at for one in signatures]
    acts = list_acts(agreement) if with_signatures and not version.voided_at else ()
    added = list_amended_by(agreement) if with_signatures and not version.voided_at else ()
    corrections = _corrections(agreement) if with_signatures and not version.voided_at else []
    moments += [one.recorded_at for one in acts] + [one.status_at for one in added]
    moments += [one.settled_at for one in corrections if one.settled_at]
    told = [_act(agreement, one) for one in acts] + [_amended_by(one) for one in added]
    told += [_corrected(agreement, one) for one in corrections]
    copy = labels.SIGNING_COPY.format(version=frozen.version)
    label = status_label(agreement, clock.today()) if with_signatures else copy
    changes = {
        "status_label": labels.VOIDED if version.voided_at else label,
        "decisions": _decisions(agreement, version, decisions),
        "signatures": _signatures(agreement, version, signatures),
        "on_paper": _on_paper(agreement) if with_signatures and not version.voided_at else "",
        "acts": tuple(sorted(told, key=attrgetter("day"))),
        "title": agreement.title if corrections else frozen.title,
        "sections": _sections(agreement, frozen) if corrections else frozen.sections,
        # the last formality is when this file became what it is
        "made_at": max([version.made_at, *moments]),
    }
    return _replaced(frozen, changes)


def _on_paper(agreement: Agreement) -> str:
    paper = find_paper(agreement)
    if paper is None:
        return ""
    return labels.ON_PAPER.format(
        name=paper.registered_by,
        party=agreement.party_name(paper.organisation_id, paper.registered_at),
        day=labels.day(paper.registered_at.astimezone(STOCKHOLM)),
        checksum=paper.sha256,
    )


def _corrections(agreement: Agreement) -> list[Correction]:
    """What all parties have agreed to correct in it, or in what it amends or amends it."""
    found = list_corrections(agreement)
    return [one for one in found if one.status is CorrectionStatus.ADOPTED]


def _sections(agreement: Agreement, frozen: AgreementDocument) -> tuple[DocumentSection, ...]:
    """The text with every correction marked, and what it said before below it."""
    corrected = {one.key: one for one in list_corrected(agreement).values()}
    return tuple(
        replace(one, text=_with_notes(agreement, corrected[one.key]))
        if one.key in corrected
        else one
        for one in frozen.sections
    )


def _with_notes(agreement: Agreement, text: CorrectedText) -> str:
    notes = [
        labels.NOTE.format(mark=raised(number), said=_said_of(agreement, one))
        for number, one in enumerate(text.corrections, start=1)
    ]
    return "\n\n".join([text.marked, *notes])


def _said_of(agreement: Agreement, one: Correction) -> str:
    settled = (one.settled_at or one.proposed_at).astimezone(STOCKHOLM).date()
    return labels.CORRECTED.format(
        day=labels.day(settled),
        before=one.before,
        after=one.after,
        by=f"{one.proposed_by}, {agreement.party_name(one.organisation_id, one.proposed_at)}",
        agreed=_agreed(agreement, one),
    )


def _agreed(agreement: Agreement, one: Correction) -> str:
    return "; ".join(
        f"{answer.answered_by}, {agreement.party_name(answer.organisation_id, answer.answered_at)}"
        for answer in one.answers
        if answer.agrees
    )


def _corrected(agreement: Agreement, one: Correction) -> DocumentAct:
    settled = (one.settled_at or one.proposed_at).astimezone(STOCKHOLM).date()
    what = labels.CORRECTION.format(
        place=labels.CORRECTION_OF[one.about.value], before=one.before, after=one.after
    )
    said = labels.AGREED_BY.format(reason=one.reason, agreed=_agreed(agreement, one))
    party = agreement.party_name(one.organisation_id, one.proposed_at)
    return DocumentAct(day=settled, party=party, what=what, said=said)


def _replaced(document: AgreementDocument, changes: dict[str, object]) -> AgreementDocument:
    kept = {name: getattr(document, name) for name in AgreementDocument.__dataclass_fields__}
    return AgreementDocument(**(kept | changes))


def _area(agreement: Agreement) -> str:
    """Where it holds, as its heading says it."""
    if agreement.covers_county:
        return labels.WHOLE_COUNTY
    return ", ".join(one.name for one in list_area(agreement))


def _column_party(agreement: Agreement, column: Column) -> str:
    if column.organisation_id is None:
        return labels.EACH_MUNICIPALITY
    return agreement.party_name(column.organisation_id)


def _parties(agreement: Agreement) -> tuple[DocumentParty, ...]:
    return tuple(
        DocumentParty(
            name=party.organisation.name,
            kind=party.organisation.kind.value,
            organisation_number=party.organisation.organisation_number or "",
            part="" if party.part is Part.BOUND else party.part.value,
        )
        for party in agreement.parties
    )


def _prolongs(agreement: Agreement) -> str:
    """What it prolongs, and until when that holds without it."""
    if not agreement.is_prolongation or agreement.valid_from is None:
        return ""
    day = labels.day(agreement.valid_from - timedelta(days=1))
    return labels.PROLONGED_BY_THIS.format(title=_amended_title(agreement), day=day)


def _amended_title(agreement: Agreement) -> str:
    return db.session.get_one(Agreement, agreement.amends_id).title


def _changes(agreement: Agreement) -> str:
    """Which sections an addendum changes, and how many cells of the matrix."""
    found = amended_by(agreement)
    said = [f"{one.section.number}. {one.section.heading}" for one in found.texts]
    if count := len(found.cells):
        number = labels.ONE_CELL if count == 1 else labels.MORE_CELLS.format(number=count)
        said.append(labels.CHANGED_CELLS.format(number=number))
    said += [labels.CHANGED_FACT.format(label=one.label) for one in found.facts]
    said += [labels.CHANGED_ANNEX.format(title=one.title) for one in found.annexes]
    return ", ".join(said)


def _amended_by(agreement: Agreement) -> DocumentAct:
    signed_on = agreement.status_at.astimezone(STOCKHOLM)
    what = labels.PROLONGED_OPENLY
    if agreement.valid_until is not None:
        what = labels.PROLONGED.format(day=labels.day(agreement.valid_until))
    if agreement.amends_text:
        what = labels.ADDED.format(day=labels.day(agreement.valid_from or signed_on.date()))
    parties = ", ".join(agreement.party_name(one.organisation_id) for one in agreement.parties)
    return DocumentAct(
        day=signed_on.date(),
        party=parties,
        what=what,
        said=labels.SIGNED_BY_ALL,
    )


def _act(agreement: Agreement, act: AgreementAct) -> DocumentAct:
    said, day = labels.REVIEWED.get(act.outcome or "", ""), labels.day(act.until or act.on_day)
    if act.kind is ActKind.NOTICE:
        said = labels.NOTICE.format(day=day, basis=act.basis)
    elif act.until is not None:
        said = labels.REVIEWED_NEXT.format(said=said, day=day)
    party = agreement.party_name(act.organisation_id, act.recorded_at)
    return DocumentAct(day=act.on_day, party=party, what=said, said=act.reason)


def _rows(matrix: Matrix) -> tuple[DocumentRow, ...]:
    return tuple(
        DocumentRow(
            key=row.key,
            phase=row.phase,
            title=row.title,
            hint=row.hint,
            values={key: value.value for key, value in sorted(row.values.items())},
        )
        for row in matrix.rows
    )


def _decisions(
    agreement: Agreement, version: DocumentVersion, decisions: Sequence[Decision]
) -> tuple[DocumentDecision, ...]:
    # a party is called in all of a file what it was when the text was frozen
    return tuple(
        DocumentDecision(
            party=agreement.party_name(decision.organisation_id, version.made_at),
            **asdict(decision.facts),
        )
        for decision in decisions
    )


def _authority(signature: Signature) -> str:
    if not signature.stands_in_for:
        return signature.authority
    return labels.STANDS_IN.format(authority=signature.authority, name=signature.stands_in_for)


def _signatures(
    agreement: Agreement, version: DocumentVersion, signatures: Sequence[Signature]
) -> tuple[DocumentSignature, ...]:
    return tuple(
        DocumentSignature(
            party=agreement.party_name(signature.organisation_id, version.made_at),
            name=signature.name,
            title=signature.title,
            signed_at=signature.signed_at,
            document_sha256=signature.document_sha256,
            authority=_authority(signature),
            is_last=signature.completes,
        )
        for signature in signatures
    )
