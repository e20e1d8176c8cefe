"""What a copy of a plan says, in order and in words, before anyone lays it out.

It is made from PlanContent and nothing else, so a copy holds only what its party might see when it
was made. PDF, DOCX and text all walk it, so they cannot come to say different things.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from typing import Any, get_args, get_origin, get_type_hints

from portal.documents.text import clean, one_line
from portal.errors import PortalError
from sip.archive import labels
from sip.content.parts import (
    ActionContent,
    AskedContent,
    GoalContent,
    MinutesContent,
    OutcomeContent,
    Pen,
    PlanContent,
    TextBlock,
)
from sip.kernel.vocabulary import StatedBy
from sip.plan.closing import ClosedAs

Row = tuple[str, ...]


class NotACopyError(PortalError):
    """These bytes do not say what a copy of a plan says."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One party's text: its paragraphs, and a sentence that says who wrote it and when."""

    paragraphs: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """The texts under one heading."""

    heading: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal, facts about it, and who does what (a row for each action).

    Beside the goals there may be one for the actions of other goals, which has no facts.
    """

    heading: str
    facts: tuple[tuple[str, str], ...]
    actions: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """A whole copy in words. The same value gives the same file, byte for byte."""

    made_at: datetime
    title: str
    author: str
    mark: str
    footer: str
    person: str
    extent: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    aims: tuple[Aim, ...]
    missing: tuple[str, ...]
    people: tuple[Row, ...]
    answers: tuple[Row, ...]
    closing: tuple[Chapter, ...]


def document_of(
    content: PlanContent,
    *,
    made_for: str,
    made_by: str,
    made_at: datetime,
    personnummer: str = "",
    closed: ClosedAs | None = None,
) -> PlanDocument:
    """The words of a plan, for the party `made_for`; with the number for who keeps a record.

    `closed` is how it was closed.
    """
    party, name = one_line(made_for), one_line(made_by)
    made = labels.MADE_BY.format(time=labels.moment(made_at), name=name)
    return PlanDocument(
        made_at=made_at,
        title=labels.TITLE,
        author=party,
        mark=labels.PROTECTED_MARK if content.is_protected else labels.MARK,
        footer=labels.FOOTER.format(
            title=labels.TITLE, case_number=content.case_number, day=labels.day_of(made_at)
        ),
        person=one_line(content.subject_name),
        extent=_extent(content, party),
        facts=(*_facts(content, personnummer), (labels.MADE_FOR, party), (labels.MADE, made)),
        chapters=tuple(_chapters(content)),
        aims=_aims(content),
        missing=_missing(content),
        people=tuple(_people(content)),
        answers=tuple(_answers(content)),
        closing=(*_closed(closed), *_closing(content)),
    )


def tells_of_unit(content: PlanContent) -> bool:
    """Whether a copy of it names a unit, which can give away where the person is."""
    people, actions = content.participants, content.actions
    return any(one.unit for one in people) or any(one.unit for one in actions)


def to_json(document: PlanDocument) -> bytes:
    """The document as canonical JSON in UTF-8."""
    values = asdict(document) | {"made_at": document.made_at.isoformat()}
    written = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.encode("utf-8")


def from_json(source: bytes) -> PlanDocument:
    """The document that `to_json` wrote; anything else is a NotACopyError."""
    try:
        return _read(PlanDocument, json.loads(source.decode("utf-8")))  # type: ignore[no-any-return]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotACopyError("not the content of a copy of a plan") from error


def _read(kind: Any, value: Any) -> Any:  # noqa: ANN401 (any type a field may have)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        if value.keys() != hints.keys():
            raise ValueError("other fields")
        return kind(**{name: _read(hint, value[name]) for name, hint in hints.items()})
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        kinds = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_read(one, item) for one, item in zip(kinds, value, strict=True))
    if kind is datetime:
        return datetime.fromisoformat(value)
    if not isinstance(value, kind):
        raise TypeError
    return value


def _extent(content: PlanContent, party: str) -> tuple[str, ...]:
    if content.is_whole:
        return (labels.WHOLE,)
    partly = labels.PARTLY.format(party=party)
    # that something is held back is said only where it gives nothing away
    return (partly, labels.HELD_BACK.format(party=party)) if content.is_held_back else (partly,)


def _facts(content: PlanContent, personnummer: str) -> tuple[tuple[str, str], ...]:
    ends = ((labels.ENDS, labels.day(content.ends_on)),) if content.ends_on else ()
    number = ((labels.PERSONNUMMER, personnummer),) if personnummer else ()
    return (
        *number,
        (labels.CASE_NUMBER, content.case_number),
        (labels.PHASE, labels.PHASES[content.phase]),
        (labels.NEED_FOUND, labels.day(content.need_found_on)),
        (labels.STARTED, labels.day(content.started_on)),
        *ends,
        *(((labels.READY, labels.day(content.ready_on)),) if content.ready_on else ()),
        (labels.LEAD, one_line(content.lead_principal) or labels.NOT_DECIDED),
        (labels.COORDINATOR, one_line(content.coordinator) or labels.NOT_DECIDED),
        (labels.FOLLOW_UP, _follow_up(content)),
        *(((labels.NOBODY_ELSE, labels.NOBODY),) if content.nobody_else else ()),
        (labels.VERSION, _version(content)),
    )


def _missing(content: PlanContent) -> tuple[str, ...]:
    # what is missing from a part may stand in the rest
    return tuple(labels.CONTENTS[one] for one in content.missing) if content.is_whole else ()


def _follow_up(content: PlanContent) -> str:
    agreed = content.next_follow_up
    if agreed is None:
        return labels.NOT_DECIDED
    day, holder = labels.day(agreed.due_on), one_line(agreed.holder)
    return labels.FOLLOW_UP_OF.format(day=day, holder=holder) if holder else day


def _version(content: PlanContent) -> str:
    if content.version_number is None or content.version_made_at is None:
        return labels.NO_VERSION
    time = labels.moment(content.version_made_at)
    version = labels.VERSION_OF.format(number=content.version_number, time=time)
    changed = content.has_changed_since
    return labels.VERSION_CHANGED.format(version=version) if changed else version


def _chapters(content: PlanContent) -> Iterator[Chapter]:
    yield _chapter(labels.MATTERS, content.matters)
    for kind, heading in labels.CRISIS.items():
        if said := tuple(text for text in content.crisis if text.kind is kind):
            yield _chapter(heading, said)
    if content.network:
        yield _chapter(labels.NETWORK, content.network)
    yield _chapter(labels.NEEDS, content.needs)
    yield _chapter(labels.PURPOSE, content.purpose)
    yield _chapter(labels.LONG_TERM_GOAL, content.long_term_goal)


def _closed(closed: ClosedAs | None) -> Iterator[Chapter]:
    if closed is None:
        return
    why = labels.CLOSED_WHY.format(reason=labels.CLOSING_REASONS[closed.reason])
    went = (
        f"{one_line(part.title)}: "
        f"{(labels.GOALS_WENT if part.is_goal else labels.ACTIONS_WENT)[how]}"
        for part, how in closed.went
    )
    source = labels.CLOSED_BY.format(name=one_line(closed.by), day=labels.day_of(closed.at))
    yield Chapter(labels.CLOSED, (Passage((why, *went), source),))


def _minutes(one: MinutesContent) -> Chapter:
    meeting = one.meeting
    purpose, time = labels.PURPOSES[meeting.purpose], labels.moment(meeting.starts_at)
    came = (
        form.format(names=", ".join(map(one_line, names)))
        for form, names in ((labels.PRESENT, one.present), (labels.ABSENT, one.absent))
        if names
    )
    chair = labels.CHAIRED.format(name=one_line(meeting.chair))
    held = (Passage(tuple(came), chair),) if one.is_held else ()
    words = sorted(one.words, key=lambda text: (text.pen.at, text.id))
    return Chapter(
        labels.MEETING.format(purpose=purpose, time=time), (*held, *map(_said_at_meeting, words))
    )


def _said_at_meeting(text: TextBlock) -> Passage:
    said = _passage(text)
    first, *rest = said.paragraphs or ("",)
    begun = labels.MEETING_WORD.format(kind=labels.MEETING_WORDS[text.kind], text=first)
    return Passage((begun, *rest), said.source)


def _closing(content: PlanContent) -> Iterator[Chapter]:
    if content.not_started_reason:
        yield _chapter(labels.NOT_STARTED, content.not_started_reason)
    if content.notes:
        yield _chapter(labels.NOTES, content.notes)
    yield from map(_minutes, content.minutes)
    # of a meeting that was called off, or that the party does not see any more
    told = {text.id for one in content.minutes for text in one.words}
    if others := [text for text in content.meeting_words if text.id not in told]:
        yield Chapter(labels.OTHER_MEETINGS, tuple(map(_said_at_meeting, others)))
    # what was asked about violence is in no copy: nobody knows whose hands it comes into
    asked = [one for one in content.asked if one.kind in labels.ASKED_ABOUT]
    if asked:
        yield Chapter(labels.ASKED, tuple(map(_asked, asked)))


def _asked(one: AskedContent) -> Passage:
    about = labels.ASKED_ABOUT[one.kind]
    said = filter(None, (labels.TOOLS[one.tool] if one.tool else "", one_line(one.said)))
    name, party = one_line(one.asked_by), one_line(one.by)
    source = labels.ASKED_BY.format(name=name, party=party, day=labels.day(one.asked_on))
    return Passage((labels.ASKED_OF.format(about=about, said=". ".join(said)),), source)


def _chapter(heading: str, texts: tuple[TextBlock, ...]) -> Chapter:
    return Chapter(heading, tuple(_passage(text) for text in texts))


def _passage(text: TextBlock) -> Passage:
    parts = [part.strip("\n") for part in clean(text.text).split("\n\n")]
    return Passage(tuple(part for part in parts if part.strip()), _signature(text.pen))


def _signature(pen: Pen) -> str:
    party, name, day = one_line(pen.party), one_line(pen.name), labels.day_of(pen.at)
    if pen.is_noted:
        return _noted(pen)
    form = labels.WRITTEN_BY if party == name else labels.WRITTEN_FOR
    return form.format(party=party, name=name, day=day)


def _noted(pen: Pen) -> str:
    """That staff noted something in the person's name, and whether it is confirmed; "" for none."""
    name, day = one_line(pen.name), labels.day_of(pen.at)
    if pen.is_unconfirmed:
        return labels.NOTED.format(name=name, day=day, person=one_line(pen.person))
    who = one_line(pen.confirmed_by)
    return labels.CONFIRMED.format(name=name, day=day, who=who) if pen.is_noted else ""


