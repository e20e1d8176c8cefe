"""Who has a part in a plan, and sees and writes what stands beside its content: a specification.

Of content and consent specification.py says who sees it. This goes on from there: to those who
stand in, are kept out, have left, or answer by a mandate; and to messages, documents, signed
papers, codes, requests, and how long something is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from portal.authz import Role
from sip.kernel.vocabulary import AskedAbout, How, KeptFor
from sip.ledger.rules import required
from tests.unit.sip.consent.specification import (
    Basis,
    Ledger,
    discloses,
    opens,
    owns,
    owns_words,
)

LONGEST_STAND_IN = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who asks: `party` is whom they work for, or themselves as a person of the plan."""

    account: UUID
    party: UUID
    is_staff: bool
    roles: frozenset[Role] = frozenset()  # at work

    @property
    def makes_plans(self) -> bool:
        """Whether they work with plans."""
        return Role.CASEWORKER in self.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A member of staff who takes part, or did; with the last day of whoever stands in."""

    account: UUID
    organisation: UUID
    until_on: date | None = None
    has_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """That a colleague stands in for somebody, both days included."""

    absent: UUID
    colleague: UUID
    organisation: UUID
    from_on: date
    until_on: date
    is_ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A plan as it stands at a time. `working`: who makes plans at which organisation."""

    ledger: Ledger
    at: datetime
    today: date
    places: tuple[Place, ...]
    stand_ins: tuple[StandIn, ...] = ()
    working: frozenset[tuple[UUID, UUID]] = frozenset()
    called: frozenset[UUID] = frozenset()  # organisations whose answer is waited for
    has_left: frozenset[UUID] = frozenset()  # private people
    kept_out: frozenset[UUID] = frozenset()  # as well
    coordinator: UUID | None = None  # the account
    has_ended: bool = False
    was_consented_to: bool  # it was begun on a consent


# -- who has a part -------------------------------------------------------------------------------


def has_place(place: Place, reader: Reader) -> bool:
    """Whether the place is the reader's, and they have not left it."""
    is_theirs = (place.account, place.organisation) == (reader.account, reader.party)
    return reader.makes_plans and is_theirs and not place.has_left


def takes_part(now: Situation, reader: Reader) -> bool:
    """Whether the reader has a part, whatever consent says; a stand-in until their day."""
    if reader.is_staff:
        return any(
            has_place(place, reader) and (place.until_on is None or now.today <= place.until_on)
            for place in now.places
        )
    return reader.party not in now.has_left | now.kept_out


def is_called(now: Situation, reader: Reader) -> bool:
    """Whether a call waits where the reader works, and consent lets it be."""
    return (
        reader.makes_plans
        and reader.party in now.called
        and not any(has_place(place, reader) for place in now.places)
        and opens(now.ledger, reader.party, now.at) is not None
    )


def handles(now: Situation, reader: Reader) -> bool:
    """Whether it is a case of the reader's: they take part for whoever found the need."""
    return reader.party == now.ledger.initiator and takes_part(now, reader)


def stands_open(now: Situation, reader: Reader) -> bool:
    """Whether consent opens the plan to the reader."""
    return takes_part(now, reader) and opens(now.ledger, reader.party, now.at) is not None


def is_own(now: Situation, reader: Reader) -> bool:
    """Whether it is the reader's own plan, or theirs to answer for."""
    return takes_part(now, reader) and owns(now.ledger, reader.party, now.at)


def is_wholly_own(now: Situation, reader: Reader) -> bool:
    """Whether all of it is, without a mandate that names what it covers."""
    return is_own(now, reader) and (
        reader.party == now.ledger.subject
        or any(
            one.person == reader.party and one.mandate is None
            for one in required(now.ledger, now.at)
        )
    )


def goes_on(now: Situation) -> bool:
    """Whether anything may be written: neither the plan nor the consent to it has ended."""
    is_consented = opens(now.ledger, now.ledger.initiator, now.at) is not None
    return not now.has_ended and (is_consented or not now.was_consented_to)


def may_write(now: Situation, reader: Reader) -> bool:
    """Whether the reader may write for their own party in it."""
    is_open = stands_open(now, reader) or handles(now, reader) or is_own(now, reader)
    return is_open and goes_on(now)


def finds(now: Situation, reader: Reader) -> bool:
    """Whether the plan's row is seen: its staff do, whatever consent says."""
    is_staff_of_it = reader.is_staff and takes_part(now, reader)
    return (
        is_staff_of_it or stands_open(now, reader) or is_own(now, reader) or is_called(now, reader)
    )


def leads(now: Situation, reader: Reader) -> bool:
    """Whether the reader holds the plan together: handles it, coordinates it or stands in."""
    holds = handles(now, reader) or (
        reader.is_staff and now.coordinator in {reader.account, *stood_in_for(now, reader)}
    )
    return holds and stands_open(now, reader) and goes_on(now)


