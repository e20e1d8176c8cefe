"""An agreement's page, put together from several readings."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from agreements import parts, words
from agreements.abilities import abilities
from agreements.expected import Expected, Task, is_for
from agreements.mandate import MandateState, state_on
from agreements.mandates import queries as mandates
from agreements.mandates.words import how
from agreements.progress import PARTS, expected_of, progress_of
from agreements.queries.agreement import list_area
from agreements.queries.formality import Formalities, list_extracts
from agreements.queries.holding import find_successor, list_replaceable, list_replaced
from agreements.queries.life import find_amended, list_acts, list_amending, list_corrections
from agreements.queries.paper import find_paper
from agreements.reading.agreement_page import AgreementPage, SectionLine, WaitingParty
from agreements.reading.findings import shown_findings, shown_remarks
from agreements.reading.formality import Formality, formalities_of
from agreements.reading.renewal import find_earlier
from agreements.reading.standing import standing_of
from agreements.reading.standpoints import shown_stands
from agreements.rules import Status
from agreements.tables.agreement import Agreement
from agreements.tables.decision import DecisionExtract
from agreements.tables.signing_functions import lasting_mandates
from portal import clock
from portal.authz import Actor


def agreement_page(actor: Actor, agreement: Agreement, *, to_lock: bool = False) -> AgreementPage:
    """Put an agreement's page together: a constant number of queries."""
    if agreement.status in {Status.DRAFT, Status.SHARED}:
        return _open_page(actor, agreement, to_lock=to_lock)
    found = parts.ask(agreement, "contents", "counts", "version", "earlier", "annexes", "beside")
    formal = found.formalities
    beside = found.found["beside"]
    extracts = list_extracts(agreement) if beside["extracts"] else {}
    formalities = _formalities(agreement, formal, extracts) if formal else []
    mine = [one for one in formalities if one.organisation_id == actor.organisation_id]
    corrections = list_corrections(agreement) if beside["corrections"] else ()
    paper = find_paper(agreement)
    todo = expected_of(
        agreement, clock.today(), formal=formal, corrections=corrections, paper=paper
    )
    return AgreementPage(
        agreement=agreement,
        standing=standing_of(agreement),
        area=_area(agreement),
        sections=[
            SectionLine(one.id, one.number, one.heading, None, one.key) for one in found.contents
        ],
        rows=found.found["counts"]["rows"],
        rows_lacking=found.found["counts"]["lacking"],
        suggestions=(),
        stands=(),
        formalities=formalities,
        version=formal.version if formal else None,
        readiness=None,
        findings=(),
        remarks=shown_remarks(agreement, found.remarks),
        mine=mine[0] if mine else None,
        is_signer=any(_has_signed(actor, one) for one in mine),
        signers=_signers(actor) if _is_to_sign(agreement, mine) else None,
        earlier=found.earlier,
        tasks=_tasks(actor, todo),
        waiting=_waiting(actor, agreement, todo),
        can=abilities(actor, agreement),
        replaceable=(),
        replaced=list_replaced(agreement),
        successor=find_successor(agreement),
        acts=list_acts(agreement),
        annexes=found.annexes,
        renewed=find_earlier(actor, agreement),
        amended=find_amended(actor, agreement),
        amending=_amending(actor, agreement) if beside["amending"] else (),
        reader=actor.organisation_id,
        corrections=corrections,
        paper=paper,
    )


def _area(agreement: Agreement) -> str:
    names = [one.name for one in list_area(agreement)]
    return words.area(names, covers_county=agreement.covers_county)


def _has_signed(actor: Actor, mine: Formality) -> bool:
    """Whether the actor has signed for their party, by a right that others can still go on by."""
    given = [one for one in mine.signatures if one.account_id == actor.account_id]
    if not given or mine.has_signed:
        return bool(given)
    lasting = {
        one.id
        for one in mandates.list_held(actor)
        if state_on(one, clock.today()) is MandateState.VALID
    }
    return any(one.mandate_id in lasting for one in given)


