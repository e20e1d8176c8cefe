"""What is signed on paper: registered with its scan, confirmed by the others, or taken back."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from agreements import changes, parts, rules
from agreements.decisions import are_days_odd
from agreements.document import DecisionFacts, to_json
from agreements.documents.build import working_document
from agreements.matrix.queries import get_matrix
from agreements.matrix.service import remove_row
from agreements.queries.document import find_document_version
from agreements.queries.formality import list_decisions, list_signatures
from agreements.queries.holding import list_replaceable
from agreements.queries.life import list_amending
from agreements.queries.paper import find_paper
from agreements.queries.text import check_texts, get_section_text, list_sections
from agreements.readiness import is_written
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import Status, check_status
from agreements.signing.deciding import SIGNATORIES, check_one_party
from agreements.signing.service import take_over
from agreements.tables import signing_functions
from agreements.tables.agreement import Agreement
from agreements.tables.paper import PaperAnswer
from agreements.terms import check_alone, check_takes_over
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.documents import uploads
from portal.documents.written import check_written
from portal.errors import check_all
from portal.ids import new_id
from portal.outbox import service as outbox

# content, and content is Swedish
_IN_PAPER_ONLY = "Står bara i det undertecknade papperet."


@dataclass(frozen=True, slots=True)
class PaperDecision:
    """What a body of a party decided. `field` is where the form asks for the day."""

    organisation_id: UUID
    facts: DecisionFacts
    field: str = ""


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """Who signed on paper for a party, as what, and when. `field`: where the form has the day."""

    organisation_id: UUID
    name: str
    title: str
    signed_on: date
    field: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """What is registered: the scan, what the parties' bodies decided, and who signed.

    `decisions` are of what was not decided on here. `with_matrix`: who does what is as filled in
    here; else it is in the paper alone. `basis` is what the page showed (`basis_of`), and
    `are_days_sure` says that days which are seldom so stand on the paper.
    """

    id: UUID
    basis: str
    content: bytes
    decisions: Sequence[PaperDecision]
    signatures: Sequence[PaperSignature]
    with_matrix: bool
    are_days_sure: bool = False


def basis_of(agreement: Agreement) -> str:
    """What a page shows that a paper is registered from: the text as it is, and the parties."""
    version = find_document_version(agreement)
    text = str(version.id) if version else str(agreement.revision)
    parties = (str(one.organisation_id) for one in agreement.parties)
    return hashlib.sha256("\n".join((text, *parties)).encode()).hexdigest()[:16]


def register(
    actor: Actor, agreement: Agreement, said: Registered, *, now: datetime, today: date
) -> None:
    """Register that every party has signed on paper: it holds from its first day.

    Of one that is a draft here, what has been written here is its text; the rest is in the scan.
    """
    changes.lock(agreement)
    if (found := find_paper(agreement)) is not None:
        # a double click; anything else is another's paper
        if found.id == said.id:
            return
        raise AgreementRuleError(Refusal.REGISTERED_ALREADY)
    if said.basis != basis_of(agreement):
        raise AgreementRuleError(Refusal.TEXT_HAS_CHANGED)
    _check_open(actor, agreement, today)
    were_asked = agreement.status is Status.SIGNING
    kind = _check_scan(said.content)
    check_all(
        lambda: _check_days(agreement, said, today),
        *(partial(check_written, field, text) for field, text in _texts(said)),
    )
    document = None
    if agreement.status is Status.DRAFT:
        _keep_what_is_written(actor, agreement, now)
        if not said.with_matrix:
            _leave_out_matrix(actor, agreement, now)
        db.session.flush()
        document = working_document(agreement, number=1, made_at=now)
    content = to_json(document).decode("utf-8") if document else ""
    facts = _facts(actor, said) | {"suffix": kind.suffix, "content": content}
    signing_functions.register_paper(agreement.id, facts, said.content)
    # the parties, too: those of a draft have joined
    db.session.expire_all()
    audit.record(actor, "agreement.registered_on_paper", agreement, stream=agreement.id)
    take_over(actor, agreement)
    _tell_registered(actor, agreement, said.id, were_asked=were_asked)


def _tell_registered(
    actor: Actor, agreement: Agreement, paper_id: UUID, *, were_asked: bool
) -> None:
    """Ask the other parties whether it is so; tell those who are consulted, or were to sign."""
    finished = "agreement.finished_on_paper"
    changes.tell_others(
        actor,
        agreement,
        "agreement.registered_on_paper",
        subject_id=paper_id,
        asks=agreement.bound_ids,
        otherwise=finished,
    )
    for party in sorted(agreement.signer_ids) if were_asked else ():
        outbox.notify(
            party,
            SIGNATORIES,
            finished,
            path=f"/agreements/{agreement.id}",
            dedupe=f"{finished}:{paper_id}",
        )


def _check_open(actor: Actor, agreement: Agreement, today: date) -> None:
    check_status(agreement.status, Status.DRAFT, Status.SIGNING)
    if agreement.status is Status.DRAFT:
        is_theirs = agreement.creator_id == actor.organisation_id and agreement.is_own
        if not is_theirs:
            raise AgreementRuleError(Refusal.WRONG_STATE)
        _check_whole(agreement)
    else:
        check_one_party(actor, agreement)
    if list_signatures(agreement):
        raise AgreementRuleError(Refusal.MIXED_SIGNING)
    if agreement.valid_from is None or agreement.term.end is None:
        raise AgreementRuleError(Refusal.NO_TERM)
    if agreement.is_own:
        others = list_replaceable(agreement, today)
        check_alone(agreement.term, others, agreement.replaces_ids)
        check_takes_over(agreement.term, others, agreement.replaces_ids, today)


def _check_whole(agreement: Agreement) -> None:
    """What has been written here is the text from now on: no place in it is left to fill in."""
    if any(one.is_written and one.gaps for one in check_texts(agreement).values()):
        raise AgreementRuleError(Refusal.HALF_A_SECTION)
    if any(one.gaps for one in parts.ask(agreement, "measures").measures):
        raise AgreementRuleError(Refusal.HALF_A_ROW)


def _facts(actor: Actor, said: Registered) -> dict[str, Any]:
    return {
        "id": str(said.id),
        "version": str(new_id()),
        "organisation_id": str(actor.organisation_id),
        "registered_by": actor.name,
        "decisions": [_decision(one.organisation_id, one.facts) for one in said.decisions],
        "signatures": [_signature(one) for one in said.signatures],
    }


def _check_scan(content: bytes) -> uploads.FileKind:
    if len(content) > uploads.MOST_BYTES:
        raise AgreementRuleError(Refusal.TOO_LARGE_FILE, field="file")
    kind = uploads.recognise(content)
    if kind is None:
        raise AgreementRuleError(Refusal.NOT_A_FILE, field="file")
    return kind


def _texts(said: Registered) -> Iterator[tuple[str, str]]:
    """What the paper is said to say, each with its field, which is named as that of its day."""
    for decision in said.decisions:
        for name in ("body", "paragraph", "reference"):
            field = decision.field.replace("decided_on", name)
            yield field, getattr(decision.facts, name)
    for signature in said.signatures:
        for name in ("name", "title"):
            yield signature.field.replace("signed_on", name), getattr(signature, name)


def _check_days(agreement: Agreement, said: Registered, today: date) -> None:
    for decision in said.decisions:
        if decision.facts.decided_on > today:
            raise AgreementRuleError(Refusal.DECISION_IN_FUTURE, field=decision.field)
    for signature in said.signatures:
        if signature.signed_on > today:
            raise AgreementRuleError(Refusal.SIGNED_IN_FUTURE, field=signature.field)
    if not said.are_days_sure and any(
        _are_odd(agreement, said, party.organisation_id) for party in agreement.parties
    ):
        raise AgreementRuleError(Refusal.DAYS_IN_DOUBT, field="are_days_sure")


def _are_odd(agreement: Agreement, said: Registered, party: UUID) -> bool:
    here = [one.decided_on for one in list_decisions(agreement) if one.organisation_id == party]
    there = [one.facts.decided_on for one in said.decisions if one.organisation_id == party]
    signed = [one.signed_on for one in said.signatures if one.organisation_id == party]
    return bool(there or signed) and are_days_odd([*here, *there], signed, agreement.valid_from)


def _decision(party: UUID, one: DecisionFacts) -> dict[str, str]:
    return {
        "organisation_id": str(party),
        "body": one.body,
        "paragraph": one.paragraph,
        "decided_on": one.decided_on.isoformat(),
        "reference": one.reference,
    }


def _signature(one: PaperSignature) -> dict[str, str]:
    return {
        "organisation_id": str(one.organisation_id),
        "name": one.name,
        "title": one.title,
        "signed_on": one.signed_on.isoformat(),
    }


def _keep_what_is_written(actor: Actor, agreement: Agreement, now: datetime) -> None:
    """A section that has only the template's words says nothing of what was signed."""
    for line in list_sections(agreement):
        starter = get_section_text(line.section, 1)
        if line.text and not is_written(line.text, starter):
            changes.write_text(
                line.section,
                "",
                organisation_id=actor.organisation_id,
                author_name=actor.name,
                now=now,
            )


