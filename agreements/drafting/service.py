"""Writing an agreement before it is shared: its sections, its term; sharing it, giving it up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from agreements import changes, parts
from agreements.deadlines import check_due
from agreements.expected import role_of
from agreements.outlines import OutlineKind
from agreements.progress import expected_now
from agreements.queries.life import find_amended
from agreements.queries.text import SectionText, get_section, get_section_version
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import IN_PROGRESS, MAY_BE_WITHDRAWN, PromptState, Status, check_status
from agreements.tables.agreement import Agreement
from agreements.tables.party import AgreementParty
from agreements.tables.text import Section
from agreements.templates.service import review_every
from agreements.terms import Term, check_may_amend, check_term, with_review
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.documents.gaps import count_in
from portal.edits import check_as_seen
from portal.errors import Difference, StaleError
from portal.outbox import service as outbox
from portal.zone import STOCKHOLM


@dataclass(frozen=True, slots=True)
class PromptMark:
    """What is said of a guided question: what became of it, and a short note."""

    state: str
    note: str


@dataclass(frozen=True, slots=True)
class PromptMarks:
    """What a form says of each guided question, by the question's key, and what it showed.

    `places` are the passages that now answer some of them (agreements.passages).
    """

    said: Mapping[str, PromptMark]
    shown: Mapping[str, PromptMark]
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def touched(self) -> dict[str, PromptMark]:
        """Those that the user changed."""
        return {key: mark for key, mark in self.said.items() if mark != self.shown.get(key)}


def edit_section(
    actor: Actor,
    agreement: Agreement,
    current: SectionText,
    *,
    text: str,
    base_version: int,
    marks: PromptMarks,
    now: datetime,
) -> None:
    """Write a section before sharing, and settle its guided questions.

    Raises StaleError when somebody saved another text first, or answered a question that the user
    has answered too.
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)
    _write(actor, agreement, current, text, base_version, now)
    settle_prompts(actor, agreement, current.section, marks)


def _write(
    actor: Actor,
    agreement: Agreement,
    current: SectionText,
    text: str,
    base_version: int,
    now: datetime,
) -> None:
    latest = get_section(agreement, current.section.id)
    section = latest.section
    if text == latest.text:
        return
    _check_base(latest, text, base_version)
    changes.write_text(
        section,
        text,
        organisation_id=actor.organisation_id,
        author_name=actor.name,
        now=now,
    )
    changes.touch(agreement, now)
    audit.record(actor, "section.edited", section, stream=agreement.id, version=section.version)


def _check_base(latest: SectionText, text: str, base_version: int) -> None:
    """Raise when there is another text than the one that `text` would take the place of."""
    if latest.section.version != base_version:
        difference = Difference(
            latest.section.heading, yours=text, theirs=latest.text, changed_by=latest.author_name
        )
        raise StaleError((difference,))


def restore_section(
    actor: Actor,
    agreement: Agreement,
    section: Section,
    *,
    number: int,
    base_version: int,
    now: datetime,
) -> None:
    """Write the text of the version `number` anew, before sharing: what stands now stays too.

    Raises StaleError when somebody has written since the page was opened (`base_version`).
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)
    text = get_section_version(section, number).text
    latest = get_section(agreement, section.id)
    if text == latest.text:
        return
    _check_base(latest, text, base_version)
    changes.write_text(
        latest.section,
        text,
        organisation_id=actor.organisation_id,
        author_name=actor.name,
        now=now,
    )
    changes.touch(agreement, now)
    audit.record(
        actor,
        "section.restored",
        section,
        stream=agreement.id,
        version=latest.section.version,
        restored=number,
    )


def settle_prompts(
    actor: Actor, agreement: Agreement, section: Section, marks: PromptMarks
) -> None:
    """Say of each guided question whether it is answered or not relevant, with a short note.

    Questions help the parties write; they are no part of the document, so every party may settle
    them for as long as the text is open. Those that the user did not touch keep what others have
    said since; StaleError names those that both changed.
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT, Status.SHARED)
    db.session.refresh(section, ["prompts"])
    touched = marks.touched
    _refuse_stale_prompts(section, touched, marks.shown)
    prompts = [
        _placed(_marked(actor, prompt, touched.get(prompt["key"])), marks.places)
        for prompt in section.prompts
    ]
    if prompts == section.prompts:
        return
    section.prompts = prompts
    audit.record(actor, "section.prompts_settled", section, stream=agreement.id)


