"""Asking for decisions, signing what has been decided, and going back to the table."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from agreements import changes
from agreements.deadlines import check_due
from agreements.document import to_json
from agreements.documents.amended import amended_by
from agreements.documents.build import working_document
from agreements.mandate import Mandate, why_not
from agreements.mandates import queries as mandates
from agreements.progress import get_progress
from agreements.queries.formality import by_party, list_signatures
from agreements.queries.holding import list_met, list_replaceable
from agreements.queries.life import find_amended, find_text
from agreements.readiness import Finding, check_lock
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import Status, check_status
from agreements.signing.deciding import SIGNATORIES, check_one_party, check_seen, live_version
from agreements.tables import signing_functions
from agreements.tables.agreement import Agreement
from agreements.tables.document import DocumentVersion, Remark
from agreements.tables.signature import Signature
from agreements.terms import (
    check_addendum,
    check_alone,
    check_may_amend,
    check_prolongation,
    check_takes_over,
)
from portal.audit import service as audit
from portal.authz import Actor, Role
from portal.db import db
from portal.documents.written import check_written
from portal.ids import new_id
from portal.outbox import service as outbox


def ask_for_decisions(
    actor: Actor,
    agreement: Agreement,
    *,
    reasons: Mapping[str, str],
    replaces: Collection[UUID],
    due_on: date | None,
    now: datetime,
    today: date,
) -> None:
    """Freeze the text as a numbered version, which every party's body decides on until `due_on`.

    `reasons` say, by the finding's key, why the parties go on although something is open; they stay
    with the version. `replaces` are those that it takes over from on its first day: what else
    holds on the same subject may not meet it.
    """
    changes.lock(agreement)
    if agreement.status is Status.DECISION:
        return
    check_status(agreement.status, Status.SHARED)
    if due_on is not None:
        check_due(due_on, agreement.valid_from, today, field="due_on")
    changes.look_through_texts(agreement)
    found = get_progress(agreement, today).readiness
    check_lock(found, reasons)
    if agreement.is_own:
        _name_replaced(agreement, replaces, today)
    else:
        _check_amends(actor, agreement, today)
    if signing_functions.meets_in_decision(agreement.id):
        raise AgreementRuleError(Refusal.BEING_DECIDED)
    changes.move(agreement, Status.DECISION, now, due_on=due_on)
    number = 1 + (
        db.session.scalar(
            select(func.max(DocumentVersion.number)).where(
                DocumentVersion.agreement_id == agreement.id
            )
        )
        or 0
    )
    frozen = working_document(agreement, number=number, made_at=now)
    version = DocumentVersion(
        id=new_id(),
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        number=number,
        content=to_json(frozen).decode("utf-8"),
        made_at=now,
    )
    db.session.add(version)
    db.session.flush()
    _keep_reasons(actor, version, found.asks, reasons, now)
    audit.record(actor, "agreement.put_to_decision", version, stream=agreement.id, number=number)
    changes.tell_others(
        actor,
        agreement,
        "agreement.put_to_decision",
        subject_id=version.id,
        asks=agreement.decider_ids,
        otherwise="agreement.locked",
    )


def _check_amends(actor: Actor, agreement: Agreement, today: date) -> None:
    amended = find_amended(actor, agreement)
    if amended is None or set(amended.municipality_ids) != set(agreement.municipality_ids):
        raise AgreementRuleError(Refusal.WRONG_STATE)
    check_may_amend(amended.status, amended.ends_on)
    if agreement.amends_text:
        before = find_text(amended).valid_from
        last = amended.held.end or today
        check_addendum(amended.held, last, agreement.valid_from, before)
        if amended_by(agreement).is_none:
            raise AgreementRuleError(Refusal.NOTHING_ADDED)
        return
    first, until = agreement.valid_from or today, agreement.valid_until or date.max
    check_prolongation(amended.held, agreement.term, list_met(amended, first, until))


def _name_replaced(agreement: Agreement, replaces: Collection[UUID], today: date) -> None:
    others = list_replaceable(agreement, today)
    if not set(replaces) <= {one.id for one in others}:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    check_alone(agreement.term, others, replaces)
    check_takes_over(agreement.term, others, replaces, today)
    agreement.replaces_ids = list(replaces)


def _keep_reasons(
    actor: Actor,
    version: DocumentVersion,
    asks: Sequence[Finding],
    reasons: Mapping[str, str],
    now: datetime,
) -> None:
    db.session.add_all(
        Remark(
            county_id=version.county_id,
            agreement_id=version.agreement_id,
            document_version_id=version.id,
            position=position,
            kind=one.kind,
            place=one.place,
            name=one.name,
            count=one.count,
            reason=reasons[one.key].strip(),
            organisation_id=actor.organisation_id,
            author_name=actor.name,
            written_at=now,
        )
        for position, one in enumerate(asks)
    )


def check_may_sign(
    actor: Actor, agreement: Agreement, mandate_id: UUID, today: date
) -> DocumentVersion:
    """The version to sign, or why the actor cannot sign it by that mandate now."""
    check_status(agreement.status, Status.SIGNING)
    mine = by_party(list_signatures(agreement)).get(actor.organisation_id, [])
    if any(one.completes for one in mine):
        raise AgreementRuleError(Refusal.ALREADY_SIGNED)
    check_one_party(actor, agreement)
    held = [one for one in mandates.list_held(actor) if one.id == mandate_id]
    if not held:
        raise AgreementRuleError(Refusal.NO_MANDATE)
    refused = why_not(held[0], actor.account_id, signed_places(held[0], mine), today)
    if refused is not None:
        raise AgreementRuleError(refused)
    return live_version(agreement)


def signed_places(mandate: Mandate, signatures: Iterable[Signature]) -> list[int]:
    """The places of a mandate that have signed."""
    return [one.place for one in signatures if one.mandate_id == mandate.id and one.place]


def last_title(actor: Actor, agreement: Agreement) -> str:
    """The title that the actor last signed with for this organisation; "" the first time."""
    statement = (
        select(Signature.title)
        .where(
            Signature.county_id == agreement.county_id,
            Signature.account_id == actor.account_id,
            Signature.organisation_id == actor.organisation_id,
        )
        .order_by(Signature.signed_at.desc())
    )
    return db.session.scalars(statement.limit(1)).first() or ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the provider said at the signature, with the commitment its answer repeats.

    `proof` tells the database that the application has checked the answer (app.sign).
    """

    commitment: str
    document_sha256: str
    id_token: str
    provider_keys: Mapping[str, Any]
    proof: bytes


