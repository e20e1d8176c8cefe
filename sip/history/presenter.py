"""What the pages of the plan's history show and offer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.web.filters import long_date
from sip.consent.words import HOWS
from sip.content.parts import ApprovalContent, PlanContent, PlanParties
from sip.content.sees import Sees, who_sees
from sip.door.opening import OpenedPlan
from sip.history import versions
from sip.history.versions import ChangeView
from sip.history.words import APPROVALS, FIELDS, SUBJECTS
from sip.kernel.categories import category_label
from sip.kernel.settings import OWN_WORDS
from sip.kernel.vocabulary import ActionStatus, GoalStatus, How, PersonKind, Progress, StatedBy
from sip.plan import words
from sip.tables.plan import PlanVersion

PAGE = 100
ONE_PRESS = timedelta(seconds=1)
OWN = "own"
"""One's own organisation, among those who may answer; the others are ids of people."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What somebody said of a version, in words. `status` is a kind of portal/web/statuses.py."""

    said: ApprovalContent
    status: str
    answer: str
    how: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version that was put to the person, and what has been said of it."""

    version: PlanVersion
    answers: Sequence[AnswerLine]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field said, and says; None before it was there, and after it was taken away."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody changed at once in one text, goal or action, in words."""

    at: datetime
    name: str
    organisation: str
    on_behalf: bool
    subject: str
    fields: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class Changes:
    """One page of the changes in sight, the latest first."""

    entries: Sequence[Entry]
    is_newest: bool
    older: int | None
    """The change that older ones stand before; None when there are none."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in a change are called."""

    organisations: Mapping[UUID, str]
    subjects: Mapping[UUID, tuple[str, bool]]
    """A text's heading, or the title of a goal or an action; and whether it is a title."""
    people: Mapping[str, str]


def finding(changes: Changes) -> str:
    """What the page says first."""
    count = len(changes.entries)
    if changes.older is not None or not changes.is_newest:
        return _("Ändringar i planen")
    if not count:
        return _("Inget har ändrats i planen")
    return ngettext("En ändring i planen", "%(num)d ändringar i planen", count)


def load_changes(opened: OpenedPlan, content: PlanContent, before: int | None) -> Changes:
    """The latest changes in sight, or those before one of them."""
    names = _names(content)
    found = versions.list_changes(opened, before, PAGE + 1)
    return Changes(
        entries=[_entry(changes, names) for changes in saved_at_once(found[:PAGE])],
        is_newest=before is None,
        older=found[PAGE - 1].seq if len(found) > PAGE else None,
    )


def _names(content: PlanContent) -> Names:
    headings = {text.id: (str(words.TEXTS[text.kind]), False) for text in content.texts}
    titles = {goal.id: (goal.title, True) for goal in content.goals}
    titles |= {action.id: (action.title, True) for action in content.actions}
    people = {str(one.id): f"{one.name}, {one.organisation}" for one in content.participants}
    people |= {str(one.organisation_id): one.organisation for one in content.participants}
    people |= {str(one.id): one.name for one in content.people}
    return Names(
        organisations={one.organisation_id: one.organisation for one in content.participants},
        subjects=headings | titles,
        people=people,
    )


def saved_at_once(changes: Sequence[ChangeView]) -> Sequence[Sequence[ChangeView]]:
    """Changes, the latest first, with those of one thing that one press made put together.

    The database says of each when it was made, so those of one press are some moments apart.
    """
    saved: list[list[ChangeView]] = []
    for change in changes:
        if saved and _is_of_one_press(saved[-1][-1], change):
            saved[-1].append(change)
        else:
            saved.append([change])
    return saved


def _is_of_one_press(later: ChangeView, change: ChangeView) -> bool:
    return _of_what(later) == _of_what(change) and later.at - change.at < ONE_PRESS


def _of_what(change: ChangeView) -> tuple[object, ...]:
    return change.subject_id, change.name, change.organisation_id, change.on_behalf