def _is_to_sign(agreement: Agreement, mine: Sequence[Formality]) -> bool:
    is_signing = agreement.status is Status.SIGNING
    return is_signing and any(one.waits_for_signature for one in mine)


def _signers(actor: Actor) -> list[str]:
    """Whom the mandates that hold today name, and how many of them are to sign."""
    every = (mandates.as_rule(one) for one in mandates.list_mandates(actor))
    return [
        f"{', '.join(one.name for one in mandate.holders)} ({how(mandate)})"
        for mandate in every
        if state_on(mandate, clock.today()) is MandateState.VALID
    ]


def _open_page(actor: Actor, agreement: Agreement, *, to_lock: bool) -> AgreementPage:
    """The page of one whose text can still change, with how ready it is."""
    today = clock.today()
    found = parts.ask(agreement, *PARTS, "earlier", "adopted", "annexes")
    progress = progress_of(found, today)
    todo = expected_of(agreement, today, progress=progress)
    can = abilities(actor, agreement)
    is_shared = agreement.status is Status.SHARED
    stands = shown_stands(agreement, progress.readings, found.adopted) if is_shared else []
    # only the form that locks the text asks what else it could replace
    is_asked = to_lock or bool(agreement.replaces_ids)
    replaceable = list_replaceable(agreement, today) if is_asked else ()
    return AgreementPage(
        agreement=agreement,
        standing=standing_of(agreement),
        area=_area(agreement),
        sections=[
            SectionLine(one.id, one.number, one.heading, check) for one, check in progress.sections
        ],
        rows=len(progress.rows),
        rows_lacking=sum(row.check.lacks_responsible for row in progress.rows),
        suggestions=progress.suggestions,
        stands=stands,
        formalities=(),
        version=None,
        readiness=progress.readiness,
        findings=shown_findings(agreement, progress, to_change=can.edit or can.negotiate),
        remarks=(),
        mine=None,
        is_signer=False,
        signers=None,
        earlier=found.earlier if not can.edit else (),
        tasks=_tasks(actor, todo),
        waiting=_waiting(actor, agreement, todo),
        can=can,
        replaceable=replaceable,
        replaced=[one for one in replaceable if one.id in agreement.replaces_ids],
        successor=None,
        acts=(),
        annexes=found.annexes,
        renewed=find_earlier(actor, agreement),
        amended=find_amended(actor, agreement),
        amending=(),
        reader=actor.organisation_id,
    )


def _amending(actor: Actor, agreement: Agreement) -> Sequence[Agreement]:
    is_signed = agreement.status in {Status.IN_FORCE, Status.SUPERSEDED}
    return list_amending(actor, agreement) if is_signed and agreement.is_own else ()


def _tasks(actor: Actor, todo: Sequence[Expected]) -> frozenset[Task]:
    return frozenset(one.task for one in todo if is_for(one, actor))


def _waiting(actor: Actor, agreement: Agreement, todo: Sequence[Expected]) -> list[WaitingParty]:
    """What the other parties are to do, once for each party and kind of thing."""
    others = [one for one in todo if one.party != actor.organisation_id]
    first: dict[tuple[UUID, Task], Expected] = {}
    for one in sorted(others, key=lambda one: (one.until or date.max, one.since)):
        first.setdefault((one.party, one.task), one)
    today = clock.today()
    return [
        WaitingParty(
            agreement.party_name(one.party),
            words.task(one.task),
            one.since,
            one.until,
            one.is_late(today),
        )
        for one in (first[key] for key in dict.fromkeys((o.party, o.task) for o in others))
    ]


def _formalities(
    agreement: Agreement, formal: Formalities, extracts: Mapping[UUID, Sequence[DecisionExtract]]
) -> list[Formality]:
    lasting: Collection[UUID] = ()
    begun = (one for given in formal.signatures.values() for one in given if not one.completes)
    if agreement.status is Status.SIGNING and any(begun):
        lasting = lasting_mandates(formal.version.id)
    return formalities_of(agreement, formal, extracts, lasting)