def reads(now: Situation, reader: Reader, source: UUID, category: str) -> bool:
    """Whether the reader sees what a party has written in a category."""
    ledger, to = now.ledger, reader.party
    return takes_part(now, reader) and (
        source == to
        or owns_words(ledger, to, category, now.at)
        or discloses(ledger, source, to, category, now.at) is not None
    )


# -- who stands in --------------------------------------------------------------------------------


def stands_in(now: Situation, one: StandIn) -> bool:
    """Whether somebody stands in for another today: the time is now, and both still work there."""
    return (
        not one.is_ended
        and one.from_on <= now.today <= one.until_on
        and {(one.absent, one.organisation), (one.colleague, one.organisation)} <= now.working
    )


def stood_in_for(now: Situation, reader: Reader) -> frozenset[UUID]:
    """For whom the reader does today what they are to do, of those who are in the plan."""
    return frozenset(
        one.absent
        for one in now.stand_ins
        if stands_in(now, one)
        and (one.colleague, one.organisation) == (reader.account, reader.party)
        and any(_is_of(place, one) and not place.has_left for place in now.places)
    )


def lets_stand_in(
    reader: Reader,
    today: date,
    working: frozenset[tuple[UUID, UUID]],
    absent: UUID,
    colleague: UUID,
    from_on: date,
    until_on: date,
) -> bool:
    """Whether the reader may let somebody stand in: for themself, or as the administrator.

    `working`: who makes plans at which organisation.
    """
    is_theirs = reader.makes_plans and absent == reader.account
    return (
        (is_theirs or Role.ADMINISTRATOR in reader.roles)
        and absent != colleague
        and {(absent, reader.party), (colleague, reader.party)} <= working
        and today <= from_on <= until_on <= today + LONGEST_STAND_IN
    )


def sees_stand_in(now: Situation, reader: Reader, one: StandIn) -> bool:
    """Whether it stands in the reader's list of who stands in, now or later."""
    is_one_of_them = reader.account in {one.absent, one.colleague}
    return (
        reader.party == one.organisation
        and not one.is_ended
        and now.today <= one.until_on
        and (Role.ADMINISTRATOR in reader.roles or (is_one_of_them and bool(reader.roles)))
    )


def day_begins(now: Situation) -> Situation:
    """The daily work: whose time to stand in is over leaves, and whose time has come takes part.

    Where nobody else of the organisation is left, who stood in stays for good.
    """
    places = list(now.places)
    for number, place in enumerate(places):
        if place.until_on and not (place.has_left or _goes_on(now, place, place.until_on)):
            is_needed = not any(
                other.organisation == place.organisation and _is_there_for_good(other)
                for other in places
            )
            places[number] = replace(place, until_on=None, has_left=not is_needed)
    if not now.has_ended:
        places += _newcomers(now, places)
    return replace(now, places=tuple(places))


def _is_of(place: Place, one: StandIn) -> bool:
    """Whether it is the place of whoever is absent."""
    return (place.account, place.organisation) == (one.absent, one.organisation)


def _is_there_for_good(place: Place) -> bool:
    return not place.has_left and place.until_on is None


def _goes_on(now: Situation, place: Place, until: date) -> bool:
    """Whether their day has not passed, and they still stand in for somebody in the plan."""
    return now.today <= until and any(
        stands_in(now, one)
        and (one.colleague, one.organisation) == (place.account, place.organisation)
        and any(_is_of(other, one) and not other.has_left for other in now.places)
        for one in now.stand_ins
    )


def _newcomers(now: Situation, places: Sequence[Place]) -> Iterator[Place]:
    """A place for each who stands in for somebody there for good and is not there, the longest."""
    longest: dict[tuple[UUID, UUID], date] = {}
    for one in now.stand_ins:
        who = (one.colleague, one.organisation)
        is_there = any(
            (place.account, place.organisation) == who and not place.has_left for place in places
        )
        is_missed = any(_is_of(place, one) and _is_there_for_good(place) for place in places)
        if stands_in(now, one) and is_missed and not is_there:
            longest[who] = max(one.until_on, longest.get(who, one.until_on))
    for (colleague, organisation), until in longest.items():
        yield Place(account=colleague, organisation=organisation, until_on=until)


# -- what stands beside the content ---------------------------------------------------------------


def is_themself(now: Situation, reader: Reader, person: UUID) -> bool:
    """Whether the reader is that private person, and has a part."""
    return reader.party == person and takes_part(now, reader)


def reads_message(now: Situation, reader: Reader, person: UUID) -> bool:
    """Whether the reader sees what a private person and the handlers write, or what one is told."""
    return is_themself(now, reader, person) or handles(now, reader)


def writes_message(now: Situation, reader: Reader, person: UUID, from_party: UUID) -> bool:
    """Whether the reader may write in that person's conversation in a party's name."""
    may = handles(now, reader) or is_themself(now, reader, person)
    return may and is_reached(now, person) and from_party == reader.party and not now.has_ended


