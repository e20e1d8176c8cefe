"""What is done about the private people in a plan: noted, corrected, given a mandate, ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Required, TypedDict, Unpack
from uuid import UUID

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.edits import check_as_seen
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.personnummer import Personnummer, PersonnummerError, parse
from portal.vault import vault
from sip.content.whereabouts import set_whereabouts, whereabouts_of
from sip.door.locking import hold
from sip.door.opening import Unlocked
from sip.kernel.days import day_of
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import Capacity, PersonKind, Placing
from sip.people import rules
from sip.people.codes import take_back_code
from sip.people.consenters import (
    Proxy,
    end_all_of,
    is_required,
    let_stand_in,
    set_required_consenters,
)
from sip.people.queries import (
    born_by,
    born_of,
    contact_of,
    details_of,
    find_person,
    get_person,
    has_answered,
    place_of,
    subject_row,
    view_of,
)
from sip.people.rules import Born, PeopleRefusal
from sip.tables import functions
from sip.tables.people import PlanPerson


@dataclass(frozen=True, slots=True)
class Age:
    """What is said of an age where no number says it: a day of birth, or about how old."""

    born: date | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What says who consents: the person's age, or as what somebody consents for a child."""

    age: Age | None = None
    capacity: Capacity | None = None


AS_IT_IS = Place()


@dataclass(frozen=True, slots=True)
class Words:
    """Who somebody is, in words: `understood` is language, interpreter and what else helps."""

    name: str
    relation: str = ""
    understood: str = ""

    def put(self, unlocked: Unlocked, person: PlanPerson) -> None:
        """Seal them into a person's row."""
        person.name_sealed = _seal(unlocked, person.id, "name_sealed", self.name)
        person.relation_sealed = _seal_any(unlocked, person.id, "relation_sealed", self.relation)
        person.understood_sealed = _seal_any(
            unlocked, person.id, "understood_sealed", self.understood
        )


class Details(TypedDict, total=False):
    """What is kept about somebody besides their part in the plan; "" when it is not known."""

    name: Required[str]
    relation: str
    understood: str
    personnummer: str
    contact: str
    age: Age | None


def add_subject(
    actor: Actor, unlocked: Unlocked, *, now: datetime, **details: Unpack[Details]
) -> None:
    """Note whose plan it is. Whether they are a child has to be known: it says who consents."""
    check_subject(details.get("personnummer", ""), details.get("age"), now)
    _add(actor, unlocked, new_id(), PersonKind.SUBJECT, now=now, **details)
    set_required_consenters(actor, unlocked, now=now)


def add_guardian(
    actor: Actor,
    unlocked: Unlocked,
    person_id: UUID,
    capacity: Capacity,
    *,
    now: datetime,
    **details: Unpack[Details],
) -> bool:
    """Note a guardian, or a god man in a guardian's place; answers whether they are asked now.

    It is not while nobody knows that the person is a child. The same `person_id` twice is one
    person (a form sent twice).
    """
    rules.check_has_guardians(born_of(unlocked, subject_row(unlocked)), now)
    _add(actor, unlocked, person_id, PersonKind.GUARDIAN, capacity, now=now, **details)
    set_required_consenters(actor, unlocked, now=now)
    _tell_of_new(unlocked, person_id)
    return is_required(unlocked, person_id, now)


def add_relative(
    actor: Actor, unlocked: Unlocked, person_id: UUID, *, now: datetime, **details: Unpack[Details]
) -> None:
    """Note a relative. The same `person_id` twice is one person (a form sent twice)."""
    _add(actor, unlocked, person_id, PersonKind.RELATIVE, now=now, **details)


def note_representative(
    actor: Actor,
    unlocked: Unlocked,
    person_id: UUID,
    capacity: Capacity,
    *,
    now: datetime,
    **details: Unpack[Details],
) -> None:
    """Note who a representative is. They have no say before they have a mandate."""
    kind = PersonKind.REPRESENTATIVE
    _add(actor, unlocked, person_id, kind, capacity, now=now, **details)