def _refuse_stale_prompts(
    section: Section, touched: Mapping[str, PromptMark], shown: Mapping[str, PromptMark]
) -> None:
    differences = tuple(
        Difference(
            prompt["question"],
            yours=f"{touched[key].state}|{touched[key].note}",
            theirs=f"{prompt['state']}|{prompt['note']}",
            changed_by=prompt["by"],
        )
        for prompt in section.prompts
        if (key := prompt["key"]) in touched and _mark(prompt) not in {touched[key], shown.get(key)}
    )
    if differences:
        raise StaleError(differences)


def _mark(prompt: Mapping[str, str]) -> PromptMark:
    return PromptMark(prompt["state"], prompt["note"])


def _marked(actor: Actor, prompt: dict[str, str], mark: PromptMark | None) -> dict[str, str]:
    if mark is None or mark == _mark(prompt):
        return prompt
    state = PromptState(mark.state).value
    return prompt | {"state": state, "note": mark.note, "by": actor.name}


def _placed(prompt: dict[str, str], places: Mapping[str, str]) -> dict[str, str]:
    place = places.get(prompt["key"])
    return prompt if place is None else prompt | {"place": place}


def term_as_texts(term: Term) -> dict[str, str]:
    """The dates, by the names of the form's fields; "" for none."""
    return {
        "valid_from": str(term.valid_from or ""),
        "valid_until": str(term.valid_until or ""),
        "review_on": str(term.review_on or ""),
        "open_ended": "yes" if term.open_ended else "",
    }


def title_as_texts(title: str) -> dict[str, str]:
    """The name, by the name of the form's field."""
    return {"title": title}


def set_term(
    actor: Actor,
    agreement: Agreement,
    *,
    valid_from: date | None,
    valid_until: date | None,
    review_on: date | None,
    open_ended: bool = False,
    seen: str,
    now: datetime,
) -> None:
    """Set, before sharing, from when until when it is to hold and when it is to be reviewed.

    One until further notice is reviewed when the template says, unless another day is said. Raises
    StaleError when others have been set since the form was opened (`seen`: portal.edits).
    """
    wanted = Term(valid_from, valid_until, review_on, open_ended)
    term = with_review(wanted, review_every(agreement))
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)
    check_as_seen(seen, term_as_texts(agreement.term), term_as_texts(term))
    check_term(term)
    if term == agreement.term:
        return
    changes.set_term(agreement, term)
    today = now.astimezone(STOCKHOLM).date()
    if valid_from and agreement.due_on and today < valid_from < agreement.due_on:
        agreement.due_on = valid_from
    changes.touch(agreement, now)
    audit.record(
        actor,
        "agreement.term_set",
        agreement,
        stream=agreement.id,
        valid_from=str(term.valid_from),
        valid_until="until further notice" if term.open_ended else str(term.valid_until),
        review_on=str(term.review_on),
    )