def is_reached(now: Situation, person: UUID) -> bool:
    """Whether a private person reads what is written to them: they have come, and may open it."""
    is_in = owns(now.ledger, person, now.at) or opens(now.ledger, person, now.at) is not None
    return is_in and person not in now.has_left | now.kept_out


def reads_of_answer(now: Situation, reader: Reader, person: UUID) -> bool:
    """Whether the reader sees the paper, document or change behind somebody's right or answer."""
    return (
        handles(now, reader)
        or is_wholly_own(now, reader)
        or (is_own(now, reader) and reader.party == person)
    )


def writes_check(now: Situation, reader: Reader, from_party: UUID) -> bool:
    """Whether the reader may say that a document was seen."""
    return handles(now, reader) and from_party == reader.party


def writes_paper(
    now: Situation, reader: Reader, from_party: UUID, how: How, recorded_for: UUID | None
) -> bool:
    """Whether the reader may keep the signed paper of an answer that was given so."""
    is_own_record = from_party == reader.party == recorded_for
    return handles(now, reader) and how is How.WRITTEN and is_own_record


def reads_basis(now: Situation, reader: Reader, basis: Basis) -> bool:
    """Whether the reader sees a decision to disclose, whose words say why."""
    is_between = reader.party in {basis.organisation, basis.to}
    return (
        handles(now, reader)
        or (reader.is_staff and is_between and takes_part(now, reader))
        or (
            is_own(now, reader)
            and all(reads(now, reader, basis.organisation, one) for one in basis.categories)
        )
    )


def reads_own(now: Situation, reader: Reader, of: UUID) -> bool:
    """Whether the reader sees what is only its organisation's: who is kept out, what is kept."""
    return reader.is_staff and reader.party == of and takes_part(now, reader)


def reads_asked(now: Situation, reader: Reader, of: UUID, kind: AskedAbout) -> bool:
    """Whether the reader sees what was asked about; of violence those who asked alone."""
    if reads_own(now, reader, of):
        return True
    return is_wholly_own(now, reader) and kind is not AskedAbout.VIOLENCE


def reads_discharge(now: Situation, reader: Reader, of: UUID) -> bool:
    """Whether the reader sees that somebody was ready to leave hospital."""
    return reads_own(now, reader, of) or is_wholly_own(now, reader)


def writes_asked(now: Situation, reader: Reader, from_party: UUID) -> bool:
    """Whether the reader may say what was asked about."""
    return reader.is_staff and from_party == reader.party and may_write(now, reader)


def keeps_longer(now: Situation, reader: Reader, from_party: UUID, ground: KeptFor) -> bool:
    """Whether the reader may say that a part is kept longer; the initiator is the municipality."""
    is_towns = from_party == now.ledger.initiator
    return reads_own(now, reader, from_party) and is_towns and ground is not KeptFor.RESEARCH


def reads_code(now: Situation, reader: Reader) -> bool:
    """Whether the reader sees that somebody in the plan has a code."""
    return handles(now, reader)


def writes_code(now: Situation, reader: Reader, person: UUID) -> bool:
    """Whether the reader may make one."""
    return handles(now, reader) and person not in now.has_left


def reads_request(reader: Reader, asked: UUID) -> bool:
    """Whether the reader sees that somebody has asked an organisation for a plan."""
    return reader.makes_plans and reader.party == asked


# -- codes, and how long a part is kept ----------------------------------------------------------


class Door(Enum):
    """What comes of a code."""

    IN = auto()
    NO_CODE = auto()
    SOMEBODY_ELSE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code that was handed over, with the number that was noted of the person then."""

    number: bytes | None = None
    is_used: bool = False
    is_revoked: bool = False
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whom a code is for, as the plan says now."""

    number: bytes | None = None
    has_left: bool = False
    is_kept_out: bool = False
    is_linked_to_another: bool = False


def comes_in(code: Code, person: Named, shown: bytes | None, *, tells_number: bool) -> Door:
    """Who has signed in and `shown` a number, at a provider that tells one or does not."""
    is_good = not (code.is_used or code.is_revoked or code.is_over)
    if not is_good or code.number != person.number or person.is_kept_out:
        return Door.NO_CODE
    has_to_be = person.number is not None and (shown is not None or tells_number)
    if person.has_left or person.is_linked_to_another or (has_to_be and shown != person.number):
        return Door.SOMEBODY_ELSE
    return Door.IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """That a party's part is kept longer, until a day that is not included; None: for good."""

    of: UUID
    until: date | None = None
    is_undone: bool = False


def may_shred(today: date, of: UUID, kept: Iterable[Kept]) -> bool:
    """Whether a party's part may be shredded when its clock says so."""
    return not any(
        one.of == of and not one.is_undone and (one.until is None or today < one.until)
        for one in kept
    )
