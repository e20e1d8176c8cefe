"""Asking for decisions, recording them, signing, and going back to the table."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import func, select

from agreements import changes, functions, queries
from agreements.document import AgreementDocument, DecisionFacts, to_json
from agreements.documents.amended import amended_by
from agreements.documents.build import with_formalities, working_document
from agreements.models import (
    Agreement,
    Decision,
    DocumentVersion,
    Remark,
    Signature,
)
from agreements.progress import get_progress
from agreements.readiness import Finding, check_lock
from agreements.rules import (
    AgreementRuleError,
    DayDoubt,
    Refusal,
    Status,
    check_addendum,
    check_alone,
    check_body,
    check_may_prolong,
    check_one_party,
    check_prolongation,
    check_status,
    doubt_day,
    has_decided,
)
from portal.audit import service as audit
from portal.authz import Actor, Role
from portal.db import db
from portal.ids import new_id
from portal.outbox import service as outbox
from portal.zone import STOCKHOLM

MakePdf: TypeAlias = Callable[[AgreementDocument], bytes]
SIGNATORIES = frozenset({Role.SIGNATORY})


def ask_for_decisions(
    actor: Actor,
    agreement: Agreement,
    *,
    reasons: Mapping[str, str],
    replaces: UUID | None,
    now: datetime,
    today: date,
) -> None:
    """Freeze the text as a numbered version, which every party's body then decides on.

    `reasons` say, by the finding's key, why the parties go on although something is open; they stay
    with the version. `replaces` is the one that it takes over from on its first day: what else
    holds on the same subject may not meet it.
    """
    changes.lock(agreement)
    if agreement.status is Status.DECISION:
        return
    check_status(agreement.status, Status.SHARED)
    found = get_progress(agreement, today).readiness
    check_lock(found, reasons)
    if agreement.is_own:
        _name_replaced(agreement, replaces, today)
    else:
        _check_amends(actor, agreement, today)
    changes.move(agreement, Status.DECISION, now)
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
    changes.tell_others(actor, agreement, "agreement.put_to_decision", subject_id=version.id)


def _check_amends(actor: Actor, agreement: Agreement, today: date) -> None:
    amended = queries.find_amended(actor, agreement)
    if amended is None or amended.municipality_id != agreement.municipality_id:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    check_may_prolong(amended.status, amended.ends_on)
    last = amended.last_day or today
    if agreement.amends_text:
        before = queries.find_text(amended).valid_from
        check_addendum(amended.held, last, agreement.valid_from, before)
        if amended_by(agreement).is_none:
            raise AgreementRuleError(Refusal.NOTHING_ADDED)
        return
    first, until = agreement.valid_from or today, agreement.valid_until or date.max
    check_prolongation(last, agreement.term, queries.list_met(amended, first, until))


def _name_replaced(agreement: Agreement, replaces: UUID | None, today: date) -> None:
    others = queries.list_replaceable(agreement, today)
    if replaces is not None and replaces not in {one.id for one in others}:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    check_alone(agreement.term, others, replaces)
    agreement.replaces_id = replaces


def doubt(agreement: Agreement, facts: DecisionFacts, today: date) -> DayDoubt | None:
    """Why the day is asked about before a decision is recorded; raises when it has not been."""
    version = _live_version(agreement)
    return doubt_day(
        facts.decided_on,
        today,
        begun=agreement.created_at.astimezone(STOCKHOLM).date(),
        locked_on=version.made_at.astimezone(STOCKHOLM).date(),
    )


def name_bodies(
    actor: Actor,
    agreement: Agreement,
    *,
    bodies: Sequence[str],
    make_pdf: MakePdf,
    now: datetime,
) -> None:
    """Say which bodies decide for the own party; none: one does, whichever it is."""
    changes.lock(agreement)
    check_status(agreement.status, Status.DECISION)
    wanted = list(dict.fromkeys(bodies))
    party = next(one for one in agreement.parties if one.organisation_id == actor.organisation_id)
    mine = [one.body for one in _decisions(agreement).get(actor.organisation_id, ())]
    if (wanted or len(mine) > 1) and not set(mine) <= set(wanted):
        raise AgreementRuleError(Refusal.BODY_HAS_DECIDED, field="bodies")
    if wanted == party.bodies:
        return
    party.bodies = wanted
    db.session.flush()
    audit.record(actor, "agreement.bodies_named", party, stream=agreement.id, number=len(wanted))
    _open_signing_if_decided(actor, agreement, make_pdf, now)


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


def record_decision(
    actor: Actor,
    agreement: Agreement,
    *,
    facts: DecisionFacts,
    make_pdf: MakePdf,
    now: datetime,
    today: date,
    is_day_sure: bool = False,
) -> None:
    """Record a decision of the own party. The last of all makes the signing copy, to be signed."""
    changes.lock(agreement)
    version = _live_version(agreement)
    mine = _decisions(agreement).get(actor.organisation_id, [])
    if any(one.facts == facts for one in mine):
        return
    check_body(facts.body, _bodies(agreement, actor.organisation_id), [one.body for one in mine])
    check_status(agreement.status, Status.DECISION)
    _check_one_party(actor, agreement)
    _check_day(agreement, facts, today, is_day_sure=is_day_sure)
    decision = Decision(
        id=new_id(),
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        document_version_id=version.id,
        organisation_id=actor.organisation_id,
        **asdict(facts),
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(decision)
    db.session.flush()
    audit.record(actor, "decision.recorded", decision, stream=agreement.id)
    _open_signing_if_decided(actor, agreement, make_pdf, now)


def correct_decision(
    actor: Actor,
    agreement: Agreement,
    decision: Decision,
    *,
    facts: DecisionFacts,
    make_pdf: MakePdf,
    now: datetime,
    today: date,
    is_day_sure: bool = False,
) -> None:
    """Put right what was recorded of a decision of the own party, until somebody has signed.

    What it said before is kept. The file to sign says it too, and is made anew: whoever has it
    open signs nothing else than what it says by then.
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.DECISION, Status.SIGNING)
    version = _live_version(agreement)
    mine = _decisions(agreement).get(actor.organisation_id, [])
    if decision not in mine:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    if queries.list_signatures(agreement):
        raise AgreementRuleError(Refusal.SIGNED_ALREADY)
    others = [one.body for one in mine if one is not decision]
    check_body(facts.body, _bodies(agreement, actor.organisation_id), others)
    _check_day(agreement, facts, today, is_day_sure=is_day_sure)
    changed = [name for name, value in asdict(facts).items() if getattr(decision, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(decision, name, getattr(facts, name))
    decision.corrected_by, decision.corrected_at = actor.name, now
    audit.record(
        actor, "decision.corrected", decision, stream=agreement.id, fields=",".join(changed)
    )
    db.session.flush()
    if agreement.status is Status.SIGNING:
        _make_signing_copy(agreement, version, make_pdf)


def _check_day(
    agreement: Agreement, facts: DecisionFacts, today: date, *, is_day_sure: bool
) -> None:
    if doubt(agreement, facts, today) is not None and not is_day_sure:
        raise AgreementRuleError(Refusal.DAY_IN_DOUBT, field="is_day_sure")


def _make_signing_copy(
    agreement: Agreement,
    version: DocumentVersion,
    make_pdf: MakePdf,
) -> None:
    copy = make_pdf(with_formalities(agreement, version, with_signatures=False))
    version.signing_copy = copy
    version.signing_sha256 = hashlib.sha256(copy).hexdigest()


def _open_signing_if_decided(
    actor: Actor, agreement: Agreement, make_pdf: MakePdf, now: datetime
) -> None:
    """Make the file to sign, when every party has decided, and tell those who are to sign it."""
    found = _decisions(agreement)
    for party in agreement.parties:
        decided = [one.body for one in found.get(party.organisation_id, ())]
        if not has_decided(_bodies(agreement, party.organisation_id), decided):
            return
    version = _live_version(agreement)
    changes.move(agreement, Status.SIGNING, now)
    _make_signing_copy(agreement, version, make_pdf)
    audit.record(
        actor,
        "agreement.put_to_signing",
        version,
        stream=agreement.id,
        document_sha256=version.signing_sha256,
    )
    for party in agreement.parties:
        outbox.notify(
            party.organisation_id,
            SIGNATORIES,
            "agreement.put_to_signing",
            path=f"/agreements/{agreement.id}/sign",
            dedupe=f"agreement.put_to_signing:{version.id}",
        )


def check_may_sign(actor: Actor, agreement: Agreement) -> DocumentVersion:
    """The version to sign, or why the actor's party cannot sign it now."""
    check_status(agreement.status, Status.SIGNING)
    signed = {signature.organisation_id for signature in queries.list_signatures(agreement)}
    if actor.organisation_id in signed:
        raise AgreementRuleError(Refusal.ALREADY_SIGNED)
    _check_one_party(actor, agreement)
    return _live_version(agreement)


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


def _check_one_party(actor: Actor, agreement: Agreement) -> None:
    acted = [(one.account_id, one.organisation_id) for one in queries.list_decisions(agreement)]
    acted += [(one.account_id, one.organisation_id) for one in queries.list_signatures(agreement)]
    mine = {party for account_id, party in acted if account_id == actor.account_id}
    check_one_party(actor.organisation_id, mine)


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
    title: str,
    evidence: Evidence,
    now: datetime,
    today: date,
) -> None:
    """Sign for the actor's party. The last signature puts the agreement in force."""
    changes.lock(agreement)
    version = check_may_sign(actor, agreement)
    if version.signing_sha256 != evidence.document_sha256:
        raise AgreementRuleError(Refusal.STALE_DOCUMENT)
    functions.sign(
        functions.NewSignature(
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
    version = _live_version(agreement)
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
    signed = {signature.organisation_id for signature in queries.list_signatures(agreement)}
    if signed != agreement.party_ids:
        return
    if agreement.is_own:
        others = queries.list_replaceable(agreement, today)
        check_alone(agreement.term, others, agreement.replaces_id)
    else:
        _check_amends(actor, agreement, today)
    changes.move(agreement, Status.IN_FORCE, now)
    audit.record(actor, "agreement.in_force", agreement, stream=agreement.id)
    if agreement.is_own:
        _supersede_earlier(actor, agreement)
    else:
        _amend(actor, agreement)
    changes.tell_others(actor, agreement, "agreement.in_force", subject_id=agreement.id)


def _amend(actor: Actor, agreement: Agreement) -> None:
    db.session.flush()
    amended = functions.take_amendment(agreement.id)
    if amended is None:
        raise AgreementRuleError(Refusal.IS_ENDING)
    action = "agreement.added_to" if agreement.amends_text else "agreement.prolonged"
    audit.record(actor, action, agreement, stream=amended)


def _supersede_earlier(actor: Actor, agreement: Agreement) -> None:
    db.session.flush()
    for old in functions.supersede_earlier(agreement.id):
        audit.record(
            actor, "agreement.superseded", agreement, stream=agreement.id, earlier=str(old)
        )


def return_to_table(actor: Actor, agreement: Agreement, *, reason: str, now: datetime) -> None:
    """Back to negotiation. The version is void, with every decision and signature on it.

    Whoever decided on it is told, and whoever signed it or was to sign.
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.DECISION, Status.SIGNING)
    if not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")
    version = _live_version(agreement)
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


def _live_version(agreement: Agreement) -> DocumentVersion:
    version = queries.find_document_version(agreement)
    if version is None:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    return version


def _decisions(agreement: Agreement) -> dict[UUID, list[Decision]]:
    return queries.by_party(queries.list_decisions(agreement))


def _bodies(agreement: Agreement, organisation_id: UUID) -> Sequence[str]:
    """Those that a party has named, also when it named them while this command waited."""
    party = next(one for one in agreement.parties if one.organisation_id == organisation_id)
    db.session.refresh(party, ["bodies"])
    return party.bodies