def _entry(changes: Sequence[ChangeView], names: Names) -> Entry:
    change = changes[0]
    by = names.organisations.get(change.organisation_id, "") if change.organisation_id else ""
    return Entry(
        at=change.at,
        name=change.name,
        organisation=by,
        on_behalf=change.on_behalf,
        subject=_subject(change, names),
        fields=[_field(one, names) for one in reversed(changes)],
    )


def _field(change: ChangeView, names: Names) -> FieldChange:
    # a goal's measure is how one sees a difference, an action's is a row of the agreement
    is_of_agreement = (change.subject_kind, change.field) == ("action", "measure")
    field = "row_key" if is_of_agreement else change.field
    return FieldChange(
        field=str(FIELDS.get(field, field)),
        before=_said(field, change.before, names),
        after=_said(field, change.after, names),
    )


def _subject(change: ChangeView, names: Names) -> str:
    kind = str(SUBJECTS.get(change.subject_kind, change.subject_kind))
    said, is_title = names.subjects.get(change.subject_id, ("", False))
    return f"{kind}: {said}" if is_title and said else said or kind


def _said(field: str, value: str | None, names: Names) -> str | None:
    if value is None or field not in READ:
        return value
    return READ[field](value, names)


def _status(value: str, _names: Names) -> str:
    if value in set(ActionStatus):
        return str(words.ACTIONS[ActionStatus(value)])
    return str(words.GOALS[GoalStatus(value)])


def _who(value: str, names: Names) -> str:
    _kind, _sep, written = value.partition(":")
    return names.people.get(written, "–")


def _day(value: str) -> str:
    return long_date(date.fromisoformat(value)) if value else ""


READ: Mapping[str, Callable[[str, Names], str]] = {
    "status": _status,
    "outcome": lambda value, _names: str(words.PROGRESS[Progress(value)]),
    "confirmed": lambda _value, _names: _("Ja, det stämmer"),
    "stated_by": lambda value, _names: str(words.STATED_BY[StatedBy(value)]),
    "category": lambda value, _names: category_label(value),
    "is_decided": lambda value, _names: _("Ja") if value else _("Nej"),
    "who": _who,
    "row_key": lambda value, _names: _("Vald ur överenskommelsen") if value else "",
    "due_on": lambda value, _names: _day(value),
    "decided_on": lambda value, _names: _day(value),
    "starts_on": lambda value, _names: _day(value),
}


def version_lines(opened: OpenedPlan, content: PlanContent) -> Sequence[VersionLine]:
    """The versions put to the person, the latest first, each with its answers in sight."""
    return [
        VersionLine(one, [_answer(said) for said in content.approvals if said.number == one.number])
        for one in versions.list_versions(opened)
    ]


def _answer(said: ApprovalContent) -> AnswerLine:
    return AnswerLine(
        said=said,
        status=f"version_{said.answer.value}",
        answer=str(APPROVALS[said.answer]),
        how=str(HOWS[How(said.how)]),
    )


def missing_by_name(content: PlanContent) -> Sequence[str]:
    """What the plan has to have and has not, by name; nothing when the reader cannot tell."""
    return [str(words.CONTENTS[one]) for one in content.missing] if content.is_whole else []


def sees_of_person(opened: OpenedPlan, parties: PlanContent | PlanParties) -> Sequence[Sees]:
    """Who reads what a handler records of the person, in the person's own words."""
    if not opened.is_handler:
        return ()
    subject = next(one.id for one in parties.people if one.kind is PersonKind.SUBJECT)
    return who_sees(opened, parties, subject, only=(OWN_WORDS,))


def who_may_answer(
    content: PlanContent, organisation: str, *, for_people: bool
) -> list[tuple[str, str]]:
    """One's own organisation and, recorded by a handler, the person and who stands in for them."""
    standing = {PersonKind.SUBJECT, PersonKind.GUARDIAN, PersonKind.REPRESENTATIVE}
    people = [
        (str(one.id), _("%(name)s, som du antecknar åt", name=one.name))
        for one in content.people
        if one.kind in standing and not one.is_ended
    ]
    return [*(people if for_people else []), (OWN, organisation)]