def sign(
    actor: Actor,
    agreement: Agreement,
    *,
    signature_id: UUID,
    mandate_id: UUID,
    title: str,
    evidence: Evidence,
    now: datetime,
    today: date,
) -> None:
    """Sign for the actor's party. The last signature of all puts the agreement in force."""
    changes.lock(agreement)
    check_written("title", title)
    version = check_may_sign(actor, agreement, mandate_id, today)
    if version.signing_sha256 != evidence.document_sha256:
        raise AgreementRuleError(Refusal.STALE_DOCUMENT)
    signing_functions.sign(
        signing_functions.NewSignature(
            id=signature_id,
            evidence_id=new_id(),
            agreement_id=agreement.id,
            title=title,
            commitment=evidence.commitment,
            id_token=evidence.id_token,
            provider_keys=evidence.provider_keys,
            proof=evidence.proof,
        )
    )
    signature = db.session.get_one(Signature, signature_id)
    audit.record(
        actor,
        "agreement.signed",
        signature,
        stream=agreement.id,
        document_sha256=evidence.document_sha256,
    )
    if not signature.completes:
        outbox.notify(
            actor.organisation_id,
            SIGNATORIES,
            "agreement.sign_next",
            path=f"/agreements/{agreement.id}/sign",
            dedupe=f"agreement.sign_next:{signature.id}",
        )
    _conclude(actor, agreement, now, today)


def record_paper_signatures(
    actor: Actor,
    agreement: Agreement,
    *,
    signatories: Mapping[UUID, tuple[str, str]],
    signed_at: datetime,
    today: date,
) -> None:
    """Record that every party has signed on paper: organisation -> (name, title)."""
    version = live_version(agreement)
    check_status(agreement.status, Status.SIGNING)
    for organisation_id, (name, title) in signatories.items():
        signature = Signature(
            id=new_id(),
            county_id=agreement.county_id,
            agreement_id=agreement.id,
            document_version_id=version.id,
            organisation_id=organisation_id,
            name=name,
            title=title,
            signed_at=signed_at,
            on_paper=True,
            document_sha256=version.signing_sha256 or "",
        )
        db.session.add(signature)
        audit.record(actor, "agreement.signed_on_paper", signature, stream=agreement.id)
    db.session.flush()
    _conclude(actor, agreement, signed_at, today)


def _conclude(actor: Actor, agreement: Agreement, now: datetime, today: date) -> None:
    signatures = list_signatures(agreement)
    if {one.organisation_id for one in signatures if one.completes} != agreement.signer_ids:
        return
    if agreement.is_own:
        others = list_replaceable(agreement, today)
        check_alone(agreement.term, others, agreement.replaces_ids)
    else:
        _check_amends(actor, agreement, today)
    changes.move(agreement, Status.IN_FORCE, now)
    take_over(actor, agreement)
    changes.tell_others(actor, agreement, "agreement.in_force", subject_id=agreement.id)


def take_over(actor: Actor, agreement: Agreement) -> None:
    """Let what all have signed take effect on what it replaces, or amends."""
    audit.record(actor, "agreement.in_force", agreement, stream=agreement.id)
    if agreement.is_own:
        _supersede_earlier(actor, agreement)
    else:
        _amend(actor, agreement)


def _amend(actor: Actor, agreement: Agreement) -> None:
    db.session.flush()
    amended = signing_functions.take_amendment(agreement.id)
    if amended is None:
        raise AgreementRuleError(Refusal.IS_ENDING)
    action = "agreement.added_to" if agreement.amends_text else "agreement.prolonged"
    audit.record(actor, action, agreement, stream=amended)


def _supersede_earlier(actor: Actor, agreement: Agreement) -> None:
    db.session.flush()
    for old in signing_functions.supersede_earlier(agreement.id):
        audit.record(
            actor, "agreement.superseded", agreement, stream=agreement.id, earlier=str(old)
        )


def return_to_table(
    actor: Actor, agreement: Agreement, *, seen: UUID, reason: str, now: datetime
) -> None:
    """Back to negotiation. The version, `seen`, is void with every decision and signature on it.

    Whoever decided on it is told, and whoever signed it or was to sign.
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.DECISION, Status.SIGNING)
    if not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")
    check_written("reason", reason)
    version = live_version(agreement)
    check_seen(version, seen)
    was_signed = agreement.status is Status.SIGNING
    version.voided_at = now
    version.voided_by = changes.by_whom(actor)
    version.voided_reason = reason
    changes.move(agreement, Status.SHARED, now)
    audit.record(actor, "agreement.returned", version, stream=agreement.id, number=version.number)
    asked = {Role.COORDINATOR, Role.SIGNATORY} if was_signed else {Role.COORDINATOR}
    changes.tell_undone(
        agreement, "agreement.returned", subject_id=version.id, roles=frozenset(asked)
    )