def _aims(content: PlanContent) -> tuple[Aim, ...]:
    aims = tuple(map(_aim, content.goals))
    if not content.loose_actions:
        return aims
    others = tuple(map(_action, content.loose_actions))
    return (*aims, Aim(labels.OTHER_ACTIONS, (), others))


def _aim(goal: GoalContent) -> Aim:
    facts = (
        (labels.NOTICED, one_line(goal.measure)),
        (labels.STATED, _stated(goal)),
        (labels.GOAL_STATUS, labels.GOAL_STATUSES[goal.status]),
        *(
            (labels.PROGRESS_AT.format(day=labels.day(one.day)), _progress(one))
            for one in goal.outcomes
        ),
    )
    return Aim(
        heading=labels.GOAL_OF.format(number=goal.number, title=one_line(goal.title)),
        facts=tuple(fact for fact in facts if fact[1]),
        actions=tuple(map(_action, goal.actions)),
    )


def _progress(said: OutcomeContent) -> str:
    progress = labels.PROGRESS[said.outcome]
    if said.word is None:
        return progress
    word, source = one_line(said.word.text), _signature(said.word.pen)
    return labels.PROGRESS_SAID.format(progress=progress, word=word, source=source)


def _stated(goal: GoalContent) -> str:
    is_of_another = goal.stated_by is StatedBy.PERSON and goal.by != goal.pen.person
    stated = one_line(goal.by) if is_of_another else labels.STATED_BY[goal.stated_by]
    return _noted(goal.pen) or stated


