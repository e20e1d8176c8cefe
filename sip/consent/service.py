"""Recording acts of consent. The database numbers and times them, and nothing takes one back."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError, StaleError
from portal.ids import new_id
from portal.zone import STOCKHOLM
from sip.consent import mail
from sip.consent.sealed import Why, seal_kept_at
from sip.content.changes import recorded_for
from sip.door.locking import hold
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRuleError
from sip.kernel.settings import SWEDISH, sip_settings, stored_version
from sip.kernel.vocabulary import ActKind, How, Phase
from sip.ledger.items import answer as items_to_record
from sip.ledger.items import asked, granted, items_about, not_yet_asked, spoken_for, within_mandate
from sip.ledger.recording import check_act, check_disinterested, check_paper
from sip.ledger.refusals import ConsentRefusal
from sip.ledger.rules import Act, Item, Ledger, required
from sip.ledger.settling import settle_consent
from sip.ledger.stored import last_seq, load_ledger, moment
from sip.people.queries import is_private_in
from sip.tables.consent import ConsentAct


@dataclass(frozen=True, slots=True)
class Paper:
    """What was signed: the day, and where it is kept."""

    signed_on: date
    kept_at: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as staff put it: of what, why, why each party, until when it is to hold."""

    items: Collection[Item]
    why: Why
    until: datetime
    how: How
    seq: int


@dataclass(frozen=True, slots=True)
class Said:
    """Who said something, in what form, and which page or paper it was said on.

    `seq` is the number of the newest act on that page: if the ledger has moved, the answer was
    given to something that no longer stands. `information`: in which language they were told what
    they say yes or no to (InformationText.languages).
    """

    consenter_id: UUID
    how: How
    seq: int
    paper: Paper | None = None
    information: str = SWEDISH


@dataclass(frozen=True, slots=True)
class Period:
    """From when until when a consent holds; its end is not included."""

    valid_from: datetime
    valid_to: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody said to `asked_about`: yes to `yes`, for a period, and no to the rest.

    `keeps_ends`: nothing was said of the period; what stands already ends when it was to end.
    """

    said: Said
    yes: frozenset[Item]
    asked_about: frozenset[Item]
    period: Period
    keeps_ends: bool = False


@dataclass(frozen=True, slots=True)
class More:
    """What only some acts have: a period, the question, what they correct.

    `is_step`: it only makes room for what is said in the same breath.
    """

    period: Period | None = None
    question: Asked | None = None
    corrects: UUID | None = None
    is_step: bool = False


NOTHING = More()


def ask(actor: Actor, opened: OpenedPlan, question: Asked, *, now: datetime) -> None:
    """Note that everybody whose consent is needed has been asked.

    What they have been asked before, or have said yes to, is left alone, and so is what a proxy
    may not decide.
    """
    if not question.why.parties:
        raise SipRuleError(ConsentRefusal.NOBODY_ASKED_ABOUT)
    ledger = _hold_ledger(opened)
    at = moment(ledger, now)
    if not (consenters := required(ledger, at)):
        raise SipRuleError(ConsentRefusal.NOBODY_TO_ASK)
    to_ask = {
        one: not_yet_asked(ledger, one.id, within_mandate(one, question.items, now), at)
        for one in consenters
    }
    if any(to_ask.values()):  # else they have been: by the same form, sent twice
        _refuse_stale(ledger, question.seq)
    for one, its in to_ask.items():
        said = Said(one.id, question.how, question.seq)
        _record(actor, opened, said, ActKind.ASK, its, more=More(question=question), now=now)
        if its:
            mail.tell_person(opened, one.person, last_seq(load_ledger(opened.plan_id)))
    settle_consent(opened.plan)


def answer(actor: Actor, opened: OpenedPlan, answered: Answered, *, now: datetime) -> None:
    """Record what was answered: yes to some of what was asked about, no to the rest.

    An answer that already stands changes nothing, so that a form may be sent twice. To a plan that
    is closed nobody says yes, for it would open to somebody once more, but for what one says
    oneself to let a yes that stands end sooner.
    """
    said = answered.said
    ledger = _hold_ledger(opened)
    if said.paper is not None:
        check_paper(ledger, said.consenter_id, answered.yes, said.paper.signed_on)
    acts = items_to_record(
        ledger,
        said.consenter_id,
        yes=answered.yes,
        asked_about=answered.asked_about,
        valid_to=None if answered.keeps_ends else answered.period.valid_to,
        at=moment(ledger, now),
    )
    if acts.is_empty:
        return
    is_later = acts.shorten and answered.period.valid_from > now
    if acts.grant or is_later or (acts.shorten and said.how is not How.ELECTRONIC):
        _refuse_closed(opened)
    _refuse_stale(ledger, said.seq)
    step = More(is_step=bool(acts.refuse or acts.yes))
    _record(actor, opened, said, ActKind.WITHDRAW, acts.withdraw, more=step, now=now)
    _record(actor, opened, said, ActKind.ASK, acts.ask, now=now)
    _record(actor, opened, said, ActKind.REFUSE, acts.refuse, now=now)
    _record(actor, opened, said, ActKind.GRANT, acts.yes, more=More(answered.period), now=now)
    settle_consent(opened.plan)
    mail.tell_handlers(actor, opened, last_seq(load_ledger(opened.plan_id)))


def withdraw(
    actor: Actor, opened: OpenedPlan, said: Said, party_id: UUID | None, *, now: datetime
) -> None:
    """Take back what was said yes to: about one party, or everything if None.

    It never waits: an older page is no hindrance. What was asked and not yet answered becomes a no,
    and for the person also what others answer in their place.
    """
    ledger = _hold_ledger(opened)
    at, items = moment(ledger, now), items_about(ledger, party_id)
    given = granted(ledger, said.consenter_id, items, at)
    unanswered = asked(ledger, said.consenter_id, _decidable(ledger, said, items, now), at)
    unanswered |= spoken_for(ledger, said.consenter_id, items, at)
    _record(actor, opened, said, ActKind.WITHDRAW, given, now=now)
    _record(actor, opened, said, ActKind.REFUSE, unanswered, now=now)
    settle_consent(opened.plan)
    mail.tell_handlers(actor, opened, last_seq(load_ledger(opened.plan_id)))


def annul(
    actor: Actor, opened: OpenedPlan, act_id: UUID, *, how: How, seq: int, now: datetime
) -> None:
    """Mark what staff recorded as recorded in error. Both stay; it can close, and never open."""
    ledger = _hold_ledger(opened)
    wrong = next((act for act in ledger.acts if act.id == act_id), None)
    if wrong is None:
        raise NotFoundError
    wrong_row = db.session.get_one(ConsentAct, act_id)
    if wrong_row.recorded_for is None:
        raise SipRuleError(ConsentRefusal.NOT_YOURS_TO_CORRECT)
    if any(act.corrects == act_id for act in ledger.acts):
        return  # marked already, by the same form sent twice or by a colleague
    _refuse_stale(ledger, seq)
    said = Said(wrong.consenter, how, seq)
    _record(actor, opened, said, ActKind.ERROR, (), more=More(corrects=wrong.id), now=now)
    settle_consent(opened.plan)


def _evidence_hash(
    opened: OpenedPlan, said: Said, items: Iterable[Item], period: Period | None
) -> bytes:
    """SHA-256 of what was shown and said yes or no to, in one canonical form."""
    shown = sip_settings().current_information
    content = {
        "plan": str(opened.plan_id),
        "consenter": str(said.consenter_id),
        "items": sorted(item.key for item in items),
        "from": _day(period.valid_from) if period else None,
        "to": _day(period.valid_to) if period else None,
        "information": shown.version,
        "text": hashlib.sha256(shown.in_language(said.information).text.encode()).hexdigest(),
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).digest()


def _day(instant: datetime) -> str:
    return instant.astimezone(STOCKHOLM).date().isoformat()


def _hold_ledger(opened: OpenedPlan) -> Ledger:
    """The ledger as it stays while this transaction lasts: what was read before may have moved."""
    hold(opened.plan_id)
    return load_ledger(opened.plan_id)


def _decidable(
    ledger: Ledger, said: Said, items: Collection[Item], now: datetime
) -> frozenset[Item]:
    """What the consenter's mandate reaches; to take back what was given needs no mandate."""
    found = (one for one in ledger.consenters if one.id == said.consenter_id)
    return frozenset().union(*(within_mandate(one, items, now) for one in found))


