"""What is written for a meeting and at it: what people bring and want, notes, decisions.

They are texts of the plan (sip.tables.plan.PlanText), each in its writer's or the person's name and
in a category of information: the database decides who reads them, as it does of all the others.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select

from portal.authz import Actor
from portal.db import db
from portal.edits import check_as_seen
from sip.calling.meetings import rules
from sip.calling.meetings.finding import get_meeting
from sip.content import changes
from sip.content.parts import PlanContent, TextBlock
from sip.content.texts import WrittenText, add_text
from sip.door.locking import hold_shared
from sip.door.opening import OpenedPlan
from sip.kernel.settings import OWN_WORDS
from sip.kernel.vocabulary import MINUTES, OF_PERSON, PREPARATION, TextKind
from sip.tables.plan import PlanText


@dataclass(frozen=True, slots=True)
class MeetingWords:
    """What the reader sees of what is written for one meeting, and at it."""

    prepared: Sequence[TextBlock]
    minutes: Sequence[TextBlock]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What somebody brings to a meeting, or answers before it, under each of its headings.

    `category` is None for who does not say what it is about: the person's own words.
    """

    said: Mapping[TextKind, str]
    category: str | None

    def as_texts(self) -> dict[str, str]:
        """Its fields as texts, by the names of the form's fields."""
        texts = {kind.value: text for kind, text in self.said.items()}
        return texts if self.category is None else texts | {"category": self.category}


def words_of(content: PlanContent, meeting_id: UUID) -> MeetingWords:
    """What is written for a meeting and at it, in the order that it was written in."""
    found = [one for one in content.meeting_words if one.meeting_id == meeting_id]
    found.sort(key=lambda one: (one.pen.at, one.id))
    return MeetingWords(
        prepared=[one for one in found if one.kind not in MINUTES],
        minutes=[one for one in found if one.kind in MINUTES],
    )


def kinds_to_prepare(opened: OpenedPlan) -> Sequence[TextKind]:
    """What the reader is asked before a meeting: the person three questions, others one."""
    is_person = opened.person_id is not None and changes.subject_of(opened) == opened.person_id
    return PREPARATION if is_person else (TextKind.PREPARED,)


def prepared(opened: OpenedPlan, meeting_id: UUID, kinds: Sequence[TextKind]) -> Prepared:
    """What is written for a meeting under `kinds`, in the name in which the reader writes them."""
    party = _party(opened, kinds)
    there = _find(opened, meeting_id, party, kinds)
    said = {kind: _text(opened, there.get(kind)) for kind in kinds}
    if party == opened.person_id:
        return Prepared(said, None)
    return Prepared(said, next((row.category for row in there.values()), ""))


def prepare(
    actor: Actor,
    opened: OpenedPlan,
    meeting_id: UUID,
    wanted: Prepared,
    *,
    form_id: UUID,
    seen: str,
    now: datetime,
) -> None:
    """Write what somebody brings to a meeting, or what a handler notes that the person answers.

    What is left empty is taken out, also once the meeting is over: then nothing else is done.
    Raises StaleError when something else has been written since the form was opened (`seen`:
    portal.edits). The same form (`form_id`) sent twice is sent once.
    """
    hold_shared(opened)
    meeting = get_meeting(opened, meeting_id)
    db.session.refresh(meeting)
    kinds = tuple(wanted.said)
    party = _party(opened, kinds)
    there = _find(opened, meeting_id, party, kinds)
    check_as_seen(seen, prepared(opened, meeting_id, kinds).as_texts(), wanted.as_texts())
    for kind, text in wanted.said.items():
        row = there.get(kind)
        if text and text != _text(opened, row):
            rules.check_planned(meeting.status)
        if row is not None:
            _rewrite(actor, opened, row, text, wanted.category or row.category, now)
        elif text:
            written = WrittenText(kind, text, wanted.category or OWN_WORDS, party, meeting_id)
            text_id = uuid5(form_id, kind.value)
            add_text(actor, opened, written, now=now, text_id=text_id)


def note(
    actor: Actor,
    opened: OpenedPlan,
    meeting_id: UUID,
    *,
    text_id: UUID,
    kind: TextKind,
    text: str,
    category: str,
    now: datetime,
) -> None:
    """Note what was said or decided at a meeting, in the writer's own party's name.

    One `text_id` sent twice is one note.
    """
    hold_shared(opened)
    meeting = get_meeting(opened, meeting_id)
    db.session.refresh(meeting)
    rules.check_takes_notes(meeting.status, meeting.starts_at, now)
    if db.session.get(PlanText, text_id) is not None:
        return
    written = WrittenText(kind, text, category, opened.party, meeting.id)
    add_text(actor, opened, written, now=now, text_id=text_id)


def _party(opened: OpenedPlan, kinds: Collection[TextKind]) -> UUID:
    return changes.party_to_write_for(opened, for_person=OF_PERSON.issuperset(kinds))


def _find(
    opened: OpenedPlan, meeting_id: UUID, party: UUID, kinds: Collection[TextKind]
) -> Mapping[TextKind, PlanText]:
    """What a party has written for a meeting that the writer may see, the first of each kind."""
    found = (
        select(PlanText)
        .where(
            PlanText.plan_id == opened.plan_id,
            PlanText.meeting_id == meeting_id,
            PlanText.from_party == party,
            PlanText.kind.in_(kinds),
            PlanText.removed_at.is_(None),
        )
        .order_by(PlanText.id.desc())
        # as it is now, also for a command that has waited for another
        .execution_options(populate_existing=True)
    )
    return {row.kind: row for row in db.session.scalars(found)}


def _text(opened: OpenedPlan, row: PlanText | None) -> str:
    return changes.unseal(opened.key, row, "text_sealed") if row is not None else ""


def _rewrite(
    actor: Actor, opened: OpenedPlan, row: PlanText, text: str, category: str, now: datetime
) -> None:
    before = _text(opened, row)
    if (before, row.category) == (text, category):
        return
    changes.check_may_change(opened, row)
    if not text:
        changes.remove(actor, opened, row, {"text": (before, None)}, now=now)
        return

    def put() -> None:
        row.category = category
        if text != before:
            row.text_sealed = changes.seal(opened.key, row, "text_sealed", text)

    said = {"category": (row.category, category), "text": (before, text)}
    changes.write(actor, opened, row, said, put, now=now)