def _action(action: ActionContent) -> Row:
    due = labels.day(action.due_on) if action.due_on else labels.NOT_DECIDED
    state = [
        labels.ACTION_STATUSES[action.status],
        _decision(action) if action.is_decided else labels.UNDECIDED,
        labels.LATE if action.is_overdue else "",
    ]
    who = ", ".join(filter(None, (one_line(action.who), one_line(action.unit))))
    title, reason = one_line(action.title), one_line(action.reason)
    what = labels.REASON.format(title=title, reason=reason) if reason else title
    if noted := _noted(action.pen):
        what = f"{what} ({noted})"
    return (what, who, due, ", ".join(filter(None, state)))


def _decision(action: ActionContent) -> str:
    day = labels.day(action.decided_on) if action.decided_on else ""
    who = one_line(action.decided_by)
    starts = labels.STARTS.format(day=labels.day(action.starts_on)) if action.starts_on else ""
    decided = labels.DECIDED.format(when=" ".join(filter(None, (day, who)))) if day or who else ""
    return ", ".join(filter(None, (decided, starts)))


def _people(content: PlanContent) -> Iterator[Row]:
    for person in content.people:
        what = labels.CAPACITIES.get(person.capacity) or labels.PEOPLE[person.kind]
        said = (what, one_line(person.relation), one_line(person.understood))
        role = ", ".join(filter(None, said))
        yield (_name(person.name, has_left=person.is_ended), role, "")
    for one in content.participants:
        until = labels.day(one.until_on) if one.until_on else ""
        instead = labels.STANDS_IN.format(name=one_line(one.succeeds), day=until) if until else ""
        who = (one_line(one.title), one_line(one.organisation), one_line(one.phone), instead)
        role = ", ".join(filter(None, who))
        yield (_name(one.name, has_left=one.is_ended), role, one_line(one.unit))


def _name(name: str, *, has_left: bool) -> str:
    return labels.HAS_LEFT.format(name=one_line(name)) if has_left else one_line(name)


def _answers(content: PlanContent) -> Iterator[Row]:
    for said in content.approvals:
        answer, day = labels.ANSWERS[said.answer], labels.day_of(said.at)
        yield (str(said.number), one_line(said.by), answer, day, one_line(said.comment))