def _refuse_closed(opened: OpenedPlan) -> None:
    db.session.refresh(opened.plan)
    if opened.plan.phase is Phase.CLOSED:
        raise SipRuleError(ConsentRefusal.PLAN_IS_CLOSED)


def _refuse_stale(ledger: Ledger, seq: int) -> None:
    if last_seq(ledger) != seq:
        raise StaleError(())


def _record(
    actor: Actor,
    opened: OpenedPlan,
    said: Said,
    kind: ActKind,
    items: Collection[Item],
    *,
    more: More = NOTHING,
    now: datetime,
) -> None:
    period = more.period
    if not items and kind is not ActKind.ERROR:
        return
    act_id, paper = new_id(), said.paper
    row = ConsentAct(
        id=act_id,
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        kind=kind,
        consenter_id=said.consenter_id,
        items=sorted(item.key for item in items),
        how=said.how,
        recorded_by=actor.account_id,
        recorded_by_name=actor.name,
        recorded_for=recorded_for(actor),
        valid_from=period.valid_from if period else None,
        valid_to=period.valid_to if period else None,
        information_text_version=stored_version(said.information),
        evidence_hash=None if said.how is How.ORAL else _evidence_hash(opened, said, items, period),
        corrects=more.corrects,
        reason_sealed=more.question.why.seal(opened.key, act_id) if more.question else None,
        asked_until=more.question.until if more.question else None,
        signed_on=paper.signed_on if paper else None,
        kept_at_sealed=seal_kept_at(opened.key, act_id, paper.kept_at) if paper else None,
    )
    longest = sip_settings().longest_consent
    check_disinterested(row.recorded_for, kind, is_private=is_private_in(actor, opened))
    check_act(load_ledger(opened.plan_id), _as_act(row, now), now, longest)
    db.session.add(row)
    audit.record(
        actor,
        f"consent.{kind.value}",
        row,
        stream=opened.plan_id,
        how=said.how.value,
        consenter=str(said.consenter_id),
        is_step=more.is_step,
    )
    db.session.flush()


def _as_act(row: ConsentAct, now: datetime) -> Act:
    return Act(
        id=row.id,
        seq=0,
        at=now,
        kind=row.kind,
        consenter=row.consenter_id,
        items=frozenset(Item.parse(key) for key in row.items),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        corrects=row.corrects,
    )
