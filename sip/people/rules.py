"""Whose consent a plan requires from when until when: pure.

A grown person is always among them; whoever stands in for them comes beside (sip.ledger.rules says
when it takes the proxy's yes and not the person's). For a child the guardians consent until the day
of turning 18, and the child too: from 15, or as it has been decided.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sip.kernel.refusals import Refusal, SipRuleError
from sip.kernel.vocabulary import REPLACES, Capacity
from sip.ledger.by_age import comes_of_age, required_for, turns
from sip.ledger.rules import Mandate


class PeopleRefusal(Refusal):
    """Why something about the private people in a plan was refused."""

    PERSONNUMMER_FORM = "personnummer_form"
    PERSONNUMMER_DATE = "personnummer_date"
    PERSONNUMMER_FUTURE = "personnummer_future"
    PERSONNUMMER_CHECK_DIGIT = "personnummer_check_digit"
    CAPACITY_NEEDED = "capacity_needed"
    MANDATE_NEEDED = "mandate_needed"
    MANDATE_REVERSED = "mandate_reversed"
    PERSON_HAS_LEFT = "person_has_left"
    ALREADY_LINKED = "already_linked"
    NOBODY_SEES_PROTECTED = "nobody_sees_protected"
    STANDS_BESIDE = "stands_beside"
    REPLACES_A_CHILD = "replaces_a_child"
    REASON_NEEDED = "reason_needed"
    DOCUMENT_NEEDED = "document_needed"
    DOCUMENT_AHEAD = "document_ahead"
    ONE_HANDLER = "one_handler"
    ALREADY_SETTLED = "already_settled"
    ALREADY_PROPOSED = "already_proposed"
    NO_CHILD = "no_child"


# from this age children speak for themselves in social services' cases; staff may decide otherwise
SPEAKS_FOR_ITSELF = 15


@dataclass(frozen=True, slots=True)
class Need:
    """Somebody whose consent is required from a time until a time; a proxy within a mandate."""

    person: UUID
    valid_from: datetime
    valid_to: datetime | None = None
    mandate: Mandate | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The person whose plan it is.

    `is_asked`: what has been decided of a child's own consent; None while nobody has decided.
    """

    id: UUID
    birth_date: date | None
    is_asked: bool | None = None


def is_child(born: date | None, at: datetime) -> bool:
    """Whether somebody is under 18; without a known day of birth nobody is."""
    return born is not None and at < comes_of_age(born)


def asked_from(subject: Subject, born: date, now: datetime) -> datetime | None:
    """From when a child's own consent is required beside the guardians'; None: not as a child."""
    if subject.is_asked is None:
        return turns(born, SPEAKS_FOR_ITSELF)
    return now if subject.is_asked else None


def needed(
    subject: Subject,
    *,
    guardians: Collection[UUID],
    mandates: Mapping[UUID, Mandate],
    now: datetime,
) -> tuple[Need, ...]:
    """Everybody whose consent is required from `now` on."""
    proxies = [
        Need(who, max(now, mandate.valid_from), mandate.valid_to, mandate)
        for who, mandate in mandates.items()
        if now < mandate.valid_to
    ]
    if subject.birth_date is not None and is_child(subject.birth_date, now):
        return (*_of_child(subject, subject.birth_date, guardians, now), *proxies)
    return (Need(subject.id, now), *proxies)


def _of_child(
    subject: Subject, born: date, guardians: Collection[UUID], now: datetime
) -> Iterator[Need]:
    if not guardians:
        # nobody can consent until a guardian is known; a child alone never opens the plan
        yield Need(subject.id, comes_of_age(born))
        return
    for one in required_for(
        born,
        subject=subject.id,
        guardians=guardians,
        begins=now,
        matures_at=asked_from(subject, born, now),
        new_id=lambda: subject.id,  # numbered when they are kept
    ):
        yield Need(one.person, one.required_from, one.required_to)


def check_mandate(mandate: Mandate) -> None:
    """Raise unless the mandate says what it is for and ends after it begins."""
    if not mandate.scope:
        raise SipRuleError(PeopleRefusal.MANDATE_NEEDED, field="scope")
    if mandate.valid_to <= mandate.valid_from:
        raise SipRuleError(PeopleRefusal.MANDATE_REVERSED, field="valid_to")


def check_replaces(capacity: Capacity, born: date | None, now: datetime) -> None:
    """Raise unless somebody in this capacity can say yes in the person's place."""
    if capacity not in REPLACES:
        raise SipRuleError(PeopleRefusal.STANDS_BESIDE, field="stands")
    if is_child(born, now):
        raise SipRuleError(PeopleRefusal.REPLACES_A_CHILD, field="stands")


def check_reason(reason: str) -> None:
    """Raise unless it is said why."""
    if not reason:
        raise SipRuleError(PeopleRefusal.REASON_NEEDED, field="reason")


def check_document(document: str, document_on: date | None, today: date) -> None:
    """Raise unless it is said which paper there is, and of which day that has been."""
    if not document:
        raise SipRuleError(PeopleRefusal.DOCUMENT_NEEDED, field="document")
    if document_on is None:
        raise SipRuleError(PeopleRefusal.DOCUMENT_NEEDED, field="document_on")
    if document_on > today:
        raise SipRuleError(PeopleRefusal.DOCUMENT_AHEAD, field="document_on")


def check_settles(settled_by: UUID, proposed_by: UUID, *, is_settled: bool) -> None:
    """Raise unless somebody else than who proposed a change confirms it, and once."""
    if is_settled:
        raise SipRuleError(PeopleRefusal.ALREADY_SETTLED)
    if settled_by == proposed_by:
        raise SipRuleError(PeopleRefusal.ONE_HANDLER)