def _add(
    actor: Actor,
    unlocked: Unlocked,
    person_id: UUID,
    kind: PersonKind,
    capacity: Capacity | None = None,
    *,
    now: datetime,
    **details: Unpack[Details],
) -> None:
    plan = unlocked.plan
    hold(plan.id)
    if (there := find_person(plan.id, person_id)) is not None:
        if there.kind is not kind:
            raise NotFoundError  # no page of ours sends somebody else's
        return
    person = PlanPerson(
        id=person_id,
        county_id=plan.county_id,
        plan_id=plan.id,
        kind=kind,
        capacity=capacity,
        recorded_at=now,
    )
    words = Words(details["name"], details.get("relation", ""), details.get("understood", ""))
    words.put(unlocked, person)
    _set_number(unlocked, person, details.get("personnummer", ""))
    _set_born(unlocked, person, _born(details.get("age"), now))
    db.session.add(person)
    db.session.flush()
    set_whereabouts(unlocked, Placing.CONTACT, person_id, details.get("contact", ""))
    audit.record(actor, "person.added", person, stream=plan.id, kind=kind.value)
    db.session.flush()


def change_person(
    actor: Actor,
    unlocked: Unlocked,
    person_id: UUID,
    *,
    words: Words,
    personnummer: str | None,
    contact: str | None,
    place: Place = AS_IT_IS,
    seen: str,
    now: datetime,
) -> bool:
    """Correct what is kept about somebody. None leaves the number, contact, birth or capacity.

    A new number may make a child of the person, or an adult: others then have to consent. Codes
    that were handed over before are of no use any more, and a sign-in that showed another number
    is linked to the plan no longer. Answers whether that was so. Whoever has answered by such a
    sign-in keeps their number: another would answer for what they said. Raises StaleError when
    something was corrected since the form was opened (`seen`: portal.edits).
    """
    hold(unlocked.plan.id)
    person = get_person(unlocked, person_id)
    born, capacity = _born(place.age, now), place.capacity
    _check_as_seen(unlocked, person, _as_texts(words, capacity, contact), seen)
    is_same_number = personnummer is None or person.personnummer_index == _index(
        unlocked, personnummer
    )
    is_same_born = not born.is_known or born == born_of(unlocked, person)
    is_same = is_same_number and is_same_born and capacity in {None, person.capacity}
    is_same = is_same and _is_same_contact(unlocked, person_id, contact)
    kept = view_of(unlocked, person)
    if Words(kept.name, kept.relation, kept.understood) == words and is_same:
        return False
    was, was_linked = person.personnummer_index, person.account_id is not None
    words.put(unlocked, person)
    person.capacity = capacity or person.capacity
    if personnummer is not None:
        _set_number(unlocked, person, personnummer)
    _correct_born(unlocked, person, born, now)
    if contact is not None:
        set_whereabouts(unlocked, Placing.CONTACT, person.id, contact)
    audit.record(actor, "person.changed", person, stream=unlocked.plan.id)
    db.session.flush()
    if person.personnummer_index != was:
        take_back_code(actor, unlocked, person.id, now=now)
        db.session.refresh(person, ["account_id", "linked_at"])
    set_required_consenters(actor, unlocked, now=now)
    return was_linked and person.account_id is None


def _as_texts(words: Words, capacity: Capacity | None, contact: str | None) -> dict[str, str]:
    """What is said of somebody, by the names of the form's fields."""
    said = {"name": words.name, "relation": words.relation, "understood": words.understood}
    said |= {"capacity": capacity.value} if capacity else {}
    return said | ({"contact": contact} if contact is not None else {})


def _check_as_seen(
    unlocked: Unlocked, person: PlanPerson, said: Mapping[str, str], seen: str
) -> None:
    kept = details_of(unlocked, person, contact_of(unlocked, person.id))
    check_as_seen(seen, kept.as_texts(), said)