def rename(actor: Actor, agreement: Agreement, title: str, *, seen: str, now: datetime) -> None:
    """Call it something else, before sharing: afterwards others know it by its name.

    Raises StaleError when it has been called otherwise since the form was opened, as `set_term`.
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)
    check_as_seen(seen, title_as_texts(agreement.title), title_as_texts(title))
    if count_in(title):
        raise AgreementRuleError(Refusal.HALF_A_TITLE, field="title")
    if agreement.title == title:
        return
    changes.note_outline(
        changes.author_of(actor),
        agreement,
        OutlineKind.RENAMED,
        None,
        title,
        before=agreement.title,
        now=now,
    )
    agreement.title = title
    changes.touch(agreement, now)
    audit.record(actor, "agreement.renamed", agreement, stream=agreement.id)


def share(
    actor: Actor,
    agreement: Agreement,
    *,
    revision: int,
    due_on: date,
    now: datetime,
    today: date,
) -> None:
    """Let the other parties in, to read it and be ready with it until `due_on`.

    From here on every change is a suggestion. `revision` is that of the page: nobody shares what
    they have not seen, or with others than it named.
    """
    changes.lock(agreement)
    if agreement.status is Status.SHARED:
        return
    if revision != agreement.revision:
        raise AgreementRuleError(Refusal.DRAFT_HAS_CHANGED)
    check_due(due_on, agreement.valid_from, today, field="due_on")
    if (amended := find_amended(actor, agreement)) is not None:
        # the others would work on what cannot be
        check_may_amend(amended.status, amended.ends_on)
    # afterwards nobody can put that right any more
    if any(row.gaps for row in parts.ask(agreement, "measures").measures):
        raise AgreementRuleError(Refusal.HALF_A_ROW)
    for party in _parties(agreement):
        party.joined_at = party.joined_at or now
    # the parties' own rows may only be opened while it is a draft (app.my_new_agreements)
    db.session.flush()
    changes.move(agreement, Status.SHARED, now, due_on=due_on)
    audit.record(actor, "agreement.shared", agreement, stream=agreement.id, due_on=str(due_on))
    changes.tell_others(
        actor,
        agreement,
        "agreement.shared",
        subject_id=agreement.id,
        asks=agreement.bound_ids,
        otherwise="agreement.shared_to_read",
    )


def set_due(
    actor: Actor, agreement: Agreement, *, due_on: date, now: datetime, today: date
) -> None:
    """Choose another day until when it waits; those it waits for are asked again."""
    changes.lock(agreement)
    check_status(agreement.status, *IN_PROGRESS)
    check_due(due_on, agreement.valid_from, today, field="due_on")
    if due_on == agreement.due_on:
        return
    agreement.due_on = due_on
    agreement.changed_at = now
    audit.record(actor, "agreement.due_set", agreement, stream=agreement.id, due_on=str(due_on))
    waited_for = {(one.party, one.task) for one in expected_now(agreement, today)}
    for party, task in sorted(waited_for):
        if party != actor.organisation_id:
            outbox.notify(
                party,
                {role_of(task)},
                "agreement.asked_again",
                path=f"/agreements/{agreement.id}",
                dedupe=f"agreement.asked_again:{agreement.id}:{task.value}:{due_on}:{party}",
            )


def withdraw(actor: Actor, agreement: Agreement, *, read: str, reason: str, now: datetime) -> None:
    """Give the work up. What was written stays readable for those who had been let in.

    `read` is how far it had come (its Status) as the page said: others may work on it since.
    """
    changes.lock(agreement)
    if agreement.status is Status.WITHDRAWN:
        return
    if read != agreement.status and agreement.status in MAY_BE_WITHDRAWN:
        raise AgreementRuleError(Refusal.GONE_ON)
    if not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")
    changes.move(agreement, Status.WITHDRAWN, now)
    agreement.withdrawn_by = changes.by_whom(actor)
    agreement.withdrawn_reason = reason
    audit.record(actor, "agreement.withdrawn", agreement, stream=agreement.id)
    changes.tell_undone(agreement, "agreement.withdrawn", subject_id=agreement.id)


def _parties(agreement: Agreement) -> Sequence[AgreementParty]:
    statement = select(AgreementParty).where(AgreementParty.agreement_id == agreement.id)
    return db.session.scalars(statement.order_by(AgreementParty.position)).all()
