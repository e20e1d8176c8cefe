"""Whose consent a plan requires from when until when: pure.

A grown person consents themselves, unless somebody stands in for them. For a child the guardians
do, and the child too when mature enough, until the day of turning 18; from then on the person.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sip.kernel.refusals import Refusal, SipRuleError
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
    """The person whose plan it is. `decides`: their own consent is required now."""

    id: UUID
    birth_date: date | None
    decides: bool


def is_child(born: date | None, at: datetime) -> bool:
    """Whether somebody is under 18; without a known day of birth nobody is."""
    return born is not None and at < comes_of_age(born)


def speaks_for_itself(born: date | None, at: datetime) -> bool:
    """Whether a person's own consent is required until staff say otherwise."""
    if born is None:
        return True
    return at >= turns(born, SPEAKS_FOR_ITSELF)


def needed(
    subject: Subject,
    *,
    guardians: Collection[UUID],
    mandates: Mapping[UUID, Mandate],
    now: datetime,
) -> tuple[Need, ...]:
    """Everybody whose consent is required from `now` on.

    Somebody who stands in for the person does so while the mandate lasts. When the last mandate
    has ended the person's own consent is required again: what was consented to ends with it.
    """
    running = {who: mandate for who, mandate in mandates.items() if now < mandate.valid_to}
    proxies = [
        Need(who, max(now, mandate.valid_from), mandate.valid_to, mandate)
        for who, mandate in running.items()
    ]
    if subject.birth_date is not None and is_child(subject.birth_date, now):
        return (
            *_of_child(subject, subject.birth_date, guardians, now, has_proxy=bool(proxies)),
            *proxies,
        )
    begun = [mandate.valid_to for mandate in running.values() if mandate.valid_from <= now]
    own = now if subject.decides else max(begun, default=now)
    return (Need(subject.id, own), *proxies)


def _of_child(
    subject: Subject, born: date, guardians: Collection[UUID], now: datetime, *, has_proxy: bool
) -> Iterator[Need]:
    if not guardians:
        # nobody can consent until a guardian is known; a child alone never opens the plan
        alone = has_proxy and subject.decides
        yield Need(subject.id, now if alone else comes_of_age(born))
        return
    mature = now if subject.decides else None
    for one in required_for(
        born,
        subject=subject.id,
        guardians=guardians,
        begins=now,
        matures_at=mature,
        new_id=lambda: subject.id,  # numbered when they are kept
    ):
        yield Need(one.person, one.required_from, one.required_to)


def check_mandate(mandate: Mandate) -> None:
    """Raise unless the mandate says what it is for and ends after it begins."""
    if not mandate.scope:
        raise SipRuleError(PeopleRefusal.MANDATE_NEEDED, field="scope")
    if mandate.valid_to <= mandate.valid_from:
        raise SipRuleError(PeopleRefusal.MANDATE_REVERSED, field="valid_to")
