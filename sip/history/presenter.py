"""What the pages of the plan's history show and offer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.web.filters import long_date
from sip.consent.words import HOWS
from sip.content.parts import ApprovalContent, PlanContent
from sip.door.opening import OpenedPlan
from sip.history import versions
from sip.history.versions import ChangeView
from sip.history.words import APPROVALS, FIELDS, SUBJECTS
from sip.kernel.categories import category_label
from sip.kernel.vocabulary import ActionStatus, GoalStatus, How, PersonKind, StatedBy
from sip.plan import words
from sip.tables.plan import PlanVersion

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


def finding(changes: Sequence[Entry]) -> str:
    """What the page says first."""
    if not changes:
        return _("Inget har ändrats i planen")
    return ngettext("En ändring i planen", "%(num)d ändringar i planen", len(changes))


def entries(opened: OpenedPlan, content: PlanContent) -> Sequence[Entry]:
    """The changes in sight, the latest first."""
    names = {one.organisation_id: one.organisation for one in content.participants}
    saved = groupby(versions.list_changes(opened), _saved_at_once)
    return [_entry(list(changes), names, content) for _key, changes in saved]


def _saved_at_once(change: ChangeView) -> tuple[object, ...]:
    return change.at, change.subject_id, change.name, change.organisation_id, change.on_behalf


def _entry(changes: Sequence[ChangeView], names: dict[UUID, str], content: PlanContent) -> Entry:
    change = changes[0]
    return Entry(
        at=change.at,
        name=change.name,
        organisation=names.get(change.organisation_id, "") if change.organisation_id else "",
        on_behalf=change.on_behalf,
        subject=_subject(change, content),
        fields=[_field(one, content) for one in reversed(changes)],
    )


def _field(change: ChangeView, content: PlanContent) -> FieldChange:
    # a goal's measure is how one sees a difference, an action's is a row of the agreement
    is_of_agreement = (change.subject_kind, change.field) == ("action", "measure")
    field = "row_key" if is_of_agreement else change.field
    return FieldChange(
        field=str(FIELDS.get(field, field)),
        before=_said(field, change.before, content),
        after=_said(field, change.after, content),
    )


def _subject(change: ChangeView, content: PlanContent) -> str:
    headings = {text.id: str(words.TEXTS[text.kind]) for text in content.texts}
    titles = {goal.id: goal.title for goal in content.goals}
    titles |= {action.id: action.title for action in content.actions}
    kind = str(SUBJECTS.get(change.subject_kind, change.subject_kind))
    title = titles.get(change.subject_id)
    if title:
        return f"{kind}: {title}"
    return headings.get(change.subject_id, kind)


def _said(field: str, value: str | None, content: PlanContent) -> str | None:
    if value is None or field not in READ:
        return value
    return READ[field](value, content)


def _status(value: str, _content: PlanContent) -> str:
    if value in set(ActionStatus):
        return str(words.ACTIONS[ActionStatus(value)])
    return str(words.GOALS[GoalStatus(value)])


def _who(value: str, content: PlanContent) -> str:
    _kind, _sep, written = value.partition(":")
    names = {str(one.id): f"{one.name}, {one.organisation}" for one in content.participants}
    names |= {str(one.organisation_id): one.organisation for one in content.participants}
    names |= {str(one.id): one.name for one in content.people}
    return names.get(written, "–")


READ: Mapping[str, Callable[[str, PlanContent], str]] = {
    "status": _status,
    "stated_by": lambda value, _content: str(words.STATED_BY[StatedBy(value)]),
    "category": lambda value, _content: category_label(value),
    "is_decided": lambda value, _content: _("Ja") if value else _("Nej"),
    "who": _who,
    "row_key": lambda value, _content: _("Vald ur överenskommelsen") if value else "",
    "due_on": lambda value, _content: long_date(date.fromisoformat(value)) if value else "",
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