def _leave_out_matrix(actor: Actor, agreement: Agreement, now: datetime) -> None:
    for row in get_matrix(agreement).rows:
        remove_row(actor, agreement, row.id, reason=_IN_PAPER_ONLY, now=now)


def answer(
    actor: Actor,
    agreement: Agreement,
    *,
    paper_id: UUID,
    confirms: bool,
    reason: str,
    now: datetime,
) -> None:
    """Say for the actor's party whether what was registered is so. It holds either way.

    `paper_id` is what the page showed: nobody answers of a paper that they have not seen.
    """
    changes.lock(agreement)
    paper = find_paper(agreement)
    if paper is None or paper.id != paper_id:
        raise AgreementRuleError(Refusal.ANOTHER_PAPER)
    if paper.organisation_id == actor.organisation_id:
        raise AgreementRuleError(Refusal.OWN_PAPER)
    mine = [one for one in paper.answers if one.organisation_id == actor.organisation_id]
    if mine:
        # a double click; anything else is another answer, which is not given
        if (mine[0].confirms, mine[0].reason) == (confirms, reason):
            return
        raise AgreementRuleError(Refusal.ANSWERED_ALREADY)
    acted = [(paper.account_id, paper.organisation_id)]
    acted += [(one.account_id, one.organisation_id) for one in paper.answers]
    rules.check_one_party(actor.organisation_id, rules.parties_of(actor.account_id, acted))
    if not confirms and not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")
    said = PaperAnswer(
        id=new_id(),
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        paper_id=paper.id,
        organisation_id=actor.organisation_id,
        confirms=confirms,
        reason=reason,
        answered_by=actor.name,
        answered_at=now,
    )
    db.session.add(said)
    db.session.flush()
    audit.record(actor, "paper.answered", said, stream=agreement.id, confirms=confirms)
    if not confirms:
        changes.tell_others(actor, agreement, "agreement.paper_objected", subject_id=said.id)


def withdraw(actor: Actor, agreement: Agreement, *, paper_id: UUID, reason: str) -> None:
    """Take back what the actor's party registered wrongly; whoever it was told to is told.

    `paper_id` is what the page showed, as in `answer`.
    """
    changes.lock(agreement)
    paper = find_paper(agreement)
    if paper is not None and paper.id != paper_id:
        raise AgreementRuleError(Refusal.ANOTHER_PAPER)
    if paper is None or paper.organisation_id != actor.organisation_id:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    if not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")
    is_built_on = agreement.status is not Status.IN_FORCE or agreement.ends_on is not None
    if is_built_on or not agreement.is_own or list_amending(actor, agreement):
        raise AgreementRuleError(Refusal.BUILT_ON)
    signing_functions.withdraw_paper(agreement.id, changes.by_whom(actor), reason)
    db.session.expire_all()
    audit.record(actor, "paper.withdrawn", paper, stream=agreement.id)
    changes.tell_undone(agreement, "agreement.paper_withdrawn", subject_id=paper.id)
