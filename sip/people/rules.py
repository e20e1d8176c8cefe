"""Whose consent a plan requires from when until when: pure.

A grown person is always among them; whoever stands in for them comes beside (sip.ledger.rules says
when it takes the proxy's yes and not the person's). For a child the guardians consent until the day
of turning 18, and the child too: from 15, or as it has been decided.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self, assert_never
from uuid import UUID

from portal.errors import check_all
from sip.kernel.refusals import Refusal, SipRuleError
from sip.kernel.vocabulary import REPLACES, AgeGroup, Capacity, Shown
from sip.ledger.by_age import ADULT_AT, comes_of_age, required_for, turns
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
    PROTECTION_STAYS = "protection_stays"
    STANDS_BESIDE = "stands_beside"
    REPLACES_A_CHILD = "replaces_a_child"
    CHILD_IS_REPLACED = "child_is_replaced"
    REASON_NEEDED = "reason_needed"
    DOCUMENT_NEEDED = "document_needed"
    DOCUMENT_AHEAD = "document_ahead"
    ONE_HANDLER = "one_handler"
    OWN_MATTER = "own_matter"
    ALREADY_SETTLED = "already_settled"
    ALREADY_PROPOSED = "already_proposed"
    OVERTAKEN = "overtaken"
    MANDATED_SINCE = "mandated_since"
    NO_CHILD = "no_child"
    AGE_NEEDED = "age_needed"
    BORN_AHEAD = "born_ahead"
    GUARDIAN_OF_ADULT = "guardian_of_adult"
    HAS_ANSWERED = "has_answered"
    OWN_PLAN = "own_plan"
    IS_KEPT_OUT = "is_kept_out"
    CODE_SINCE = "code_since"
    KEPT_OUT_BY_ONE = "kept_out_by_one"
    DECIDED_ANEW = "decided_anew"
    NOT_REACHED = "not_reached"
    WRITTEN_SINCE = "written_since"
    SEEN_AHEAD = "seen_ahead"
    ORAL_OF_OTHERS = "oral_of_others"
    ORAL_NEEDS_DAY = "oral_needs_day"
    CHECK_AGAIN_PAST = "check_again_past"
    CHECK_AGAIN_FAR = "check_again_far"


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


@dataclass(frozen=True, slots=True)
class Born:
    """What is known of when somebody was born.

    `counted` is the day to reckon an age from: the last that it may be, so that nobody is taken for
    grown up, and to consent alone, before it is certain. `is_open`: it may have been earlier.
    """

    counted: date | None = None
    is_open: bool = False

    @property
    def is_known(self) -> bool:
        """Whether it is known if the person is a child or an adult."""
        return self.counted is not None

    @property
    def written(self) -> str:
        """As it is kept; "" when nothing is known."""
        if self.counted is None:
            return ""
        return f"{self.counted.isoformat()}{OPEN if self.is_open else ''}"

    @classmethod
    def read(cls, kept: str) -> Self:
        """What was kept as `written`."""
        return cls(date.fromisoformat(kept.removesuffix(OPEN)), is_open=kept.endswith(OPEN))


OPEN = "?"


def born_said(born: date | None, group: str, today: date) -> Born:
    """What two fields of a form say: the day of birth, or only about how old somebody is."""
    if born is not None:
        return Born(born)
    return born_of_group(AgeGroup(group), today) if group else Born()


def born_of_group(group: AgeGroup, today: date) -> Born:
    """What is known of somebody of whom only the age group is: they are as young as may be."""
    match group:
        case AgeGroup.ADULT:
            return Born(_years_ago(today, ADULT_AT), is_open=True)
        case AgeGroup.UNDER_15:
            return Born(today, is_open=True)
        case AgeGroup.UNDER_18:
            return Born(_years_ago(today, SPEAKS_FOR_ITSELF), is_open=True)
        case _:
            assert_never(group)


def _years_ago(today: date, years: int) -> date:
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return date(today.year - years, 2, 28)


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
    check_all(lambda: _check_scope(mandate), lambda: _check_term(mandate))


def _check_scope(mandate: Mandate) -> None:
    if not mandate.scope:
        raise SipRuleError(PeopleRefusal.MANDATE_NEEDED, field="scope")


def _check_term(mandate: Mandate) -> None:
    if mandate.valid_to <= mandate.valid_from:
        raise SipRuleError(PeopleRefusal.MANDATE_REVERSED, field="valid_to")


def check_born(born: Born, today: date) -> None:
    """Raise unless it is known whether somebody is a child, by a day that has been."""
    if not born.is_known:
        raise SipRuleError(PeopleRefusal.AGE_NEEDED, field="age")
    if born.counted is not None and born.counted > today and not born.is_open:
        raise SipRuleError(PeopleRefusal.BORN_AHEAD, field="born")


def check_has_guardians(born: Born, now: datetime) -> None:
    """Raise when it is known that the person is no child: then no guardian consents."""
    if born.is_known and not is_child(born.counted, now):
        raise SipRuleError(PeopleRefusal.GUARDIAN_OF_ADULT)


def check_replaces(capacity: Capacity, born: date | None, now: datetime) -> None:
    """Raise unless somebody in this capacity can say yes in the person's place."""
    if capacity not in REPLACES:
        raise SipRuleError(PeopleRefusal.STANDS_BESIDE, field="stands")
    if is_child(born, now):
        raise SipRuleError(PeopleRefusal.REPLACES_A_CHILD, field="stands")


