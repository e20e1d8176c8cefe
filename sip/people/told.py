"""What a plan's owners are told of what others did: on their own page, or on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.tenancy.models import Organisation
from sip.content.parts import MeetingContent
from sip.content.unsealing import load_content
from sip.door.opening import OpenedPlan
from sip.kernel.vocabulary import ClosingReason, PersonKind, Told
from sip.people.queries import PersonView, list_people
from sip.people.safety import kept_out
from sip.tables import functions
from sip.tables.people import PersonNotice, PlanPerson
from sip.tables.plan import Closing

WORDS: dict[Told, LazyString] = {
    Told.ANSWER: _l("Ett svar om vem som får se planen är antecknat."),
    Told.WITHDRAWAL: _l("Ett ja är tillbakataget."),
    Told.ANNULLED: _l("Ett antecknat svar var fel och räknas inte längre."),
    Told.DISCLOSED: _l(
        "En organisation har beslutat att lämna uppgifter utan samtycke. Varför står på sidan"
        " ”Vem får se”."
    ),
    Told.DISCLOSURE_ENDED: _l("Ett beslut att lämna uppgifter utan samtycke är avslutat."),
    Told.REPRESENTATIVES: _l("Det är ändrat vem som företräder eller samtycker i planen."),
    Told.DETAILS: _l("Uppgifter om någon i planen är ändrade."),
    Told.PROTECTION: _l("Skyddet av personuppgifterna i planen är ändrat."),
    Told.VERSION: _l("En version av planen väntar på svar. Läs den och säg vad du tycker."),
    Told.WRITTEN: _l("Något som står i ditt namn är skrivet eller ändrat."),
    Told.SUGGESTED: _l(
        "Någon föreslår en ändring i det som står i ditt namn. Läs den och säg ja eller nej."
    ),
    Told.VERSION_ANSWER: _l("Ett svar på en version av planen är antecknat."),
    Told.SURVEY: _l("Svaren på frågorna om hur planen var är antecknade."),
    Told.REPLY: _l("Ditt svar om ett möte är antecknat."),
    Told.CLOSED: _l("Planen är avslutad."),
    Told.REOPENED: _l("Planen fortsätter. Att den avslutades var ett misstag."),
    Told.NOT_STARTED: _l("Det blir ingen plan. Varför står i planen."),
    Told.PAPER: _l("Planen är utskriven på papper till dig."),
    Told.MEETING: _l(
        "Ett möte är bokat, flyttat eller inställt. När och var det är står i planen."
    ),
    Told.HANDED_OVER: _l("Någon har tagit över efter en kollega i din plan."),
    Told.STOOD_IN: _l("Någon är med i din plan för en tid, i stället för en kollega."),
}
# what is said otherwise to somebody who reads no page
ON_PAPER: dict[Told, LazyString] = {
    Told.DISCLOSED: _l(
        "En organisation har beslutat att lämna uppgifter utan samtycke. Be den som står här"
        " berätta varför."
    ),
    Told.MEETING: _l("Ett möte är bokat, flyttat eller inställt."),
}
# where each is read about: an endpoint with the plan
PAGES: dict[Told, str] = {
    Told.ANSWER: "who_may_see.show",
    Told.WITHDRAWAL: "who_may_see.show",
    Told.ANNULLED: "who_may_see.show",
    Told.DISCLOSED: "who_may_see.show",
    Told.DISCLOSURE_ENDED: "who_may_see.show",
    Told.REPRESENTATIVES: "who_may_see.show",
    Told.VERSION: "my_plan.answer",
    Told.SURVEY: "my_history.show",
    Told.SUGGESTED: "my_plan.show",
}
# whoever stands in for the person with a mandate reads of the plan what it covers
READ_OF_MEETINGS = {PersonKind.SUBJECT, PersonKind.GUARDIAN}


def read_upto(sent: str | None) -> datetime:
    """Until when a page has shown what was told, as it sends that back; NotFoundError for else."""
    try:
        upto = datetime.fromisoformat(sent or "")
    except ValueError:
        raise NotFoundError from None
    if upto.tzinfo is None:
        raise NotFoundError
    return upto


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One thing that somebody is told: what, by whom it was done, when."""

    words: str
    page: str
    at: datetime
    by: str
    organisation: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class ToHandOver:
    """What somebody who never signs in is to be given on paper. `upto`: the newest of it.

    `is_of_meeting`: when and where the next one is goes with it.
    """

    person: PersonView
    lines: Sequence[ToldLine]
    upto: datetime
    is_of_meeting: bool


