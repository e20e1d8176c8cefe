"""What the pages about the people in a plan show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.authz import Actor
from portal.web.i18n import gettext as _
from sip.door.opening import OpenedPlan, Unlocked
from sip.kernel.days import day_of, last_day
from sip.kernel.phases import ASKING
from sip.kernel.vocabulary import Capacity, PersonKind, Standing
from sip.ledger.by_age import comes_of_age
from sip.ledger.words import scopes
from sip.people import codes, consenters, documents, protection, queries, rules, safety, words
from sip.people.changes import ChangeView, list_changes
from sip.people.consenters import ConsenterView
from sip.people.documents import CheckView
from sip.people.protection import ParticipantChoice
from sip.people.queries import PersonDetails, PersonView


def whose(opened: OpenedPlan) -> str:
    """What the way back to a plan is called: by whom it is about, or by its number."""
    name = queries.subject_name(opened) if opened.is_open or opened.is_handler else ""
    return name or _("Plan %(number)s", number=opened.plan.case_number)


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One private person as the handlers' page shows them."""

    details: PersonDetails
    what: str  # mother, guardian, god man
    code_until: datetime | None
    document: "DocumentLine | None"  # when what their right rests on was seen last
    is_kept_out: bool  # nothing of the plan reaches them
    is_to_confirm: bool  # and another handler has not confirmed it yet

    @property
    def id(self) -> UUID:
        """Their id in the plan."""
        return self.details.view.id

    @property
    def name(self) -> str:
        """Their name."""
        return self.details.view.name

    @property
    def is_subject(self) -> bool:
        """Whether the plan is theirs."""
        return self.details.view.is_subject

    @property
    def is_representative(self) -> bool:
        """Whether they stand in for the person by a mandate."""
        return self.details.view.is_representative

    @property
    def stands_in(self) -> bool:
        """Whether what they may do rests on something to be seen."""
        return self.details.view.kind in STANDING_IN and not self.details.view.is_ended


STANDING_IN = frozenset({PersonKind.GUARDIAN, PersonKind.REPRESENTATIVE})


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One time that a document was seen. `again_on` is when to see it again."""

    what: str
    seen_on: date
    has_copy: bool
    again_on: date | None
    is_due: bool
    by: str


@dataclass(frozen=True, slots=True)
class Powers:
    """What somebody who stands in for the person may and may not do, and as what."""

    name: str
    what: str
    may: str
    may_not: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What somebody may and may not do, and each time that their document was seen."""

    powers: Powers
    checks: Sequence[DocumentLine]


@dataclass(frozen=True, slots=True)
class ConsenterLine:
    """One of those whose consent is required: who, and when. `last_day` is within the term."""

    id: UUID
    person_id: UUID
    name: str
    what: str
    first_day: date
    last_day: date | None
    state: str  # "now", "later" or "before"
    scope: Sequence[str]  # "" of a proxy only
    evidence: str
    is_proxy: bool
    replaces: bool

    @property
    def status(self) -> str:
        """The kind of portal/web/statuses.py."""
        return {"now": "required", "later": "required_later", "before": "required_before"}[
            self.state
        ]

    @property
    def may_end(self) -> bool:
        """Whether there is a mandate to end."""
        return self.is_proxy and self.state != "before"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of whose consent is required, in words."""

    change: ChangeView
    heading: str
    scope: Sequence[str]
    first_day: date | None
    last_day: date | None
    is_mine: bool

    @property
    def id(self) -> UUID:
        """Its id."""
        return self.change.id

    @property
    def status(self) -> str:
        """The kind of portal/web/statuses.py."""
        return f"change_{self.change.outcome.value if self.change.outcome else 'proposed'}"


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Every change that was proposed in a plan."""

    waiting: Sequence[ChangeLine]
    settled: Sequence[ChangeLine]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Everything on the handlers' page about the people."""

    subject: PersonCard
    others: Sequence[PersonCard]
    left: Sequence[PersonCard]
    consenters: Sequence[ConsenterLine]
    earlier: Sequence[ConsenterLine]
    is_child: bool
    is_age_known: bool
    child_until: date | None  # the number leaves the day of birth open: a child until this day
    is_asked: bool | None  # what was decided of a child's own consent
    open_changes: Sequence["ChangeLine"]
    settled_count: int
    is_protected: bool
    sees_protected: bool
    may_change_protection: bool
    participants: Sequence[ParticipantChoice]
    standing: Standing

    @property
    def may_ask(self) -> bool:
        """Whether who is in the plan, and who consents, can still be noted and corrected."""
        return self.may_add or self.standing in ASKING

    @property
    def may_add(self) -> bool:
        """Whether the plan goes on, so that more people can take part in it."""
        return self.standing is Standing.GOING

    @property
    def hides_contacts(self) -> bool:
        """Whether the reader may not see where anybody can be reached."""
        return self.is_protected and not self.sees_protected

    @property
    def named(self) -> Sequence[str]:
        """The names of the participants who see the protected details."""
        return [one.name for one in self.participants if one.sees_protected]

    @property
    def required(self) -> Sequence[ConsenterLine]:
        """Those whose consent is required now."""
        return [line for line in self.consenters if line.state == "now"]


