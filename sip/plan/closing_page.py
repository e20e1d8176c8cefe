"""What is shown when a plan is to be closed, and of one that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from portal import clock
from portal.web.filters import short_date, weekday_date
from sip.agreement_link import Agreed, AgreedLine, agreed_lines
from sip.content.parts import Pen, PlanContent
from sip.content.words import signature
from sip.door.opening import OpenedPlan
from sip.kernel.vocabulary import PersonKind
from sip.plan import words
from sip.plan.closing import (
    OpenPart,
    closed_as,
    has_survey,
    list_closings,
    list_surveys,
)
from sip.plan.rules import UNDO_WITHIN
from sip.tables.plan import ClosingSurvey


@dataclass(frozen=True, slots=True)
class ClosePage:
    """What the page that closes a plan says. `happens` is what happens then, line by line."""

    plan_id: UUID
    parts: Sequence[OpenPart]
    happens: Sequence[str]
    is_answered: bool
    agreed: Sequence[AgreedLine]


def close_page(opened: OpenedPlan, content: PlanContent, parts: Sequence[OpenPart]) -> ClosePage:
    """Put the page together that closes a plan."""
    return ClosePage(
        plan_id=opened.plan_id,
        parts=parts,
        happens=tuple(_when_closed(content)),
        is_answered=has_survey(opened.plan),
        agreed=agreed_lines(opened.plan.municipality_id, Agreed.CLOSING, clock.today()),
    )


def _when_closed(content: PlanContent) -> Iterator[str]:
    yield _("Planen går att läsa så länge samtycket gäller, men inget mer skrivs i den.")
    yield _("Alla som är med, och personen, får veta att den är avslutad.")
    if meeting := content.next_meeting:
        when = weekday_date(meeting.starts_at)
        yield _("Mötet ställs in och tas bort ur allas kalendrar: %(day)s.", day=when)
    yield _("Kallelser som ingen har svarat på återtas.")
    yield _("Ingen påminns mer om åtgärder, möten och uppföljningar i den.")
    yield _("Blev det fel går det att ångra i en vecka, om samtycket fortfarande gäller.")


@dataclass(frozen=True, slots=True)
class ClosedPlan:
    """That a plan is closed: when, by whom, why, and how what was open went: (title, how)."""

    at: datetime
    by: str
    reason: str
    went: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PastClosing:
    """A time that a plan was closed, and why; and why that was undone, "" when it was not."""

    at: datetime
    by: str
    why: str
    undone_at: datetime | None
    undone_by: str
    why_undone: str


def past_closings(opened: OpenedPlan) -> Sequence[PastClosing]:
    """Every time that the plan was closed, the latest first."""
    return [
        PastClosing(
            at=row.closed_at,
            by=row.closed_by,
            why=str(words.CLOSING_REASONS[row.reason]),
            undone_at=row.undone_at,
            undone_by=row.undone_by or "",
            why_undone=str(words.REOPEN_REASONS[row.undone_reason]) if row.undone_reason else "",
        )
        for row in list_closings(opened)
    ]


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """What was said of the plan, and who said it or noted it.

    `scores` are (statement, one to five), or nothing where whoever reads only learns that it was
    said. `counts` is that it is what the figures count.
    """

    signature: str
    scores: Sequence[tuple[str, int]]
    is_own: bool
    counts: bool


def survey_lines(opened: OpenedPlan, content: PlanContent) -> Sequence[SurveyLine]:
    """What was said of the plan, the latest first: what staff noted stays when the person answers.

    What somebody answered themself is theirs alone to read; of it others learn that it is there.
    """
    rows = list_surveys(opened)
    subject = next(one.id for one in content.people if one.kind is PersonKind.SUBJECT)
    rank = {row.id: (row.person_id == subject, row.person_id is not None) for row in rows}
    first = max(rows, key=lambda row: rank[row.id], default=None)
    return [
        SurveyLine(
            signature=_survey_signature(row, content.subject_name, is_subject=rank[row.id][0]),
            scores=_scores(row) if row.person_id in {None, opened.person_id} else (),
            is_own=row.person_id is not None,
            counts=row is first,
        )
        for row in rows
    ]


def _survey_signature(row: ClosingSurvey, person: str, *, is_subject: bool) -> str:
    if row.person_id is None:
        return signature(
            Pen(
                party=person,
                name=row.recorded_by,
                at=row.at,
                person=person,
                is_noted=True,
                confirmed_by="",
                confirmed_at=None,
            )
        )
    said = {"name": person if is_subject else row.recorded_by, "day": short_date(row.at)}
    return _("%(name)s svarade själv %(day)s", **said)


def _scores(row: ClosingSurvey) -> Sequence[tuple[str, int]]:
    return [(str(label), getattr(row, name)) for name, label in words.THOUGHT.items()]


def closed_plan(opened: OpenedPlan, content: PlanContent) -> ClosedPlan | None:
    """What is said of the closing to whoever reads the plan; None while it goes on."""
    closed = closed_as(opened, content)
    if closed is None:
        return None
    went = [
        (part.title, str((words.GOALS_WENT if part.is_goal else words.ACTIONS_WENT)[how]))
        for part, how in closed.went
    ]
    return ClosedPlan(closed.at, closed.by, str(words.CLOSING_REASONS[closed.reason]), went)


def may_reopen(opened: OpenedPlan) -> bool:
    """Whether the reader may undo the closing now."""
    closed_at = opened.plan.closed_at
    is_soon = closed_at is not None and clock.now() - closed_at <= UNDO_WITHIN
    return is_soon and opened.is_handler and opened.is_open
