"""The days an agreement holds, what meets it, and what may be done of its life. Pure."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import SIGNED, Status, check_status


class Standing(StrEnum):
    """How a municipality stands on a day: what the board shows, worked out and never typed in."""

    IN_FORCE = "in_force"
    EXPIRING = "expiring"
    UPCOMING = "upcoming"
    SIGNING = "signing"
    DECISION = "decision"
    SHARED = "shared"
    DRAFT = "draft"
    EXPIRED = "expired"
    MISSING = "missing"
    # of an agreement only: a municipality whose work was given up has none
    ABANDONED = "abandoned"


EXPIRES_SOON = timedelta(days=90)
REVIEWED_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Term:
    """How long an agreement is meant to hold. Both days are included.

    `open_ended`: until further notice. Without that and without a last day, none is decided yet.
    """

    valid_from: date | None
    valid_until: date | None
    review_on: date | None
    open_ended: bool = False

    @property
    def end(self) -> date | None:
        """Its last day: the last there is where it has none; None while none is decided."""
        return date.max if self.open_ended else self.valid_until


def term_as_json(term: Term) -> dict[str, str | None]:
    """A term as a suggestion keeps it."""
    dates = {
        "valid_from": term.valid_from,
        "valid_until": term.valid_until,
        "review_on": term.review_on,
    }
    written = {name: day.isoformat() if day else None for name, day in dates.items()}
    return written | ({"open_ended": "yes"} if term.open_ended else {})


def term_from_json(dates: Mapping[str, str | None]) -> Term:
    """The term that `term_as_json` wrote."""

    def day(name: str) -> date | None:
        written = dates[name]
        return date.fromisoformat(written) if written else None

    is_open = dates.get("open_ended") is not None
    return Term(day("valid_from"), day("valid_until"), day("review_on"), is_open)


def with_review(term: Term, months: int) -> Term:
    """A term until further notice without a review: it is so many months after its first day."""
    if not term.open_ended or term.review_on or term.valid_from is None:
        return term
    return replace(term, review_on=months_after(term.valid_from, months))


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def check_term(term: Term) -> None:
    """Raise when the dates that are there cannot all be true.

    What holds until further notice is reviewed: else nobody would ever ask whether it still should.
    """
    if term.open_ended and term.valid_until:
        raise AgreementRuleError(Refusal.TWO_ENDS, field="valid_until")
    if term.open_ended and term.review_on is None:
        raise AgreementRuleError(Refusal.REVIEW_NEEDED, field="review_on")
    if term.valid_from and term.valid_until and term.valid_until <= term.valid_from:
        raise AgreementRuleError(Refusal.DATES_REVERSED, field="valid_until")
    if term.review_on and term.valid_from and term.review_on < term.valid_from:
        raise AgreementRuleError(Refusal.REVIEW_OUTSIDE, field="review_on")
    if term.review_on and term.valid_until and term.review_on > term.valid_until:
        raise AgreementRuleError(Refusal.REVIEW_OUTSIDE, field="review_on")


def check_days_stay(before: Term, wanted: Term) -> None:
    """Raise when a day that the parties work towards would be taken away and not moved."""
    if before.valid_from and wanted.valid_from is None:
        raise AgreementRuleError(Refusal.DAY_TAKEN_AWAY, field="valid_from")
    if before.valid_until and not (wanted.valid_until or wanted.open_ended):
        raise AgreementRuleError(Refusal.DAY_TAKEN_AWAY, field="valid_until")


@dataclass(frozen=True, slots=True)
class Holding:
    """An agreement that has been signed, and from when until when it holds.

    Without a last day it holds until further notice. `is_within`: it holds nowhere but in the area
    that was asked about, so that another agreement for that area can take over from it.
    """

    id: UUID
    title: str
    valid_from: date
    last_day: date | None
    is_within: bool = True

    @property
    def end(self) -> date:
        """Its last day: the last there is where it has none."""
        return self.last_day or date.max


def meeting(term: Term, others: Iterable[Holding]) -> list[Holding]:
    """Those that hold on some day of a term: two of one subject and municipality never may."""
    if term.valid_from is None or term.end is None:
        return []
    return [one for one in others if one.valid_from <= term.end and one.end >= term.valid_from]


def check_alone(term: Term, others: Iterable[Holding], replaces: Collection[UUID]) -> None:
    """Raise when another than those it replaces holds on some day of its term."""
    met = [one for one in meeting(term, others) if one.id not in replaces]
    if not all(one.is_within for one in met):
        raise AgreementRuleError(Refusal.OVERLAPS_BEYOND, field="replaces")
    if met:
        raise AgreementRuleError(Refusal.OVERLAPS, field="replaces")


def check_takes_over(
    term: Term, others: Iterable[Holding], replaces: Collection[UUID], today: date
) -> None:
    """Raise when it begins before one of those that it replaces, which holds already, did.

    What has held has held: nothing that is signed later says that it never did.
    """
    for one in others:
        begun = one.id in replaces and one.valid_from <= today
        if begun and term.valid_from is not None and term.valid_from < one.valid_from:
            raise AgreementRuleError(Refusal.REPLACES_PAST, field="replaces")


def is_in_force(status: Status, term: Term, on: date) -> bool:
    """Whether an agreement binds its parties on a day; both end days are included.

    `term` is how long it holds (`Agreement.held`). The database says the same (app.in_force).
    """
    days = days_in_force(status, term)
    return days is not None and days[0] <= on <= days[1]


def days_in_force(status: Status, term: Term) -> tuple[date, date] | None:
    """The first and the last day on which an agreement binds its parties, if it does on any."""
    if status not in SIGNED or term.valid_from is None or term.end is None:
        return None
    return term.valid_from, term.end


def standing(status: Status, term: Term, on: date) -> Standing:
    """How one agreement stands on a day. `term` is how long it holds (`Agreement.held`)."""
    if status is Status.WITHDRAWN:
        return Standing.ABANDONED
    if status in SIGNED:
        return _standing_of_signed(status, term, on)
    return Standing(status.value)


def _standing_of_signed(status: Status, term: Term, on: date) -> Standing:
    first, last = term.valid_from, term.end
    if last is None or on > last or (first is not None and last < first):
        return Standing.EXPIRED
    if first is not None and on < first:
        return Standing.UPCOMING
    # one that another takes over from needs nobody to begin on the next
    is_last = status is Status.IN_FORCE
    return Standing.EXPIRING if is_last and last - on <= EXPIRES_SOON else Standing.IN_FORCE


def check_lasts(status: Status, held: Term, today: date) -> date:
    """Its last day (`Term.end`), of one that has been signed; raises when that has gone by."""
    check_status(status, Status.IN_FORCE, Status.SUPERSEDED)
    if held.end is None or is_over(held, today):
        raise AgreementRuleError(Refusal.IS_OVER)
    return held.end


def is_over(held: Term, today: date) -> bool:
    """Whether its last day has gone by, or it has none to go by."""
    return held.end is None or held.end < today


def check_review(held: Term, last: date, day: date, following: date | None, today: date) -> None:
    """Raise unless it can have been reviewed on `day`, and be reviewed next on `following`."""
    if day > today or (held.valid_from is not None and day < held.valid_from):
        raise AgreementRuleError(Refusal.REVIEW_DAY, field="on_day")
    if following is None and held.open_ended:
        raise AgreementRuleError(Refusal.NEXT_REVIEW_NEEDED, field="until")
    if following is not None and not today < following <= last:
        raise AgreementRuleError(Refusal.NEXT_REVIEW, field="until")


def check_notice(held: Term, last: date, wanted: date, today: date) -> None:
    """Raise unless notice can make `wanted` its last day: not gone by, and earlier than it is."""
    first = max(today, held.valid_from or today)
    if not first <= wanted < last:
        raise AgreementRuleError(Refusal.NOTICE_DAY, field="until")


def check_may_amend(status: Status, ends_on: date | None) -> None:
    """Raise unless nothing has made an end of it."""
    if is_ending(status, ends_on):
        raise AgreementRuleError(Refusal.IS_ENDING)


def is_ending(status: Status, ends_on: date | None) -> bool:
    """Whether another takes over from one that has been signed, or notice has been given."""
    return status is not Status.IN_FORCE or ends_on is not None


def day_after(held: Term) -> date | None:
    """When a prolongation begins; raises where there is nothing to prolong."""
    if held.open_ended:
        raise AgreementRuleError(Refusal.HAS_NO_END)
    return held.valid_until + timedelta(days=1) if held.valid_until else None


def check_prolongation(held: Term, wanted: Term, others: Iterable[Holding]) -> None:
    """Raise unless `wanted` goes on from the day after, and meets no other agreement."""
    if wanted.valid_from is None or wanted.valid_from != day_after(held):
        raise AgreementRuleError(Refusal.PROLONGED_FROM)
    if wanted.end is None:
        raise AgreementRuleError(Refusal.WHICH_END, field="valid_until")
    if wanted.end <= wanted.valid_from:
        raise AgreementRuleError(Refusal.PROLONGED_UNTIL, field="valid_until")
    if meeting(wanted, others):
        raise AgreementRuleError(Refusal.PROLONGED_INTO, field="valid_until")
    check_term(wanted)


def check_addendum(held: Term, last: date, first: date | None, before: date | None) -> None:
    """Raise unless an addendum begins while its agreement holds, not `before` an earlier one."""
    earliest = max(filter(None, (held.valid_from, before)), default=None)
    if first is None or first > last or (earliest is not None and first < earliest):
        raise AgreementRuleError(Refusal.ADDED_FROM, field="valid_from")


# The most telling first: a municipality with an agreement in force and a draft of the next one
# has an agreement in force.
_PRECEDENCE = tuple(Standing)


def strongest(standings: Iterable[Standing]) -> Standing:
    """How a municipality stands, given how each of its agreements does."""
    return min(standings, key=_PRECEDENCE.index, default=Standing.MISSING)
