"""Suggesting a change in what the person has written, and the person's answer to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.edits import Edit, settle
from portal.errors import Difference, NotFoundError, StaleError
from portal.vault import Place
from sip.content import changes
from sip.content.changes import HeldRow
from sip.content.parts import ActionContent, GoalContent, TextBlock
from sip.content.rules import ContentRefusal
from sip.content.suggested import REMOVED, Suggested, as_json
from sip.content.texts import WrittenText
from sip.door.locking import hold_shared
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import SuggestionAnswer
from sip.tables.plan import Action, Goal, PlanText, WordSuggestion
from sip.writing import actions, goals, texts
from sip.writing.rows import get_row
from sip.writing.rules import WritingRefusal

Part = TextBlock | GoalContent | ActionContent
TABLES: Mapping[type, type[PlanText] | type[Goal] | type[Action]] = {
    TextBlock: PlanText,
    GoalContent: Goal,
    ActionContent: Action,
}


def said_by(part: Part) -> dict[str, str]:
    """What can be suggested otherwise of a part, and what it says now."""
    if isinstance(part, TextBlock):
        return {"text": part.text}
    if isinstance(part, GoalContent):
        return {"title": part.title, "measure": part.measure}
    return {"title": part.title, "due_on": part.due_on.isoformat() if part.due_on else ""}


def suggest(
    actor: Actor,
    opened: OpenedPlan,
    part: Part,
    edit: Edit,
    *,
    removes: bool,
    suggestion_id: UUID,
    now: datetime,
) -> None:
    """Suggest other words, or that all of them are taken out, for the person to answer.

    Raises when nothing would be other than it is, and StaleError when the person has changed what
    it is about since the page was opened. One `suggestion_id` sent twice is one suggestion.
    """
    hold_shared(opened)
    if (there := db.session.get(WordSuggestion, suggestion_id)) is not None:
        if there.plan_id != opened.plan_id:
            raise NotFoundError
        return
    row = get_row(opened, TABLES[type(part)], part.id)
    if row.from_party == opened.party:
        raise SipRuleError(ContentRefusal.NOT_YOURS)
    base = said_by(part)
    if removes:
        _check_as_shown(base, edit.base, row.changed_by)
        wanted: Mapping[str, str] = {REMOVED: "yes"}
    else:
        wanted = settle(base, edit, changed_by=row.changed_by)
    if not wanted:
        raise SipRuleError(WritingRefusal.NOTHING_SUGGESTED)
    made = WordSuggestion(
        id=suggestion_id,
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        from_party=opened.party,
        category=row.category,
        subject_kind=row.__tablename__,
        subject_id=row.id,
        made_by=actor.name,
        made_at=now,
    )
    place = Place("word_suggestion", "said_sealed", made.id)
    made.said_sealed = opened.key.seal(as_json(base, wanted), place)
    db.session.add(made)
    audit.record(
        actor,
        "plan.suggestion_made",
        made,
        stream=opened.plan_id,
        party=str(row.from_party),
    )
    db.session.flush()


@dataclass(frozen=True, slots=True)
class When:
    """The time and the day of an answer."""

    now: datetime
    today: date


def answer(
    actor: Actor, opened: OpenedPlan, made: Suggested, said: SuggestionAnswer, *, when: When
) -> None:
    """Say yes to a suggestion, which then stands in one's own words, or no.

    Raises StaleError when they have been changed to something else since it was made.
    """
    hold_shared(opened)
    row = db.session.get(WordSuggestion, made.id, populate_existing=True)
    if row is None or row.answer not in {None, said}:
        raise NotFoundError
    if row.answer is not None:
        return  # the same form, sent twice
    if said is SuggestionAnswer.ACCEPTED:
        _apply(actor, opened, row, made, when)
    row.answer, row.answered_by, row.answered_at = said, actor.name, when.now
    audit.record(actor, f"plan.suggestion_{said.value}", row, stream=opened.plan_id)
    db.session.flush()


def _apply(
    actor: Actor, opened: OpenedPlan, row: WordSuggestion, made: Suggested, when: When
) -> None:
    table = {one.__tablename__: one for one in TABLES.values()}[row.subject_kind]
    words = get_row(opened, table, row.subject_id)
    if words.from_party != opened.party:
        raise SipRuleError(ContentRefusal.NOT_YOURS)
    if made.removes:
        _check_as_quoted(opened, words, made)
        _remove(actor, opened, words, when.now)
    elif isinstance(words, PlanText):
        _rewrite(actor, opened, words, made, when.now)
    elif isinstance(words, Goal):
        goals.write_goal(
            actor, opened, Edit(made.values, made.base), goal_id=words.id, now=when.now
        )
    else:
        where = actions.Where(words.goal_id, words.id, opened.party)
        edit = Edit(made.values, made.base)
        actions.write_action(actor, opened, edit, where, now=when.now, today=when.today)


def _check_as_quoted(opened: OpenedPlan, words: HeldRow, made: Suggested) -> None:
    """Raise StaleError when the words say something else than what is suggested to be taken out."""
    _check_as_shown(_as_texts(opened, words), made.base, words.changed_by)


def _check_as_shown(there: Mapping[str, str], shown: Mapping[str, str], changed_by: str) -> None:
    """Raise StaleError when the words are not those that somebody was shown."""
    met = [name for name, text in shown.items() if text != there[name]]
    if met:
        raise StaleError(
            tuple(Difference(name, shown[name], there[name], changed_by) for name in met)
        )


def _as_texts(opened: OpenedPlan, words: HeldRow) -> Mapping[str, str]:
    if isinstance(words, PlanText):
        return {"text": changes.unseal(opened.key, words, "text_sealed")}
    if isinstance(words, Goal):
        return goals.goal_as_texts(opened, words)
    return actions.action_as_texts(opened, words)


def _remove(actor: Actor, opened: OpenedPlan, words: HeldRow, now: datetime) -> None:
    if isinstance(words, PlanText):
        texts.remove_text(actor, opened, words.id, version=words.version, now=now)
    elif isinstance(words, Goal):
        goals.remove_goal(actor, opened, words.id, version=words.version, now=now)
    else:
        actions.remove_action(actor, opened, words.id, version=words.version, now=now)


def _rewrite(
    actor: Actor, opened: OpenedPlan, words: PlanText, made: Suggested, now: datetime
) -> None:
    is_as_read = changes.unseal(opened.key, words, "text_sealed") == made.base["text"]
    written = WrittenText(words.kind, made.values["text"], words.category, words.from_party)
    version = words.version if is_as_read else 0
    texts.write_text(actor, opened, written, text_id=words.id, base_version=version, now=now)
