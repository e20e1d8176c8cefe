"""What the pages of the history show, and reading their answers back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from flask_babel import gettext as _

from portal.authz import Actor
from portal.web.filters import long_date
from sip.content.parts import PlanContent
from sip.door.opened import Opened
from sip.history import versions
from sip.history.versions import Answer, ChangeView
from sip.kernel.vocabulary import ActionStatus, Approval, GoalStatus, PersonKind, Phase, StatedBy
from sip.plan import service, words

OWN = "own"


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


def entries(opened: Opened, content: PlanContent) -> Sequence[Entry]:
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
        field=str(words.FIELDS.get(field, field)),
        before=_said(field, change.before, content),
        after=_said(field, change.after, content),
    )


def _subject(change: ChangeView, content: PlanContent) -> str:
    headings = {text.id: str(words.TEXTS[text.kind]) for text in content.texts}
    titles = {goal.id: goal.title for goal in content.goals}
    titles |= {action.id: action.title for action in content.actions}
    kind = str(words.SUBJECTS.get(change.subject_kind, change.subject_kind))
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
    "category": lambda value, _content: words.category(value),
    "is_decided": lambda value, _content: _("Ja") if value else _("Nej"),
    "who": _who,
    "row_key": lambda value, _content: _("Vald ur överenskommelsen") if value else "",
    "due_on": lambda value, _content: long_date(date.fromisoformat(value)) if value else "",
}


def put_to_person(actor: Actor, opened: Opened, *, now: datetime) -> None:
    """Make a version of the plan as it is now; by then the plan is being written."""
    versions.make_version(actor, opened, now=now)
    if opened.is_handler:
        service.reach(actor, opened.plan, Phase.PLANNING, now=now)


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


def answer_of(*, number: str, party: str, answer: str, how: str, comment: str) -> Answer:
    """What a form says of a version."""
    return Answer(
        number=int(number) if number.isdigit() and len(number) < 9 else 0,
        answer=Approval(answer),
        how="electronic" if party == OWN else how,
        comment=comment,
        person_id=None if party == OWN else UUID(party),
    )
