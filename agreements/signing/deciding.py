"""A party's decisions: by which bodies, recorded and put right, with the extracts of the minutes.

The last decision of all makes the file to sign.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from agreements import changes, rules
from agreements.decisions import DayDoubt, check_body, doubt_day, has_decided
from agreements.document import AgreementDocument, DecisionFacts
from agreements.documents.build import with_formalities
from agreements.queries.document import find_document_version
from agreements.queries.formality import by_party, list_decisions, list_extracts, list_signatures
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import Status, check_status
from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision, DecisionExtract
from agreements.tables.document import DocumentVersion
from portal.audit import service as audit
from portal.authz import Actor, Role
from portal.db import db
from portal.documents import uploads
from portal.documents.written import check_all_written, check_written
from portal.edits import check_as_seen
from portal.errors import check_all
from portal.ids import new_id
from portal.outbox import service as outbox
from portal.zone import STOCKHOLM

MakePdf: TypeAlias = Callable[[AgreementDocument], bytes]
MOST_EXTRACTS = 5
SIGNATORIES = frozenset({Role.SIGNATORY})


def doubt(agreement: Agreement, facts: DecisionFacts, today: date) -> DayDoubt | None:
    """Why the day is asked about before a decision is recorded.

    Raises when it has not been, and when places are left to fill in.
    """
    version = live_version(agreement)
    found: list[DayDoubt | None] = []
    check_all(
        lambda: check_all_written(
            body=facts.body,
            paragraph=facts.paragraph,
            reference=facts.reference,
            delegation=facts.delegation,
        ),
        lambda: found.append(
            doubt_day(
                facts.decided_on,
                today,
                begun=agreement.created_at.astimezone(STOCKHOLM).date(),
                locked_on=version.made_at.astimezone(STOCKHOLM).date(),
            )
        ),
    )
    return found[0]


def name_bodies(
    actor: Actor,
    agreement: Agreement,
    *,
    bodies: Sequence[str],
    seen: str,
    make_pdf: MakePdf,
    now: datetime,
) -> None:
    """Say which bodies decide for the own party; none: one does, whichever it is.

    Raises StaleError when a colleague has named others since the form was opened (`seen`:
    portal.edits).
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.DECISION)
    wanted = list(dict.fromkeys(bodies))
    check_written("bodies", "\n".join(wanted))
    party = next(one for one in agreement.parties if one.organisation_id == actor.organisation_id)
    there = _bodies(agreement, party.organisation_id)
    check_as_seen(seen, bodies_as_texts(there), bodies_as_texts(wanted))
    mine = [one.body for one in _decisions(agreement).get(actor.organisation_id, ())]
    if (wanted or len(mine) > 1) and not set(mine) <= set(wanted):
        raise AgreementRuleError(Refusal.BODY_HAS_DECIDED, field="bodies")
    if wanted == party.bodies:
        return
    party.bodies = wanted
    db.session.flush()
    audit.record(actor, "agreement.bodies_named", party, stream=agreement.id, number=len(wanted))
    _open_signing_if_decided(actor, agreement, make_pdf, now)


def bodies_as_texts(bodies: Sequence[str]) -> dict[str, str]:
    """The bodies that a party has named, by the name of the form's field."""
    return {"bodies": "\n".join(bodies)}


def decision_as_texts(facts: DecisionFacts) -> dict[str, str]:
    """What is recorded of a decision, by the names of the form's fields."""
    return {name: str(value) for name, value in asdict(facts).items()}