def told(person_id: UUID) -> Sequence[ToldLine]:
    """Everything that one of a plan's owners was told, the newest first."""
    found = select(PersonNotice).where(PersonNotice.person_id == person_id)
    return _lines(db.session.scalars(_newest_first(found)).all())


def count_new(person_id: UUID) -> int:
    """How much of what somebody was told they have not read."""
    unread = (PersonNotice.person_id == person_id, PersonNotice.read_at.is_(None))
    return db.session.scalar(select(func.count()).where(*unread)) or 0


def note_read(actor: Actor, opened: OpenedPlan, upto: datetime) -> None:
    """The reader has read what they were told until then."""
    if functions.note_read(opened.plan_id, upto):
        audit.record(actor, "notice.read", opened.plan, stream=opened.plan_id)
        db.session.flush()


def to_hand_over(opened: OpenedPlan) -> Sequence[ToHandOver]:
    """What is to be given on paper to those of the plan who never signed in."""
    people = {one.id: one for one in list_people(opened) if not (one.is_linked or one.is_ended)}
    gone = set(db.session.scalars(_of_the_dead().where(PlanPerson.plan_id == opened.plan_id)))
    left_out = gone | kept_out(opened).keys()
    people = {key: one for key, one in people.items() if key not in left_out}
    found = select(PersonNotice).where(
        PersonNotice.person_id.in_(people), PersonNotice.handed_over_at.is_(None)
    )
    rows = db.session.scalars(found).all()
    rows = sorted(rows, key=lambda row: (str(row.person_id), -row.at.timestamp()))
    return [
        ToHandOver(
            people[person],
            _lines(its, ON_PAPER),
            max(row.at for row in its),
            is_of_meeting=any(row.kind is Told.MEETING for row in its)
            and people[person].kind in READ_OF_MEETINGS,
        )
        for person, its in (
            (person, list(group)) for person, group in groupby(rows, lambda row: row.person_id)
        )
    ]


def meeting_of(opened: OpenedPlan, paper: ToHandOver) -> MeetingContent | None:
    """The next meeting, for a paper that tells of meetings.

    Its place is left out where it can tell somebody else where the person is.
    """
    meeting = load_content(opened).next_meeting if paper.is_of_meeting else None
    if meeting is None or paper.person.is_subject or not opened.plan.is_protected:
        return meeting
    return replace(meeting, place="")


def hand_over(actor: Actor, opened: OpenedPlan, person_id: UUID, upto: datetime) -> None:
    """What somebody was told until then has been handed over to them."""
    if functions.note_handed_over(person_id, upto):
        audit.record(actor, "notice.handed_over", opened.plan, stream=opened.plan_id)
        db.session.flush()


def _of_the_dead() -> Select[UUID]:
    """Those whose plan was closed because they have died."""
    closed = (Closing.undone_at.is_(None), Closing.reason == ClosingReason.DIED)
    return (
        select(PlanPerson.id)
        .join(Closing, Closing.plan_id == PlanPerson.plan_id)
        .where(PlanPerson.kind == PersonKind.SUBJECT, *closed)
    )


def _newest_first(statement: Select[PersonNotice]) -> Select[PersonNotice]:
    return statement.order_by(PersonNotice.at.desc(), PersonNotice.id)


def _lines(
    rows: Sequence[PersonNotice], otherwise: Mapping[Told, LazyString] | None = None
) -> Sequence[ToldLine]:
    said = {**WORDS, **(otherwise or {})}
    wanted = {row.organisation_id for row in rows if row.organisation_id}
    names = dict(
        db.session.execute(
            select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted))
        ).all()
    )
    return [
        ToldLine(
            words=str(said[row.kind]),
            page=PAGES.get(row.kind, "my_plan.show"),
            at=row.at,
            by=row.by_name,
            organisation=names.get(row.organisation_id, "") if row.organisation_id else "",
            is_new=row.read_at is None,
        )
        for row in rows
    ]