def give_mandate(
    actor: Actor, unlocked: Unlocked, person_id: UUID, proxy: Proxy, *, now: datetime
) -> None:
    """Give a representative a mandate; an earlier one ends."""
    hold(unlocked.plan.id)
    person = get_person(unlocked, person_id)
    if person.capacity != proxy.capacity:
        person.capacity = proxy.capacity
        audit.record(actor, "person.changed", person, stream=unlocked.plan.id)
        db.session.flush()
    let_stand_in(actor, unlocked, person.id, proxy, now=now)


def end_person(actor: Actor, unlocked: Unlocked, person_id: UUID, *, now: datetime) -> None:
    """Let somebody leave the plan.

    They see nothing more of it, their consent is no longer required, and their code is of no use.
    """
    hold(unlocked.plan.id)
    person = get_person(unlocked, person_id)
    if person.kind is PersonKind.SUBJECT:
        raise NotFoundError  # the plan is theirs
    if person.ended_at is not None:
        return
    end_all_of(unlocked, person.id, now)
    db.session.flush()  # nobody leaves who is still asked
    person.ended_at = now
    audit.record(actor, "person.left", person, stream=unlocked.plan.id, kind=person.kind.value)
    db.session.flush()
    take_back_code(actor, unlocked, person.id, now=now)
    set_required_consenters(actor, unlocked, now=now)


def _tell_of_new(unlocked: Unlocked, person_id: UUID) -> None:
    functions.tell_of_consenter(unlocked.plan.id, person_id, f"consenter.new:{person_id}")


def _set_number(unlocked: Unlocked, person: PlanPerson, written: str) -> None:
    index = _index(unlocked, written) if written else None
    if index != person.personnummer_index and has_answered(unlocked.plan.id, person.account_id):
        raise SipRuleError(PeopleRefusal.HAS_ANSWERED, field="personnummer")
    digits = _read_number(written).digits if written else ""
    person.personnummer_sealed = _seal_any(unlocked, person.id, "personnummer_sealed", digits)
    person.personnummer_index = index


def _index(unlocked: Unlocked, written: str) -> bytes:
    """What a number is found by; raises SipRuleError when it is none."""
    return vault().blind_index(unlocked.plan.initiator_id, _read_number(written).digits)


def _born(age: Age | None, now: datetime) -> Born:
    return rules.born_said(age.born, age.group, day_of(now)) if age else Born()


def _is_same_contact(unlocked: Unlocked, person_id: UUID, contact: str | None) -> bool:
    return contact is None or contact == whereabouts_of(unlocked, Placing.CONTACT, person_id)


def _correct_born(unlocked: Unlocked, person: PlanPerson, born: Born, now: datetime) -> None:
    """What is known stays when nothing is said."""
    if born.is_known:
        rules.check_born(born, day_of(now))
        _set_born(unlocked, person, born)


def _set_born(unlocked: Unlocked, person: PlanPerson, born: Born) -> None:
    kept = born.written
    person.born_sealed = _seal(unlocked, person.id, "born_sealed", kept) if kept else None


def check_subject(number: str, age: Age | None, now: datetime) -> None:
    """Raise unless it is known, by a number that is one or by age, whether somebody is a child."""
    known = born_by(_read_number(number)) if number else _born(age, now)
    rules.check_born(known, day_of(now))


def _read_number(written: str) -> Personnummer:
    """What was written as a personnummer or samordningsnummer; raises SipRuleError."""
    try:
        return parse(written)
    except PersonnummerError as wrong:
        refusal = PeopleRefusal(f"personnummer_{wrong.reason}")
        raise SipRuleError(refusal, field="personnummer") from None


def _seal(unlocked: Unlocked, row_id: UUID, column: str, text: str) -> bytes:
    return unlocked.key.seal(text, place_of(row_id, column))


def _seal_any(unlocked: Unlocked, row_id: UUID, column: str, text: str) -> bytes | None:
    """A text under the plan's key, or None where nothing is said."""
    return _seal(unlocked, row_id, column, text) if text else None