def record_decision(
    actor: Actor,
    agreement: Agreement,
    *,
    seen: UUID,
    facts: DecisionFacts,
    make_pdf: MakePdf,
    now: datetime,
    today: date,
    is_day_sure: bool = False,
) -> None:
    """Record a decision of the own party, on the version `seen`.

    The last of all makes the signing copy, to be signed.
    """
    changes.lock(agreement)
    version = live_version(agreement)
    mine = _decisions(agreement).get(actor.organisation_id, [])
    if any(one.facts == facts for one in mine):
        return
    check_body(facts.body, _bodies(agreement, actor.organisation_id), [one.body for one in mine])
    check_status(agreement.status, Status.DECISION)
    check_seen(version, seen)
    check_one_party(actor, agreement)
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


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page showed on which a decision is put right.

    `decision` is what it said then (`decision_as_texts`), as portal.edits carries it.
    """

    version: UUID
    decision: str


def correct_decision(
    actor: Actor,
    agreement: Agreement,
    decision: Decision,
    *,
    seen: Shown,
    facts: DecisionFacts,
    make_pdf: MakePdf,
    now: datetime,
    today: date,
    is_day_sure: bool = False,
) -> None:
    """Put right what was recorded of a decision of the own party, until somebody has signed.

    What it said before is kept. The file to sign says it too, and is made anew: whoever has it
    open signs nothing else than what it says by then. Raises StaleError when a colleague has put
    something else right since the form was opened.
    """
    changes.lock(agreement)
    version = live_version(agreement)
    mine = _decisions(agreement).get(actor.organisation_id, [])
    _check_unsigned(agreement, decision)
    check_seen(version, seen.version)
    db.session.refresh(decision)
    check_as_seen(seen.decision, decision_as_texts(decision.facts), decision_as_texts(facts))
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


def add_extract(
    actor: Actor,
    agreement: Agreement,
    decision: Decision,
    *,
    extract_id: UUID,
    content: bytes,
    now: datetime,
) -> None:
    """Keep an extract of the minutes beside a decision of the own party, until somebody signs."""
    changes.lock(agreement)
    found = list_extracts(agreement).get(decision.id, ())
    if any(one.id == extract_id for one in found):
        return
    _check_unsigned(agreement, decision)
    if len(content) > uploads.MOST_BYTES:
        raise AgreementRuleError(Refusal.TOO_LARGE_FILE, field="file")
    kind = uploads.recognise(content)
    if kind is None:
        raise AgreementRuleError(Refusal.NOT_A_FILE, field="file")
    if sum(one.removed_at is None for one in found) >= MOST_EXTRACTS:
        raise AgreementRuleError(Refusal.TOO_MANY_FILES, field="file")
    extract = DecisionExtract(
        id=extract_id,
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        decision_id=decision.id,
        suffix=kind.suffix,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=actor.name,
        added_at=now,
    )
    db.session.add(extract)
    db.session.flush()
    audit.record(
        actor, "decision.extract_added", extract, stream=agreement.id, sha256=extract.sha256
    )


def remove_extract(
    actor: Actor, agreement: Agreement, extract: DecisionExtract, *, now: datetime
) -> None:
    """Take a file away that should not be there; that it was stays."""
    changes.lock(agreement)
    mine = _decisions(agreement).get(actor.organisation_id, [])
    decision = next((one for one in mine if one.id == extract.decision_id), None)
    if decision is None:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    _check_unsigned(agreement, decision)
    extract.content, extract.removed_by, extract.removed_at = None, actor.name, now
    audit.record(actor, "decision.extract_removed", extract, stream=agreement.id)


def _check_unsigned(agreement: Agreement, decision: Decision) -> None:
    check_status(agreement.status, Status.DECISION, Status.SIGNING)
    if decision not in list_decisions(agreement):
        raise AgreementRuleError(Refusal.WRONG_STATE)
    if list_signatures(agreement):
        raise AgreementRuleError(Refusal.SIGNED_ALREADY)


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
        if not party.decides:
            continue
        decided = [one.body for one in found.get(party.organisation_id, ())]
        if not has_decided(_bodies(agreement, party.organisation_id), decided):
            return
    version = live_version(agreement)
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
        if not party.signs:
            continue
        outbox.notify(
            party.organisation_id,
            SIGNATORIES,
            "agreement.put_to_signing",
            path=f"/agreements/{agreement.id}/sign",
            dedupe=f"agreement.put_to_signing:{version.id}",
        )


def check_one_party(actor: Actor, agreement: Agreement) -> None:
    """Raise when the actor has decided or signed for another party of the agreement."""
    acted = [(one.account_id, one.organisation_id) for one in list_decisions(agreement)]
    acted += [(one.account_id, one.organisation_id) for one in list_signatures(agreement)]
    mine = rules.parties_of(actor.account_id, acted)
    rules.check_one_party(actor.organisation_id, mine)


def check_seen(version: DocumentVersion, seen: UUID) -> None:
    """Raise unless what is said is about the version that is up: another may have been locked."""
    if version.id != seen:
        raise AgreementRuleError(Refusal.OTHER_VERSION)


def live_version(agreement: Agreement) -> DocumentVersion:
    """The version that is up; raises when there is none."""
    version = find_document_version(agreement)
    if version is None:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    return version


def _decisions(agreement: Agreement) -> dict[UUID, list[Decision]]:
    return by_party(list_decisions(agreement))


def _bodies(agreement: Agreement, organisation_id: UUID) -> Sequence[str]:
    """Those that a party has named, also when it named them while this command waited."""
    party = next(one for one in agreement.parties if one.organisation_id == organisation_id)
    db.session.refresh(party, ["bodies"])
    return party.bodies
