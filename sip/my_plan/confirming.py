"""What staff have noted in the person's name, for the person to confirm or to put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError, StaleError
from sip.content import changes
from sip.content.audience import check_goal_stays_in_sight
from sip.content.parts import GoalContent, PlanContent, TextBlock
from sip.content.suggested import Suggested
from sip.content.unsealing import load_content
from sip.content.words import signature
from sip.door.locking import hold_shared
from sip.door.opening import OpenedPlan, PartOfPlan
from sip.history.words import FIELDS
from sip.people.queries import list_people
from sip.tables.plan import Goal, WordSuggestion
from sip.writing.rows import get_row
from sip.writing.suggesting import TABLES, Part


@dataclass(frozen=True, slots=True)
class Noted:
    """Words that wait to be confirmed: each line with what it is called.

    `edit_url` is where the reader changes them; "" for one who stands in for the person, for whom
    `is_own` is false.
    """

    lines: Sequence[tuple[str, str]]
    signed: str
    version: int
    edit_url: str
    is_own: bool


def find_noted(subject: PartOfPlan) -> Noted | None:
    """The words that the address names, if they wait to be confirmed."""
    part = _find(subject)
    if part is None or not part.pen.is_unconfirmed:
        return None
    return _noted(subject, part)


def is_confirmed(subject: PartOfPlan, *, is_right: bool) -> bool:
    """Whether it stands already, as a form that is sent twice says it."""
    part = _find(subject)
    if part is None:
        return False
    return part.pen.is_confirmed if is_right else part.pen.is_unconfirmed


def find_confirmed(subject: PartOfPlan) -> Noted | None:
    """The confirmed words that the address names, if the reader may take that back."""
    part = _find(subject)
    is_theirs_to_say = part is not None and part.pen.is_confirmed and answers_alone(subject.opened)
    return _noted(subject, part) if part is not None and is_theirs_to_say else None


def answers_alone(opened: OpenedPlan) -> bool:
    """Whether the reader stands in for somebody who does not sign in themself."""
    person = next(one for one in list_people(opened) if one.is_subject)
    return opened.is_owner and opened.person_id != person.id and not person.is_linked


def confirm(
    actor: Actor, subject: PartOfPlan, version: int, *, is_right: bool = True, now: datetime
) -> None:
    """Confirm them, as they were read, or take that back.

    Raises StaleError when they say something else by now.
    """
    opened, part = subject.opened, _find(subject)
    if part is None:
        raise NotFoundError
    hold_shared(opened)
    row = get_row(opened, TABLES[type(part)], part.id)
    if changes.confirm(actor, opened, row, version, is_right=is_right, now=now):
        return
    db.session.refresh(row)
    if (row.version, row.confirmed_at is not None) != (version + 1, is_right):
        raise StaleError(())  # else it was the same form, sent twice


def _noted(subject: PartOfPlan, part: Part) -> Noted:
    edit_url = _edit_url(subject, part)
    return Noted(lines_of(part), signature(part.pen), part.version, edit_url, part.is_own)


def find_own(subject: PartOfPlan) -> Part | None:
    """The words that the address names, if they are the reader's own."""
    part = _find(subject)
    return part if part is not None and part.is_own else None


def move(actor: Actor, subject: PartOfPlan, category: str, *, now: datetime) -> None:
    """Say what one's own words are about, and so who sees them."""
    opened, part = subject.opened, find_own(subject)
    if part is None:
        raise NotFoundError
    hold_shared(opened)
    row = get_row(opened, TABLES[type(part)], part.id)
    if isinstance(row, Goal) and category != row.category:
        check_goal_stays_in_sight(opened, row, category)

    def put() -> None:
        row.category = category

    changes.write(actor, opened, row, {"category": (row.category, category)}, put, now=now)


def find_suggested(subject: PartOfPlan) -> Suggested | None:
    """The suggested change that the address names, if the reader is to answer it."""
    content = load_content(subject.opened)
    return next((one for one in to_answer(content) if one.id == subject.part_id), None)


def was_answered(subject: PartOfPlan) -> bool:
    """Whether the suggestion that the address names, in the reader's own words, has its answer."""
    found = select(WordSuggestion.id).where(
        WordSuggestion.plan_id == subject.opened.plan_id,
        WordSuggestion.id == subject.part_id,
        WordSuggestion.words_party == subject.opened.party,
        WordSuggestion.answer.is_not(None),
    )
    return db.session.scalar(found) is not None


def to_answer(content: PlanContent) -> Sequence[Suggested]:
    """The suggested changes in the reader's own words that wait for an answer."""
    parts: Sequence[Part] = (*content.texts, *content.goals, *content.actions)
    own = {one.id for one in parts if one.is_own}
    return [one for one in content.suggestions if one.subject_id in own]


def suggested_lines(made: Suggested) -> Sequence[tuple[str, str, str]]:
    """Each field that would be another: what it is called, what it says and would say."""
    labels = {**FIELDS, "due_on": _("Senast")}
    if made.removes:
        return [(str(labels[name]), text, "") for name, text in made.base.items()]
    return [
        (str(labels[name]), made.base.get(name, ""), text) for name, text in made.values.items()
    ]


def _find(subject: PartOfPlan) -> Part | None:
    content = load_content(subject.opened)
    parts: Sequence[Part] = (*content.texts, *content.goals, *content.actions)
    return next((one for one in parts if one.id == subject.part_id), None)


def lines_of(part: Part) -> Sequence[tuple[str, str]]:
    """What a part says, each line with what it is called."""
    if isinstance(part, TextBlock):
        return [("", part.text)]
    if isinstance(part, GoalContent):
        return [(_("Mål"), part.title), (_("Så märker vi skillnad"), part.measure)]
    return [(_("Åtgärd"), part.title), (_("Vem gör det?"), part.who)]


def _edit_url(subject: PartOfPlan, part: Part) -> str:
    if not part.is_own:
        return ""
    plan_id = subject.opened.plan_id
    if isinstance(part, TextBlock):
        return url_for("my_plan.edit_words", plan_id=plan_id, text=part.id)
    if isinstance(part, GoalContent):
        return url_for("my_plan.edit_goal", plan_id=plan_id, part_id=part.id)
    return url_for("my_plan.edit_action", plan_id=plan_id, part_id=part.id)