def check_not_replaced(subject: Subject, now: datetime, *, is_replaced: bool) -> None:
    """Raise when somebody answers in the person's place and the person turns out to be a child."""
    if is_replaced and is_child(subject.birth_date, now):
        raise SipRuleError(PeopleRefusal.CHILD_IS_REPLACED)


def check_reason(reason: str) -> None:
    """Raise unless it is said why."""
    if not reason:
        raise SipRuleError(PeopleRefusal.REASON_NEEDED, field="reason")


def check_document(document: str, document_on: date | None, today: date) -> None:
    """Raise unless it is said which paper there is, and of which day that has been."""
    check_all(lambda: _check_paper(document), lambda: _check_paper_day(document_on, today))


def _check_paper(document: str) -> None:
    if not document:
        raise SipRuleError(PeopleRefusal.DOCUMENT_NEEDED, field="document")


def _check_paper_day(document_on: date | None, today: date) -> None:
    if document_on is None:
        raise SipRuleError(PeopleRefusal.DOCUMENT_NEEDED, field="document_on")
    if document_on > today:
        raise SipRuleError(PeopleRefusal.DOCUMENT_AHEAD, field="document_on")


def check_settles(
    settled_by: UUID, proposed_by: UUID, *, private: Collection[UUID], is_settled: bool
) -> None:
    """Raise unless somebody else than who proposed a change confirms it, and once.

    `private` are the accounts of the plan's private people: none of them confirms anything in it.
    """
    if is_settled:
        raise SipRuleError(PeopleRefusal.ALREADY_SETTLED)
    if settled_by == proposed_by:
        raise SipRuleError(PeopleRefusal.ONE_HANDLER)
    if settled_by in private:
        raise SipRuleError(PeopleRefusal.OWN_MATTER)


# A month before a mandate, or a guardian's say, ends, those who handle the plan prepare for it
# (app.next_steps() counts the same days).
AHEAD = timedelta(days=31)
_SEEN_AGAIN_WITHIN = timedelta(days=2 * 366)


def check_seen(
    shown: Shown,
    capacity: Capacity | None,
    seen_on: date,
    check_again_on: date | None,
    *,
    today: date,
) -> None:
    """Raise unless a document can have been seen so: an oral power is asked about again."""
    if seen_on > today:
        raise SipRuleError(PeopleRefusal.SEEN_AHEAD, field="seen_on")
    if shown is Shown.ORAL and capacity is not Capacity.ATTORNEY:
        raise SipRuleError(PeopleRefusal.ORAL_OF_OTHERS, field="shown")
    if shown is Shown.ORAL and check_again_on is None:
        raise SipRuleError(PeopleRefusal.ORAL_NEEDS_DAY, field="check_again_on")
    if check_again_on is not None and check_again_on <= today:
        raise SipRuleError(PeopleRefusal.CHECK_AGAIN_PAST, field="check_again_on")
    if check_again_on is not None and check_again_on > today + _SEEN_AGAIN_WITHIN:
        raise SipRuleError(PeopleRefusal.CHECK_AGAIN_FAR, field="check_again_on")