def people_page(actor: Actor, opened: OpenedPlan, *, now: datetime) -> PeoplePage:
    """Put the page together."""
    ends = codes.list_code_ends(opened, now)
    today, kept_out = day_of(now), safety.kept_out(opened)
    to_confirm = safety.waiting_for_two(opened)
    checks = {key: _document(one, today) for key, one in documents.last_checks(opened).items()}
    cards = [
        PersonCard(
            details=one,
            what=words.kind_of(one.view.kind, one.view.capacity),
            code_until=ends.get(one.view.id),
            document=checks.get(one.view.id),
            is_kept_out=one.view.id in kept_out,
            is_to_confirm=one.view.id in to_confirm,
        )
        for one in queries.list_details(opened)
    ]
    lines = _lines(consenters.list_consenters(opened), cards, now)
    subject = next(card for card in cards if card.is_subject)
    is_protected = opened.plan.is_protected
    proposed = changes_page(actor, opened)
    child = consenters.find_subject(opened)
    others = [card for card in cards if not card.is_subject]
    return PeoplePage(
        subject=subject,
        others=[card for card in others if not card.details.view.is_ended],
        left=[card for card in others if card.details.view.is_ended],
        consenters=[line for line in lines if line.state != "before"],
        earlier=[line for line in lines if line.state == "before"],
        is_child=rules.is_child(subject.details.born.counted, now),
        is_age_known=subject.details.born.is_known,
        child_until=_child_until(subject.details, now),
        is_asked=child.is_asked if child else None,
        open_changes=proposed.waiting,
        settled_count=len(proposed.settled),
        is_protected=is_protected,
        sees_protected=opened.sees_protected or not is_protected,
        may_change_protection=protection.may_change(opened),
        participants=protection.list_participants(opened),
        standing=opened.standing,
    )


def document_page(unlocked: Unlocked, person: PersonView, today: date) -> DocumentPage:
    """Put the page about somebody's document together."""
    return DocumentPage(
        powers=_powers(person),
        checks=[_document(one, today) for one in documents.list_checks(unlocked, person.id)],
    )


def list_powers(unlocked: Unlocked, now: datetime) -> Sequence[Powers]:
    """Those of whoever stands in for the person now: not once a mandate has ended, or at 18."""
    asked = {one.person_id for one in consenters.list_consenters(unlocked) if one.is_required(now)}
    people = queries.list_people(unlocked)
    return [_powers(one) for one in people if one.kind in STANDING_IN and one.id in asked]


def _powers(person: PersonView) -> Powers:
    mandate = None if person.kind is PersonKind.GUARDIAN else person.capacity
    capacity = mandate or Capacity.GUARDIAN
    return Powers(
        name=person.name,
        what=words.kind_of(person.kind, person.capacity),
        may=str(words.MAY[capacity]),
        may_not=str(words.MAY_NOT[capacity]),
    )


def _document(check: CheckView, today: date) -> DocumentLine:
    return DocumentLine(
        what=str(words.SHOWN[check.seen.shown]),
        seen_on=check.seen.seen_on,
        has_copy=check.seen.has_copy,
        again_on=check.seen.check_again_on,
        is_due=check.is_due(today),
        by=check.by,
    )


def changes_page(actor: Actor, unlocked: Unlocked) -> ChangesPage:
    """Put the page of changes together."""
    lines = [change_line(actor, unlocked, one) for one in list_changes(unlocked)]
    return ChangesPage(
        waiting=[line for line in lines if line.change.is_open],
        settled=[line for line in lines if not line.change.is_open],
    )


def change_line(actor: Actor, unlocked: Unlocked, change: ChangeView) -> ChangeLine:
    """One change in words."""
    mandate = change.mandate
    name = queries.view_of(unlocked, queries.get_person(unlocked, change.person_id)).name
    return ChangeLine(
        change=change,
        heading=words.change_heading(change.kind, name),
        scope=[label for key, label in scopes() if mandate and key in mandate.scope],
        first_day=day_of(mandate.valid_from) if mandate else None,
        last_day=last_day(mandate.valid_to) if mandate else None,
        is_mine=change.proposed_by == actor.account_id,
    )


def _child_until(details: PersonDetails, now: datetime) -> date | None:
    born = details.born
    if born.counted is None or not born.is_open or not rules.is_child(born.counted, now):
        return None
    return last_day(comes_of_age(born.counted))


def _lines(
    views: Sequence[ConsenterView], cards: Sequence[PersonCard], now: datetime
) -> Sequence[ConsenterLine]:
    labels = dict(scopes())
    by_id = {card.id: card for card in cards}
    # what was moved on before it began was never required
    held = [view for view in views if view.required_to != view.required_from]
    return [_line(view, by_id[view.person_id], labels, now) for view in held]


def _line(
    view: ConsenterView, card: PersonCard, labels: dict[str, str], now: datetime
) -> ConsenterLine:
    scope = view.mandate.scope if view.mandate else ()
    return ConsenterLine(
        id=view.id,
        person_id=view.person_id,
        name=card.name,
        what=card.what,
        # as the order or the power of attorney says, also when it was shown later
        first_day=day_of(view.mandate.valid_from if view.mandate else view.required_from),
        last_day=_last_day(view.required_to),
        state=_state(view, now),
        scope=[label for key, label in labels.items() if key in scope],
        evidence=view.evidence,
        is_proxy=view.mandate is not None,
        replaces=view.replaces,
    )


def _state(view: ConsenterView, now: datetime) -> str:
    if view.is_required(now):
        return "now"
    return "later" if now < view.required_from else "before"


def _last_day(until: datetime | None) -> date | None:
    """The day that a period's end, which is not included, leaves as the last."""
    return None if until is None else last_day(until)
